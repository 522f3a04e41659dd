"""Who was at a session, corrected for a reason; who missed too much goes out, and is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.messages.models import Message
from app.people.models import Absence
from app.rulebooks.loader import load
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.training.attendance_rules import Attended, absent_too_much
from app.training.models import Cohort, Enrolment, SessionPresence
from app.training.queries.attendance import hours_missed
from app.training.service.attendance import Mark, Written, write_down
from app.training.terms import EnrolmentState, Presence
from tests.builders import Make
from tests.training.schools import NOON, World, a_world, an_open_cohort, seated

LIMIT = "training.absence_limit"
SECOND_DAY = "2026-12-04T08:00:00Z"
P, A, E = Presence.PRESENT, Presence.ABSENT, Presence.EXCUSED


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def world(app: Flask, make: Make) -> World:
    return a_world(make)


@pytest.fixture
def cohort(world: World) -> Cohort:
    return an_open_cohort(world.officer)


def at(
    world: World,
    cohort: Cohort,
    number: int,
    there: Mapping[Enrolment, Presence],
    reason: str = "",
    out: Sequence[Enrolment] = (),
    kept: Mapping[int, str] | None = None,
) -> None:
    """Write down who was at the session of a number, from 0; committed."""
    marks = {one.id: Mark(presence) for one, presence in there.items()}
    session = cohort.sessions[number]
    written = Written(marks, reason, [one.id for one in out], kept or {})
    with transaction():
        write_down(world.officer, cohort, session, written)


def keys_of(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [r.key for r in caught.value.refusals]


def test_training_absence_limit_is_more_than_a_seventh_not_a_seventh():
    book = load("cn-2018")
    assert absent_too_much(Attended("甲", 4, 28), book) is None
    refusal = absent_too_much(Attended("甲", 5, 28), book)
    assert refusal is not None
    assert (refusal.key, refusal.document) == (LIMIT, "cadre_training_regulations_2023")
    assert absent_too_much(Attended("甲", 28, 28), load("cn-1953")) is None


def test_attendance_is_written_down_from_the_day_on_and_corrected_for_a_reason(
    world: World, cohort: Cohort
):
    one, two = seated(world, cohort, world.people[:2])
    with pytest.raises(Refused) as caught:
        at(world, cohort, 0, {one: P, two: P})
    assert keys_of(caught) == ["attendance.early"]
    with time_machine.travel(SECOND_DAY):
        at(world, cohort, 0, {one: P, two: P})
        with pytest.raises(Refused) as caught:
            at(world, cohort, 0, {one: P, two: P})
        assert keys_of(caught) == ["attendance.reason"]
        at(world, cohort, 0, {one: P, two: E}, "补登病假", kept={two.id: "病假，已补课"})
    rows = db.session.scalars(select(SessionPresence).order_by(SessionPresence.enrolment_id))
    assert [row.presence for row in rows] == [P, E]
    assert hours_missed(cohort, [one.id, two.id]) == {one.id: 0, two.id: 4}


def test_nobody_is_out_unsaid_and_excused_hours_count_as_missed(world: World, cohort: Cohort):
    one, two = seated(world, cohort, world.people[:2])
    with time_machine.travel(SECOND_DAY):
        with pytest.raises(Refused) as caught:
            at(world, cohort, 0, {one: P, two: E})
        assert keys_of(caught) == [LIMIT]
        assert caught.value.refusals[0].facts["missed"] == 4
        assert cohort.sessions[0].closed_at is None
        at(world, cohort, 0, {one: P, two: E}, out=[two])
    assert (one.state, two.state) == (EnrolmentState.ADMITTED, EnrolmentState.OUT)
    assert db.session.scalars(select(Message).where(Message.rule == "enrolment.out")).all()


def test_who_is_out_has_his_days_ahead_back_and_a_correction_brings_him_back(
    world: World, cohort: Cohort
):
    one, two = seated(world, cohort, world.people[:2])
    days = select(Absence.day).where(Absence.person_id == two.person_id).distinct()
    with time_machine.travel(SECOND_DAY):
        at(world, cohort, 0, {one: P, two: A}, out=[two])
        assert [day.day for day in db.session.scalars(days)] == [3]
        at(world, cohort, 1, {one: P})
        at(world, cohort, 0, {one: P, two: P}, "签到表漏看一行", kept={two.id: "补课"})
    assert two.state is EnrolmentState.ADMITTED
    assert [day.day for day in db.session.scalars(days.order_by(Absence.day))] == [3, 4, 7]


def test_whoever_stays_for_a_reason_is_not_asked_about_again(world: World, cohort: Cohort):
    one, two = seated(world, cohort, world.people[:2])
    with time_machine.travel(SECOND_DAY):
        at(world, cohort, 0, {one: P, two: A}, kept={two.id: "因公出差，已补课"})
        at(world, cohort, 1, {one: P, two: A})
    assert two.state is EnrolmentState.ADMITTED
    assert two.waivers == {LIMIT: "因公出差，已补课"}


def test_a_stranger_is_at_no_session(world: World, cohort: Cohort):
    one, two = seated(world, cohort, world.people[:2])
    two.state = EnrolmentState.WITHDRAWN
    db.session.commit()
    with time_machine.travel(SECOND_DAY), pytest.raises(Refused) as caught:
        at(world, cohort, 0, {one: P, two: P})
    assert keys_of(caught) == ["attendance.strangers"]
