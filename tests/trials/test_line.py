"""The alternates used up, the recorded order goes on; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.terms import RoleKind
from app.audit.models import AuditLine
from app.draws.models import Draw
from app.draws.service import people_of
from app.messages.models import Message
from app.messages.terms import Channel
from app.people.models import Absence
from app.people.terms import AbsenceKind, Half
from app.shared import clock
from app.shared.db import db
from app.shared.once import new_key
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.models import Panel, Seat
from app.trials.queries.cases import as_drawn
from app.trials.replies_rules import Answer
from app.trials.seat_queries import alternates, open_numbers, story
from app.trials.service.changes import cancel_day
from app.trials.service.days import Presence, record_day
from app.trials.service.line import lengthen_line
from app.trials.service.replies import answer_by_phone
from app.trials.terms import SeatState
from tests.builders import Make
from tests.trials.cases import FIRST, NOON, days
from tests.trials.panels import a_browser, an_invited_panel, held, year


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def drawn_order() -> list[int]:
    """Return the people of the one draw in the order of its public record."""
    draw = db.session.scalars(select(Draw)).one()
    people = people_of(draw)
    return [people[tag] for tag in (draw.record or {})["order"]]


def used_up(desk, panel: Panel) -> None:
    """Let seat 1 and everybody in line after it say no."""
    for _ in range(1 + len(alternates(panel))):
        with transaction():
            answer_by_phone(desk, held(panel)[1], Answer.NO, "ill")
    assert open_numbers(panel) == [1]


def away(make: Make, person_id: int, day: date = FIRST) -> None:
    words = {"day": day, "half": Half.AM, "kind": AbsenceKind.COURSE}
    make.add(Absence(person_id=person_id, **words))


def test_the_order_goes_on_where_the_line_ended_without_a_new_draw(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    used_up(desk, panel)
    order = drawn_order()
    with transaction():
        new = lengthen_line(desk, panel)
    # Two seats and four alternates were the first six; as many again come into the line.
    assert [seat.person_id for seat in new] == order[6:10]
    assert [seat.position for seat in new] == [7, 8, 9, 10]
    assert (held(panel)[1].id, held(panel)[1].state) == (new[0].id, SeatState.INVITED)
    assert year(new[0].person_id) == (0, 0, 1)
    assert [seat.id for seat in alternates(panel)] == [seat.id for seat in new[1:]]
    for place, seat in enumerate(new[1:], 1):
        told = Message.title == f"You are alternate number {place}"
        where = (Message.subject == f"alternate:{seat.id}", told)
        assert db.session.scalar(select(func.count(Message.id)).where(*where)) == 2
    assert db.session.scalar(select(func.count(Draw.id))) == 1
    line = db.session.scalars(
        select(AuditLine).where(AuditLine.act == "panel:line_lengthened")
    ).one()
    assert line.facts == {"taken": 4, "passed": 0}


def test_who_cannot_sit_is_passed_over_and_his_story_says_why(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    used_up(desk, panel)
    order = drawn_order()
    away(make, order[6])
    away(make, order[8])
    with transaction():
        new = lengthen_line(desk, panel)
    assert [seat.person_id for seat in new] == [order[7], *order[9:12]]
    assert held(panel)[1].person_id == order[7]
    passed = {s.person_id: s for s in panel.seats if s.reason == "person.away"}
    assert set(passed) == {order[6], order[8]}
    assert [event.what for event in story(passed[order[6]])] == ["further", "released"]
    assert (
        db.session.scalars(
            select(Message).where(Message.subject == f"alternate:{passed[order[6]].id}")
        ).all()
        == []
    )


def test_the_composition_is_kept_however_far_down_the_order(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, women=2)
    while open_numbers(panel) == []:
        with transaction():
            answer_by_phone(desk, held(panel)[1], Answer.NO, "ill")
    known = {seat.person_id for seat in panel.seats}
    with transaction():
        lengthen_line(desk, panel)
    called = held(panel)[1]
    assert called.person.sex == "female"
    assert called.person_id not in known
    rest = [seat for seat in panel.seats if seat.person_id not in known]
    earlier = [seat for seat in rest if seat.position < called.position]
    assert all(seat.person.sex == "male" for seat in earlier)


def test_the_line_is_not_made_longer_while_somebody_in_it_can(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    with pytest.raises(Refused, match=r"seat\.none_open"), transaction():
        lengthen_line(desk, panel)
    for seat in alternates(panel):
        away(make, seat.person_id)
    with transaction():
        answer_by_phone(desk, held(panel)[1], Answer.NO, "ill")
    assert open_numbers(panel) == [1]
    free = alternates(panel)[2]
    db.session.delete(db.session.get_one(Absence, (free.person_id, FIRST, Half.AM)))
    db.session.commit()
    with pytest.raises(Refused) as refused, transaction():
        lengthen_line(desk, panel)
    assert refused.value.refusals[0].key == "line.not_used_up"
    assert refused.value.refusals[0].facts == {"name": free.person.name}


def test_nobody_in_the_whole_order_says_how_many_are_away_and_what_is_left(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, assessors=9, days=days(0, 1))
    used_up(desk, panel)
    for person_id in drawn_order()[6:]:
        away(make, person_id, FIRST + timedelta(days=1))
    with pytest.raises(Refused) as refused, transaction():
        lengthen_line(desk, panel)
    refusal = refused.value.refusals[0]
    assert (refusal.key, refusal.facts) == ("line.order_used_up", {"beyond": 3, "away": 3})
    assert "annul the draw" in refusal.way_out
    assert len([seat for seat in panel.seats if seat.position > 6]) == 0
    evening = datetime(2026, 12, 3, 10, tzinfo=UTC)
    with clock.standing_at(evening):
        with transaction():
            record_day(desk, panel.days[0], {held(panel)[2].id: Presence(2)})
        with pytest.raises(Refused) as refused, transaction():
            lengthen_line(desk, panel)
        assert "annul" not in refused.value.refusals[0].way_out
        with transaction():
            record_day(desk, panel.days[0], {held(panel)[2].id: Presence(2)}, "once more")
        with transaction():
            cancel_day(desk, panel.days[1], "over")
        with pytest.raises(Refused, match=r"panel\.no_day"), transaction():
            lengthen_line(desk, panel)


def test_the_result_of_the_draw_stays_as_it_was_drawn(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    draw = db.session.scalars(select(Draw)).one()
    before = as_drawn(draw.id)
    used_up(desk, panel)
    with transaction():
        lengthen_line(desk, panel)
    after = as_drawn(draw.id)
    assert [s.id for s in after.waiting] == [s.id for s in before.waiting]
    assert [s.id for s in after.seated] == [s.id for s in before.seated]
    assert db.session.scalar(select(func.count(Seat.id))) == 10


def test_the_clerk_is_told_and_goes_on_by_one_button(app: Flask, make: Make):
    court, desk, panel = an_invited_panel(make)
    clerk = make.user(court, RoleKind.CLERK)
    used_up(desk, panel)
    told = db.session.scalars(
        select(Message).where(
            Message.rule == "seat.nobody_left",
            Message.recipient == f"user:{clerk.id}",
            Message.channel == Channel.INBOX,
        )
    ).one()
    browser = a_browser(app)
    make.signed_in(browser, clerk)
    page = browser.get(told.link).get_data(as_text=True)
    assert "Go on down the drawn order" in page
    path = f"/replies/{panel.uid}/further"
    answer = browser.post(path, data={"once": new_key()})
    assert answer.status_code == 303
    page = browser.get(answer.location).get_data(as_text=True)
    assert "4 more people of the drawn order came into the line" in page
    assert "Go on down the drawn order" not in page
    again = browser.post(path, data={"once": new_key()})
    assert again.status_code == 422
    assert "No seat of this panel is open" in again.get_data(as_text=True)
