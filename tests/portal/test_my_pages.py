"""An assessor's own pages: his duties, his free days, his record, and nobody else's."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.people.models import Absence, Person
from app.people.terms import AbsenceKind, Half
from app.shared import clock
from app.shared.db import db
from app.trials.models import Case, Panel, Seat, SittingDay
from app.trials.terms import DayPart, DayState, Matter, PanelState, Procedure, SeatState
from tests.builders import Make

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)


@pytest.fixture
def me(app: Flask, make: Make, client: FlaskClient) -> Person:
    """An assessor who is signed in."""
    court = make.court()
    person = make.assessor(court, make.roll(court))
    make.signed_in(client, make.user(None, person_id=person.id))
    return person


def seat_of(make: Make, person: Person, day: date, state: SeatState) -> Seat:
    """Give a person a seat on a panel that sits on a day."""
    from app.draws.models import Draw, LeafTree
    from app.people.models import Tenure

    body_id = db.session.scalars(select(Tenure.body_id).where(Tenure.person_id == person.id)).one()
    words = {"body_id": body_id, "procedure": Procedure.ORDINARY, "filed": date(2026, 11, 1)}
    case = Case(number="(2026) Trial 1", matter=Matter.CIVIL, **words)
    panel = Panel(
        body_id=body_id,
        state=PanelState.DRAWN,
        judges=1,
        assessors=2,
        form_rule="panel.three",
        alternates=4,
        rulebook="cn-2018",
        rulebook_version="1",
        presiding="Zhou Wen",
        cases=[case],
        days=[
            SittingDay(body_id=body_id, day=day, part=DayPart.WHOLE, state=DayState.SET, room="2")
        ],
    )
    tree = LeafTree(body_id=body_id, day=date(2026, 11, 20), root="0" * 64, leaves=b"x")
    make.add(panel, tree)
    draw = Draw(
        body_id=body_id,
        tree_id=tree.id,
        leaf_index=0,
        subject=f"panel:{panel.id}",
        attempt=1,
        state="made",
        frozen={},
        frozen_hash="0" * 64,
        tags=b"{}",
        excluded=b"{}",
    )
    make.add(draw)
    words = {"panel_id": panel.id, "draw_id": draw.id, "person_id": person.id, "tag": "0" * 64}
    return make.add(Seat(**words, position=1, seat_no=1, state=state))


def test_the_next_duty_is_a_card(client: FlaskClient, make: Make, me: Person):
    seat_of(make, me, date(2026, 12, 3), SeatState.ACCEPTED)
    with clock.standing_at(NOW):
        shown = client.get("/my/").text
    assert "One duty lies ahead" in shown
    assert "Thu 2026-12-03" in shown
    assert "you said yes" in shown


def test_a_past_duty_is_not_ahead(client: FlaskClient, make: Make, me: Person):
    seat_of(make, me, date(2026, 11, 20), SeatState.ACCEPTED)
    with clock.standing_at(NOW):
        assert "No duty lies ahead" in client.get("/my/").text


def test_the_calendar_file_holds_what_was_accepted(client: FlaskClient, make: Make, me: Person):
    seat_of(make, me, date(2026, 12, 3), SeatState.ACCEPTED)
    with clock.standing_at(NOW):
        content = client.get("/my/calendar.ics").data
    events = Calendar.from_ical(content).walk("VEVENT")
    assert [event.decoded("DTSTART").date() for event in events] == [date(2026, 12, 3)]
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H" in content


def december(client: FlaskClient) -> str:
    """Open the month."""
    return client.get("/my/days?month=2026-12").text


def save(client: FlaskClient, page: str, *away: str) -> TestResponse:
    """Send a page as a browser does, with these days ticked."""
    hidden = dict(re.findall(r'name="(once|was)" type="hidden" value="([^"]*)"', page))
    return client.post("/my/days?month=2026-12", data={**hidden, "away": list(away)})


def test_free_days_are_kept_and_taken_back(client: FlaskClient, me: Person):
    def away() -> set[date]:
        db.session.rollback()
        return set(db.session.scalars(select(Absence.day).where(Absence.person_id == me.id)))

    with clock.standing_at(NOW):
        save(client, december(client), "2026-12-07", "2026-12-08")
        assert away() == {date(2026, 12, 7), date(2026, 12, 8)}
        save(client, december(client), "2026-12-08")
        assert away() == {date(2026, 12, 8)}
        assert re.search(r"2026-12-08[^>]*checked", december(client))


def test_a_day_that_a_court_has_just_taken_is_refused_and_the_month_shown(
    client: FlaskClient, make: Make, me: Person
):
    with clock.standing_at(NOW):
        page = december(client)
        sits = {"day": date(2026, 12, 7), "half": Half.AM, "kind": AbsenceKind.SITTING}
        make.add(Absence(person_id=me.id, **sits))
        answer = save(client, page, "2026-12-07", "2026-12-09")
    assert answer.status_code == 422
    assert "sits or is on a course" in answer.text
    assert "On which days can you not sit?" in answer.text
    assert re.findall(r'value="([^"]+)" checked', answer.text) == ["2026-12-09"]  # as typed


def test_a_day_in_court_is_not_mine_to_change(client: FlaskClient, make: Make, me: Person):
    make.add(
        *(
            Absence(person_id=me.id, day=date(2026, 12, 3), half=half, kind=AbsenceKind.SITTING)
            for half in Half
        )
    )
    with clock.standing_at(NOW):
        forged = re.sub(r'(name="was"[^>]*value=")', r"\1 2026-12-03", december(client))
        save(client, forged)
    db.session.rollback()
    assert len(db.session.scalars(select(Absence)).all()) == 2


def test_an_old_tab_undoes_nothing_that_was_changed_elsewhere(
    client: FlaskClient, make: Make, me: Person
):
    own = {"person_id": me.id, "kind": AbsenceKind.OWN}
    make.add(*(Absence(day=date(2026, 12, day), half=Half.AM, **own) for day in (7, 9)))
    with clock.standing_at(NOW):
        old = december(client)
        make.add(Absence(day=date(2026, 12, 8), half=Half.PM, **own))  # noted by the clerk
        taken_back = select(Absence).where(Absence.day == date(2026, 12, 9))
        db.session.delete(db.session.scalars(taken_back).one())
        db.session.commit()
        answer = save(client, old, "2026-12-09", "2026-12-10")  # 7 unticked, 10 ticked
        assert answer.status_code == 302
        assert "2 days changed" in december(client)
    db.session.rollback()
    days = set(db.session.scalars(select(Absence.day).where(Absence.person_id == me.id)))
    assert days == {date(2026, 12, 8), date(2026, 12, 10)}


def test_leave_is_shown_and_not_the_persons_to_free(client: FlaskClient, make: Make, me: Person):
    leave = {"day": date(2026, 12, 3), "half": Half.AM, "kind": AbsenceKind.LEAVE}
    make.add(Absence(person_id=me.id, **leave))
    with clock.standing_at(NOW):
        page = december(client)
        assert 'value="2026-12-03"' not in page
        assert "you are away" in page
        save(client, re.sub(r'(name="was"[^>]*value=")', r"\1 2026-12-03", page))
    db.session.rollback()
    assert len(db.session.scalars(select(Absence)).all()) == 1


def test_a_month_is_saved_once_and_only_by_a_page_that_says_what_it_showed(
    client: FlaskClient, me: Person
):
    with clock.standing_at(NOW):
        page = december(client)
        assert save(client, page, "2026-12-07").status_code == 302
        assert save(client, december(client)).status_code == 302  # freed again
        assert save(client, page, "2026-12-07").status_code == 303  # the same press once more
        for words in ({"away": "2026-12-07", "once": "a"}, {"was": "", "once": "b", "away": "x"}):
            assert client.post("/my/days?month=2026-12", data=words).status_code == 422
    db.session.rollback()
    assert db.session.scalars(select(Absence)).all() == []


def test_the_record_shows_the_secret_of_my_entry(client: FlaskClient, me: Person):
    shown = client.get("/my/record").text
    assert me.number in shown
    assert re.search(r"<code>[0-9a-f]{64}</code>", shown)


def test_an_officer_who_is_no_assessor_has_no_such_pages(client: FlaskClient, make: Make):
    make.signed_in(client, make.user(make.court()))
    assert client.get("/my/").status_code == 403


@pytest.mark.parametrize("month", ["", "2026-13", "x", "99999-1", "２０２６-１"])
def test_any_month_is_answered(client: FlaskClient, me: Person, month: str):
    assert client.get("/my/days", query_string={"month": month}).status_code == 200


def test_my_own_answer_needs_no_digits(client: FlaskClient, make: Make, me: Person):
    seat = seat_of(make, me, date(2026, 12, 3), SeatState.INVITED)
    seat.answer_by, seat.asked = datetime(2026, 11, 26, 9, tzinfo=UTC), 1
    db.session.commit()
    with clock.standing_at(NOW):
        shown = client.get(f"/my/duties/{seat.uid}")
        assert "digits" not in shown.text
        client.post(f"/my/duties/{seat.uid}", data={"answer": "yes", "once": "a"})
    db.session.rollback()
    assert db.session.get_one(Seat, seat.id).state == SeatState.ACCEPTED


def test_another_persons_seat_is_not_mine(client: FlaskClient, make: Make, me: Person):
    other = make.assessor(make.court())
    seat = seat_of(make, other, date(2026, 12, 3), SeatState.INVITED)
    assert client.get(f"/my/duties/{seat.uid}").status_code == 404
