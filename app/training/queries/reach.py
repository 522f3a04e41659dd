"""Who a school trains for: its level in the tree, the courts that may nominate for a cohort."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from app.bodies.models import Body, BodyLink
from app.bodies.queries import chain, linked, subtree
from app.bodies.terms import COURTS, BodyKind, LinkKind
from app.shared.db import db
from app.training.models import Cohort, CohortQuota
from app.training.terms import Level


def level_of(school_id: int, day: date) -> Level:
    """Return how far up a school trains, by the body it stands under (1953, § 10).

    Under the supreme court or under nobody it is central; under a court that has high courts
    below it, one of a major region; under a high court, a province's; else a court's own.
    """
    above = linked(school_id, LinkKind.HIGHER, day)
    if not above or above[0].kind is BodyKind.SUPREME:
        return Level.CENTRAL
    if above[0].kind is not BodyKind.HIGH:
        return Level.COURT
    below = select(BodyLink.body_id).join(Body, Body.id == BodyLink.body_id)
    high = below.where(
        BodyLink.to_id == above[0].id, BodyLink.kind == LinkKind.HIGHER, Body.kind == BodyKind.HIGH
    )
    return Level.MAJOR_REGION if db.session.scalar(high.limit(1)) else Level.PROVINCE


def reaches(cohort: Cohort, court_id: int, day: date) -> bool:
    """Say whether a court may nominate for a cohort: it lies in the school's area, or under the
    holder of a quota."""
    above = set(chain(court_id, day))
    area = {body.id for body in linked(cohort.body_id, LinkKind.HIGHER, day)}
    return not above.isdisjoint(area | {quota.body_id for quota in cohort.quotas})


def in_reach(court_id: int, day: date) -> ColumnElement[bool]:
    """Return the condition that a court may nominate for a cohort; see `reaches`."""
    return under_one_of(chain(court_id, day), day)


def under_one_of(above: Any, day: Any) -> ColumnElement[bool]:
    """Return the condition that a school trains for who stands under these bodies, or that one of
    them holds a quota; both may be what a statement is given as."""
    schools = (
        select(BodyLink.body_id)
        .join(Body, Body.id == BodyLink.body_id)
        .where(BodyLink.to_id.in_(above), Body.kind == BodyKind.SCHOOL, *_holds(day))
    )
    quota = exists().where(CohortQuota.cohort_id == Cohort.id, CohortQuota.body_id.in_(above))
    return or_(Cohort.body_id.in_(schools), quota)


def courts_in_reach(cohort: Cohort, day: date) -> list[int]:
    """Return the ids of the courts that may nominate for a cohort (a statement for each root)."""
    roots = {body.id for body in linked(cohort.body_id, LinkKind.HIGHER, day)}
    roots |= {quota.body_id for quota in cohort.quotas}
    found: set[int] = set()
    for root in sorted(roots):
        courts = select(Body.id).where(Body.id.in_(subtree(root, day)), Body.kind.in_(COURTS))
        found.update(db.session.scalars(courts))
    return sorted(found)


def quota_of(cohort: Cohort, court_id: int, day: date) -> int | None:
    """Return the quota under whose holder a court lies, the nearest; None: under none."""
    holders = {quota.body_id: quota.id for quota in cohort.quotas}
    if not holders:
        return None
    return next((holders[body] for body in chain(court_id, day) if body in holders), None)


def above_each(body_ids: Collection[int], day: date) -> Mapping[int, tuple[int, ...]]:
    """Return the bodies over each of some, itself first (kept while the tree stays)."""
    return {body_id: chain(body_id, day) for body_id in body_ids}


def courts_to_name(school_id: int, day: date) -> Sequence[Body]:
    """Return the first two hundred courts in a school's area by code, to choose a name from."""
    areas = linked(school_id, LinkKind.HIGHER, day)
    statement = select(Body).where(Body.kind.in_(COURTS), Body.closed.is_(None))
    if areas:
        statement = statement.where(or_(*(Body.id.in_(subtree(a.id, day)) for a in areas)))
    return db.session.scalars(statement.order_by(Body.code).limit(200)).all()


def bodies_named(name: str) -> Sequence[Body]:
    """Return the bodies of a name or code that are open, at most two: one is meant, or none."""
    same = or_(Body.code == name, Body.name == name, Body.name_en == name, Body.short == name)
    found = select(Body).where(same, Body.closed.is_(None)).order_by(Body.id).limit(2)
    return db.session.scalars(found).all()


def _holds(day: Any) -> tuple[Any, ...]:
    open_ = or_(BodyLink.until.is_(None), BodyLink.until >= day)
    return (and_(BodyLink.kind == LinkKind.HIGHER, BodyLink.since <= day), open_)
