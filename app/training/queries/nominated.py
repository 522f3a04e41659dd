"""Nominations of a court and of a cohort: what stands where, what waits for whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, exists, func, select
from sqlalchemy.orm import joinedload

from app.shared.db import db
from app.training.models import Cohort, Enrolment
from app.training.terms import CohortState, EnrolmentState

STANDING = [
    s for s in EnrolmentState if s not in (EnrolmentState.REFUSED, EnrolmentState.WITHDRAWN)
]


def locked_enrolments(cohort: Cohort, uids: Collection[str]) -> list[Enrolment]:
    """Return enrolments of a locked cohort (public ids) as they stand now, by id."""
    rows = (
        select(Enrolment)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.uid.in_(set(uids)))
        .options(joinedload(Enrolment.person), joinedload(Enrolment.body))
        .order_by(Enrolment.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(rows))


def approved_in(cohort: Cohort) -> Sequence[Enrolment]:
    """Return the approved nominations that wait for a seat, the first approved first."""
    rows = (
        select(Enrolment)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.state == EnrolmentState.APPROVED)
        .options(joinedload(Enrolment.person), joinedload(Enrolment.body))
        .order_by(Enrolment.approved_at, Enrolment.id)
    )
    return db.session.scalars(rows).all()


def nominated_by(bodies: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that some courts have people on a cohort's list."""
    return exists().where(
        Enrolment.cohort_id == Cohort.id,
        Enrolment.body_id.in_(bodies),
        Enrolment.state.in_(STANDING),
    )


def courts_that_nominated(cohort_ids: Collection[int]) -> dict[int, set[int]]:
    """Return the courts that stand on the lists of cohorts (one statement)."""
    rows = (
        select(Enrolment.cohort_id, Enrolment.body_id)
        .where(Enrolment.cohort_id.in_(cohort_ids), Enrolment.state.in_(STANDING))
        .distinct()
    )
    found: dict[int, set[int]] = {cohort_id: set() for cohort_id in cohort_ids}
    for cohort_id, body_id in db.session.execute(rows):
        found[cohort_id].add(body_id)
    return found


def waiting_for_president(bodies: Collection[int]) -> Sequence[tuple[Cohort, int]]:
    """Return the cohorts for which nominations of some courts wait for approval, with how many,
    the first to close first (ix_enrolment_body, composed once)."""
    rows = db.session.execute(_waiting_for_president(), {"bodies": list(bodies)})
    return [(row[0], row[1]) for row in rows]


@cache
def _waiting_for_president() -> Select[*tuple[Any, ...]]:
    number = func.count(Enrolment.id)
    bodies = bindparam("bodies", type_=Integer(), expanding=True)
    return (
        select(Cohort, number)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .where(Enrolment.body_id.in_(bodies), Enrolment.state == EnrolmentState.NOMINATED)
        .where(Cohort.state == CohortState.OPEN)
        .group_by(Cohort.id)
        .order_by(Cohort.nominate_by, Cohort.id)
        .limit(20)
        .options(joinedload(Cohort.course))
    )


def own_counts(cohort_ids: Collection[int], bodies: Collection[int]) -> dict[int, int]:
    """Return how many of some courts stand on the lists of cohorts (one statement)."""
    rows = (
        select(Enrolment.cohort_id, func.count())
        .where(
            Enrolment.cohort_id.in_(cohort_ids),
            Enrolment.body_id.in_(bodies),
            Enrolment.state.in_(STANDING),
        )
        .group_by(Enrolment.cohort_id)
    )
    return {cohort_id: number for cohort_id, number in db.session.execute(rows)}
