"""One person's file, read in a fixed number of statements whatever the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
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
    identifiers: tuple[Identifier, ...]
    year: PersonYear | None

    @property
    def current(self) -> Tenure | None:
        """The tenure that holds on the day, else the one that comes next, else the last."""
        today = [t for t in self.tenures if _holds(t, self.day)]
        return next(iter(today or self.tenures), None)

    def pause_now(self, tenure: Tenure) -> Pause | None:
        """Return what interrupts a tenure on the day, if anything."""
        return next((p for p in self.pauses.get(tenure.id, ()) if _covers(p, self.day)), None)


def _holds(tenure: Tenure, day: date) -> bool:
    last = tenure.ended or tenure.until
    return tenure.since <= day and (last is None or last >= day)


def _covers(pause: Pause, day: date) -> bool:
    return pause.since <= day and (pause.until is None or pause.until >= day)


def dossier(person: Person, day: date) -> Dossier:
    """Return a person's file as of `day`, as known now (seven statements)."""
    tenures = tuple(_tenures(person.id))
    ids = [tenure.id for tenure in tenures]
    pauses: dict[int, tuple[Pause, ...]] = {}
    for pause in db.session.scalars(
        select(Pause).where(Pause.tenure_id.in_(ids)).order_by(Pause.since.desc())
    ):
        pauses[pause.tenure_id] = (*pauses.get(pause.tenure_id, ()), pause)
    entries = select(RollEntry).options(joinedload(RollEntry.roll))
    checks = select(Check).where(Check.person_id == person.id, Check.superseded_at.is_(None))
    numbers = select(Identifier).where(
        Identifier.person_id == person.id, Identifier.superseded_at.is_(None)
    )
    of_person = RollEntry.person_id == person.id
    return Dossier(
        person=person,
        day=day,
        tenures=tenures,
        pauses=pauses,
        oaths=oaths_of(ids),
        entries=tuple(db.session.scalars(entries.where(of_person).order_by(RollEntry.id.desc()))),
        checks=tuple(db.session.scalars(checks.order_by(Check.day.desc(), Check.id.desc()))),
        identifiers=tuple(db.session.scalars(numbers.order_by(Identifier.id))),
        year=db.session.get(PersonYear, (person.id, day.year)),
    )


def _tenures(person_id: int) -> list[Tenure]:
    statement = select(Tenure).where(Tenure.person_id == person_id, Tenure.superseded_at.is_(None))
    with_act = joinedload(Tenure.start_line).joinedload(ActLine.act)
    statement = statement.options(joinedload(Tenure.body), with_act)
    return list(db.session.scalars(statement.order_by(Tenure.since.desc(), Tenure.id.desc())))
