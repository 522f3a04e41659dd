"""Builders of schools: one under a high court, its courses, a court that nominates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from app.accounts.terms import Desk, RoleKind
from app.bodies.models import Body
from app.bodies.terms import BodyKind
from app.people.models import Person
from app.people.terms import Office
from app.shared.transactions import transaction
from app.training.facts import Audience, CourseWords, Subject
from app.training.models import Course
from app.training.service.courses import enter_course
from app.training.terms import Assessment, Purpose
from tests.builders import Make

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)  # Monday 2 November 2026, 12:00 in Shanghai
TODAY = date(2026, 11, 2)
COURSE = CourseWords(
    code="P40",
    title="人民陪审员岗前培训",
    purpose=Purpose.PRE_SERVICE,
    subjects=(Subject("审判制度", 10), Subject("庭审实务", 14)),
    audience=Audience(offices=(Office.ASSESSOR,)),
    assessment=Assessment.PASS_FAIL,
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
