"""Verbs of rolls, oaths and checks."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import insert, select

from app.accounts.terms import Desk
from app.audit.service import record
from app.bodies.queries import rulebook_of
from app.people.models import Check, Oath, OathTenure, Person, Roll, RollEntry, Tenure
from app.people.rules import oath_after_appointment
from app.people.service.locked import locked_tenures
from app.people.terms import CheckKind, RollKind
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import lock


@dataclass(frozen=True)
class NewEntry:
    """A person who comes on a roll by a tenure."""

    roll_id: int
    person_id: int
    tenure_id: int
    since: date
    until: date | None = None
    reason: str = ""


def open_roll(desk: Desk, kind: RollKind, subject: str, since: date) -> Roll:
    """Return the open roll of a kind and subject of the desk's body; open one where there is none.

    The caller holds a lock under which no second one is opened.
    """
    same = (Roll.body_id == desk.body_id, Roll.kind == kind, Roll.subject == subject)
    found = db.session.scalar(select(Roll).where(*same, Roll.until.is_(None)).limit(1))
    if found is not None:
        return found
    roll = Roll(body_id=desk.body_id, kind=kind, subject=subject, since=since)
    db.session.add(roll)
    db.session.flush()
    record(desk, "roll:opened", roll, kind=kind.value, of=subject)
    return roll


def enter_on_rolls(desk: Desk, entries: Sequence[NewEntry]) -> list[int]:
    """Enter many people on rolls in bulk; each gets the secret of his entry (record.md, 32 bytes).

    Returns the ids in the same order. The caller records the act.
    """
    if not entries:
        return []
    made = insert(RollEntry).returning(RollEntry.id, sort_by_parameter_order=True)
    rows = [{**asdict(entry), "secret": secrets.token_bytes(32)} for entry in entries]
    return list(db.session.scalars(made, rows))


def enter_on_roll(desk: Desk, entry: NewEntry) -> RollEntry:
    """Enter a person on a roll; raises Refused if he stands on it already."""
    person = lock(Person, entry.person_id)
    standing = select(RollEntry.id).where(
        RollEntry.roll_id == entry.roll_id,
        RollEntry.person_id == entry.person_id,
        RollEntry.until.is_(None),
    )
    if db.session.scalar(standing) is not None:
        text = N_("%(name)s stands on this roll already.")
        raise Refused([Refusal("roll.double", text, {"name": person.name}, place="roll")])
    row = db.session.get_one(RollEntry, enter_on_rolls(desk, [entry])[0])
    roll = db.session.get_one(Roll, entry.roll_id)
    record(desk, "roll:entered", roll, person=person.uid, since=entry.since.isoformat())
    return row


def leave_roll(desk: Desk, entry: RollEntry, last: date, reason: str) -> None:
    """Take a person off a roll; `last` is the last day on it.

    Raises Refused if that is before the first day, or if he has left it already.
    """
    person = lock(Person, entry.person_id)
    lock(RollEntry, entry.id)
    if entry.until is not None or last < entry.since:
        text = N_("%(name)s has left this roll already, or came on it after that day.")
        raise Refused([Refusal("roll.left", text, {"name": person.name}, place="last")])
    entry.until, entry.reason = last, reason
    record(desk, "roll:left", entry.roll, person=person.uid, last=last.isoformat(), why=reason)


def record_oath(desk: Desk, tenures: Sequence[Tenure], day: date, place: str = "") -> Oath:
    """Record one public oath that covers one or more tenures.

    Raises Refused if it lies ahead, if it is earlier than one of the appointments, where the book
    asks for that, or if one of the tenures fell.
    """
    if day > clock.today(desk.zone):
        text = N_("The day of the oath, %(day)s, lies ahead.")
        way = N_("Record the oath once it is taken.")
        raise Refused([Refusal("oath.day", text, {"day": day.isoformat()}, way, place="day")])
    tenures = locked_tenures(tenures)
    refusals = []
    for tenure in tenures:
        act = tenure.start_line.act if tenure.start_line else None
        appointed = act.adopted if act else tenure.since
        book = rulebook_of(tenure.body_id, day)
        refusals.append(oath_after_appointment(appointed, day, book))
    if standing := [refusal for refusal in refusals if refusal]:
        raise Refused(standing[:1])
    oath = Oath(body_id=desk.body_id, day=day, place=place)
    db.session.add(oath)
    db.session.flush()
    db.session.add_all(OathTenure(oath_id=oath.id, tenure_id=tenure.id) for tenure in tenures)
    for tenure in tenures:
        tenure.version += 1
    record(desk, "oath:recorded", oath, day=day.isoformat(), tenures=[t.uid for t in tenures])
    return oath


def record_check(
    desk: Desk,
    person: Person,
    kind: CheckKind,
    barred: bool,
    source: str,
    day: date,
    expires: date | None = None,
    code: str = "",
) -> Check:
    """Record the result of a check: never its content. A later check of the kind goes before.

    Raises Refused if it would expire before its own day.
    """
    if expires and expires < day:
        text = N_("The check would have expired before it was made.")
        raise Refused([Refusal("check.expiry", text, place="expires")])
    lock(Person, person.id)
    check = Check(
        person_id=person.id,
        kind=kind,
        code=code,
        barred=barred,
        source=source,
        day=day,
        expires=expires,
    )
    db.session.add(check)
    person.version += 1
    facts = {"kind": kind.value, "barred": barred, "source": source, "day": day.isoformat()}
    record(desk, "check:recorded", person, desk.body_id, **facts)
    return check
