"""Whose people they are: the bodies whose files a body keeps, and who may be seen from it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Integer, Select, String, bindparam, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from app.bodies.kept import kept
from app.bodies.models import Body, BodyLink, Succession
from app.bodies.queries import forebears
from app.bodies.terms import TAKING_OVER, LinkKind
from app.people.charge import Spell, in_charge
from app.people.models import Person, Tenure
from app.shared.db import db


@lru_cache(maxsize=512)
def kept_by(body_id: int, day: date) -> Select[int]:
    """Return a select of the ids of a body, all under it on `day`, and all that merged into them.

    A court that merged into another has no higher court any more; its people stay in sight.
    """
    holds = (BodyLink.since <= day, or_(BodyLink.until.is_(None), BodyLink.until >= day))
    under = select(BodyLink.body_id.label("id"), BodyLink.to_id.label("of"))
    merged = select(Succession.before_id, Succession.after_id)
    edges = union_all(
        under.where(BodyLink.kind == LinkKind.HIGHER, *holds),
        merged.where(Succession.on <= day, Succession.kind.in_(TAKING_OVER)),
    ).subquery("edges")
    found = select(literal(body_id).label("id")).cte("kept", recursive=True)
    found = found.union(select(edges.c.id).join(found, edges.c.of == found.c.id))
    return select(found.c.id)


@kept
def in_sight(body_id: int, day: date) -> frozenset[int]:
    """Return the ids of `kept_by`, kept while the tree of bodies stays the same."""
    return frozenset(db.session.scalars(kept_by(body_id, day)))


def person_by_uid(uid: str) -> Person | None:
    """Return the person at a public address."""
    return db.session.scalar(_by_uid(), {"uid": uid})


@cache
def _by_uid() -> Select[Person]:
    return select(Person).where(Person.uid == bindparam("uid", type_=String()))


@dataclass(frozen=True)
class Scope:
    """How far a person's file is open to a body: to change, to read, or for its own time only.

    `bodies` are those of the person's tenures that lie in sight; `own`: the body itself is in
    charge; `whole`: somebody in sight is. Else only what was until `until` is the body's own.
    """

    bodies: frozenset[int]
    own: bool
    whole: bool
    until: date | None


def scope_of(person_id: int, body_id: int, day: date) -> Scope | None:
    """Return how far a person is open to a body on a day, None where not at all (decision 0010)."""
    spells = spells_of([person_id]).get(person_id, [])
    seen = in_sight(body_id, day).intersection(spell.body_id for spell in spells)
    if not seen:
        return None
    charge = in_charge(spells, day)
    lasts = [spell.last for spell in spells if spell.body_id in seen and spell.last]
    own = not charge.isdisjoint(forebears(body_id, day))
    whole = not charge.isdisjoint(seen)
    return Scope(seen, own, whole, None if whole else max(lasts))


def spells_of(person_ids: Collection[int]) -> dict[int, list[Spell]]:
    """Return the times of persons in their bodies, as known now (one statement, ix_tenure_person).

    Of somebody whose every tenure was annulled, those that were: his file must not be lost.
    """
    standing: dict[int, list[Spell]] = {}
    fallen: dict[int, list[Spell]] = {}
    for row in db.session.execute(_spells(), {"people": list(person_ids)}):
        found = standing if row.superseded_at is None else fallen
        spell = Spell(row.body_id, row.since, row.last)
        found.setdefault(row.person_id, []).append(spell)
    return fallen | standing


@cache
def _spells() -> Select[*tuple[Any, ...]]:
    last = func.coalesce(Tenure.ended, Tenure.until).label("last")
    columns = (Tenure.person_id, Tenure.body_id, Tenure.since, last, Tenure.superseded_at)
    people = bindparam("people", type_=Integer(), expanding=True)
    return select(*columns).where(Tenure.person_id.in_(people))


def elsewhere(person_ids: Collection[int], bodies: Collection[int], day: date) -> set[int]:
    """Return those among persons for whom none of `bodies` answers on a day (one statement)."""
    seen = frozenset(bodies)
    found = spells_of(set(person_ids)) if person_ids else {}
    return {who for who, spells in found.items() if seen.isdisjoint(in_charge(spells, day))}


def is_own_tenure(tenure: Tenure, body_id: int, day: date) -> bool:
    """Say whether a tenure that stands is one of a body, or of what merged into it."""
    return tenure.superseded_at is None and tenure.body_id in forebears(body_id, day)


def latest_tenure(person_id: int) -> Tenure | None:
    """Return the tenure that began last, with its body (ix_tenure_person)."""
    statement = select(Tenure).join(Body, Body.id == Tenure.body_id)
    where = (Tenure.person_id == person_id, Tenure.superseded_at.is_(None))
    newest = statement.where(*where).order_by(Tenure.since.desc(), Tenure.id.desc()).limit(1)
    return db.session.scalar(newest.options(joinedload(Tenure.body)))
