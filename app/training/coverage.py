"""Whose hours are asked, in which window, and who has them: whole groups at once (pure).

Short is who has too few by the end of the year if nothing more is done; of assessors, who has too
few before a first sitting.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from app.people.terms import Office
from app.rulebooks.terms import Rulebook
from app.training.facts import LEADING
from app.training.hours import (
    LEADING_HOURS,
    LEADING_MONTHS,
    LEADING_PERIOD,
    MONTH,
    PRE_SERVICE,
    SECTION,
    SECTION_DAYS,
    STUDY,
    Done,
    Need,
    before_first_sitting,
    day_after,
    studied_this_year,
    within_the_period,
    within_the_year,
)
from app.training.terms import Purpose
from app.training.trainee_rules import CADRES, years_before


class Target(StrEnum):
    """Whose hours are asked."""

    ASSESSORS = "assessors"
    CADRES = "cadres"
    LEADING = "leading"
    STUDY = "study"


KEYS = {
    Target.ASSESSORS: PRE_SERVICE,
    Target.CADRES: SECTION,
    Target.LEADING: LEADING_HOURS,
    Target.STUDY: STUDY,
}
OFFICES: dict[Target, tuple[Office, ...]] = {
    Target.ASSESSORS: (Office.ASSESSOR,),
    Target.CADRES: CADRES,
    Target.LEADING: LEADING,
    Target.STUDY: (*CADRES, *LEADING),
}


@dataclass(frozen=True)
class Asked:
    """So many hours that a rule asks of a group, counted from a day (None: ever).

    `purpose`: only courses for it count; `days`: so many suffice in the place of hours, of leading
    cadres from the first to the last of a course, of others days of teaching; `hours_at`: other
    numbers of hours, by body.
    """

    target: Target
    hours: int
    since: date | None
    purpose: Purpose | None = None
    days: int | None = None
    hours_at: Mapping[int, int] | None = None

    @property
    def offices(self) -> tuple[Office, ...]:
        """The offices of the group."""
        return OFFICES[self.target]


def asked_of(target: Target, book: Rulebook, today: date) -> Asked | None:
    """Return what the book asks of a group in the year of a day, None where it asks nothing."""
    key = KEYS[target]
    hours = _value(book, key)
    if not hours:
        return None
    if target is Target.ASSESSORS:
        return Asked(target, hours, None, Purpose.PRE_SERVICE)
    if target is Target.LEADING:
        years, months = _value(book, LEADING_PERIOD), _value(book, LEADING_MONTHS)
        since = day_after(years_before(date(today.year, 12, 31), years)) if years else None
        days = months * MONTH if months is not None else None
        return Asked(target, hours, since, days=days) if since else None
    days = _value(book, SECTION_DAYS) if target is Target.CADRES else None
    return Asked(target, hours, date(today.year, 1, 1), days=days)


def _value(book: Rulebook, key: str) -> int | None:
    return book.value(key) if book.has(key) else None


def asked_where(asked: Asked, values: Mapping[int, Any]) -> tuple[Asked, tuple[int, ...]]:
    """Return what is asked with the courts' own numbers, and the courts that ask anything."""
    bodies = tuple(body for body, value in values.items() if value)
    own = {body: values[body] for body in bodies if values[body] != asked.hours}
    return replace(asked, hours_at=own or None), bodies


def need_of(
    target: Target, done: Collection[Done], first_sitting: date | None, book: Rulebook, today: date
) -> Need | None:
    """Return the need of somebody in a group as his own training record shows it."""
    if target is Target.ASSESSORS:
        return before_first_sitting(done, first_sitting, book, today)
    within = {
        Target.CADRES: within_the_year,
        Target.LEADING: within_the_period,
        Target.STUDY: studied_this_year,
    }
    return within[target](done, book, today)


@dataclass(frozen=True)
class Covered:
    """How many of a place, a court (its id) or a district, are due and have the hours."""

    place: int | str
    due: int
    enough: int

    @property
    def short(self) -> int:
        """How many have too few."""
        return self.due - self.enough

    @property
    def share(self) -> int:
        """Per cent that has them, a whole number that is never 100 while one is short."""
        return 100 * self.enough // self.due if self.due else 0


def worst_first(places: Iterable[Covered]) -> list[Covered]:
    """Return places with the lowest share first, where more are short first."""
    return sorted(places, key=lambda one: (one.share, -one.short, str(one.place).zfill(12)))
