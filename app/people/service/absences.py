"""Verbs of absences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import delete, insert, select

from app.accounts.terms import Desk
from app.audit.service import record
from app.people.models import Absence, Person
from app.people.terms import AbsenceKind, Half
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import lock

BOTH = (Half.AM, Half.PM)
OWN_KINDS = (AbsenceKind.OWN, AbsenceKind.LEAVE)
LONGEST = 366  # days in one entry


def days_between(since: date, until: date) -> list[date]:
    """Return the days from one to another, both included; none where they turn round."""
    return [since + timedelta(days=n) for n in range((until - since).days + 1)]


def enter_absence(
    desk: Desk,
    person: Person,
    days: Iterable[date],
    halves: Iterable[Half] = BOTH,
    kind: AbsenceKind = AbsenceKind.OWN,
    note: str = "",
) -> int:
    """Note that a person is not free; return how many half days were new.

    Half days noted before as own days or leave stay as they are. Raises Refused where the person
    sits or learns on one of them, and for no day or more than a year.
    """
    wanted = {(day, half) for day in days for half in halves}
    if not 0 < len(wanted) <= 2 * LONGEST:
        text = N_("Choose from one day to a year, the first day before the last.")
        raise Refused([Refusal("absence.days", text, place="until")])
    lock(Person, person.id)
    taken = _taken(person.id, wanted)
    if bound := sorted(key for key, held in taken.items() if held not in OWN_KINDS):
        text = N_("On %(days)s this person sits or is on a course.")
        named = {"days": ", ".join(dict.fromkeys(day.isoformat() for day, _ in bound))}
        way_out = N_("Move that sitting first, or leave the day out.")
        raise Refused([Refusal("absence.bound", text, named, way_out, place="since")])
    new = sorted(wanted - taken.keys())
    rows = [
        {"person_id": person.id, "day": day, "half": half, "kind": kind, "note": note}
        for day, half in new
    ]
    if rows:
        db.session.execute(insert(Absence), rows)
        span = {"first": new[0][0].isoformat(), "last": new[-1][0].isoformat()}
        record(desk, "absence:entered", person, desk.body_id, kind=kind.value, **span)
    return len(rows)


def _taken(person_id: int, wanted: set[tuple[date, Half]]) -> dict[tuple[date, Half], AbsenceKind]:
    first, last = min(day for day, _ in wanted), max(day for day, _ in wanted)
    rows = select(Absence).where(Absence.person_id == person_id, Absence.day.between(first, last))
    held = {(row.day, row.half): row.kind for row in db.session.scalars(rows)}
    return {key: kind for key, kind in held.items() if key in wanted}


def withdraw_absence(
    desk: Desk, person: Person, since: date, until: date, halves: Iterable[Half] = BOTH
) -> int:
    """Take back own days and leave; sittings and courses stay. Return how many half days."""
    lock(Person, person.id)
    gone = delete(Absence).where(
        Absence.person_id == person.id,
        Absence.day.between(since, until),
        Absence.half.in_(list(halves)),
        Absence.kind.in_(OWN_KINDS),
    )
    withdrawn = len(db.session.execute(gone.returning(Absence.day)).all())
    if withdrawn:
        span = {"first": since.isoformat(), "last": until.isoformat()}
        record(desk, "absence:withdrawn", person, desk.body_id, halves=withdrawn, **span)
    return withdrawn
