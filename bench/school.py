"""A school of an invented province: its courses, its cohorts, and who may go to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.bodies.models import Body, BodyLink
from app.bodies.terms import BodyKind, LinkKind
from app.demo.province.writer import Writer
from app.people.models import Tenure
from app.people.terms import Half, Office
from app.shared.db import db
from app.training.models import Cohort, CohortSession, Course
from app.training.terms import Assessment, CohortState, Purpose
from bench.province import FOUNDED

DAYS = 3  # of a cohort, two halves each


@dataclass(frozen=True)
class Held:
    """A cohort to be written: the school's and the course's id, its number, its first day."""

    school: int
    course: int
    number: str
    starts: date


def school_under_the_high_court() -> int:
    """Make a school under the high court of the province; return its id."""
    high = db.session.scalars(select(Body).where(Body.kind == BodyKind.HIGH)).one()
    named = {"name": "省司法干部学校", "name_en": "Provincial School"}
    school = Body(code="BS0001", kind=BodyKind.SCHOOL, opened=FOUNDED, **named)
    db.session.add(school)
    db.session.flush()
    link = {"kind": LinkKind.HIGHER, "since": FOUNDED}
    db.session.add(BodyLink(body_id=school.id, to_id=high.id, **link))
    return school.id


def assessors(number: int, today: date) -> list[tuple[int, int]]:
    """Return so many assessors whose terms go on, each with the court."""
    goes_on = Tenure.until > today + timedelta(days=120)
    held = (Tenure.office == Office.ASSESSOR, Tenure.ended.is_(None), goes_on)
    rows = select(Tenure.person_id, Tenure.body_id).where(*held).order_by(Tenure.id)
    return [(person, body) for person, body in db.session.execute(rows.limit(number))]


def write_course(write: Writer, school: int, code: str = "K1") -> int:
    """Write a course for assessors in office; return its id."""
    audience = {"offices": [Office.ASSESSOR.value], "ranks": [], "newly": None}
    subjects = [{"subject": "审判实务", "hours": 8 * DAYS}]
    words = {"code": code, "title": "人民陪审员培训", "purpose": Purpose.ASSESSORS}
    ends = {"hours": 8 * DAYS, "assessment": Assessment.ATTENDANCE}
    return write.add(Course, body_id=school, audience=audience, subjects=subjects, **words, **ends)


def write_cohort(
    write: Writer, held: Held, seats: int, state: CohortState, nominate_by: date
) -> int:
    """Write a cohort with its half days; return its id."""
    starts = held.starts
    cohort = write.add(
        Cohort,
        body_id=held.school,
        host_id=held.school,
        course_id=held.course,
        number=held.number,
        starts=starts,
        ends=starts + timedelta(days=DAYS - 1),
        nominate_by=nominate_by,
        results_by=starts + timedelta(days=30),
        seats=seats,
        state=state,
        rulebook="cn-2018",
        rulebook_version="1",
    )
    for day in range(DAYS):
        for half in Half:
            when = {"day": starts + timedelta(days=day), "half": half}
            write.add(CohortSession, cohort_id=cohort, hours=4, **when)
    return cohort
