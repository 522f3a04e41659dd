"""Words of bringing in a roll: its steps, the courts it concerns, what the register knows."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.people.imports.terms import Circumstances, Fault, Outcome, State
from app.people.rules import Bar, last_day_of_term
from app.people.terms import Form, Office, RollKind
from app.shared.refusals import HARD

SMALL = 500  # rows: fewer are checked and applied while the officer waits
CHUNK = 1000  # rows compared with the register by one set of statements
PAGE = 50  # rows on a page of the preview


class ImportState(StrEnum):
    """The steps of an import; each follows the one before."""

    UPLOADED = "uploaded"
    MAPPED = "mapped"
    PREVIEWED = "previewed"
    APPLIED = "applied"
    UNDONE = "undone"


@dataclass(frozen=True)
class Given:
    """What the officer says of all rows that do not say it themselves."""

    office: Office = Office.ASSESSOR
    since: date | None = None


@dataclass(frozen=True)
class Court:
    """A court whose roll is brought in, and what the rules of a row look at there."""

    id: int
    name: str
    congress: str
    around: Circumstances = dataclasses.field(repr=False)


@dataclass(frozen=True)
class Held:
    """A tenure as the register has it, with its act, oath and rolls; `last` counts early ends.

    `rolls` are (kind, subject, open): an open entry has no last day.
    """

    id: int
    version: int
    body_id: int
    court: str
    office: Office
    since: date
    until: date | None
    ended: date | None
    form: Form | None
    rank: str
    earlier_terms: int
    basic: bool
    act: tuple[str, str, date] | None = None
    oath: date | None = None
    rolls: tuple[tuple[RollKind, str, bool], ...] = ()

    @property
    def last(self) -> date | None:
        """The last day in office (None: open)."""
        return self.ended or self.until


@dataclass(frozen=True)
class Registered:
    """A person in the register; `here`: one whose file the court of the import keeps.

    `values` are the person's own, by the fields of a row; `year` is (cases, halves).
    """

    id: int
    version: int
    here: bool
    values: Mapping[str, Any]
    has_number: bool = False
    tenures: tuple[Held, ...] = ()
    year: tuple[int, int] | None = None
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True)
class KnownAct:
    """An act in the register: when adopted, and whether it was annulled."""

    id: int
    adopted: date
    annulled: bool


@dataclass(frozen=True)
class Register:
    """What the register has for some rows, read in a fixed number of statements.

    `by_hash` by keyed hash of the number; `by_name` the persons of a name; `acts` by body id,
    organ and number.
    """

    hashes: Mapping[str, str]
    by_hash: Mapping[str, Registered]
    by_name: Mapping[str, tuple[Registered, ...]]
    acts: Mapping[tuple[int, str, str], KnownAct]


@dataclass(frozen=True)
class Weighed:
    """A row weighed against the register: what it would do, to whom, to which tenure."""

    outcome: Outcome
    court: Court
    found: Registered | None = None
    held: Held | None = None

    def against(self, faults: Sequence[Fault]) -> Weighed:
        """Return the row with more that stands against it; a hard fault keeps it out."""
        was = self.outcome
        wrong = any(fault.strength == HARD for fault in faults)
        state, changes = (State.WRONG, ()) if wrong else (was.state, was.changes)
        told = (*was.faults, *faults)
        return dataclasses.replace(self, outcome=Outcome(state, was.person, changes, told))


def start_of(values: Mapping[str, Any], given: Given) -> date | None:
    """Return the first day of a row's term: as stated, else as given for all rows."""
    return values.get("from") or given.since


def end_of(values: Mapping[str, Any], start: date, court: Court) -> date | None:
    """Return the last day of a row's term; an assessor's without one lasts the law's length."""
    if "until" in values or values["office"] != Office.ASSESSOR:
        return values.get("until")
    return last_day_of_term(start, court.around.book)


def act_of(values: Mapping[str, Any], court: Court) -> tuple[str, str, date | None] | None:
    """Return organ, number and day of the act a row names, or None where it names none.

    Without a number the act is known by its day; the organ is the court's congress if unsaid.
    """
    day = values.get("act_date")
    number = values.get("act_number") or (day.isoformat() if day else "")
    if not number:
        return None
    return values.get("act_organ") or court.congress, number, day


__all__ = [
    "CHUNK",
    "PAGE",
    "SMALL",
    "Court",
    "Fault",
    "Given",
    "Held",
    "ImportState",
    "KnownAct",
    "Register",
    "Registered",
    "Weighed",
    "act_of",
    "end_of",
    "start_of",
]
