"""One person's file, read in a fixed number of statements whatever the history."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TypeVar

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import joinedload

from app.people.models import (
    ActLine,
    Check,
    Identifier,
    Oath,
    Pause,
    Person,
    PersonYear,
    RollEntry,
    Tenure,
)
from app.people.queries.asof import oaths_of
from app.shared.db import db

Row = TypeVar("Row")
PERSON = bindparam("person", type_=Integer())


@dataclass(frozen=True)
class Dossier:
    """A person's offices with what interrupts them, oaths, rolls, checks, numbers, the year.

    Tenures, checks and roll entries are newest first; oaths and pauses by the tenure's id.
    """

    person: Person
    day: date
    tenures: tuple[Tenure, ...]
    pauses: Mapping[int, tuple[Pause, ...]]
    oaths: Mapping[int, Oath]
    entries: tuple[RollEntry, ...]
    checks: tuple[Check, ...]
    numbers: tuple[Identifier, ...]  # those that were corrected too, by kind and time
    year: PersonYear | None

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """The numbers that hold."""
        return tuple(one for one in self.numbers if one.superseded_at is None)

    @property
    def numbers_corrected(self) -> list[tuple[Identifier, Identifier]]:
        """Corrections of numbers, each of one kind: what stood before, what since."""
        return [(old, new) for old, new in pairwise(self.numbers) if old.kind == new.kind]

    @property
    def current(self) -> Tenure | None:
        """The tenure that holds on the day, else the one that comes next, else the last."""
        today = [t for t in self.tenures if _holds(t, self.day)]
        return next(iter(today or self.tenures), None)

    def pause_now(self, tenure: Tenure) -> Pause | None:
        """Return what interrupts a tenure on the day, if anything."""
        return next((p for p in self.pauses.get(tenure.id, ()) if _covers(p, self.day)), None)


def of_its_time(file: Dossier, bodies: Collection[int], until: date) -> Dossier:
    """Return what of a file belongs to a time in some bodies that is over since `until`.

    No numbers, nothing of this year, no check made after that day.
    """
    tenures = tuple(tenure for tenure in file.tenures if tenure.body_id in bodies)
    ids = {tenure.id for tenure in tenures}
    return replace(
        file,
        tenures=tenures,
        pauses={i: pauses for i, pauses in file.pauses.items() if i in ids},
        oaths={i: oath for i, oath in file.oaths.items() if i in ids},
        entries=tuple(entry for entry in file.entries if entry.tenure_id in ids),
        checks=tuple(check for check in file.checks if check.day <= until),
        numbers=(),
        year=None,
    )


def _holds(tenure: Tenure, day: date) -> bool:
    last = tenure.ended or tenure.until
    return tenure.since <= day and (last is None or last >= day)


def _covers(pause: Pause, day: date) -> bool:
    return pause.since <= day and (pause.until is None or pause.until >= day)


def dossier(person: Person, day: date) -> Dossier:
    """Return a person's file as of `day`, as known now (seven statements)."""
    tenures = tuple(_read(_tenures(), person))
    ids = [tenure.id for tenure in tenures]
    pauses: dict[int, tuple[Pause, ...]] = {}
    for pause in db.session.scalars(_pauses(), {"tenures": ids}):
        pauses[pause.tenure_id] = (*pauses.get(pause.tenure_id, ()), pause)
    return Dossier(
        person=person,
        day=day,
        tenures=tenures,
        pauses=pauses,
        oaths=oaths_of(ids),
        entries=tuple(_read(_entries(), person)),
        checks=tuple(_read(_checks(), person)),
        numbers=tuple(_read(_numbers(), person)),
        year=db.session.get(PersonYear, (person.id, day.year)),
    )


def _read(statement: Select[Row], person: Person) -> Iterable[Row]:
    return db.session.scalars(statement, {"person": person.id})


# Composed once: to compose them costs more than to run them.


@cache
def _tenures() -> Select[Tenure]:
    where = (Tenure.person_id == PERSON, Tenure.superseded_at.is_(None))
    with_act = joinedload(Tenure.start_line).joinedload(ActLine.act)
    statement = select(Tenure).where(*where).options(joinedload(Tenure.body), with_act)
    return statement.order_by(Tenure.since.desc(), Tenure.id.desc())


@cache
def _pauses() -> Select[Pause]:
    tenures = bindparam("tenures", type_=Integer(), expanding=True)
    return select(Pause).where(Pause.tenure_id.in_(tenures)).order_by(Pause.since.desc())


@cache
def _entries() -> Select[RollEntry]:
    entries = select(RollEntry).where(RollEntry.person_id == PERSON)
    return entries.options(joinedload(RollEntry.roll)).order_by(RollEntry.id.desc())


@cache
def _checks() -> Select[Check]:
    checks = select(Check).where(Check.person_id == PERSON, Check.superseded_at.is_(None))
    return checks.order_by(Check.day.desc(), Check.id.desc())


@cache
def _numbers() -> Select[Identifier]:
    rows = select(Identifier).where(Identifier.person_id == PERSON)
    return rows.order_by(Identifier.kind, Identifier.id)
