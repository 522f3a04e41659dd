"""How old those in office are on a day, counted by the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from app.people.ages import HIGHEST, LOWEST, STEP, UNKNOWN, Counts
from app.people.models import Person, Tenure
from app.people.queries.asof import holding
from app.people.queries.finding import Sight, among
from app.people.terms import Office, Sex
from app.shared.db import db


def ages_in_office(sight: Sight, office: Office, day: date) -> Counts:
    """Return how many hold an office on a day in the bodies in sight, by sex and band of ages.

    Who is born in a year of which no day is known counts as old as he may be, as in the rules. One
    statement (ix_tenure_office).
    """
    band = _band(day).label("band")
    counted = (
        select(Person.sex, band, func.count())
        .select_from(Tenure)
        .join(Person, Person.id == Tenure.person_id)
        .where(among(Tenure.body_id, sight.bodies), Tenure.office == office)
        .where(Tenure.superseded_at.is_(None), holding(day))
        .group_by(Person.sex, band)
    )
    rows = db.session.execute(counted)
    return {(Sex(sex) if sex else None, at): number for sex, at, number in rows}


def _band(day: date) -> Any:
    """Return the lowest age of a person's band: born after a day is younger than an age."""
    limits: list[tuple[Any, int]] = []
    for age in range(LOWEST, HIGHEST + 1, STEP):
        turned = _before(day, age)
        younger = or_(
            Person.birth > turned,
            and_(Person.birth.is_(None), Person.birth_year > day.year - age),
        )
        limits.append((younger, age - STEP))
    unknown = and_(Person.birth.is_(None), Person.birth_year.is_(None))
    return case((unknown, UNKNOWN), *limits, else_=HIGHEST)


def _before(day: date, years: int) -> date:
    """Return the last day of birth of whoever is that old on a day; born on 29 February he is so
    on 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
