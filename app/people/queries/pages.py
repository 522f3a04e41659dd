"""Single rows and short lists for the screens of people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from sqlalchemy import Date, Integer, Select, bindparam, or_, select
from sqlalchemy.orm import joinedload

from app.people.models import (
    Absence,
    Act,
    ActLine,
    Identity,
    Pause,
    Person,
    Roll,
    Tenure,
)
from app.people.terms import AbsenceKind
from app.shared.db import db

PERSON = bindparam("person", type_=Integer())


def rolls_of(body_id: int, day: date) -> list[Roll]:
    """Return the rolls of a court that are kept on `day` (ix_roll_body)."""
    kept = (Roll.body_id == body_id, or_(Roll.until.is_(None), Roll.until >= day))
    return list(db.session.scalars(select(Roll).where(*kept).order_by(Roll.id)))


def tenure_by_uid(uid: str) -> Tenure | None:
    """Return the tenure at a public address, with its body and act, if it is known to hold."""
    with_act = joinedload(Tenure.start_line).joinedload(ActLine.act)
    where = (Tenure.uid == uid, Tenure.superseded_at.is_(None))
    return db.session.scalar(
        select(Tenure).where(*where).options(joinedload(Tenure.body), with_act)
    )


def pause_by_id(pause_id: str, tenure_id: int) -> Pause | None:
    """Return an interruption of a tenure by its id as an address writes it."""
    pause = db.session.get(Pause, int(pause_id)) if pause_id.isdecimal() else None
    return pause if pause and pause.tenure_id == tenure_id else None


def act_by_uid(uid: str) -> Act | None:
    """Return the act at a public address with its lines."""
    return db.session.scalar(select(Act).where(Act.uid == uid).options(joinedload(Act.lines)))


def people_by_id(ids: Iterable[int]) -> dict[int, Person]:
    """Return people by their ids."""
    rows = db.session.scalars(select(Person).where(Person.id.in_(list(ids))))
    return {person.id: person for person in rows}


def absences_from(person_id: int, day: date) -> list[Absence]:
    """Return the half days away from `day` on, at most 200 (primary key)."""
    return list(db.session.scalars(_from_day(), {"person": person_id, "day": day}))


def own_absences(person_id: int) -> list[Absence]:
    """Return own days and leave, the last 400 of them, in the order of days."""
    return list(db.session.scalars(_own(), {"person": person_id}))[::-1]


def corrections_of(person_id: int) -> list[tuple[Identity, Identity]]:
    """Return corrections and changes of name, sex and birth: what stood before, what since."""
    newest: dict[date | None, Identity] = {}  # of each name borne since a day
    last: Identity | None = None
    found = []
    for row in db.session.scalars(_identities(), {"person": person_id}):
        old = newest.get(row.true_from, last)
        if old is not None and row.reason:
            found.append((old, row))
        newest[row.true_from] = last = row
    return found


def annulled_lines_of(person_id: int) -> list[ActLine]:
    """Return the annulled lines of acts that named a person."""
    return list(db.session.scalars(_annulled(), {"person": person_id}))


# What a person's page asks is composed once: to compose it costs more than to run it.


@cache
def _from_day() -> Select[Absence]:
    where = (Absence.person_id == PERSON, Absence.day >= bindparam("day", type_=Date()))
    return select(Absence).where(*where).order_by(Absence.day, Absence.half).limit(200)


@cache
def _own() -> Select[Absence]:
    kinds = (AbsenceKind.OWN, AbsenceKind.LEAVE)
    where = (Absence.person_id == PERSON, Absence.kind.in_(kinds))
    return select(Absence).where(*where).order_by(Absence.day.desc(), Absence.half).limit(400)


@cache
def _identities() -> Select[Identity]:
    return select(Identity).where(Identity.person_id == PERSON).order_by(Identity.id)


@cache
def _annulled() -> Select[ActLine]:
    where = (ActLine.person_id == PERSON, ActLine.annulled_at.is_not(None))
    return select(ActLine).where(*where).options(joinedload(ActLine.act))
