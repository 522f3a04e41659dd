"""Builders of schools: one under a high court, its courses, a court that nominates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from app.accounts.terms import Desk, RoleKind
from app.bodies.models import Body
from app.bodies.terms import BodyKind
from app.people.models import Person
from app.people.terms import Office
from app.shared.transactions import transaction
from app.training.facts import Audience, CohortWords, CourseWords, Subject
from app.training.models import Cohort, Course, Enrolment
from app.training.service.admitting import give_seats_to
from app.training.service.cohorts import open_nominations, plan_cohort
from app.training.service.courses import enter_course
from app.training.service.nominating import approve, nominate
from app.training.terms import Assessment, Purpose
from tests.builders import Make

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)  # Monday 2 November 2026, 12:00 in Shanghai
TODAY = date(2026, 11, 2)
NOTHING: Mapping[str, str] = {}
IN_PARTS = {"training.pre_service": "分两期培训"}  # the course below has 24 hours of 40
COURSE = CourseWords(
    code="P40",
    title="人民陪审员岗前培训",
    purpose=Purpose.PRE_SERVICE,
    subjects=(Subject("审判制度", 10), Subject("庭审实务", 14)),
    audience=Audience(offices=(Office.ASSESSOR,)),
    assessment=Assessment.PASS_FAIL,
)
FIRST, LAST = date(2026, 12, 3), date(2026, 12, 8)  # Thursday to Tuesday: 24 hours fit in
COHORT = CohortWords(
    number="2026年第3期",
    starts=FIRST,
    ends=LAST,
    nominate_by=date(2026, 11, 20),
    results_by=date(2026, 12, 31),
    seats=3,
)


@dataclass
class World:
    """A high court with a school, and a basic court with people; desks at both."""

    high: Body
    school: Body
    court: Body
    officer: Desk  # of the school
    personnel: Desk  # of the court
    president: Desk
    people: list[Person]


def a_world(make: Make, people: int = 4, book: str = "cn-2018") -> World:
    """Return a school under a high court and a court with some assessors."""
    high = make.court(book, kind=BodyKind.HIGH)
    school = make.court(None, under=high, kind=BodyKind.SCHOOL, name="试验干校")
    court = make.court(None, under=high)
    roll = make.roll(court)
    return World(
        high=high,
        school=school,
        court=court,
        officer=make.desk(school, RoleKind.SCHOOL),
        personnel=make.desk(court, RoleKind.PERSONNEL),
        president=make.desk(court, RoleKind.PRESIDENT),
        people=make.assessors(court, roll, people),
    )


def a_course(desk: Desk, **given: Any) -> Course:
    """Enter a course, committed."""
    with transaction():
        return enter_course(desk, replace(COURSE, **given))


def a_cohort(desk: Desk, course: Course | None = None, **given: Any) -> Cohort:
    """Plan a cohort, committed."""
    course = course or a_course(desk)
    with transaction():
        return plan_cohort(desk, course, replace(COHORT, **given))


def an_open_cohort(desk: Desk, course: Course | None = None, **given: Any) -> Cohort:
    """Plan a cohort and open it for nominations, committed."""
    cohort = a_cohort(desk, course, **given)
    with transaction():
        open_nominations(desk, cohort, IN_PARTS)
    return cohort


def nominated(
    desk: Desk, cohort: Cohort, people: Sequence[Person], waivers: Mapping[str, str] = NOTHING
) -> list[Enrolment]:
    """Nominate people of a desk's court, committed."""
    with transaction():
        uids = [person.uid for person in people]
        return nominate(desk, cohort, uids, [desk.body_id], waivers)


def approved(world: World, cohort: Cohort, people: Sequence[Person]) -> list[Enrolment]:
    """Nominate people of the world's court and let its president approve, committed."""
    rows = nominated(world.personnel, cohort, people)
    with transaction():
        return approve(world.president, cohort, [row.uid for row in rows])


def seated(world: World, cohort: Cohort, people: Sequence[Person]) -> list[Enrolment]:
    """Nominate, approve and admit people of the world's court, committed."""
    rows = approved(world, cohort, people)
    with transaction():
        given = give_seats_to(world.officer, cohort, [row.uid for row in rows], {})
        assert not given.passed_over
    return rows
