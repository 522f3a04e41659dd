"""The courts an import may concern: the officer's own and those under it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from app.bodies.models import Body
from app.bodies.queries import districts_of, linked, rulebook_of, subtree
from app.bodies.terms import COURTS, BodyKind, LinkKind
from app.people.importing.terms import Court
from app.people.imports.terms import Circumstances
from app.people.queries import kept_by
from app.rulebooks.terms import Rulebook
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_


def book_of(body_id: int, day: date) -> Rulebook:
    """Return the rulebook of a body; raises Refused where none holds there."""
    try:
        return rulebook_of(body_id, day)
    except LookupError:
        text = N_("No rulebook holds in this court, so that nothing can be checked.")
        way_out = N_("Ask who runs the system to give the court its rulebook.")
        raise Refused([Refusal("import.no_rulebook", text, way_out=way_out)]) from None


class Courts:
    """The courts whose rolls may be brought in from a body on a day, by all their names.

    A name that two courts bear means neither; a court's rules are read when first asked for.
    """

    def __init__(self, body_id: int, day: date) -> None:
        """Read the bodies under `body_id`; raises Refused where no rulebook holds."""
        under = db.session.scalars(select(Body).where(Body.id.in_(subtree(body_id, day))))
        self._bodies = [b for b in under if b.kind in COURTS or b.id == body_id]
        self._day = day
        self._names = frozenset(body.name for body in self._bodies)
        self._basic = frozenset(b.name for b in self._bodies if b.kind == BodyKind.BASIC)
        self._read: dict[int, Court] = {}
        self._by_name: dict[str, Body | None] = {}
        for body in self._bodies:
            for name in {body.name, body.name_en, body.short, body.code} - {""}:
                self._by_name[name] = None if name in self._by_name else body
        self.own = self._court(next(body for body in self._bodies if body.id == body_id))
        self.kept = frozenset(db.session.scalars(kept_by(body_id, day)))
        self.ids = [body.id for body in self._bodies]

    def __eq__(self, other: object) -> bool:
        """Say whether a row would be read and judged the same way by both."""
        if not isinstance(other, Courts):
            return NotImplemented
        both = (self.ids, self._by_name.keys(), self.kept, self._day)
        if both != (other.ids, other._by_name.keys(), other.kept, other._day):
            return False
        bodies = {body.id: body for body in other._bodies}
        return all(court == other._court(bodies[i]) for i, court in self._read.items())

    __hash__ = None  # type: ignore[assignment]

    def named(self, name: str | None) -> Court | None:
        """Return the court of a name, the import's own for no name, None for an unknown one."""
        if not name:
            return self.own
        body = self._by_name.get(name)
        return self._court(body) if body else None

    def of(self, values: Mapping[str, Any]) -> Court:
        """Return the court that a row names; the import's own where it names none or another."""
        return self.named(values.get("court")) or self.own

    def _court(self, body: Body) -> Court:
        if body.id not in self._read:
            congresses = linked(body.id, LinkKind.CONGRESS, self._day)
            around = Circumstances(
                book=book_of(body.id, self._day),
                today=self._day,
                districts=frozenset(districts_of(body.id)) or None,
                courts=self._names,
                basic_courts=self._basic,
                court=body.name,
            )
            congress = congresses[0].name if congresses else ""
            self._read[body.id] = Court(body.id, body.name, congress, around)
        return self._read[body.id]
