"""Who sat: totals exactly once, corrections, closing; on both databases."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditLine
from app.messages.terms import Notice
from app.people.models import Absence
from app.rulebooks.loader import load
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.due import messages
from app.trials.models import Attendance, Panel, SittingDay
from app.trials.seat_queries import sat_by, seats_of_day
from app.trials.service.changes import replace_member
from app.trials.service.days import Presence, close_panel, record_day
from app.trials.service.seats import invite_panel
from app.trials.terms import DayPart, DayState, PanelState, SeatState
from tests.builders import Make
from tests.trials.cases import NOON, days
from tests.trials.panels import an_invited_panel, held, one_more, year
from tests.two_at_once import one_then_other

EVENING = datetime(2026, 12, 3, 10, tzinfo=UTC)  # 18:00 on the first day


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def sat(panel: Panel, *halves: int) -> dict[int, Presence]:
    seats = [seat for _, seat in sorted(held(panel).items())]
    return {seat.id: Presence(number) for seat, number in zip(seats, halves, strict=True)}


def test_the_year_follows_in_the_same_transaction(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    one, two = held(panel)[1], held(panel)[2]
    with clock.standing_at(EVENING), transaction():
        record_day(desk, panel.days[0], sat(panel, 2, 1))
    assert (year(one.person_id), year(two.person_id)) == ((1, 2, 0), (1, 1, 0))
    assert (one.counted, one.state, one.answered_how) == (True, SeatState.ACCEPTED, "came")
    day = panel.days[0]
    assert (day.state, day.recorded_at, day.version) == (DayState.HELD, EVENING, 2)
    assert db.session.scalars(select(Absence.day).distinct()).all() == [day.day]  # they stay


def test_who_writes_down_at_the_same_moment_writes_over_what_stands(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    one, two = held(panel)[1], held(panel)[2]
    whole, half = sat(panel, 2, 2), sat(panel, 1, 2)
    people, seat_id, day_id = (one.person_id, two.person_id), one.id, panel.days[0].id
    with clock.standing_at(EVENING), transaction():
        record_day(desk, panel.days[0], whole)

    def write(presence: dict[int, Presence]) -> Callable[[], None]:
        def act() -> None:
            day = db.session.get_one(SittingDay, day_id)
            assert sat_by(day)[seat_id].halves  # the page shows who sat
            record_day(desk, day, presence, "miscounted")

        return act

    with clock.standing_at(EVENING):
        assert one_then_other(app, write(half), write(whole)) == [None, None]
    assert sat_by(db.session.get_one(SittingDay, day_id))[seat_id].halves == 2
    assert [year(person_id) for person_id in people] == [(1, 2, 0), (1, 2, 0)]


def test_a_correction_counts_as_it_stands_at_last(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    one, two = held(panel)[1], held(panel)[2]
    for halves in ((2, 2), (0, 2), (0, 2), (1, 0)):
        with clock.standing_at(EVENING), transaction():
            record_day(desk, panel.days[0], sat(panel, *halves), "miscounted")
    assert (year(one.person_id), year(two.person_id)) == ((1, 1, 0), (0, 0, 1))
    assert (one.counted, two.counted) == (True, False)
    lines = db.session.scalars(
        select(AuditLine).where(AuditLine.act == "day:recorded").order_by(AuditLine.id)
    ).all()
    assert lines[-1].facts["before"] == {one.uid: 0, two.uid: 2}
    assert lines[-1].facts["now"] == {one.uid: 1, two.uid: 0}
    assert lines[-1].facts["reason"] == "miscounted"
    with clock.standing_at(EVENING), pytest.raises(Refused, match=r"change\.reason"), transaction():
        record_day(desk, panel.days[0], sat(panel, 2, 2))


def test_a_hearing_of_the_morning_that_went_on_counts_as_it_was(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, days=days(0, part=DayPart.AM))
    with clock.standing_at(EVENING), transaction():
        record_day(desk, panel.days[0], sat(panel, 2, 1))
    assert [year(held(panel)[n].person_id) for n in (1, 2)] == [(1, 2, 0), (1, 1, 0)]


def test_a_case_counts_once_however_many_days_and_across_the_year(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, days=days(0, 33))  # 3 December and 5 January
    one = held(panel)[1]
    for day in list(panel.days):
        moment = datetime.combine(day.day, EVENING.timetz())
        with clock.standing_at(moment), transaction():
            record_day(desk, day, sat(panel, 2, 2))
    assert (year(one.person_id), year(one.person_id, 2027)) == ((1, 2, 0), (0, 2, 0))


def test_any_sequence_of_records_gives_the_totals_of_the_last(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, days=days(0, 1))
    chance = random.Random(7)
    last: dict[int, tuple[int, int]] = {}
    for _ in range(12):
        n, halves = chance.randrange(2), (chance.randint(0, 2), chance.randint(0, 2))
        if not any(halves):
            continue
        day = panel.days[n]
        with clock.standing_at(EVENING + timedelta(days=1)), transaction():
            record_day(desk, day, sat(panel, *halves), "miscounted")
        last[n] = halves
        for number in (1, 2):
            total = sum(of[number - 1] for of in last.values())
            wanted = (1, total, 0) if total else (0, 0, 1)
            assert year(held(panel)[number].person_id) == wanted


def test_nothing_is_written_before_the_day(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    eve = datetime(2026, 12, 2, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    with clock.standing_at(eve), pytest.raises(Refused, match=r"day\.not_yet"), transaction():
        record_day(desk, panel.days[0], sat(panel, 2, 2))
    assert db.session.scalars(select(Attendance)).all() == []
    with clock.standing_at(eve + timedelta(minutes=1)), transaction():
        record_day(desk, panel.days[0], sat(panel, 2, 2))


def test_clerks_hear_of_a_day_that_is_not_written_down_within_a_working_day(app: Flask, make: Make):
    assert load("cn-2018").value("day.record_within") == 1
    court, desk, panel = an_invited_panel(make)
    day = panel.days[0].day  # a Thursday
    assert load("cn-2018").value("day.record_within") == 1
    assert not_written(day, court.id) == []
    assert not_written(day + timedelta(days=1), court.id)
    with clock.standing_at(EVENING), transaction():
        record_day(desk, panel.days[0], sat(panel, 2, 2))
    assert not_written(day + timedelta(days=1), court.id) == []


def not_written(day: date, body_id: int) -> list[Notice]:
    return [one for one in messages(day, body_id) if one.rule == "day.not_recorded"]


def test_nobody_and_strangers_are_refused(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    with clock.standing_at(EVENING):
        with pytest.raises(Refused, match=r"day\.nobody"), transaction():
            record_day(desk, panel.days[0], sat(panel, 0, 0))
        stranger = next(seat for seat in panel.seats if seat.state == SeatState.ALTERNATE)
        with pytest.raises(Refused, match=r"day\.strangers"), transaction():
            record_day(desk, panel.days[0], {**sat(panel, 2, 2), stranger.id: Presence(2)})


def test_who_was_replaced_at_noon_and_who_came_both_count(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    sick = held(panel)[1]
    with clock.standing_at(datetime(2026, 12, 3, 4, tzinfo=UTC)), transaction():
        called = replace_member(desk, sick, "fever at noon")
    assert called is not None
    with clock.standing_at(EVENING):
        listed = {seat.id for seat in seats_of_day(panel.days[0])}
        assert listed == {sick.id, called.id, held(panel)[2].id}
        with transaction():
            there = {sick.id: Presence(1), called.id: Presence(1), held(panel)[2].id: Presence(2)}
            record_day(desk, panel.days[0], there)
    assert (year(sick.person_id), year(called.person_id)) == ((1, 1, 0), (1, 1, 0))


def test_two_people_never_sit_on_one_seat_at_once(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, days=days(0, part=DayPart.AM))
    sick = held(panel)[1]
    with clock.standing_at(datetime(2026, 12, 3, 0, tzinfo=UTC)), transaction():
        called = replace_member(desk, sick, "fever this morning")
    assert called is not None
    both = {sick.id: Presence(1), called.id: Presence(1), held(panel)[2].id: Presence(1)}
    with clock.standing_at(EVENING):
        with pytest.raises(Refused, match=r"day\.seat_twice"), transaction():
            record_day(desk, panel.days[0], both)
        assert db.session.scalars(select(Attendance)).all() == []
        with transaction():
            record_day(desk, panel.days[0], {**both, sick.id: Presence(0)})
    assert (year(sick.person_id), year(called.person_id)) == ((0, 0, 0), (1, 1, 0))


def test_who_was_replaced_before_the_day_is_not_listed(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    early = held(panel)[1]
    with transaction():
        replace_member(desk, early, "moved house")
    assert early.id not in {seat.id for seat in seats_of_day(panel.days[0])}


def test_a_panel_closes_after_its_last_day_and_assignments_end(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, days=days(0, 1))
    absent = held(panel)[2]
    with clock.standing_at(EVENING), transaction():
        record_day(desk, panel.days[0], sat(panel, 2, 0))
    with pytest.raises(Refused, match=r"panel\.days_left"), transaction():
        close_panel(desk, panel)
    with clock.standing_at(EVENING + timedelta(days=1)):
        with transaction():
            record_day(desk, panel.days[1], sat(panel, 2, 0))
        assert year(absent.person_id) == (0, 0, 1)
        with transaction():
            close_panel(desk, panel)
    assert panel.state == PanelState.CLOSED
    assert year(absent.person_id) == (0, 0, 0)
    assert not [seat for seat in panel.seats if seat.state == SeatState.ALTERNATE]


def test_two_clerks_record_two_panels_of_one_person_and_nothing_is_lost(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, assessors=2)
    other = one_more(desk, 2, days=days(1))
    with transaction():
        invite_panel(desk, db.session.get_one(Panel, other.id))
    person_ids = [seat.person_id for seat in held(panel).values()]
    chosen = []
    for one in (panel, db.session.get_one(Panel, other.id)):
        chosen.append((one.days[0].id, sat(one, 2, 2)))
    db.session.remove()
    gate, failures = threading.Barrier(2), []

    def clerk(day_id: int, presences: dict[int, Presence]) -> None:
        with app.app_context(), clock.standing_at(EVENING + timedelta(days=1)):
            try:
                gate.wait()
                with transaction():
                    record_day(desk, db.session.get_one(SittingDay, day_id), presences)
            except Exception as error:
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=clerk, args=one) for one in chosen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [year(person_id) for person_id in person_ids] == [(2, 4, 0)] * 2
