"""As of any day, and as it was known at any moment.

A day is a date in the body's zone, ends inclusive; `known_at` is an aware moment, None for now.
A row is known from `recorded_at` until `superseded_at`; the last day of a tenure is `ended`
where it ended early, else `until`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from app.bodies.queries import forebears, heirs
from app.people.models import Check, Identity, Oath, OathTenure, Tenure
from app.people.rules import Bar
from app.people.terms import Office
from app.shared.db import db


def known(row: Any, known_at: datetime | None) -> Any:
    """Return the condition that a row was known at a moment (None: now)."""
    if known_at is None:
        return row.superseded_at.is_(None)
    still = or_(row.superseded_at.is_(None), row.superseded_at > known_at)
    return and_(row.recorded_at <= known_at, still)


def last_day(row: Any = Tenure) -> Any:
    """Return the expression of a tenure's last day (null: open)."""
    return func.coalesce(row.ended, row.until)


def holding(day: Any, row: Any = Tenure) -> Any:
    """Return the condition that a tenure holds on `day` (a date, or what a statement is given as
    one); the plain column first, for its index."""
    return and_(
        row.since <= day,
        or_(row.until.is_(None), row.until >= day),
        or_(row.ended.is_(None), row.ended >= day),
    )


def in_office(
    body_id: int, office: Office, day: date, known_at: datetime | None = None
) -> list[Tenure]:
    """Return the tenures of an office that held in a body on `day` (ix_tenure_office).

    A court that took over another has its people; one that was taken over has none after that
    day. A court that was split has those who were not given a place elsewhere yet.
    """
    if body_id not in heirs(body_id, day):
        return []
    statement = select(Tenure).options(joinedload(Tenure.person)).order_by(Tenure.id)
    where = (Tenure.body_id.in_(forebears(body_id, day)), Tenure.office == office)
    return list(db.session.scalars(statement.where(*where, holding(day), known(Tenure, known_at))))


def identity_on(person_id: int, day: date, known_at: datetime | None = None) -> Identity | None:
    """Return name, sex and birth as true on `day` and as known at a moment, or None."""
    true = or_(Identity.true_from.is_(None), Identity.true_from <= day)
    statement = select(Identity).where(Identity.person_id == person_id, known(Identity, known_at))
    # Always-true rows have no day: they come after those that say since when.
    order = (func.coalesce(Identity.true_from, date.min).desc(), Identity.id.desc())
    return db.session.scalar(statement.where(true).order_by(*order).limit(1))


def tenures_of(person_id: int, known_at: datetime | None = None) -> list[Tenure]:
    """Return a person's tenures with their bodies, newest first (ix_tenure_person)."""
    statement = select(Tenure).options(joinedload(Tenure.body))
    where = (Tenure.person_id == person_id, known(Tenure, known_at))
    return list(db.session.scalars(statement.where(*where).order_by(Tenure.since.desc())))


def assessor_tenures(person_id: int, body_id: int, day: date) -> list[Tenure]:
    """Return a person's tenures as assessor of a body, or of what merged into it, that hold on
    `day` or begin later (ix_tenure_person)."""
    return [
        held
        for held in tenures_of(person_id)
        if held.office == Office.ASSESSOR
        and held.body_id in forebears(body_id, day)
        and (held.ended or held.until or date.max) >= day
    ]


def oaths_of(tenure_ids: Iterable[int]) -> dict[int, Oath]:
    """Return the first oath that covers each of the tenures, by the tenure's id."""
    rows = db.session.execute(_oaths(), {"tenures": list(tenure_ids)})
    return {row.tenure_id: row.Oath for row in rows}


@cache
def _oaths() -> Select[int, Oath]:
    oaths = select(OathTenure.tenure_id, Oath).join(Oath, Oath.id == OathTenure.oath_id)
    tenures = bindparam("tenures", type_=Integer(), expanding=True)
    return oaths.where(OathTenure.tenure_id.in_(tenures)).order_by(Oath.day.desc())


def bars_among(person_ids: Iterable[int], day: date) -> dict[int, tuple[Bar, ...]]:
    """Return the bars that stand on `day`: by person, what the last check of each kind found.

    Raises nothing for a person without a check: he has no entry (ix_bar_check_person).
    """
    statement = select(Check).where(
        Check.person_id.in_(list(person_ids)), Check.day <= day, Check.superseded_at.is_(None)
    )
    by_person: dict[int, list[Check]] = {}
    for check in db.session.scalars(statement):
        by_person.setdefault(check.person_id, []).append(check)
    found = {person_id: bars_found(checks, day) for person_id, checks in by_person.items()}
    return {person_id: bars for person_id, bars in found.items() if bars}


def bars_found(checks: Iterable[Check], day: date) -> tuple[Bar, ...]:
    """Return the bars that stand on `day` by a person's checks: the last of each kind counts."""
    made = sorted((c for c in checks if c.day <= day), key=lambda c: (c.day, c.id))
    last = {(check.kind, check.code): check for check in made}
    return tuple(
        Bar(kind, code)
        for (kind, code), check in last.items()
        if check.barred and (check.expires is None or check.expires >= day)
    )
