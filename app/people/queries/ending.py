"""Who is near an end: of a term, of the cases of a year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from app.people.models import Person, PersonYear, Tenure
from app.people.queries.asof import holding
from app.people.queries.books import Books
from app.people.terms import Office
from app.shared.db import db

CAP, NEAR = "cap.cases", "reminder.cap_near"


def terms_ending(days: Iterable[date], body_id: int | None = None) -> list[Tenure]:
    """Return the tenures whose term ends on one of `days`, with whom to write to; of all or one."""
    read = (Person.name, Person.language, Person.mail, Person.died)
    statement = select(Tenure).options(joinedload(Tenure.person).load_only(*read))
    where = [Tenure.until.in_(list(days)), Tenure.ended.is_(None), Tenure.superseded_at.is_(None)]
    where += [] if body_id is None else [Tenure.body_id == body_id]
    return list(db.session.scalars(statement.where(*where).order_by(Tenure.body_id, Tenure.id)))


def endings_of(bodies: Iterable[int], first: date, last: date) -> list[tuple[date, int]]:
    """Return how many terms end when in bodies, from a day to a day (ix_tenure_office)."""
    named = {"bodies": list(bodies), "first": first, "last": last}
    rows = db.session.execute(_endings(), named)
    return [(until, number) for until, number in rows if until]


@cache
def _endings() -> Select[*tuple[Any, ...]]:
    first, last = (bindparam(name, type_=Date()) for name in ("first", "last"))
    statement = select(Tenure.until, func.count()).where(
        Tenure.body_id.in_(bindparam("bodies", type_=Integer(), expanding=True)),
        Tenure.until.between(first, last),
        Tenure.ended.is_(None),
        Tenure.superseded_at.is_(None),
    )
    return statement.group_by(Tenure.until).order_by(Tenure.until)


def near_caps(day: date, books: Books, only: int | None = None) -> dict[int, int]:
    """Return, by body, how many in office are near the cap of the year (ix_person_year_cases)."""
    caps = books.ever(CAP)
    if not caps:
        return {}
    least = min(caps) - max(books.ever(NEAR), default=0)
    statement = (
        select(Tenure.body_id, PersonYear.cases, func.count())
        .join(Tenure, Tenure.person_id == PersonYear.person_id)
        .where(PersonYear.year == day.year, PersonYear.cases >= max(least, 1))
        .where(Tenure.office == Office.ASSESSOR, Tenure.superseded_at.is_(None), holding(day))
        .group_by(Tenure.body_id, PersonYear.cases)
    )
    if only is not None:
        statement = statement.where(Tenure.body_id == only)
    found: dict[int, int] = {}
    for body_id, cases, number in db.session.execute(statement):
        cap = books.value(body_id, CAP)
        if cap is not None and cases + (books.value(body_id, NEAR) or 0) >= cap:
            found[body_id] = found.get(body_id, 0) + number
    return found
