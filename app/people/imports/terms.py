"""Words of the import: what a row says, what is wrong with it, what the register knows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Self

from app.rulebooks.terms import Rulebook
from app.shared.refusals import HARD, Refusal

NO_FACTS: Mapping[str, Any] = MappingProxyType({})


class State(StrEnum):
    """What a row would do to the register."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


class Education(StrEnum):
    """Levels of education, from the lowest to the highest."""

    PRIMARY = "primary"
    JUNIOR_HIGH = "junior_high"
    SENIOR_HIGH = "senior_high"
    COLLEGE = "college"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTOR = "doctor"


@dataclass(frozen=True)
class Fault:
    """What is wrong with one row: in which field, in words, and what to do about it.

    A `soft` fault is shown and does not keep the row out; `document` and `article` cite the
    source, as those of a Refusal do.
    """

    field: str
    key: str
    text: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=lambda: NO_FACTS, hash=False)
    way_out: str = ""
    strength: str = HARD
    document: str = ""
    article: str = ""

    @classmethod
    def of(cls, refusal: Refusal) -> Self:
        """Return the fault of a row that a rule of the book refuses."""
        return cls(
            refusal.place,
            refusal.key,
            refusal.text,
            refusal.facts,
            refusal.way_out,
            refusal.strength,
            refusal.document,
            refusal.article,
        )


@dataclass(frozen=True)
class Row:
    """One row as read: values by field, only those that are there; its line in the file.

    Values: name, text fields str; sex Sex; birth dates.Birth; id_number IdentityNumber; days
    date; education an Education's word or the text as written; office Office; roll RollKind,
    roll_subject str; form Form; earlier_terms and cases_this_year int; days_this_year float in
    halves.
    """

    values: Mapping[str, Any] = dataclasses.field(hash=False)
    faults: tuple[Fault, ...] = ()
    line: int = 0

    @property
    def is_wrong(self) -> bool:
        """True if a hard fault keeps the row out of the register."""
        return any(fault.strength == HARD for fault in self.faults)


@dataclass(frozen=True)
class Circumstances:
    """What the rules know besides the row; `None` for districts or courts: not checked.

    `court` is the court of the import, for rows that name none; `basic_courts` are names.
    """

    book: Rulebook
    today: date
    districts: frozenset[str] | None = None
    courts: frozenset[str] | None = None
    basic_courts: frozenset[str] = frozenset()
    court: str = ""


@dataclass(frozen=True)
class KnownPerson:
    """A person in the register, with the values that a row may state, by the same fields.

    Only "id_number" differs: there it is the keyed hash. `has_number`: a number is on record.
    """

    person: int
    values: Mapping[str, Any]
    has_number: bool = False


@dataclass(frozen=True)
class Known:
    """What the register has: by keyed hash of the number, and by name and birth.

    A person stands in `by_birth` under (name, "1985-03-07"), (name, "1985") and (name, ""),
    as far as the birth is known. `hash_of` gives the keyed hash of an identity number.
    """

    by_number: Mapping[str, KnownPerson]
    by_birth: Mapping[tuple[str, str], tuple[KnownPerson, ...]]
    hash_of: Callable[[str], str]


@dataclass(frozen=True)
class Change:
    """A field that would change from what the register has to what the row says."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Outcome:
    """What a row would do: its state, whom it concerns, what would change, what is wrong."""

    state: State
    person: int | None = None
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()
