"""Cohorts that were held and wait for attendance or results; people whose hours are too few."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, and_, bindparam, func, select
from sqlalchemy.orm import joinedload

from app.people.models import Tenure
from app.people.queries.asof import holding
from app.shared.db import db
from app.training.facts import LEADING
from app.training.models import Cohort, CohortSession, Course, Enrolment, OutsideTraining
from app.training.terms import CohortState, EnrolmentState
from app.training.trainee_rules import CADRES

HELD = (CohortState.OPEN, CohortState.ADMITTED)
MOST = 50
FIRST, DAY = (bindparam(name, type_=Date()) for name in ("first", "day"))


def results_missing(
    where: ColumnElement[bool], ended_by: date, most: int = MOST
) -> Sequence[Cohort]:
    """Return the cohorts that ended by a day and are not finished, the first due first."""
    own = and_(where, Cohort.state.in_(HELD), Cohort.ends <= ended_by)
    rows = select(Cohort).where(own).options(joinedload(Cohort.course), joinedload(Cohort.body))
    return db.session.scalars(rows.order_by(Cohort.results_by, Cohort.id).limit(most)).all()


def sessions_missing(where: ColumnElement[bool], before: date) -> Sequence[tuple[Cohort, int]]:
    """Return the cohorts with sessions before a day that nobody has written down, with how many."""
    number = func.count(CohortSession.id)
    rows = (
        select(Cohort, number)
        .join(CohortSession, CohortSession.cohort_id == Cohort.id)
        .where(where, Cohort.state.in_(HELD), CohortSession.day < before)
        .where(CohortSession.closed_at.is_(None))
        .where(_has_people())
        .group_by(Cohort.id)
        .order_by(Cohort.starts, Cohort.id)
        .limit(MOST)
        .options(joinedload(Cohort.course))
    )
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def _has_people() -> ColumnElement[bool]:
    seated = select(Enrolment.id).where(
        Enrolment.cohort_id == Cohort.id, Enrolment.state == EnrolmentState.ADMITTED
    )
    return seated.exists()


def days_taught() -> Any:
    """Return the number of days on which a cohort of the statement is taught, as a column."""
    own = select(func.count(CohortSession.day.distinct())).where(
        CohortSession.cohort_id == Cohort.id
    )
    return own.correlate(Cohort).scalar_subquery()


def number_short(body_ids: Collection[int], hours: int, day: date, days: int | None = None) -> int:
    """Return how many cadres of some courts have fewer class hours in the year of a day.

    `days` of teaching suffice in the place of hours. Who leads is counted over a longer period
    and left out. One statement (ix_tenure_office), composed once.
    """
    named: dict[str, Any] = {
        "bodies": list(body_ids),
        "hours": hours,
        "day": day,
        "first": date(day.year, 1, 1),
    }
    if days is not None:
        named |= {"days": days}
    return db.session.scalar(_number_short(days is not None), named) or 0


@cache
def _number_short(days_suffice: bool) -> Select[int]:
    bodies = bindparam("bodies", type_=Integer(), expanding=True)
    held = (Tenure.body_id.in_(bodies), Tenure.superseded_at.is_(None), holding(DAY))
    leads = select(Tenure.person_id).where(*held, Tenure.office.in_(LEADING))
    cadres = select(Tenure.person_id).where(*held, Tenure.office.in_(CADRES)).distinct().subquery()
    total = done_within(FIRST, DAY)
    hours, days = (bindparam(name, type_=Integer()) for name in ("hours", "days"))
    rows = (
        select(func.count())
        .select_from(cadres)
        .outerjoin(total, total.c.person_id == cadres.c.person_id)
        .where(cadres.c.person_id.not_in(leads), func.coalesce(total.c.hours, 0) < hours)
    )
    return rows.where(func.coalesce(total.c.days, 0) < days) if days_suffice else rows


def done_within(first: Any, last: Any) -> Any:
    """Return the hours and days of each person that ended between two days, as a subquery; the days
    are dates, or what a statement is given as such."""
    done = _hours_here(first, last).union_all(_hours_elsewhere(first, last)).subquery()
    summed = (func.sum(done.c.hours).label("hours"), func.sum(done.c.days).label("days"))
    return select(done.c.person_id, *summed).group_by(done.c.person_id).subquery()


def _hours_here(first: Any, last: Any) -> Any:
    return (
        select(
            Enrolment.person_id.label("person_id"),
            Course.hours.label("hours"),
            days_taught().label("days"),
        )
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Course, Course.id == Cohort.course_id)
        .where(Enrolment.state == EnrolmentState.PASSED, Cohort.ends.between(first, last))
    )


def _hours_elsewhere(first: Any, last: Any) -> Any:
    one = OutsideTraining
    return select(one.person_id, one.hours, one.days).where(
        one.withdrawn_at.is_(None), one.until.between(first, last)
    )
