"""Hours of training over a career, in the windows of the rulebook, and when they fall short (pure).

What is not done yet is not counted: hours stand on the last day of what was completed. Two rules
ask hours or, in their place, days: twelve days of teaching a year, three months in five years.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.people.terms import Office
from app.rulebooks.terms import Rulebook
from app.training.facts import LEADING
from app.training.terms import Purpose
from app.training.trainee_rules import CADRES, years_before

PRE_SERVICE, SECTION = "training.pre_service", "training.section_hours"
LEADING_HOURS, LEADING_PERIOD = "training.leading_hours", "training.leading_period"
LEADING_MONTHS, SECTION_DAYS = "training.leading_months", "training.section_days"
STUDY = "study.hours"
MONTH = 30  # days: a course of three months runs ninety, its free days among them


@dataclass(frozen=True)
class Done:
    """A course that was completed: its last day, its class hours, what it prepared for.

    `days`: days of teaching, as far as they are known; `span`: days from the first to the last.
    """

    until: date
    hours: int
    purpose: Purpose
    days: int = 0
    span: int = 0


@dataclass(frozen=True)
class Need:
    """Hours that a rule asks within a window, and how many there are; or days in their place.

    `due`: by when (None: no day is known); `short_from`: the first day on which they will not be
    enough if nothing more is done, None where that never comes.
    """

    key: str
    hours: int
    have: int
    since: date | None
    due: date | None
    short_from: date | None = None
    days: int | None = None
    days_done: int = 0

    @property
    def missing(self) -> int:
        """Hours that are still to be done; none where the days suffice in their place."""
        if self.days is not None and self.days_done >= self.days:
            return 0
        return max(0, self.hours - self.have)


def _hours(one: Done) -> int:
    return one.hours


def _days(one: Done) -> int:
    return one.days


def _span(one: Done) -> int:
    return one.span


def hours_in(
    done: Iterable[Done], since: date | None, until: date, of: Callable[[Done], int] = _hours
) -> int:
    """Return the hours completed from a day (None: ever) to another, both included.

    `of` counts something else of each course.
    """
    return sum(of(d) for d in done if d.until <= until and (since is None or d.until >= since))


def needs_of(
    offices: Collection[Office],
    done: Collection[Done],
    first_sitting: date | None,
    book: Rulebook,
    today: date,
) -> list[Need]:
    """Return every need that the book has for who holds some offices today."""
    found: list[Need | None] = []
    if Office.ASSESSOR in offices:
        found.append(before_first_sitting(done, first_sitting, book, today))
    leads = any(office in LEADING for office in offices)
    if leads:
        found.append(within_the_period(done, book, today))
    elif any(office in CADRES for office in offices):
        found.append(within_the_year(done, book, today))
    if leads or any(office in CADRES for office in offices):
        found.append(studied_this_year(done, book, today))
    return [need for need in found if need is not None]


def before_first_sitting(
    done: Iterable[Done], first_sitting: date | None, book: Rulebook, today: date
) -> Need | None:
    """At least 40 class hours before the first sitting (Training Measures 2019, whole text)."""
    hours = _value(book, PRE_SERVICE)
    if hours is None:
        return None
    own = [one for one in done if one.purpose is Purpose.PRE_SERVICE]
    have = hours_in(own, None, today)
    short = first_sitting if have < hours else None
    return Need(PRE_SERVICE, hours, have, None, first_sitting, short)


def within_the_period(done: Iterable[Done], book: Rulebook, today: date) -> Need | None:
    """Leading cadres: three months or 550 class hours in five years (Regulations 2023, whole text).

    A month is thirty days, counted from the first to the last of each course.
    """
    hours, years = _value(book, LEADING_HOURS), _value(book, LEADING_PERIOD)
    if hours is None or years is None:
        return None
    done, months = list(done), _value(book, LEADING_MONTHS)
    since = day_after(years_before(today, years))
    short = short_from(done, hours, years, today)
    days = None if months is None else months * MONTH
    if short is not None and days is not None:
        other = short_from(done, days, years, today, _span)
        short = None if other is None else max(short, other)
    have, spent = hours_in(done, since, today), hours_in(done, since, today, _span)
    return Need(LEADING_HOURS, hours, have, since, None, short, days, spent)


def within_the_year(done: Iterable[Done], book: Rulebook, today: date) -> Need | None:
    """Section level and below: 12 days or 90 class hours a year (Regulations 2023, whole text)."""
    done = list(done)
    need, days = _this_year(SECTION, done, book, today), _value(book, SECTION_DAYS)
    if need is None or days is None:
        return need
    taught = hours_in(done, need.since, today, _days)
    short = None if taught >= days else need.short_from
    return replace(need, short_from=short, days=days, days_done=taught)


def studied_this_year(done: Iterable[Done], book: Rulebook, today: date) -> Need | None:
    """Hours of study a year, where a court has set any: none by itself (default)."""
    return _this_year(STUDY, done, book, today)


def short_from(
    done: Iterable[Done],
    hours: int,
    years: int,
    today: date,
    of: Callable[[Done], int] = _hours,
) -> date | None:
    """Return the first day from today on which the last `years` years hold fewer than `hours`.

    None where no hours are asked. Courses fall out of the window on their anniversary. `of`
    counts something else of each course.
    """
    if hours <= 0:
        return None
    start = years_before(today, years)
    kept = sorted((one for one in done if start < one.until <= today), key=lambda one: one.until)
    have = sum(of(one) for one in kept)
    if have < hours:
        return today
    for one in kept:
        have -= of(one)
        if have < hours:
            return falls_out(one.until, years)
    return None


def falls_out(until: date, years: int) -> date:
    """Return the day on which what ended on a day lies some years back; of 29 February 1 March."""
    try:
        return until.replace(year=until.year + years)
    except ValueError:
        return date(until.year + years, 3, 1)


def day_after(day: date) -> date:
    """Return the next day."""
    return date.fromordinal(day.toordinal() + 1)


def _this_year(key: str, done: Iterable[Done], book: Rulebook, today: date) -> Need | None:
    hours = _value(book, key)
    if hours is None:
        return None
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    have = hours_in(done, first, today)
    return Need(key, hours, have, first, last, last if have < hours else None)


def _value(book: Rulebook, key: str) -> int | None:
    return book.value(key) if book.has(key) else None
