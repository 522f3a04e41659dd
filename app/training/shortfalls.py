"""Who is short and when: a page of people with the need that each one's record shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.rulebooks.terms import Rulebook
from app.training.coverage import Asked, Target, need_of
from app.training.queries.coverage import ShortLine
from app.training.queries.record import done_among, first_sittings_ahead, sat_among


@dataclass(frozen=True)
class Shortfall:
    """A person with the hours that are missing in the window; `when` they are too few, None where
    no day is known; `sat`: an assessor who has sat without them."""

    line: ShortLine
    missing: int
    when: date | None
    sat: bool = False


def shortfalls_of(
    lines: Sequence[ShortLine], asked: Asked, book: Rulebook, today: date
) -> list[Shortfall]:
    """Return when the hours of some people are too few (five statements)."""
    ids = [line.person_id for line in lines]
    assessors = asked.target is Target.ASSESSORS
    done = done_among(ids)
    first = first_sittings_ahead(ids, today) if assessors else {}
    sat = sat_among(ids) if assessors else frozenset()
    found = []
    for line in lines:
        need = need_of(
            asked.target, done.get(line.person_id, []), first.get(line.person_id), book, today
        )
        when = need.short_from if need else None
        missing = asked.hours - line.have
        found.append(Shortfall(line, missing, when, line.person_id in sat))
    return found
