"""Which days the clock has to do, and what of them is still worth telling. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from app.messages.terms import Notice

MOST_DAYS = 31  # after a longer stop the days before are past help


def days_to_do(through: date | None, today: date) -> list[date]:
    """Return the days after `through` up to `today`, in order; today always, for it goes on.

    Without a `through` (a first start) only today. At most the last 31 days.
    """
    first = today if through is None else min(through + timedelta(days=1), today)
    first = max(first, today - timedelta(days=MOST_DAYS - 1))
    return [first + timedelta(days=n) for n in range((today - first).days + 1)]


def done_through(days: list[date], failed: Iterable[date]) -> date:
    """Return the day through which all is done: the last of `days`, or that before a failure."""
    held = min(failed, default=None)
    return days[-1] if held is None else held - timedelta(days=1)


def caught_up(notices: Iterable[Notice]) -> tuple[list[Notice], list[Notice]]:
    """Split what several days would have told into what is told now and what is passed over.

    A reminder whose lead times 7, 3 and 1 all fell into a stop is told once, the last of them.
    """
    latest: dict[tuple[str, str, str], Notice] = {}
    passed: list[Notice] = []
    for notice in sorted(notices, key=lambda n: n.due_day):
        about = (notice.rule, notice.subject, notice.recipient.key)
        earlier = latest.get(about)
        if earlier is not None and earlier.due_day < notice.due_day:
            passed.append(earlier)
        latest[about] = notice
    return list(latest.values()), passed
