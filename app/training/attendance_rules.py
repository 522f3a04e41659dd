"""Rules of attendance: when it is written down, who has missed too much (pure)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.rulebooks.terms import Rulebook
from app.shared.refusals import Refusal
from app.shared.texts import N_

ABSENCE_LIMIT = "training.absence_limit"


@dataclass(frozen=True)
class Attended:
    """What somebody has missed of a cohort so far, in class hours; excused ones are missed too."""

    name: str
    missed: int
    hours: int  # of the whole cohort


def absent_too_much(attended: Attended, book: Rulebook) -> Refusal | None:
    """Who misses more than one seventh is out (Cadre Training Regulations 2023, whole text).

    Excused hours count as missed.
    """
    share = limit_of(book)
    if share is None or attended.missed <= share * attended.hours:
        return None
    return book.refusal(
        ABSENCE_LIMIT,
        N_("%(name)s missed %(missed)s of %(hours)s class hours, more than %(limit)s."),
        N_("Tick that he is out, or write why he stays all the same."),
        name=attended.name,
        missed=attended.missed,
        hours=attended.hours,
        limit=str(share),
    )


def limit_of(book: Rulebook) -> Fraction | None:
    """Return the share of the hours that may be missed, None where the book sets none."""
    value = book.value(ABSENCE_LIMIT) if book.has(ABSENCE_LIMIT) else None
    return Fraction(value) if value else None


def judge_writing_down(day: date, today: date, closed: bool, reason: str) -> list[Refusal]:
    """Return what stands against writing down who was at a session on a day."""
    found = []
    if day > today:
        text = N_("%(day)s is still to come: who was there is written down from then on.")
        found.append(Refusal("attendance.early", text, {"day": day.isoformat()}))
    if closed and not reason.strip():
        text = N_("This attendance is written down already: say why it is corrected.")
        found.append(Refusal("attendance.reason", text, place="reason"))
    return found


def strangers(named: Collection[int], expected: Collection[int]) -> Refusal | None:
    """Only who has, or had, a seat is at a session (default of the product)."""
    if set(named) <= set(expected):
        return None
    text = N_("The list names somebody who has no seat in this cohort any more.")
    return Refusal("attendance.strangers", text, way_out=N_("Open the page anew."))
