"""Who is due for hours and who has them, counted for whole groups and listed court by court."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from app.bodies.models import Body
from app.people.models import Person, Tenure
from app.people.queries.asof import holding
from app.people.queries.finding import among
from app.shared.db import db
from app.training.coverage import Asked, Covered, Target
from app.training.facts import LEADING
from app.training.models import Cohort, Course, Enrolment, OutsideTraining
from app.training.queries.held import days_taught
from app.training.terms import EnrolmentState

PAGE = 50


@dataclass(frozen=True)
class ShortLine:
    """Somebody whose hours are too few, and how many he has in the window."""

    person_id: int
    uid: str
    name: str
    pinyin: str
    have: int


@dataclass(frozen=True)
class ShortPage:
    """A page of those; `following` is the mark of the next page, or empty."""

    lines: Sequence[ShortLine]
    following: str = ""


def coverage_by_court(asked: Asked, bodies: tuple[int, ...], day: date) -> list[Covered]:
    """Return how many of each court are due and have the hours (one statement,
    ix_tenure_office)."""
    due = _due(asked, bodies, day).subquery()
    enough = func.sum(case((_short(asked, due, _wanted(asked, due), day), 0), else_=1))
    rows = select(due.c.body_id, func.count(), enough).group_by(due.c.body_id)
    return [Covered(*row) for row in db.session.execute(rows)]


def coverage_by_district(asked: Asked, bodies: tuple[int, ...], day: date) -> list[Covered]:
    """Return how many of each district are due and have the hours (one statement)."""
    due = _due(asked, bodies, day).subquery()
    enough = func.sum(case((_short(asked, due, _wanted(asked, due), day), 0), else_=1))
    rows = select(Person.district, func.count(), enough).select_from(due)
    rows = rows.join(Person, Person.id == due.c.person_id).group_by(Person.district)
    return [Covered(district or "", *numbers) for district, *numbers in db.session.execute(rows)]


def short_page(asked: Asked, bodies: Collection[int], day: date, after: str = "") -> ShortPage:
    """Return a page of those of some courts whose hours are too few, by name.

    Keyset paging over (sort key, id); `after` is the public id of a person. Two statements.
    """
    due = _people(asked, tuple(bodies), day).subquery()
    have = _sum_of(asked, Course.hours, OutsideTraining.hours, due.c.person_id, day)
    columns = (Person.id, Person.uid, Person.name, Person.pinyin, have)
    rows = (
        select(*columns)
        .join(due, due.c.person_id == Person.id)
        .where(_short(asked, due, literal(asked.hours), day))
    )
    mark = select(Person.sort_key, Person.id).where(Person.uid == after)
    if after and (last := db.session.execute(mark).first()):
        rows = rows.where(tuple_(Person.sort_key, Person.id) > tuple_(*map(literal, last)))
    ordered = rows.order_by(Person.sort_key, Person.id).limit(PAGE + 1)
    lines = [ShortLine(*row) for row in db.session.execute(ordered)]
    return ShortPage(lines[:PAGE], lines[PAGE - 1].uid if len(lines) > PAGE else "")


def courts_by_id(ids: Collection[int]) -> dict[int, Body]:
    """Return courts by their ids."""
    return {one.id: one for one in db.session.scalars(select(Body).where(Body.id.in_(ids)))}


def court_by_uid(uid: str) -> Body | None:
    """Return the court at a public address."""
    return db.session.scalar(select(Body).where(Body.uid == uid))


def _due(asked: Asked, bodies: tuple[int, ...], day: date) -> Select[*tuple[Any, ...]]:
    """Select each person of a group once in each of some courts."""
    return _held(asked, bodies, day, Tenure.person_id, Tenure.body_id)


def _people(asked: Asked, bodies: tuple[int, ...], day: date) -> Select[*tuple[Any, ...]]:
    """Select each person of a group once."""
    return _held(asked, bodies, day, Tenure.person_id)


def _held(
    asked: Asked, bodies: tuple[int, ...], day: date, *columns: Any
) -> Select[*tuple[Any, ...]]:
    holds = and_(Tenure.superseded_at.is_(None), holding(day))
    rows = select(*columns).where(among(Tenure.body_id, bodies), holds).distinct()
    rows = rows.where(Tenure.office.in_(asked.offices))
    return rows.where(~_leads(day)) if asked.target is Target.CADRES else rows


def _leads(day: date) -> ColumnElement[bool]:
    """Who leads is counted over a longer period (ix_tenure_person)."""
    other = aliased(Tenure)
    same = (other.person_id == Tenure.person_id, other.superseded_at.is_(None))
    return exists().where(*same, other.office.in_(LEADING), holding(day, other))


def _wanted(asked: Asked, due: Any) -> ColumnElement[int]:
    if not asked.hours_at:
        return literal(asked.hours)
    return case(dict(asked.hours_at), value=due.c.body_id, else_=asked.hours)


def _short(asked: Asked, due: Any, wanted: ColumnElement[int], day: date) -> ColumnElement[bool]:
    """Return the condition that somebody has too few hours, and too few days in their place."""
    who = due.c.person_id
    few = _sum_of(asked, Course.hours, OutsideTraining.hours, who, day) < wanted
    if asked.days is None:
        return few
    here, elsewhere = days_taught(), OutsideTraining.days
    if asked.target is Target.LEADING:
        here = _span(Cohort.starts, Cohort.ends)
        elsewhere = _span(OutsideTraining.since, OutsideTraining.until)
    return and_(few, _sum_of(asked, here, elsewhere, who, day) < asked.days)


def _span(first: Any, last: Any) -> ColumnElement[int]:
    """Return how many days lie from one to another, both included."""
    if db.engine.dialect.name == "postgresql":
        return last - first + 1
    return cast(func.julianday(last) - func.julianday(first), Integer) + 1


def _sum_of(
    asked: Asked, of_course: Any, of_outside: Any, person_id: Any, day: date
) -> ColumnElement[int]:
    """Return what a person has in the window, of courses here and elsewhere (two index reads)."""
    here = (
        select(func.sum(of_course))
        .select_from(Enrolment)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Course, Course.id == Cohort.course_id)
        .where(Enrolment.person_id == person_id, Enrolment.state == EnrolmentState.PASSED)
        .where(*_counts(asked, Cohort.ends, Course.purpose, day))
        .scalar_subquery()
    )
    elsewhere = (
        select(func.sum(of_outside))
        .where(OutsideTraining.person_id == person_id, OutsideTraining.withdrawn_at.is_(None))
        .where(*_counts(asked, OutsideTraining.until, OutsideTraining.purpose, day))
        .scalar_subquery()
    )
    return func.coalesce(here, 0) + func.coalesce(elsewhere, 0)


def _counts(asked: Asked, last: Any, purpose: Any, day: date) -> list[ColumnElement[bool]]:
    found = [last <= day]
    if asked.since is not None:
        found.append(last >= asked.since)
    if asked.purpose is not None:
        found.append(purpose == asked.purpose)
    return found
