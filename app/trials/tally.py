"""What one person's part in a panel adds to his years (pure): cases, half days, cases assigned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Total:
    """Cases and half days sat in a year, and cases with a seat held that was not sat yet."""

    cases: int = 0
    halves: int = 0
    assigned: int = 0

    def __sub__(self, other: Total) -> Total:
        return Total(
            self.cases - other.cases, self.halves - other.halves, self.assigned - other.assigned
        )


def tally(sat: Sequence[tuple[date, int]], cases: int, held_in: int | None) -> dict[int, Total]:
    """Return what one person's part in one panel adds to his years.

    `sat` are (day, half days) as recorded; `cases` how many cases the panel hears; `held_in`
    the year of the seat still held, None without one. The cases count once, in the year in
    which he first sat (Article 24 limits cases, not days); until then they are assigned.
    """
    came = sorted((day, halves) for day, halves in sat if halves > 0)
    years: dict[int, Total] = {}
    for day, halves in came:
        before = years.get(day.year, Total())
        years[day.year] = Total(before.cases, before.halves + halves, 0)
    if came:
        first = years[came[0][0].year]
        years[came[0][0].year] = Total(cases, first.halves, 0)
    elif held_in is not None:
        years[held_in] = Total(0, 0, cases)
    return years


def differences(before: Mapping[int, Total], after: Mapping[int, Total]) -> dict[int, Total]:
    """Return by how much each year's total changes; years that stay are left out."""
    none = Total()
    found = {y: after.get(y, none) - before.get(y, none) for y in {*before, *after}}
    return {year: change for year, change in sorted(found.items()) if change != none}
