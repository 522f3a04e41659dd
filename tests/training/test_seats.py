"""Nominated by a court, approved by its president, given a seat by the school, taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.accounts.models import User
from app.accounts.terms import RoleKind
from app.audit.models import AuditLine
from app.messages.models import Message
from app.people.models import Absence, Person
from app.people.terms import AbsenceKind, Half, Office
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.training.facts import Audience, QuotaWords
from app.training.models import Enrolment
from app.training.service.admitting import give_seats_to, judge_waiting, refuse_seats, withdraw
from app.training.service.nominating import approve, decline
from app.training.terms import CohortState, EnrolmentState
from tests.builders import Make
from tests.training.schools import (
    FIRST,
    NOON,
    World,
    a_course,
    a_world,
    an_open_cohort,
    approved,
    nominated,
    seated,
)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def world(app: Flask, make: Make) -> World:
    return a_world(make)


def days_of(person: Person) -> Sequence[Absence]:
    return db.session.scalars(select(Absence).where(Absence.person_id == person.id)).all()


def is_away(person: Person, kind: AbsenceKind = AbsenceKind.SITTING) -> None:
    with transaction():
        db.session.add(Absence(person_id=person.id, day=FIRST, half=Half.AM, kind=kind))


def keys_of(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [r.key for r in caught.value.refusals]


def test_nobody_is_nominated_twice_from_outside_the_audience_or_while_away(world: World):
    cohort = an_open_cohort(world.officer)
    first, second, third, _ = world.people
    nominated(world.personnel, cohort, [first])
    is_away(second)
    with pytest.raises(Refused) as caught:
        nominated(world.personnel, cohort, [first, second, third])
    assert keys_of(caught) == ["cohort.twice", "cohort.away"]
    assert db.session.scalars(select(Enrolment)).one().person_id == first.id
    judges = a_course(world.officer, code="J", audience=Audience((Office.JUDGE,)))
    other = an_open_cohort(world.officer, judges, number="4")
    with pytest.raises(Refused) as caught:
        nominated(world.personnel, other, [third])
    assert keys_of(caught) == ["cohort.audience"]


def test_a_court_nominates_its_own_in_time_and_in_reach(world: World, make: Make):
    cohort = an_open_cohort(world.officer)
    elsewhere = a_world(make, 1)
    for desk, people, key in (
        (world.personnel, elsewhere.people, "cohort.people"),
        (elsewhere.personnel, elsewhere.people, "cohort.reach"),
        (world.personnel, [], "enrolment.nobody"),
    ):
        with pytest.raises(Refused) as caught:
            nominated(desk, cohort, people)
        assert keys_of(caught) == [key]
    with clock.standing_at(NOON + timedelta(days=19)), pytest.raises(Refused) as caught:
        nominated(world.personnel, cohort, world.people[:1])
    assert keys_of(caught) == ["cohort.deadline"]


def test_nobody_approves_whom_he_nominated_nor_himself(world: World, make: Make):
    cohort = an_open_cohort(world.officer)
    both = make.desk(world.court, RoleKind.PERSONNEL, RoleKind.PRESIDENT)
    (own,) = nominated(both, cohort, world.people[:1])
    with pytest.raises(Refused, match=r"enrolment\.own_act"), transaction():
        approve(both, cohort, [own.uid])
    user = db.session.get_one(User, world.president.id)
    with transaction():
        user.person_id = own.person_id
    with pytest.raises(Refused, match=r"enrolment\.oneself"), transaction():
        approve(world.president, cohort, [own.uid])
    with transaction():
        user.person_id = None
    with transaction():
        (done,) = approve(world.president, cohort, [own.uid])
    assert (done.state, done.approved_by) == (EnrolmentState.APPROVED, world.president.id)
    with pytest.raises(Refused, match=r"enrolment\.state"), transaction():
        decline(world.president, cohort, [own.uid], "迟")


def test_whoever_is_declined_may_be_nominated_again(world: World):
    cohort = an_open_cohort(world.officer)
    (row,) = nominated(world.personnel, cohort, world.people[:1])
    with transaction():
        decline(world.president, cohort, [row.uid], "工作离不开")
    nominated(world.personnel, cohort, world.people[:1])


def test_seats_are_given_within_quotas_and_the_others_are_told_why(world: World, make: Make):
    other = make.court(None, under=world.high)
    quotas = (QuotaWords(other.code, 1),)
    cohort = an_open_cohort(world.officer, seats=3, quotas=quotas)
    rows = approved(world, cohort, world.people)
    is_away(world.people[0])
    judged = {one.row.id: [r.key for r in one.against] for one in judge_waiting(cohort)}
    assert [judged[row.id] for row in rows] == [["cohort.away"], [], [], ["cohort.quota_full"]]
    with transaction():
        given = give_seats_to(world.officer, cohort, [row.uid for row in rows], {})
    assert [row.state.value for row in rows] == ["approved", "admitted", "admitted", "approved"]
    assert len(given.passed_over) == 2
    assert rows[3].against == ["cohort.quota_full"]
    assert cohort.state is CohortState.ADMITTED
    absences = days_of(world.people[1])
    assert {(one.kind, one.subject) for one in absences} == {
        (AbsenceKind.COURSE, f"enrolment:{rows[1].id}")
    }
    assert len(absences) == len(cohort.sessions)
    told = select(Message.recipient).where(Message.rule == "enrolment.admitted").distinct()
    assert len(db.session.scalars(told).all()) == 2
    with transaction():
        assert refuse_seats(world.officer, cohort, [rows[3].uid], "名额已满") == 1
    assert (rows[3].state, rows[3].against) == (EnrolmentState.REFUSED, ["cohort.quota_full"])
    court = select(Message.text).where(Message.rule == "cohort.decided", Message.channel == "inbox")
    assert len(db.session.scalars(court).all()) == 2  # after the seats, after the refusal


def test_a_seat_taken_back_frees_the_days_and_is_told(world: World):
    cohort = an_open_cohort(world.officer)
    (row,) = seated(world, cohort, world.people[:1])
    with transaction():
        withdraw(world.officer, row, "病假")
    assert days_of(world.people[0]) == []
    assert (row.state, row.reason) == (EnrolmentState.WITHDRAWN, "病假")
    assert db.session.scalars(select(Message).where(Message.rule == "enrolment.withdrawn")).all()
    with pytest.raises(Refused, match=r"enrolment\.state"), transaction():
        withdraw(world.officer, row, "again")


def test_days_already_spent_at_the_school_stay(world: World):
    cohort = an_open_cohort(world.officer)
    (row,) = seated(world, cohort, world.people[:1])
    with clock.standing_at(NOON + timedelta(days=35)), transaction():
        withdraw(world.officer, row, "病假")
    assert {one.day.day for one in days_of(world.people[0])} == {3, 4}


def test_however_many_seats_are_given_the_audit_is_written_at_once(world: World):
    cohort = an_open_cohort(world.officer, seats=4)
    uids = [row.uid for row in approved(world, cohort, world.people)]
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, text: str, *_more: Any) -> None:
        sent.append(text)

    event.listen(db.engine, "before_cursor_execute", note)
    with transaction():
        give_seats_to(world.officer, cohort, uids, {})
    event.remove(db.engine, "before_cursor_execute", note)
    assert sum("INSERT INTO audit_line" in text for text in sent) == 1
    lines = select(AuditLine.subject_uid).where(AuditLine.act == "enrolment:admitted")
    assert sorted(db.session.scalars(lines)) == sorted(uids)
