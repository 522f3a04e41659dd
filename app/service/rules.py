"""How long sanctions stand against a promotion. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from app.rulebooks.terms import Rulebook
from app.service.terms import Grade, SanctionKind
from app.shared.refusals import Refusal
from app.shared.texts import N_

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Sanctioned:
    """A sanction by a decision of a day."""

    decided: date
    kind: SanctionKind


class Appraised(NamedTuple):
    """What an appraisal said: its row (uid and version), year, grade, source and day."""

    uid: str
    version: int
    year: int
    grade: Grade
    source: str
    day: date


class Decided(NamedTuple):
    """A sanction as it stands: its row (uid and version), what it is, and its source."""

    uid: str
    version: int
    what: Sanctioned
    source: str


@dataclass(frozen=True)
class Freeze:
    """Days on which sanctions of one kind run (inclusive)."""

    kind: SanctionKind
    since: date
    until: date


def months_later(day: date, months: int) -> date:
    """Return the same day `months` later; where the month has no such day, the first after it."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return date(day.year + years, month + 1, day.day)
    except ValueError:
        return date(day.year + years, month + 2, 1)  # no December is too short


def months_of(kind: SanctionKind, book: Rulebook) -> int:
    """Art 8, 1953 by default: how many months a sanction of a kind runs."""
    key = f"sanction.freeze.{kind.value}"
    return (book.value(key) or 0) if book.has(key) else 0


def added_up(running: date, decided: date, months: int, book: Rulebook) -> date:
    """Art 15, 1953 by default: what is left of one and a new one of its kind add up, to a most.

    `running` is the last day of the one; the most, in months, is counted from the new decision.
    Returns the last day of both.
    """
    both = months_later(running + ONE_DAY, months) - ONE_DAY
    most = book.value("sanction.same_kind_maximum")
    return both if most is None else max(running, min(both, months_later(decided, most) - ONE_DAY))


def freezes(sanctions: Iterable[Sanctioned], book: Rulebook) -> list[Freeze]:
    """Arts 8 and 26: each runs from the day of the decision, and lifts by itself at its end.

    One that is decided while another of its kind runs is added to it.
    """
    found: dict[SanctionKind, list[Freeze]] = {}
    for one in sorted(sanctions):
        months, of_kind = months_of(one.kind, book), found.setdefault(one.kind, [])
        if months and of_kind and of_kind[-1].until >= one.decided:
            running = of_kind.pop()
            until = added_up(running.until, one.decided, months, book)
            of_kind.append(Freeze(one.kind, running.since, until))
        elif months:
            until = months_later(one.decided, months) - ONE_DAY
            of_kind.append(Freeze(one.kind, one.decided, until))
    return sorted((f for kind in found.values() for f in kind), key=lambda f: (f.since, f.until))


def frozen_until(sanctions: Iterable[Sanctioned], day: date, book: Rulebook) -> date | None:
    """Return the last day on which sanctions stand against a promotion, None where none does.

    What was decided after `day` was not known on it.
    """
    if not book.has("sanction.stops_promotion") or not book.value("sanction.stops_promotion"):
        return None
    running = freezes([one for one in sanctions if one.decided <= day], book)
    return max((one.until for one in running if one.until >= day), default=None)


def frozen(sanctions: Iterable[Sanctioned], day: date, book: Rulebook) -> Refusal | None:
    """Arts 64 and 65, 1953 by default: no promotion while a sanction runs, and none after it."""
    until = frozen_until(sanctions, day, book)
    if until is None:
        return None
    text = N_("A sanction runs until %(until)s: no promotion before it is over.")
    way_out = N_("Wait until it lifts by itself.")
    return book.refusal("sanction.stops_promotion", text, way_out, until=until.isoformat())
