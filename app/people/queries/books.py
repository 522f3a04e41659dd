"""The rulebooks of all bodies at once, for what looks over a whole country."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from app.bodies.models import BodyLink, LocalRule, RulebookAssignment
from app.bodies.terms import LinkKind
from app.rulebooks.loader import load
from app.shared.db import db


@dataclass(frozen=True)
class Books:
    """Which book holds in which body on a day, and the courts' own values."""

    assigned: Mapping[int, str]
    above: Mapping[int, int]
    own: Mapping[tuple[int, str], Any]

    def name(self, body_id: int) -> str | None:
        """Return the book that holds in a body: its own, else that of the nearest above."""
        at: int | None = body_id
        for _ in range(10):
            if at is None or at in self.assigned:
                break
            at = self.above.get(at)
        return self.assigned.get(at) if at is not None else None

    def value(self, body_id: int, key: str) -> Any:
        """Return what a rule is in a body, None where no book holds or the book has none."""
        if (body_id, key) in self.own:
            return self.own[body_id, key]
        name = self.name(body_id)
        return load(name).value(key) if name and load(name).has(key) else None

    def ever(self, key: str) -> list[Any]:
        """Return every value that a rule has anywhere, none excepted."""
        of_books = [load(name).value(key) for name in set(self.assigned.values())]
        return [v for v in (*of_books, *(v for (_, k), v in self.own.items() if k == key)) if v]


def books_on(day: date, *keys: str) -> Books:
    """Return the books of all bodies on `day`, with the courts' own values of `keys`.

    Three statements, whatever the number of bodies.
    """
    assigned = select(RulebookAssignment).where(RulebookAssignment.since <= day)
    links = select(BodyLink.body_id, BodyLink.to_id).where(
        BodyLink.kind == LinkKind.HIGHER,
        BodyLink.since <= day,
        or_(BodyLink.until.is_(None), BodyLink.until >= day),
    )
    own = select(LocalRule).where(LocalRule.key.in_(keys), LocalRule.since <= day)
    in_order = db.session.scalars(assigned.order_by(RulebookAssignment.since))
    return Books(
        assigned={row.body_id: row.rulebook for row in in_order},
        above={row.body_id: row.to_id for row in db.session.execute(links)},
        own={
            (row.body_id, row.key): row.value
            for row in db.session.scalars(own.order_by(LocalRule.since))
        },
    )
