"""Whose people they are: the bodies whose files a body keeps, and who may be seen from it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from sqlalchemy import Select, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from app.bodies.models import Body, BodyLink, Succession
from app.bodies.queries import forebears
from app.bodies.terms import TAKING_OVER, LinkKind
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
    kept = select(literal(body_id).label("id")).cte("kept", recursive=True)
    kept = kept.union(select(edges.c.id).join(kept, edges.c.of == kept.c.id))
    return select(kept.c.id)


def person_by_uid(uid: str) -> Person | None:
    """Return the person at a public address."""
    return db.session.scalar(select(Person).where(Person.uid == uid))


def is_seen_from(person_id: int, body_id: int, day: date) -> bool:
    """Say whether a person held an office in a body, or in one whose files it keeps."""
    statement = select(Tenure.id).where(
        Tenure.person_id == person_id, Tenure.body_id.in_(kept_by(body_id, day))
    )
    return db.session.scalar(statement.limit(1)) is not None


def keeps_files_of(body_id: int, person_id: int, day: date, tenure_id: int | None = None) -> bool:
    """Say whether a body keeps a person's files: of a tenure in it, or in what merged into it."""
    statement = select(Tenure.id).where(
        Tenure.person_id == person_id,
        Tenure.body_id.in_(forebears(body_id, day)),
        Tenure.superseded_at.is_(None),
    )
    if tenure_id is not None:
        statement = statement.where(Tenure.id == tenure_id)
    return db.session.scalar(statement.limit(1)) is not None


def latest_tenure(person_id: int) -> Tenure | None:
    """Return the tenure that began last, with its body (ix_tenure_person)."""
    statement = select(Tenure).join(Body, Body.id == Tenure.body_id)
    where = (Tenure.person_id == person_id, Tenure.superseded_at.is_(None))
    newest = statement.where(*where).order_by(Tenure.since.desc(), Tenure.id.desc()).limit(1)
    return db.session.scalar(newest.options(joinedload(Tenure.body)))
