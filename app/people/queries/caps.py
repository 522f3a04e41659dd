"""The yearly cap of cases, body by body, for lists over many courts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from app.bodies.models import LocalRule, RulebookAssignment
from app.people.queries.books import books_on
from app.people.queries.scope import kept_by
from app.rulebooks.terms import Rulebook
from app.shared.db import db

KEY = "cap.cases"


@dataclass(frozen=True)
class Caps:
    """Cases a year: the book's value, the values of bodies that have their own, when it is near.

    `near` is how many cases are left when somebody is told.
    """

    whole: int | None
    own: Mapping[int, int | None] = field(default_factory=dict, hash=False)
    near: int = 0

    def of(self, body_id: int) -> int | None:
        """Return the cap that holds in a body, None where there is none."""
        return self.own.get(body_id, self.whole)

    def lowest(self) -> int | None:
        """Return the lowest cap anywhere, None where there is none at all."""
        set_ones = [cap for cap in (self.whole, *self.own.values()) if cap is not None]
        return min(set_ones, default=None)


def caps_under(body_id: int, day: date, book: Rulebook | None) -> Caps:
    """Return the caps of a body, which works by `book`, and of all whose files it keeps.

    Two statements, five where some work by another book.
    """
    name = book.name if book else None
    used = select(RulebookAssignment.rulebook).where(RulebookAssignment.since <= day).distinct()
    own: dict[int, int | None] = {}
    if set(db.session.scalars(used)) - {name}:
        books = books_on(day)
        kept = db.session.scalars(kept_by(body_id, day))
        own = {b: books.value(b, KEY) for b in kept if b != body_id and books.name(b) != name}
    local = select(LocalRule).where(LocalRule.key == KEY, LocalRule.since <= day)
    for row in db.session.scalars(local.order_by(LocalRule.since)):
        own[row.body_id] = row.value
    if book is None:
        return Caps(None, own)
    return Caps(book.value(KEY), own, book.value("reminder.cap_near") or 0)
