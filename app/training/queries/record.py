"""A person's training over a career: courses here and elsewhere, and when he first sits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Date, Integer, Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from app.people.models import Absence, Person, PersonYear, Tenure
from app.people.queries.asof import holding
from app.people.terms import AbsenceKind, Office
from app.shared.db import db
from app.shared.files import StoredFile
from app.training.hours import Done
from app.training.models import Cohort, Course, Enrolment, OutsideImport, OutsideTraining
from app.training.queries.held import days_taught
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


def imports_of(body_id: int, most: int = 20) -> Sequence[OutsideImport]:
    """Return the last spreadsheets that a court brought in (ix_outside_import_body)."""
    own = select(OutsideImport).where(OutsideImport.body_id == body_id)
    newest = own.order_by(OutsideImport.made_at.desc(), OutsideImport.id.desc())
    return db.session.scalars(newest.limit(most)).all()


def import_by_uid(uid: str) -> OutsideImport | None:
    """Return the spreadsheet at a public address."""
    return db.session.scalar(select(OutsideImport).where(OutsideImport.uid == uid))


def changed_of(row: OutsideImport) -> Sequence[str]:
    """Return whose courses of a spreadsheet were changed since (ix_outside_training_import_id)."""
    people = select(Person.name).join(OutsideTraining, OutsideTraining.person_id == Person.id)
    own = people.where(OutsideTraining.import_id == row.id, OutsideTraining.version > 1)
    return db.session.scalars(own.order_by(Person.sort_key, Person.id)).all()


def judges_since(row: OutsideImport) -> Sequence[str]:
    """Return who of a spreadsheet was made a judge after it was brought in."""
    learnt = select(OutsideTraining.person_id).where(OutsideTraining.import_id == row.id)
    made = select(Person.name).join(Tenure, Tenure.person_id == Person.id)
    since = (Tenure.office == Office.JUDGE, Tenure.recorded_at >= row.made_at)
    own = made.where(Person.id.in_(learnt), *since, Tenure.superseded_at.is_(None))
    return db.session.scalars(own.order_by(Person.sort_key, Person.id)).all()


@dataclass(frozen=True)
class Completed:
    """A course that somebody completed: its title, who held it, its days and class hours."""

    title: str
    held_by: str
    since: date
    until: date
    hours: int


def courses_done(person_id: int) -> list[Completed]:
    """Return what counts in somebody's hours, here and elsewhere, the newest first."""
    here = [
        Completed(row.cohort.course.title, row.cohort.body.name, row.cohort.starts,
                  row.cohort.ends, row.cohort.course.hours)
        for row in courses_here(person_id)
        if row.state is EnrolmentState.PASSED
    ]  # fmt: skip
    elsewhere = [
        Completed(row.title, row.provider, row.since, row.until, row.hours)
        for row in courses_elsewhere(person_id)
        if row.withdrawn_at is None
    ]
    return sorted([*here, *elsewhere], key=lambda one: one.until, reverse=True)


def outside_by_uid(uid: str) -> OutsideTraining | None:
    """Return the course elsewhere at a public address."""
    return db.session.scalar(select(OutsideTraining).where(OutsideTraining.uid == uid))


def evidence_of(row: OutsideTraining) -> StoredFile | None:
    """Return the copy of what shows a course elsewhere, None where none was kept."""
    return db.session.get(StoredFile, row.file_id) if row.file_id is not None else None


def done_of(person_id: int) -> list[Done]:
    """Return what a person has completed, here and elsewhere (two statements)."""
    return done_among([person_id]).get(person_id, [])


def done_among(person_ids: Collection[int]) -> dict[int, list[Done]]:
    """Return what some people have completed, here and elsewhere (two statements,
    ix_enrolment_person_id and ix_outside_training_person)."""
    who = Enrolment.person_id
    here = (
        select(who, Cohort.ends, Course.hours, Course.purpose, days_taught(), Cohort.starts)
        .join(Cohort, Enrolment.cohort_id == Cohort.id)
        .join(Course, Course.id == Cohort.course_id)
        .where(who.in_(person_ids), Enrolment.state == EnrolmentState.PASSED)
    )
    one = OutsideTraining
    columns = (one.person_id, one.until, one.hours, one.purpose, one.days, one.since)
    elsewhere = select(*columns).where(one.person_id.in_(person_ids), one.withdrawn_at.is_(None))
    found: dict[int, list[Done]] = {}
    for query in (here, elsewhere):
        for row in db.session.execute(query):
            done = Done(*row[1:5], span=(row[1] - row[5]).days + 1)
            found.setdefault(row[0], []).append(done)
    return found


def first_sitting_ahead(person_id: int, day: date) -> date | None:
    """Return the day of the first sitting of somebody who has never sat, None without one.

    One statement for most people (the key of absence), composed once; two for who sits.
    """
    ahead = db.session.scalar(_sits(), {"person": person_id, "day": day})
    if ahead is None:
        return None
    sat = select(PersonYear.year).where(PersonYear.person_id == person_id, PersonYear.halves > 0)
    return None if db.session.scalar(sat.limit(1)) else ahead


def first_sittings_ahead(person_ids: Collection[int], day: date) -> dict[int, date]:
    """Return the day of the first sitting of each who has never sat and is to sit."""
    sitting = select(Absence.person_id, func.min(Absence.day)).where(
        Absence.person_id.in_(person_ids), Absence.kind == AbsenceKind.SITTING, Absence.day >= day
    )
    rows = db.session.execute(sitting.group_by(Absence.person_id))
    ahead = {person_id: first for person_id, first in rows}
    had = sat_among(ahead) if ahead else frozenset()
    return {person_id: first for person_id, first in ahead.items() if person_id not in had}


def sat_among(person_ids: Collection[int]) -> frozenset[int]:
    """Return those among people who have sat (the key of person_year)."""
    sat = select(PersonYear.person_id).where(
        PersonYear.person_id.in_(person_ids), PersonYear.halves > 0
    )
    return frozenset(db.session.scalars(sat))


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
