"""A person's kin, and the ties that nobody needs any more."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, or_, select

from app.people.models import Kinship, Tenure
from app.shared.db import db

KEPT = timedelta(days=30)  # after the tie or the last office has ended


def kin_of(person_id: int) -> list[Kinship]:
    """Return who is noted as kin to a person (ix_kinship_person_id)."""
    where = select(Kinship).where(Kinship.person_id == person_id)
    return list(db.session.scalars(where.order_by(Kinship.kin_name, Kinship.id)))


def kin_by_id(kin_id: str, person_id: int) -> Kinship | None:
    """Return a kinship of a person by its id as an address writes it."""
    kinship = db.session.get(Kinship, int(kin_id)) if kin_id.isdecimal() else None
    return kinship if kinship and kinship.person_id == person_id else None


def unneeded_kin(day: date) -> list[Kinship]:
    """Return the ties that ended, and those of who holds no office any more, KEPT before `day`.

    One statement over the whole table, for the clock, once a day.
    """
    limit = day - KEPT
    last = func.coalesce(Tenure.ended, Tenure.until, date.max)
    office = select(Tenure.id).where(
        Tenure.person_id == Kinship.person_id, Tenure.superseded_at.is_(None), last >= limit
    )
    where = or_(Kinship.until < limit, ~office.exists())
    return list(db.session.scalars(select(Kinship).where(where).order_by(Kinship.id)))
