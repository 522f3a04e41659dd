"""Verbs of persons: who they are, how they are reached, what they are found by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select

from app.accounts.terms import Desk
from app.audit.service import record
from app.bodies.models import Body
from app.messages.service import stop_sending
from app.people import names
from app.people.identity import NotANumber, birth_refusals, read_number
from app.people.models import Identifier, Identity, NameGram, Person
from app.people.queries import identity_on
from app.people.service.rows import (
    Said,
    grams_of,
    identifier_row,
    person_row,
    phone_columns,
    rows_for_person,
    sort_key,
)
from app.people.terms import IdKind, Sex
from app.shared import clock
from app.shared.dates import Birth
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.sealed import keyed_hash
from app.shared.texts import N_
from app.shared.transactions import lock

HAS_DIED = N_("The recipient has died.")

CONTACT = frozenset(
    (
        *("education", "occupation", "employer", "district", "address", "phone", "mail"),
        *("language", "protected", "ethnicity", "social_origin", "died"),
    )
)


@dataclass(frozen=True)
class Who:
    """Name, sex and birth as they are to stand."""

    name: str
    sex: Sex | None = None
    birth: date | None = None
    birth_year: int | None = None
    pinyin: str = ""


def enter_people(desk: Desk, people: Sequence[Said]) -> list[int]:
    """Enter many people in bulk; return their ids in the same order. The caller records the act.

    The database refuses an identifier that is in the register already.
    """
    if not people:
        return []
    rows = [person_row(said, keyed_hash) for said in people]
    made = insert(Person).returning(Person.id, sort_by_parameter_order=True)
    ids = list(db.session.scalars(made, rows))
    moment = clock.now()
    beside = [
        rows_for_person(i, said, moment, keyed_hash) for i, said in zip(ids, people, strict=True)
    ]
    db.session.execute(insert(Identity), [one.identity for one in beside])
    if numbers := [row for one in beside for row in one.identifiers]:
        db.session.execute(insert(Identifier), numbers)
    db.session.execute(insert(NameGram), [row for one in beside for row in one.grams])
    return ids


def enter_person(desk: Desk, said: Said) -> Person:
    """Enter a person; raises Refused if a number is in the register already, or says another
    birth."""
    for kind, number in said.identifiers:
        _refuse_double(number)
        _refuse_other_birth((kind, number), said.birth, said.birth_year)
    person = db.session.get_one(Person, enter_people(desk, [said])[0])
    record(desk, "person:entered", person, desk.body_id)
    return person


def _refuse_double(number: str, besides: int | None = None) -> None:
    statement = select(Person.name, Person.number, Person.id)
    statement = statement.join(Identifier, Identifier.person_id == Person.id)
    where = (Identifier.hash == keyed_hash(number), Identifier.superseded_at.is_(None))
    other = db.session.execute(statement.where(*where)).first()
    if other is None or other.id == besides:
        return
    text = N_("%(name)s (register number %(number)s) has this ID number already.")
    way_out = N_("Open that person, or compare the number with the card.")
    named = {"name": other.name, "number": other.number}
    raise Refused([Refusal("person.double", text, named, way_out, place="id_number")])


def _refuse_other_birth(
    number: tuple[IdKind, str] | None, birth: date | None, year: int | None
) -> None:
    year = birth.year if birth else year
    if number is None or year is None:
        return
    try:
        read = read_number(number[1], number[0])
    except NotANumber:
        return  # kept as it was brought in; what is typed is read by its form
    if against := birth_refusals(read, Birth(year, birth)):
        raise Refused(against)


def _number_of(person: Person) -> tuple[IdKind, str] | None:
    """Return the number of the identity card that a person is known by, None without one."""
    current = Identifier.superseded_at.is_(None), Identifier.kind == IdKind.NUMBER
    where = (Identifier.person_id == person.id, *current)
    row = db.session.scalars(select(Identifier).where(*where)).first()
    return (row.kind, row.number) if row else None


def change_person(desk: Desk, person: Person, **changes: Any) -> list[str]:
    """Change contact, education, occupation or district; return the names of what changed.

    Raises ValueError for what is no such column: name and birth are corrected, not changed.
    """
    if unknown := changes.keys() - CONTACT:
        raise ValueError(f"not changed this way: {', '.join(sorted(unknown))}")
    lock(Person, person.id)
    changed = [name for name, value in changes.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, changes[name])
    if "phone" in changed:
        for name, value in phone_columns(person.phone, keyed_hash).items():
            setattr(person, name, value)
    if changed:
        person.version += 1
        record(desk, "person:changed", person, desk.body_id, fields=sorted(changed))
    return changed


def correct_identity(
    desk: Desk, person: Person, who: Who, reason: str, true_from: date | None = None
) -> Identity:
    """Correct name, sex or birth; with `true_from` the name changed on that day.

    What was recorded before is superseded, never overwritten: a corrected birth supersedes every
    row, a corrected name the one in force; a changed name leaves the former one true until then.
    """
    lock(Person, person.id)
    who = replace(who, name=names.normalise(who.name))
    now, day = clock.now(), clock.today(desk.zone)
    in_force = identity_on(person.id, day) or _first_identity(person)
    standing = select(Identity).where(
        Identity.person_id == person.id, Identity.superseded_at.is_(None)
    )
    for row in db.session.scalars(standing).all():
        if row is not in_force and (row.sex, row.birth, row.birth_year) != _birth(who):
            _supersede(row, replace(who, name=row.name, pinyin=row.pinyin), reason)
    new = _row(person.id, who, reason, true_from or in_force.true_from)
    if true_from is None:
        in_force.superseded_at = now
    elif (in_force.sex, in_force.birth, in_force.birth_year) != _birth(who):
        _supersede(in_force, replace(who, name=in_force.name, pinyin=in_force.pinyin), reason)
    db.session.add(new)
    db.session.flush()
    _copy(person, identity_on(person.id, day) or new)
    index_names(person)
    record(desk, "identity:corrected", person, desk.body_id, reason=reason)
    return new


def _birth(who: Who) -> tuple[Sex | None, date | None, int | None]:
    return who.sex, who.birth, who.birth.year if who.birth else who.birth_year


def _row(person_id: int, who: Who, reason: str, true_from: date | None) -> Identity:
    sex, birth, year = _birth(who)
    return Identity(
        person_id=person_id,
        name=who.name,
        pinyin=who.pinyin or names.proposed_pinyin(who.name),
        sex=sex,
        birth=birth,
        birth_year=year,
        true_from=true_from,
        reason=reason,
        recorded_at=clock.now(),
    )


def _supersede(row: Identity, who: Who, reason: str) -> None:
    row.superseded_at = clock.now()
    db.session.add(_row(row.person_id, who, reason, row.true_from))


def _first_identity(person: Person) -> Identity:
    """Return the identity of a person who was entered without one, from the copies he has."""
    who = Who(person.name, person.sex, person.birth, person.birth_year, person.pinyin)
    row = _row(person.id, who, "", None)
    row.recorded_at = person.created_at
    db.session.add(row)
    db.session.flush()
    return row


def _copy(person: Person, identity: Identity) -> None:
    person.name, person.pinyin = identity.name, identity.pinyin
    person.sort_key = sort_key(identity.name)
    person.sex, person.birth = identity.sex, identity.birth
    person.birth_year = identity.birth_year
    person.version += 1


def correct_identifier(desk: Desk, person: Person, kind: IdKind, number: str) -> Identifier:
    """Put a number in place of the one of its kind; raises Refused if another person has it."""
    lock(Person, person.id)
    _refuse_double(number, person.id)
    now = clock.now()
    former = select(Identifier).where(
        Identifier.person_id == person.id, Identifier.superseded_at.is_(None)
    )
    for row in db.session.scalars(former.where(Identifier.kind == kind)).all():
        row.superseded_at = now
    db.session.flush()
    new = Identifier(**identifier_row(person.id, kind, number, now, keyed_hash))
    db.session.add(new)
    person.version += 1
    index_names(person)
    record(desk, "identifier:corrected", person, desk.body_id, kind=kind.value)
    return new


def correct_person(
    desk: Desk,
    person: Person,
    who: Who,
    reason: str,
    true_from: date | None = None,
    number: tuple[IdKind, str] | None = None,
) -> None:
    """Correct who a person is and his number in one piece; what is the same stays untouched.

    Raises Refused where the birth is another than the number says, typed now or kept before.
    """
    lock(Person, person.id)
    _refuse_other_birth(number or _number_of(person), who.birth, who.birth_year)
    same = (person.name, person.sex, person.birth, person.birth_year, person.pinyin)
    pinyin = who.pinyin or names.proposed_pinyin(names.normalise(who.name))
    if (names.normalise(who.name), *_birth(who), pinyin) != same or true_from:
        correct_identity(desk, person, who, reason, true_from)
    if number:
        correct_identifier(desk, person, *number)


def note_death(desk: Desk, person: Person, died: date | None, reason: str) -> None:
    """Note on which day a person died; None takes it back. His offices are ended by their own act.

    From now on no draw takes him and nothing is sent to him; seats he holds are opened by the
    clock. Raises Refused for a day to come or before his birth.
    """
    person = lock(Person, person.id)
    year = person.birth.year if person.birth else person.birth_year
    born = person.birth or (date(year, 1, 1) if year else None)
    if died is not None and (died > clock.today(desk.zone) or (born is not None and died < born)):
        text = N_("A day of death lies between the birth and today.")
        raise Refused([Refusal("person.died_when", text, place="died")])
    before, person.died = person.died, died
    person.version += 1
    if died is not None:
        stop_sending(f"person:{person.id}", HAS_DIED)
    facts = {"before": before and before.isoformat(), "now": died and died.isoformat()}
    record(desk, "person:died", person, desk.body_id, reason=reason, **facts)


def index_names(person: Person) -> None:
    """Write anew what a person is found by: every name borne, the readings, the last four."""
    db.session.flush()
    borne = select(Identity.name).where(
        Identity.person_id == person.id, Identity.superseded_at.is_(None)
    )
    fours = select(Identifier.last4).where(
        Identifier.person_id == person.id, Identifier.superseded_at.is_(None)
    )
    all_names = [person.name, *db.session.scalars(borne)]
    grams = grams_of(all_names, person.pinyin, db.session.scalars(fours))
    db.session.execute(delete(NameGram).where(NameGram.person_id == person.id))
    db.session.execute(insert(NameGram), [{"gram": g, "person_id": person.id} for g in grams])


def show_contact(desk: Desk, person: Person) -> None:
    """Record that somebody looked at a person's numbers and address in full."""
    record(desk, "identifier:shown", person, desk.body_id)


def record_export(desk: Desk, court: Body, search: Mapping[str, str], full: bool) -> None:
    """Record that the register was exported: by which filters, and whether with full numbers."""
    filters = {name: value for name, value in search.items() if name != "q"}
    facts = {"filters": filters, "searched": "q" in search, "full_numbers": full}
    record(desk, "register:exported", court, court.id, **facts)
