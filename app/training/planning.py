"""The half days of a cohort, laid out over its working days (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from app.people.terms import Half
from app.training.facts import SessionWords, Subject

HOURS = 4  # class hours that a half day holds
HALVES = (Half.AM, Half.PM)


def days_of(starts: date, ends: date) -> list[date]:
    """Return the days from the first to the last, both included."""
    return [starts + timedelta(days=n) for n in range((ends - starts).days + 1)]


def laid_out(days: Iterable[date], subjects: Sequence[Subject]) -> list[SessionWords]:
    """Return sessions for the subjects in their order, on the half days of some days.

    A half day holds four class hours of one subject or of several; they end with the course or
    with the last day, whichever comes first.
    """
    left = [[subject.name, subject.hours] for subject in subjects if subject.hours > 0]
    found: list[SessionWords] = []
    for day in days:
        for half in HALVES:
            hours, names = 0, []
            while left and hours < HOURS:
                name, more = left[0]
                part = min(int(more), HOURS - hours)
                hours, left[0][1] = hours + part, int(more) - part
                names.append(str(name))
                if left[0][1] == 0:
                    left.pop(0)
            if hours:
                found.append(SessionWords(day, half, hours, "、".join(names)[:80]))
    return found
