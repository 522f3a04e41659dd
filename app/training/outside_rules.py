"""Rules of courses elsewhere: what may be written down of them (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.shared.refusals import Refusal
from app.shared.texts import N_
from app.training.terms import Purpose

A_DAY = 12  # class hours that a day holds at most


@dataclass(frozen=True)
class OutsideWords:
    """A course elsewhere, as its evidence shows it."""

    title: str
    provider: str
    purpose: Purpose
    since: date
    until: date
    hours: int
    days: int
    evidence: str


def judge_outside(words: OutsideWords, today: date) -> list[Refusal]:
    """Return what stands against writing down a course elsewhere (default of the product)."""
    found = []
    if words.until < words.since:
        text = N_("The last day comes before the first.")
        found.append(Refusal("outside.span", text, place="until"))
    if words.until > today:
        text = N_("%(day)s is still to come: only what was completed is written down.")
        found.append(
            Refusal("outside.future", text, {"day": words.until.isoformat()}, place="until")
        )
    span = (words.until - words.since).days + 1
    if words.until >= words.since and words.hours > span * A_DAY:
        text = N_("%(hours)s class hours do not fit into %(days)s days.")
        found.append(
            Refusal("outside.hours", text, {"hours": words.hours, "days": span}, place="hours")
        )
    if words.until >= words.since and words.days > span:
        text = N_("%(taught)s days of teaching do not fit into %(days)s days.")
        found.append(
            Refusal("outside.days", text, {"taught": words.days, "days": span}, place="days")
        )
    if not words.evidence.strip():
        text = N_("Say what shows it: the number of the certificate, or the letter that you saw.")
        found.append(Refusal("outside.evidence", text, place="evidence"))
    return found
