"""Days as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.shared.fullwidth import halfwidth

_FULL = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?\Z")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)\Z")
_THIS_YEAR = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?\Z")
_AHEAD = re.compile(r"([+-])(\d{1,4})\s*d\Z", re.IGNORECASE)
_MIDNIGHT = re.compile(r"[ T]+0{1,2}:00(:00(\.0+)?)?\Z")
_YEAR = re.compile(r"(\d{4})\s*(?:年|[-./年]\s*(\d{1,2})\s*月?)?\Z")
_SERIAL = re.compile(r"\d{5}(\.0+)?\Z")
# The day of number 0 of a workbook (ECMA-376, 18.17.4.1), by either of its two systems.
ZERO_1900, ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_YEAR, _LAST_YEAR = 1850, 2199


class NotADay(ValueError):
    """The text is no day; `text` is what was written."""

    def __init__(self, text: str):
        self.text = text
        super().__init__(text)


class OutOfYears(NotADay):
    """The text is a day, of a year that nobody here can mean."""


@dataclass(frozen=True)
class Birth:
    """When a person was born: the day, or the year only (`day` is None)."""

    year: int
    day: date | None = None

    def age_on(self, day: date) -> int:
        """Return the completed years of age on `day`; with a year only, the higher age."""
        born = self.day or date(self.year, 1, 1)
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def __str__(self) -> str:
        return self.day.isoformat() if self.day else str(self.year)


def iso_day(text: str) -> date | None:
    """Return the day of an address (2026-11-21), None for anything else."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def days_of_week(day: date) -> list[date]:
    """Return the seven days of the week of `day`, from its Monday."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=n) for n in range(7)]


def day_meant(text: str, today: date) -> date | None:
    """Return the day that `text` means, as `parse_day` reads it, None where it means none."""
    try:
        return parse_day(text, today)
    except NotADay:
        return None


def parse_day(text: str, today: date, *, whole: bool = False) -> date:
    """Return the day that `text` means; with `whole` only one that is written with its year.

    Takes 2026-11-21, 2026-9-17, 2026.9.17, 2026/9/17, 20260917, 2026年9月17日, 9月17日 (in the
    year of `today`), +3d and -3d (from `today`), full-width digits, and a midnight behind a day.
    Raises NotADay, also for years outside 1850 to 2199.
    """
    plain = halfwidth(text)
    if not whole and (ahead := _AHEAD.match(plain)):
        try:
            return today + int(ahead[1] + ahead[2]) * timedelta(days=1)
        except OverflowError:
            raise NotADay(text) from None
    if not whole and (found := _THIS_YEAR.match(plain)):
        return _day(text, today.year, found[1], found[2])
    plain = _MIDNIGHT.sub("", plain)
    if found := _FULL.match(plain) or _COMPACT.match(plain):
        return _day(text, found[1], found[2], found[3])
    raise NotADay(text)


def _day(text: str, year: str | int, month: str, day: str) -> date:
    try:
        parsed = date(int(year), int(month), int(day))
    except ValueError:
        raise NotADay(text) from None
    if not _FIRST_YEAR <= parsed.year <= _LAST_YEAR:
        raise OutOfYears(text)
    return parsed


def day_from_serial(text: str, zero: date = ZERO_1900) -> date:
    """Return the day of a bare day number of a workbook, such as 46282, counted from `zero`.

    Only five digits (from 1900: 1927-05-18 to 2173-10-14): four are a year. Raises NotADay.
    """
    plain = halfwidth(text)
    if not _SERIAL.match(plain):
        raise NotADay(text)
    day = zero + timedelta(days=int(plain[:5]))
    return _day(text, day.year, str(day.month), str(day.day))


def parse_birth(text: str, today: date) -> Birth:
    """Return a day or a year of birth: 1985-03-07 and its like, 1985, 1985年, 1985.03.

    A month without a day gives the year only: 1985.1 in a workbook may have been 1985.10.
    Raises NotADay, also for what lies after `today`.
    """
    plain = halfwidth(text)
    if found := _YEAR.match(plain):
        birth = Birth(int(found[1]))
        if found[2] and not 1 <= int(found[2]) <= 12:
            raise NotADay(text)
    else:
        day = parse_day(plain, today, whole=True)
        birth = Birth(day.year, day)
    if not _FIRST_YEAR <= birth.year <= today.year or (birth.day and birth.day > today):
        raise NotADay(text)
    return birth
