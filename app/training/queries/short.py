"""Whose class hours are too few, over many courts at once: cadres of a year, first sittings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import aliased

from app.people.models import Absence, Person, PersonYear, Tenure
from app.people.queries.asof import holding
from app.people.terms import AbsenceKind, Office
from app.shared.db import db
from app.training.facts import LEADING
from app.training.models import Cohort, Course, Enrolment, OutsideTraining
from app.training.queries.held import done_within
from app.training.terms import EnrolmentState, Purpose
from app.training.trainee_rules import CADRES

AT_ONCE = 900  # people a statement


@dataclass(frozen=True)
class FirstSitting:
    """Somebody's first sitting, in which court he is assessor, and the pre-service hours done."""

    person: Person
    body_id: int
    day: date
    have: int


def courts_with_cadres(day: date, only: int | None = None) -> Sequence[int]:
    """Return the courts in which somebody is a cadre on a day (ix_tenure_office)."""
    rows = select(Tenure.body_id).where(*_held(CADRES, day)).distinct()
    return db.session.scalars(rows if only is None else rows.where(Tenure.body_id == only)).all()


def numbers_short(
    body_ids: Collection[int], hours: int, days: int | None, day: date
) -> Mapping[int, int]:
    """Return of each court how many cadres have too few class hours in the year of a day.

    As `number_short` counts them, whatever the number of courts in one statement.
    """
    cadres = select(Tenure.person_id, Tenure.body_id).where(*_held(CADRES, day)).distinct()
    held = cadres.subquery()
    leads = select(Tenure.person_id).where(*_held(LEADING, day))
    total = done_within(date(day.year, 1, 1), day)
    few = func.coalesce(total.c.hours, 0) < hours
    if days is not None:
        few = and_(few, func.coalesce(total.c.days, 0) < days)
    rows = (
        select(held.c.body_id, func.count())
        .outerjoin(total, total.c.person_id == held.c.person_id)
        .where(held.c.person_id.not_in(leads), few)
        .group_by(held.c.body_id)
    )
    wanted = set(body_ids)
    return {row[0]: row[1] for row in db.session.execute(rows) if row[0] in wanted}


def first_sittings(days: Collection[date], only: int | None = None) -> list[FirstSitting]:
    """Return the assessors who sit for the first time on one of some days (ix_absence_day)."""
    sitting, earlier = Absence.kind == AbsenceKind.SITTING, aliased(Absence)
    before = exists().where(
        earlier.person_id == Absence.person_id,
        earlier.kind == AbsenceKind.SITTING,
        earlier.day < Absence.day,
    )
    sat = exists().where(PersonYear.person_id == Absence.person_id, PersonYear.halves > 0)
    rows = (
        select(Absence.person_id, Absence.day, Tenure.body_id)
        .join(Tenure, Tenure.person_id == Absence.person_id)
        .where(Absence.day.in_(days), sitting, ~before, ~sat)
        .where(Tenure.office == Office.ASSESSOR, Tenure.superseded_at.is_(None))
        .where(Tenure.since <= Absence.day)
        .where(func.coalesce(Tenure.ended, Tenure.until, Absence.day) >= Absence.day)
        .distinct()
    )
    found = db.session.execute(rows if only is None else rows.where(Tenure.body_id == only)).all()
    ids = sorted({row.person_id for row in found})
    people, hours = _people(ids), _pre_service(ids)
    return [
        FirstSitting(people[row.person_id], row.body_id, row.day, hours.get(row.person_id, 0))
        for row in found
    ]


def _people(ids: Sequence[int]) -> dict[int, Person]:
    found: dict[int, Person] = {}
    for at in range(0, len(ids), AT_ONCE):
        rows = select(Person).where(Person.id.in_(ids[at : at + AT_ONCE]))
        found |= {person.id: person for person in db.session.scalars(rows)}
    return found


def _pre_service(ids: Sequence[int]) -> dict[int, int]:
    """The pre-service hours that each has done, here and elsewhere (two statements a portion)."""
    found: dict[int, int] = {}
    for at in range(0, len(ids), AT_ONCE):
        part = ids[at : at + AT_ONCE]
        here = (
            select(Enrolment.person_id, Course.hours)
            .join(Cohort, Cohort.id == Enrolment.cohort_id)
            .join(Course, Course.id == Cohort.course_id)
            .where(Enrolment.state == EnrolmentState.PASSED, Enrolment.person_id.in_(part))
            .where(Course.purpose == Purpose.PRE_SERVICE)
        )
        one = OutsideTraining
        elsewhere = select(one.person_id, one.hours).where(
            one.person_id.in_(part), one.withdrawn_at.is_(None), one.purpose == Purpose.PRE_SERVICE
        )
        for query in (here, elsewhere):
            for person_id, hours in db.session.execute(query):
                found[person_id] = found.get(person_id, 0) + hours
    return found


def _held(offices: Collection[Office], day: date) -> tuple[Any, ...]:
    return (Tenure.office.in_(offices), Tenure.superseded_at.is_(None), holding(day))
