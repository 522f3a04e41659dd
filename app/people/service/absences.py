"""Verbs of absences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import delete, insert, select, update

from app.accounts.models import User
from app.accounts.terms import Desk
from app.audit.service import record
from app.messages.service import tell
from app.people.models import Absence, Person
from app.people.telling import absence_entered, absence_withdrawn
from app.people.terms import AbsenceKind, Half
from app.shared import clock
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

    Half days noted before as own days or leave stay as they are. What somebody else writes down
    keeps who, where and when, and the person is told. Raises Refused where the person
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
    by_other = written_by_other(desk, person)
    entered = {
        "entered_by": desk.id if by_other else None,
        "entered_in": desk.body_id if by_other else None,
        "entered_at": clock.now() if by_other else None,
    }
    rows = [
        {"person_id": person.id, "day": day, "half": half, "kind": kind, "note": note, **entered}
        for day, half in new
    ]
    if rows:
        db.session.execute(insert(Absence), rows)
        span = {"first": new[0][0].isoformat(), "last": new[-1][0].isoformat()}
        record(desk, "absence:entered", person, desk.body_id, kind=kind.value, **span)
        if by_other:
            tell([absence_entered(desk, person, new[0][0], new[-1][0])])
    return len(rows)


def written_by_other(desk: Desk, person: Person) -> bool:
    """Say whether a user acts here for somebody else; the clock and commands count as nobody."""
    user = db.session.get(User, desk.id) if desk.id is not None else None
    return user is not None and user.person_id != person.id


def keep_as_own(person: Person, days: Iterable[date]) -> None:
    """Keep days that somebody else wrote down as the person's own: he has seen and saved them."""
    kept = update(Absence).where(Absence.person_id == person.id, Absence.day.in_(list(days)))
    nobody = {"entered_by": None, "entered_in": None, "entered_at": None}
    db.session.execute(kept.where(Absence.entered_by.is_not(None)).values(nobody))


def _taken(person_id: int, wanted: set[tuple[date, Half]]) -> dict[tuple[date, Half], AbsenceKind]:
    first, last = min(day for day, _ in wanted), max(day for day, _ in wanted)
    rows = select(Absence).where(Absence.person_id == person_id, Absence.day.between(first, last))
    held = {(row.day, row.half): row.kind for row in db.session.scalars(rows)}
    return {key: kind for key, kind in held.items() if key in wanted}


def withdraw_absence(
    desk: Desk, person: Person, since: date, until: date, halves: Iterable[Half] = BOTH
) -> int:
    """Take back own days and leave; sittings and courses stay. Return how many half days.

    The person is told of it where somebody else did so.
    """
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
        if written_by_other(desk, person):
            tell([absence_withdrawn(desk, person, since, until)])
    return withdrawn
