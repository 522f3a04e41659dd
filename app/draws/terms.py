"""Words of draws: their states, and a person as a lot in one of them (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.sortition.terms import Composition

CODE_VERSION = "peishen-0.1.0"  # stands in every record: which code froze the roll
DAYS_AHEAD = 7
WAIVED = "waived:"  # among the rules of a record, before a rule set aside by a written reason


class DrawState(StrEnum):
    """Where a draw stands; it is never deleted."""

    FROZEN = "frozen"
    MADE = "made"
    ANNULLED = "annulled"


@dataclass(frozen=True, slots=True)
class Lot:
    """One person who can be drawn: register number, the secret of the roll entry, features.

    `secret_at` is when the secret was made (aware; None: not known, and so shown as late).
    """

    person_id: int
    number: str
    secret: bytes = field(repr=False)
    secret_at: datetime | None
    features: Mapping[str, str] = field(default_factory=dict)
    weight: int = 1


@dataclass(frozen=True)
class Asked:
    """What a draw is for: codes and numbers only, as they stand in the frozen part.

    `subject` is what attempts are counted by (`case:7`), `rulebook` name@version, `rules` keys of
    the rulebook that the roll was judged by. `drawn_for` stands outside the record: what the draw
    fills (`panel:9`), which has one draw that stands; without it, the subject itself.
    """

    subject: str
    purpose: str
    seats: int
    rulebook: str
    composition: Composition = field(default_factory=Composition)
    weights: str = "plain"
    rules: tuple[str, ...] = ()
    drawn_for: str = ""


@dataclass(frozen=True)
class Roll:
    """Whom a draw goes over: the lots, and who was left out by which rule.

    `fixed` names frozen fields that were chosen at a moment (as `composition`): one chosen
    after the day's root was published is marked late in the record.
    """

    lots: tuple[Lot, ...]
    excluded: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    fixed: Mapping[str, datetime] = field(default_factory=dict)
