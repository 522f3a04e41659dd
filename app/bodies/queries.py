"""Named reads over bodies: who is under whom, and which rules hold where, on a day.

What every page asks is composed once: to compose it costs several times what running it does.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from app.bodies.kept import kept
from app.bodies.models import (
    Body,
    BodyLink,
    BodyName,
    CalendarDay,
    District,
    LocalRule,
    RulebookAssignment,
    Succession,
)
from app.bodies.terms import TAKING_OVER, LinkKind
from app.rulebooks.loader import load
from app.rulebooks.terms import Rulebook
from app.shared.db import Json, db

BODY, DAY = bindparam("body", type_=Integer()), bindparam("day", type_=Date())


def _holds(day: date):
    return and_(BodyLink.since <= day, or_(BodyLink.until.is_(None), BodyLink.until >= day))


@lru_cache(maxsize=512)
def subtree(body_id: int, day: date) -> Select[tuple[int]]:
    """Return a select of the ids of a body and of all under it on `day` (ix_body_link_down)."""
    under = select(Body.id).where(Body.id == body_id).cte("under", recursive=True)
    link = aliased(BodyLink)
    holds = and_(link.since <= day, or_(link.until.is_(None), link.until >= day))
    step = select(link.body_id).join(under, link.to_id == under.c.id)
    under = under.union(step.where(link.kind == LinkKind.HIGHER, holds))
    return select(under.c.id)


@kept
def chain(body_id: int, day: date) -> tuple[int, ...]:
    """Return the ids from a body upwards to the highest court on `day`, nearest first."""
    rows = db.session.execute(_chain(), {"body": body_id, "day": day})
    return tuple(dict.fromkeys(row.id for row in rows))


@cache
def _chain() -> Select[*tuple[Any, ...]]:
    above = _above()
    return select(above.c.id, above.c.step).order_by(above.c.step)


def _above() -> CTE:
    up = select(Body.id, literal(0).label("step")).where(Body.id == BODY)
    above = up.cte("above", recursive=True)
    link = aliased(BodyLink)
    holds = and_(link.since <= DAY, or_(link.until.is_(None), link.until >= DAY))
    nearer = select(link.to_id, above.c.step + 1).join(above, link.body_id == above.c.id)
    return above.union(nearer.where(link.kind == LinkKind.HIGHER, holds, above.c.step < 9))


@kept
def rulebook_of(body_id: int, day: date) -> Rulebook:
    """Return the rulebook that holds in a body on `day`, with the court's own values.

    The nearest assignment above counts; raises LookupError where none was ever made.
    """
    rows = db.session.execute(_rules(), {"body": body_id, "day": day}).all()
    named = [row.name for row in rows if row.step is not None]
    if not named:
        raise LookupError(f"no rulebook holds in body {body_id} on {day}")
    book = load(named[-1])
    own = {row.name: row.value for row in rows if row.step is None}
    values = {key: own[key] for key in own if book.has(key) and book.rule(key).local}
    return book.with_local(values) if values else book


@cache
def _rules() -> Select[*tuple[Any, ...]]:
    """The court's own values (no step), then assignments: the last is the nearest, the newest."""
    name, value, none = LocalRule.key.label("name"), LocalRule.value.label("value"), null()
    own = select(name, value, cast(none, Integer).label("step"), LocalRule.since)
    above = _above()
    assigned = select(
        RulebookAssignment.rulebook, cast(none, Json), above.c.step, RulebookAssignment.since
    ).join(above, above.c.id == RulebookAssignment.body_id)
    both = union_all(
        own.where(LocalRule.body_id == BODY, LocalRule.since <= DAY),
        assigned.where(RulebookAssignment.since <= DAY),
    ).subquery()
    return select(both).order_by(both.c.step.desc(), both.c.since)


def linked(body_id: int, kind: LinkKind, day: date) -> list[Body]:
    """Return the bodies to which `body_id` stands in relation `kind` on `day`."""
    statement = select(Body).join(BodyLink, BodyLink.to_id == Body.id)
    where = (BodyLink.body_id == body_id, BodyLink.kind == kind, _holds(day))
    return list(db.session.scalars(statement.where(*where).order_by(Body.id)))


def name_on(body: Body, day: date) -> str:
    """Return the name that a body bore on `day`."""
    row = db.session.scalar(
        select(BodyName.name).where(
            BodyName.body_id == body.id,
            BodyName.since <= day,
            or_(BodyName.until.is_(None), BodyName.until >= day),
        )
    )
    return row or body.name


@kept
def heirs(body_id: int, day: date) -> tuple[int, ...]:
    """Return the ids of the bodies that have taken a body's place on `day` (itself, if none has).

    A split names nobody: whom each half was given is stated by tenures and links (decision 0009).
    """
    return _along(Succession.before_id, Succession.after_id, body_id, day, last=True)


@kept
def forebears(body_id: int, day: date) -> tuple[int, ...]:
    """Return the ids of the bodies whose people a body has: itself and what it took the place of.

    The court that it was split from is none of them: its people are where they were stated to go.
    """
    return _along(Succession.after_id, Succession.before_id, body_id, day)


def _along(start: Any, end: Any, body_id: int, day: date, last: bool = False) -> tuple[int, ...]:
    """Return what is met from a body along mergers and renamings until `day`, itself first.

    `last`: only those from which no further one leads on. Each is met once, whatever is written.
    """
    met, ahead, ends = [body_id], [body_id], []
    while ahead:
        at = ahead.pop(0)
        taken = (start == at, Succession.on <= day, Succession.kind.in_(TAKING_OVER))
        others = [b for b in db.session.scalars(select(end).where(*taken)) if b != at]
        ends += [] if others else [at]
        new = [b for b in dict.fromkeys(others) if b not in met]
        met, ahead = met + new, ahead + new
    return tuple(ends if last else met)


def body_by_code(code: str) -> Body | None:
    """Return the body with a public code."""
    return db.session.scalar(select(Body).where(Body.code == code))


@kept
def districts_of(body_id: int) -> frozenset[str]:
    """Return the names of the districts of a court's area."""
    return frozenset(db.session.scalars(select(District.name).where(District.body_id == body_id)))


def announced_days() -> dict[date, bool]:
    """Return the announced days: True for a make-up workday, False for a holiday."""
    return {row.day: row.working for row in db.session.scalars(select(CalendarDay))}
