"""Half days away, told as spans of days. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.people.terms import AbsenceKind, Half


@dataclass(frozen=True)
class Span:
    """Days in a row of one kind; `half` is None for whole days."""

    since: date
    until: date
    kind: AbsenceKind
    half: Half | None
    note: str = ""


def spans(absences: Iterable[Any]) -> list[Span]:
    """Return half days as spans: days in a row of one kind, part and note are one.

    Each has `day`, `half`, `kind` and `note`, as Absence has.
    """
    days: dict[tuple[date, AbsenceKind, str], list[Half]] = {}
    for one in absences:
        days.setdefault((one.day, one.kind, one.note), []).append(one.half)
    found: list[Span] = []
    for (day, kind, note), halves in sorted(days.items()):
        half = halves[0] if len(set(halves)) == 1 else None
        last = found[-1] if found else None
        if (
            last
            and (last.kind, last.half, last.note) == (kind, half, note)
            and (last.until + timedelta(days=1) == day)
        ):
            found[-1] = Span(last.since, day, kind, half, note)
        else:
            found.append(Span(day, day, kind, half, note))
    return found
