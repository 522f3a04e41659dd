"""The yearly cap of cases, body by body, for lists over many courts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from app.bodies.models import BodyLink, LocalRule, RulebookAssignment
from app.bodies.queries import rulebook_of
from app.bodies.terms import LinkKind
from app.people.queries.scope import kept_by
from app.rulebooks.loader import load
from app.rulebooks.terms import Rulebook
from app.shared.db import db

KEY = "cap.cases"


@dataclass(frozen=True)
class Caps:
    """Cases a year: the book's value, the values of bodies that have their own, when it is near.

    `near` is how many cases are left when somebody is told.
    """

    whole: int | None
    own: Mapping[int, int | None] = field(default_factory=dict)
    near: int = 0

    def of(self, body_id: int) -> int | None:
        """Return the cap that holds in a body, None where there is none."""
        return self.own.get(body_id, self.whole)

    def lowest(self) -> int | None:
        """Return the lowest cap anywhere, None where there is none at all."""
        set_ones = [cap for cap in (self.whole, *self.own.values()) if cap is not None]
        return min(set_ones, default=None)


def caps_under(body_id: int, day: date, book: Rulebook | None = None) -> Caps:
    """Return the caps of a body and all it keeps (two statements, four where books differ)."""
    whole_book = book or rulebook_of(body_id, day)
    own: dict[int, int | None] = {}
    for below, name in _other_books(body_id, day, whole_book.name).items():
        own[below] = load(name).value(KEY)
    local = select(LocalRule).where(LocalRule.key == KEY, LocalRule.since <= day)
    for row in db.session.scalars(local.order_by(LocalRule.since)):
        own[row.body_id] = row.value
    return Caps(whole_book.value(KEY), own, whole_book.value("reminder.cap_near") or 0)


def _other_books(body_id: int, day: date, name: str) -> dict[int, str]:
    """Return the books of the bodies that work by another one than `name`, with all under them."""
    rows = db.session.scalars(
        select(RulebookAssignment)
        .where(RulebookAssignment.since <= day)
        .order_by(RulebookAssignment.since)
    )
    assigned = {row.body_id: row.rulebook for row in rows}
    if set(assigned.values()) <= {name}:
        return {}
    kept = set(db.session.scalars(kept_by(body_id, day)))
    links = select(BodyLink).where(BodyLink.kind == LinkKind.HIGHER, BodyLink.since <= day)
    above = {link.body_id: link.to_id for link in db.session.scalars(links) if _open(link, day)}
    found: dict[int, str] = {}
    for below in kept - {body_id}:
        at = _nearest(below, above, {*assigned, body_id})
        if at in assigned and at != body_id and assigned[at] != name:
            found[below] = assigned[at]
    return found


def _nearest(body_id: int, above: Mapping[int, int], wanted: set[int]) -> int | None:
    while body_id not in wanted:
        if body_id not in above:
            return None
        body_id = above[body_id]
    return body_id


def _open(link: BodyLink, day: date) -> bool:
    return link.until is None or link.until >= day
