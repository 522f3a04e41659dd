"""What was written by mistake is put right, with its reason, and the totals follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.terms import Desk
from app.audit.models import AuditLine
from app.people.models import Absence
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.models import Attendance, Panel, Seat
from app.trials.replies_rules import Answer
from app.trials.seat_queries import alternates, open_numbers
from app.trials.service.changes import replace_member
from app.trials.service.days import Presence, close_panel, record_day
from app.trials.service.replies import answer_by_phone, delivered_at, fall_silent, record_served
from app.trials.service.seats import invite_panel
from app.trials.service.taking_back import (
    note_missed_call,
    reopen_panel,
    take_back_answer,
    take_back_day,
    take_back_served,
)
from app.trials.terms import DayState, PanelState, SeatState
from tests.builders import Make
from tests.trials.cases import NOON, days
from tests.trials.panels import a_drawn_panel, an_invited_panel, held, year
from tests.two_at_once import one_then_other

EVENING = datetime(2026, 12, 3, 10, tzinfo=UTC)  # 18:00 on the first day
WHY = "the accused was ill; nobody sat"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day on which the panel was invited."""
    with clock.standing_at(NOON):
        yield


def record_first(desk: Desk, panel: Panel) -> None:
    """Write down that both assessors sat the whole first day."""
    with clock.standing_at(EVENING), transaction():
        record_day(desk, panel.days[0], {seat.id: Presence(2) for seat in held(panel).values()})


def test_a_day_taken_back_is_set_again_and_the_totals_go_back(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, days=days(0, 1))
    one = held(panel)[1]
    record_first(desk, panel)
    assert year(one.person_id) == (1, 2, 0)
    away = sorted(db.session.execute(select(Absence.person_id, Absence.day, Absence.half)).all())
    with clock.standing_at(EVENING), transaction():
        take_back_day(desk, panel.days[0], WHY)
    assert (year(one.person_id), one.counted) == ((0, 0, 1), False)
    assert (panel.days[0].state, panel.days[0].recorded_at) == (DayState.SET, None)
    assert db.session.scalars(select(Attendance)).all() == []
    held_again = select(Absence.person_id, Absence.day, Absence.half)
    assert sorted(db.session.execute(held_again).all()) == away
    facts = db.session.scalars(select(AuditLine.facts).where(AuditLine.act == "day:taken_back"))
    assert facts.one()["before"] == {seat.uid: 2 for seat in held(panel).values()}
    record_first(desk, panel)  # and it may be written down anew, with no reason to give
    assert year(one.person_id) == (1, 2, 0)


def test_only_a_recorded_day_of_an_open_panel_is_taken_back_and_for_a_reason(
    app: Flask, make: Make
):
    _, desk, panel = an_invited_panel(make)
    with pytest.raises(Refused, match=r"day\.not_recorded"), transaction():
        take_back_day(desk, panel.days[0], WHY)
    record_first(desk, panel)
    with pytest.raises(Refused, match=r"change\.reason"), transaction():
        take_back_day(desk, panel.days[0], "  ")
    with transaction():
        close_panel(desk, panel)
    with pytest.raises(Refused, match=r"panel\.closed"), transaction():
        take_back_day(desk, panel.days[0], WHY)


def test_a_panel_opened_again_has_its_line_and_its_assignments(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    line = [seat.id for seat in alternates(panel)]
    with clock.standing_at(EVENING), transaction():
        record_day(desk, panel.days[0], {held(panel)[1].id: Presence(2)})
    with transaction():
        close_panel(desk, panel)
    absent = held(panel)[2].person_id
    assert (alternates(panel), year(absent)) == ([], (0, 0, 0))
    with transaction():
        reopen_panel(desk, panel, "a further day is needed")
    assert panel.state == PanelState.DRAWN
    assert [seat.id for seat in alternates(panel)] == line
    assert year(absent) == (0, 0, 1)
    with pytest.raises(Refused, match=r"panel\.not_closed"), transaction():
        reopen_panel(desk, panel, "twice")


def test_without_its_delivery_silence_is_no_answer(app: Flask, make: Make):
    _, desk, panel = a_drawn_panel(make)
    seat = held(panel)[1]
    with transaction():
        seat.person.mail = ""  # he is asked by letter
        invite_panel(desk, panel)
    with transaction():
        record_served(desk, seat, clock.today(), "by hand")
    assert delivered_at(seat) == NOON
    with transaction():
        take_back_served(desk, seat, "another house")
    assert (seat.served_at, delivered_at(seat)) == (None, None)
    with clock.standing_at(NOON + timedelta(days=20)), transaction():
        assert fall_silent(seat.id) == "kept"
    with pytest.raises(Refused, match=r"seat\.not_served"), transaction():
        take_back_served(desk, seat, "another house")


def test_a_call_in_vain_is_noted_and_proves_nothing(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    seat = held(panel)[1]
    for _ in range(2):
        with transaction():
            note_missed_call(desk, seat)
    assert (seat.missed_calls, seat.missed_call_at) == (2, NOON)
    with clock.standing_at(NOON + timedelta(days=20)), transaction():
        assert fall_silent(seat.id) == "kept"


def test_a_yes_written_by_mistake_is_asked_anew_and_the_audit_says_why(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    seat = held(panel)[1]
    with transaction():
        answer_by_phone(desk, seat, Answer.YES)
    with transaction():
        take_back_answer(desk, seat, "another person called")
    assert (seat.state, seat.answered_at, seat.asked) == (SeatState.INVITED, None, 2)
    assert year(seat.person_id) == (0, 0, 1)
    line = db.session.scalars(
        select(AuditLine).where(AuditLine.act == "seat:answer_taken_back")
    ).one()
    assert line.facts["reason"] == "another person called"
    with pytest.raises(Refused, match=r"seat\.not_by_court"), transaction():
        take_back_answer(desk, seat, "twice")


@pytest.mark.parametrize("verb", ["no", "replaced"])
def test_who_gave_up_the_seat_by_mistake_has_it_again_while_it_is_open(
    app: Flask, make: Make, verb: str
):
    _, desk, panel = an_invited_panel(make, assessors=2)
    seat = held(panel)[1]
    with transaction():
        if verb == "no":
            answer_by_phone(desk, seat, Answer.NO, "ill")
        else:
            replace_member(desk, seat, "ill")
    assert open_numbers(panel) == [1]
    with transaction():
        take_back_answer(desk, seat, "the other member was meant")
    assert held(panel)[1] is seat
    assert year(seat.person_id) == (0, 0, 1)


def test_where_the_next_was_asked_the_refusal_names_him(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    seat = held(panel)[1]
    with transaction():
        replace_member(desk, seat, "ill")
    with pytest.raises(Refused) as refused, transaction():
        take_back_answer(desk, seat, "a mistake")
    (refusal,) = refused.value.refusals
    assert (refusal.key, refusal.facts["name"]) == ("seat.given_on", held(panel)[1].person.name)


def test_two_clerks_who_take_back_one_answer_at_once_ask_once(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    seat_id = held(panel)[1].id
    with transaction():
        answer_by_phone(desk, db.session.get_one(Seat, seat_id), Answer.YES)

    def clerk() -> None:
        take_back_answer(desk, db.session.get_one(Seat, seat_id), "a mistake")

    first, second = one_then_other(app, clerk, clerk)
    assert first is None
    assert isinstance(second, Refused)
    db.session.expire_all()
    assert db.session.get_one(Seat, seat_id).asked == 2
