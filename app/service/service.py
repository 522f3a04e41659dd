"""Verbs of the service record: a row is written or withdrawn, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select

from app.accounts.terms import Desk
from app.accounts.users import is_person
from app.audit.service import record
from app.people.models import Person
from app.service.models import Appraisal, Sanction
from app.service.terms import Grade, SanctionKind
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import lock

Row = TypeVar("Row", Appraisal, Sanction)


@dataclass(frozen=True)
class NewAppraisal:
    """An appraisal for a year: its result with source and day, never its content."""

    year: int
    grade: Grade
    source: str
    day: date


@dataclass(frozen=True)
class NewSanction:
    """A sanction, by whose decision, of which day."""

    kind: SanctionKind
    decided: date
    source: str


def record_appraisal(desk: Desk, person: Person, new: NewAppraisal) -> Appraisal:
    """Write down the result of a person's appraisal for a year.

    Raises Refused for one's own, for a day ahead or before the year, and where the year has one.
    """
    _not_own(desk, person)
    lock(Person, person.id)
    _not_ahead(desk, new.day, "day")
    if new.day.year < new.year:
        text = N_("An appraisal for %(year)s is not made before that year.")
        raise Refused([Refusal("appraisal.year", text, {"year": new.year}, place="year")])
    standing = (Appraisal.person_id == person.id, Appraisal.withdrawn_at.is_(None))
    same = select(Appraisal.id).where(*standing, Appraisal.year == new.year)
    if db.session.scalar(same) is not None:
        text = N_("An appraisal for %(year)s stands already.")
        way_out = N_("Withdraw that one first, with the reason.")
        raise Refused(
            [Refusal("appraisal.double", text, {"year": new.year}, way_out, place="year")]
        )
    row = Appraisal(person_id=person.id, body_id=desk.body_id, **vars(new))
    return _kept(desk, "appraisal:recorded", row, person, year=new.year, grade=new.grade.value)


def record_sanction(desk: Desk, person: Person, new: NewSanction) -> Sanction:
    """Write down a sanction against a person; raises Refused for one's own and for a day ahead."""
    _not_own(desk, person)
    lock(Person, person.id)
    _not_ahead(desk, new.decided, "decided")
    row = Sanction(person_id=person.id, body_id=desk.body_id, **vars(new))
    facts = {"kind": new.kind.value, "decided": new.decided.isoformat()}
    return _kept(desk, "sanction:recorded", row, person, **facts)


def withdraw_row(desk: Desk, row: Appraisal | Sanction, why: str) -> None:
    """Withdraw a row of the record, for a reason; it stays on the page, and counts no more.

    Raises Refused for one's own, and where it is withdrawn already.
    """
    _not_own(desk, row.person)
    lock(Person, row.person_id)
    row = lock(type(row), row.id)
    if row.withdrawn_at is not None:
        text = N_("This is withdrawn already.")
        raise Refused([Refusal("record.withdrawn", text, way_out=N_("Look at the record again."))])
    row.withdrawn_at, row.withdrawn_why = clock.now(), why
    row.version += 1
    act = "appraisal:withdrawn" if isinstance(row, Appraisal) else "sanction:withdrawn"
    record(desk, act, row, person=row.person.uid, why=why)


def _kept(desk: Desk, act: str, row: Row, person: Person, **facts: Any) -> Row:
    db.session.add(row)
    db.session.flush()
    record(desk, act, row, person=person.uid, source=row.source, **facts)
    return row


def _not_own(desk: Desk, person: Person) -> None:
    if is_person(desk.id, person.id):
        text = N_("Nobody writes in his own record.")
        raise Refused([Refusal("record.own", text, way_out=N_("Let somebody else write it."))])


def _not_ahead(desk: Desk, day: date, place: str) -> None:
    if day > clock.today(desk.zone):
        text = N_("The day %(day)s lies ahead.")
        way_out = N_("Correct the day.")
        raise Refused([Refusal("record.day", text, {"day": day.isoformat()}, way_out, place=place)])
