"""Working days: the library's calendar, with the announced days of the table on top.

Holidays and make-up workdays of China come from `chinesecalendar` for the years it knows and
from `holidays` for later ones, where make-up workdays are not announced yet.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar
import holidays

from app.bodies.queries import announced_days

KNOWN_YEARS = frozenset(day.year for day in chinese_calendar.constants.holidays)


@lru_cache(maxsize=4000)
def _by_library(day: date) -> bool:
    if day.year in KNOWN_YEARS:
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and day not in holidays.country_holidays("CN", years=day.year)


def working_day(day: date, announced: dict[date, bool]) -> bool:
    """Say whether `day` is a working day; `announced` days go before the library's."""
    return announced.get(day, _by_library(day))


def is_working_day(day: date) -> bool:
    """Say whether a day is a working day by the library and the announced days."""
    return working_day(day, announced_days())


def add_working_days(day: date, number: int, announced: dict[date, bool] | None = None) -> date:
    """Return the `number`-th working day after `day` (0: `day` itself, working or not).

    The announced days are read where they are not given.
    """
    announced = announced_days() if announced is None else announced
    while number > 0:
        day += timedelta(days=1)
        number -= working_day(day, announced)
    return day


def working_days_until(day: date, last: date, announced: dict[date, bool] | None = None) -> int:
    """Return how many working days lie after `day` until `last` (inclusive), 0 once it is over.

    The announced days are read where they are not given.
    """
    announced = announced_days() if announced is None else announced
    ahead = (day + timedelta(days=n) for n in range(1, (last - day).days + 1))
    return sum(working_day(one, announced) for one in ahead)
