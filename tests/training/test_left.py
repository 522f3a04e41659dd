"""Who dies or leaves office gives back his place in a course at the clock's next look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.accounts.models import User
from app.bodies.terms import BodyKind
from app.messages.models import Message
from app.people.models import Absence, Act
from app.people.queries import assessor_tenures
from app.people.service import (
    Appointment,
    Decision,
    annul_act,
    appoint,
    end_tenure_by_act,
    note_death,
)
from app.people.terms import AbsenceKind, Office
from app.reminders.models import ActDone
from app.reminders.poll import Poll
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.due_left import acts
from app.training.facts import Audience, Held, Spell
from app.training.models import Enrolment
from app.training.service.admitting import give_seats_to, judge_waiting
from app.training.service.leaving import DIED, LEFT, give_up_seat
from app.training.terms import EnrolmentState
from app.training.trainee_rules import left_the_audience
from tests.builders import Make
from tests.training.schools import (
    FIRST,
    LAST,
    NOON,
    TODAY,
    World,
    a_world,
    an_open_cohort,
    approved,
    seated,
)
from tests.training.test_courses import signed_in

DAY = timedelta(days=1)
BY = Decision("越山县人大常委会", "越人常〔2026〕9号", TODAY)
ASSESSORS = Audience(offices=(Office.ASSESSOR,))


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def world(app: Flask, make: Make) -> World:
    return a_world(make)


def resigns(world: World, person_id: int, last: date, by: Decision = BY) -> None:
    """End the office of an assessor by an act, committed."""
    (tenure,) = assessor_tenures(person_id, world.court.id, TODAY)
    with transaction():
        end_tenure_by_act(world.personnel, tenure, last, "辞职", by)


def look(after: timedelta = timedelta(0)) -> None:
    """Let the clock look, so long after noon."""
    with clock.standing_at(NOON + after):
        Poll().once()
    db.session.expire_all()


def taken(row: Enrolment) -> list[date]:
    """Return the days that a course takes of somebody."""
    own = (Absence.person_id == row.person_id, Absence.kind == AbsenceKind.COURSE)
    return sorted(set(db.session.scalars(select(Absence.day).where(*own))))


def told(rule: str) -> set[str]:
    """Return who was told something."""
    return set(db.session.scalars(select(Message.recipient).where(Message.rule == rule)))


def test_who_resigns_before_the_course_loses_the_seat_and_all_concerned_are_told(world: World):
    cohort = an_open_cohort(world.officer)
    gone, stays = seated(world, cohort, world.people[:2])
    look()
    assert gone.state is EnrolmentState.ADMITTED
    resigns(world, gone.person_id, FIRST - DAY)
    look(timedelta(minutes=1))
    assert (gone.state, gone.reason, gone.quota_id) == (EnrolmentState.WITHDRAWN, LEFT, None)
    assert taken(gone) == []
    assert stays.state is EnrolmentState.ADMITTED
    assert taken(stays) != []
    assert told("enrolment.withdrawn") == {f"person:{gone.person_id}"}
    officers = {f"user:{world.officer.id}", f"user:{world.personnel.id}"}
    assert told("enrolment.left") == officers


def test_the_seat_that_came_free_goes_to_who_waits(world: World):
    cohort = an_open_cohort(world.officer, seats=1)
    gone, _ = approved(world, cohort, world.people[:2])
    with transaction():
        give_seats_to(world.officer, cohort, [gone.uid], {})
    assert [one.fits for one in judge_waiting(cohort)] == [False]
    resigns(world, gone.person_id, TODAY)
    look()
    assert [one.fits for one in judge_waiting(cohort)] == [True]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_pages_and_letters_say_in_the_readers_language_why_a_place_was_given_back(
    app: Flask, world: World, make: Make
):
    cohort = an_open_cohort(world.officer)
    (gone,) = seated(world, cohort, world.people[:1])
    world.people[0].language = "zh_Hans"
    db.session.commit()
    resigns(world, gone.person_id, TODAY)
    look()
    why = "已不再担任本班次招收对象所任的职务"
    for desk, path in ((world.officer, "cohorts"), (world.personnel, "nominations")):
        user = db.session.get_one(User, desk.id)
        user.language = "zh_Hans"
        db.session.commit()
        page = signed_in(app, make, desk).get(f"/{path}/{cohort.uid}")
        assert why in page.text
    mail = select(Message.text).where(Message.rule == "enrolment.withdrawn")
    assert all(why in text for text in db.session.scalars(mail))


def test_a_nomination_falls_too_and_only_the_court_hears_of_it(world: World):
    (row,) = approved(world, an_open_cohort(world.officer), world.people[:1])
    resigns(world, row.person_id, TODAY)
    look()
    assert row.state is EnrolmentState.WITHDRAWN
    assert told("enrolment.withdrawn") == set()
    assert told("enrolment.left") == {f"user:{world.personnel.id}"}


def test_who_stays_until_the_course_has_begun_keeps_the_seat_until_the_office_ends(world: World):
    (row,) = seated(world, an_open_cohort(world.officer), world.people[:1])
    resigns(world, row.person_id, FIRST)
    look()
    assert row.state is EnrolmentState.ADMITTED
    look(FIRST - TODAY)
    assert row.state is EnrolmentState.ADMITTED
    look(FIRST - TODAY + DAY)
    assert row.state is EnrolmentState.WITHDRAWN
    assert taken(row) == [FIRST]  # the day that was spent at the school stays


def test_who_dies_loses_the_seat_and_nothing_is_sent_to_him(world: World):
    (row,) = seated(world, an_open_cohort(world.officer), world.people[:1])
    before = told("enrolment.withdrawn")
    with transaction():
        note_death(world.personnel, row.person, TODAY, "死亡证明")
    look()
    assert (row.state, row.reason) == (EnrolmentState.WITHDRAWN, DIED)
    assert taken(row) == []
    letters = select(Message.channel).where(Message.rule == "enrolment.withdrawn")
    assert {channel.value for channel in db.session.scalars(letters)} <= {"inbox"}
    assert before == set()


def test_who_takes_another_office_leaves_the_course_for_assessors(world: World):
    (row,) = seated(world, an_open_cohort(world.officer), world.people[:1])
    as_judge = Appointment(BY, TODAY, office=Office.JUDGE, ends_assessor="任审判员")
    with transaction():
        appoint(world.personnel, row.person, as_judge)
    look()
    assert row.state is EnrolmentState.WITHDRAWN


def test_an_act_that_is_taken_back_before_the_clock_comes_costs_nothing(world: World):
    (row,) = seated(world, an_open_cohort(world.officer), world.people[:1])
    resigns(world, row.person_id, TODAY)
    with transaction("read"):
        (due,) = acts(TODAY + DAY)
    act = db.session.scalars(select(Act).where(Act.number == BY.number)).one()
    with transaction():
        annul_act(world.personnel, act, "文号有误")
    with transaction():
        assert due.run() == "0"
        assert give_up_seat(row.id) == "0"
    assert row.state is EnrolmentState.ADMITTED


def test_a_look_finds_nobody_who_stays_and_its_statements_do_not_grow(world: World):
    cohort = an_open_cohort(world.officer, seats=4)
    rows = seated(world, cohort, world.people)
    counted = []
    for leave in (0, 1, 2):
        for row in rows[1 : 1 + leave]:
            if row.person.died is None:
                with transaction():
                    note_death(world.personnel, row.person, TODAY, "死亡证明")
        seen: list[str] = []

        def count(*given: object, seen: list[str] = seen) -> None:
            seen.append(str(given[2]))

        db.session.expire_all()
        event.listen(db.engine, "before_cursor_execute", count)
        with transaction("read"):
            assert len(list(acts(TODAY))) == leave
        event.remove(db.engine, "before_cursor_execute", count)
        counted.append(len(seen))
    assert counted[2] == counted[1]
    assert db.session.scalars(select(ActDone).where(ActDone.verb == "enrolment.left")).all() == []


HELD = Held(Office.ASSESSOR, "", 1, BodyKind.BASIC, date(2024, 1, 1))
OPEN = Spell(HELD, None)


@pytest.mark.parametrize(
    ("spells", "today", "gone"),
    [
        ([OPEN], TODAY, False),
        ([], TODAY, True),  # the act of the appointment was annulled
        ([Spell(HELD, FIRST - DAY, True)], TODAY, True),
        ([Spell(HELD, FIRST, True)], TODAY, False),
        ([Spell(HELD, FIRST, True)], FIRST + DAY, True),
        ([Spell(HELD, FIRST)], FIRST + DAY, False),  # the term ran out by itself meanwhile
        ([Spell(HELD, FIRST, True), Spell(replace(HELD, since=LAST), None)], LAST, False),
        ([Spell(replace(HELD, office=Office.CADRE), None)], TODAY, False),  # an older audience
        ([Spell(HELD, TODAY, True), Spell(replace(HELD, office=Office.JUDGE), None)], TODAY, True),
        ([Spell(HELD, TODAY, True), Spell(replace(HELD, office=Office.JUDGE), None)], LAST, False),
    ],
)
def test_who_left_the_office_for_which_he_goes(spells: list[Spell], today: date, gone: bool):
    assert left_the_audience(spells, ASSESSORS, FIRST, today) is gone
