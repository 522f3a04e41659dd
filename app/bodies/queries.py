"""Named reads over bodies: who is under whom, and which rules hold where, on a day.

What every page asks is composed once: to compose it costs several times what running it does.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Date, Integer, Select, and_, bindparam, literal, or_, select
from sqlalchemy.orm import aliased

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
from app.shared.db import db

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


def chain(body_id: int, day: date) -> list[int]:
    """Return the ids from a body upwards to the highest court on `day`, nearest first."""
    rows = db.session.execute(_chain(), {"body": body_id, "day": day})
    return list(dict.fromkeys(row.id for row in rows))


@cache
def _chain() -> Select[*tuple[Any, ...]]:
    up = select(Body.id, literal(0).label("step")).where(Body.id == BODY)
    above = up.cte("above", recursive=True)
    link = aliased(BodyLink)
    holds = and_(link.since <= DAY, or_(link.until.is_(None), link.until >= DAY))
    nearer = select(link.to_id, above.c.step + 1).join(above, link.body_id == above.c.id)
    above = above.union(nearer.where(link.kind == LinkKind.HIGHER, holds, above.c.step < 9))
    return select(above.c.id, above.c.step).order_by(above.c.step)


def rulebook_of(body_id: int, day: date) -> Rulebook:
    """Return the rulebook that holds in a body on `day`, with the court's own values.

    The nearest assignment above counts; raises LookupError where none was ever made.
    """
    order = chain(body_id, day)
    rows = db.session.execute(_assignments(), {"bodies": order, "day": day})
    by_body = {row.body_id: row.rulebook for row in rows}
    name = next((by_body[b] for b in order if b in by_body), None)
    if name is None:
        raise LookupError(f"no rulebook holds in body {body_id} on {day}")
    book = load(name)
    own = db.session.execute(_own_rules(), {"body": body_id, "day": day})
    values = {r.key: r.value for r in own if book.has(r.key) and book.rule(r.key).local}
    return book.with_local(values) if values else book


@cache
def _assignments() -> Select[*tuple[Any, ...]]:
    columns = select(RulebookAssignment.body_id, RulebookAssignment.rulebook)
    among = RulebookAssignment.body_id.in_(bindparam("bodies", expanding=True))
    return columns.where(among, RulebookAssignment.since <= DAY).order_by(RulebookAssignment.since)


@cache
def _own_rules() -> Select[*tuple[Any, ...]]:
    columns = select(LocalRule.key, LocalRule.value)
    own = columns.where(LocalRule.body_id == BODY, LocalRule.since <= DAY)
    return own.order_by(LocalRule.since)


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


def heirs(body_id: int, day: date) -> list[int]:
    """Return the ids of the bodies that have taken a body's place on `day` (itself, if none has).

    A split names nobody: whom each half was given is stated by tenures and links (decision 0009).
    """
    return _along(Succession.before_id, Succession.after_id, body_id, day, last=True)


def forebears(body_id: int, day: date) -> list[int]:
    """Return the ids of the bodies whose people a body has: itself and what it took the place of.

    The court that it was split from is none of them: its people are where they were stated to go.
    """
    return _along(Succession.after_id, Succession.before_id, body_id, day)


def _along(start: Any, end: Any, body_id: int, day: date, last: bool = False) -> list[int]:
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
    return ends if last else met


def body_by_code(code: str) -> Body | None:
    """Return the body with a public code."""
    return db.session.scalar(select(Body).where(Body.code == code))


def districts_of(body_id: int) -> set[str]:
    """Return the names of the districts of a court's area."""
    return set(db.session.scalars(select(District.name).where(District.body_id == body_id)))


def announced_days() -> dict[date, bool]:
    """Return the announced days: True for a make-up workday, False for a holiday."""
    return {row.day: row.working for row in db.session.scalars(select(CalendarDay))}
