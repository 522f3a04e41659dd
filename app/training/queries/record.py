"""A person's training over a career: courses here and elsewhere, and when he first sits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from sqlalchemy import Date, Integer, Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from app.people.models import Absence, PersonYear, Tenure
from app.people.queries.asof import holding
from app.people.terms import AbsenceKind, Office
from app.shared.db import db
from app.training.hours import Done
from app.training.models import Cohort, Course, Enrolment, OutsideTraining
from app.training.terms import EnrolmentState


def courses_here(person_id: int) -> Sequence[Enrolment]:
    """Return a person's way through cohorts, the newest first (ix_enrolment_person_id)."""
    cohort = joinedload(Enrolment.cohort)
    rows = (
        select(Enrolment)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Enrolment.person_id == person_id)
        .options(cohort.joinedload(Cohort.course), cohort.joinedload(Cohort.body))
        .order_by(Cohort.ends.desc(), Enrolment.id.desc())
    )
    return db.session.scalars(rows).all()


def courses_elsewhere(person_id: int) -> Sequence[OutsideTraining]:
    """Return a person's courses elsewhere, withdrawn ones too, the newest first."""
    rows = select(OutsideTraining).where(OutsideTraining.person_id == person_id)
    newest = rows.order_by(OutsideTraining.until.desc(), OutsideTraining.id.desc())
    return db.session.scalars(newest).all()


def outside_by_uid(uid: str) -> OutsideTraining | None:
    """Return the course elsewhere at a public address."""
    return db.session.scalar(select(OutsideTraining).where(OutsideTraining.uid == uid))


def done_of(person_id: int) -> list[Done]:
    """Return what a person has completed, here and elsewhere (two statements)."""
    here = (
        select(Cohort.ends, Course.hours, Course.purpose)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .join(Course, Course.id == Cohort.course_id)
        .where(Enrolment.person_id == person_id, Enrolment.state == EnrolmentState.PASSED)
    )
    columns = (OutsideTraining.until, OutsideTraining.hours, OutsideTraining.purpose)
    elsewhere = select(*columns).where(
        OutsideTraining.person_id == person_id, OutsideTraining.withdrawn_at.is_(None)
    )
    return [Done(*row) for query in (here, elsewhere) for row in db.session.execute(query)]


def first_sitting_ahead(person_id: int, day: date) -> date | None:
    """Return the day of the first sitting of somebody who has never sat, None without one.

    One statement for most people (the key of absence), composed once; two for who sits.
    """
    ahead = db.session.scalar(_sits(), {"person": person_id, "day": day})
    if ahead is None:
        return None
    sat = select(PersonYear.year).where(PersonYear.person_id == person_id, PersonYear.halves > 0)
    return None if db.session.scalar(sat.limit(1)) else ahead


@cache
def _sits() -> Select[date]:
    person, day = bindparam("person", type_=Integer()), bindparam("day", type_=Date())
    where = (Absence.person_id == person, Absence.kind == AbsenceKind.SITTING)
    return select(func.min(Absence.day)).where(*where, Absence.day >= day)


def offices_of(person_id: int, day: date) -> list[tuple[Office, int]]:
    """Return the offices that somebody holds on a day, each with its court."""
    rows = select(Tenure.office, Tenure.body_id).where(
        Tenure.person_id == person_id, Tenure.superseded_at.is_(None), holding(day)
    )
    return [(office, body_id) for office, body_id in db.session.execute(rows)]
