"""What the register has for some rows of an import: a fixed number of statements for a chunk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.bodies.models import Body
from app.bodies.terms import BodyKind
from app.people.charge import in_charge
from app.people.importing.courts import Courts
from app.people.importing.terms import Held, KnownAct, Register, Registered, act_of
from app.people.imports.terms import Row
from app.people.models import (
    Act,
    ActLine,
    Identifier,
    Oath,
    OathTenure,
    Person,
    PersonYear,
    Roll,
    RollEntry,
    Tenure,
)
from app.people.queries import bars_among
from app.people.service.rows import sort_key
from app.shared.dates import Birth
from app.shared.db import db
from app.shared.sealed import keyed_hash


def somebody_without_number() -> bool:
    """Say whether anybody is in the register without a number: then names must be compared."""
    numbered = select(Identifier.id).where(
        Identifier.person_id == Person.id, Identifier.superseded_at.is_(None)
    )
    return db.session.scalar(select(Person.id).where(~numbered.exists()).limit(1)) is not None


def read_register(rows: Sequence[Row], courts: Courts, day: date, unnumbered: bool) -> Register:
    """Return what the register has for the rows as of `day`: at most twelve statements.

    Persons are sought by the keyed hash of the number (uq_identifier_current), and by name
    (ix_person_sort) where there is no number on one of the two sides.
    """
    numbers = {r.values["id_number"].number for r in rows if "id_number" in r.values}
    hashes = {number: keyed_hash(number) for number in numbers}
    owners = _owners(hashes.values())
    named = _named(rows, hashes, owners if unnumbered else None)
    people = _people({*owners.values(), *named}, {p: h for h, p in owners.items()}, courts, day)
    by_name: dict[str, tuple[Registered, ...]] = {}
    for person in (people[i] for i in sorted(named)):
        if person.here:
            name = person.values["name"]
            by_name[name] = (*by_name.get(name, ()), person)
    by_hash = {hashed: people[person_id] for hashed, person_id in owners.items()}
    return Register(hashes, by_hash, by_name, _acts(rows, courts))


def _owners(hashes: Iterable[str]) -> dict[str, int]:
    where = (Identifier.hash.in_(list(hashes)), Identifier.superseded_at.is_(None))
    rows = db.session.execute(select(Identifier.hash, Identifier.person_id).where(*where))
    return {row.hash: row.person_id for row in rows}


def _named(rows: Sequence[Row], hashes: dict[str, str], owners: dict[str, int] | None) -> set[int]:
    """Return persons of the rows' names: any for rows without a number, those without a number
    for rows whose number nobody has (none where `owners` is None: all have one)."""
    without: set[str] = set()
    unknown: set[str] = set()
    for row in rows:
        name, number = row.values.get("name"), row.values.get("id_number")
        if name and number is None:
            without.add(name)
        elif name and number and owners is not None and hashes[number.number] not in owners:
            unknown.add(name)
    numbered = select(Identifier.id).where(
        Identifier.person_id == Person.id, Identifier.superseded_at.is_(None)
    )
    found: set[int] = set()
    for names, more in ((without, ()), (unknown, (~numbered.exists(),))):
        if names:
            keys = [sort_key(name) for name in names]
            found |= set(
                db.session.scalars(select(Person.id).where(Person.sort_key.in_(keys), *more))
            )
    return found


def _people(
    ids: set[int], hash_of: dict[int, str], courts: Courts, day: date
) -> dict[int, Registered]:
    if not ids:
        return {}
    tenures = _tenures(ids)
    years = db.session.execute(
        select(PersonYear.person_id, PersonYear.cases, PersonYear.halves).where(
            PersonYear.person_id.in_(ids), PersonYear.year == day.year
        )
    )
    totals = {row.person_id: (row.cases, row.halves) for row in years}
    numbered = _numbered(ids - hash_of.keys()) | hash_of.keys()
    bars = bars_among(ids, day)
    found = {}
    for row in db.session.execute(select(*_COLUMNS).where(Person.id.in_(ids))):
        values = _values(row) | ({"id_number": hash_of[row.id]} if row.id in hash_of else {})
        held = tuple(tenures.get(row.id, ()))
        found[row.id] = Registered(
            id=row.id,
            version=row.version,
            here=not held or not courts.kept.isdisjoint(in_charge(held, day)),
            values=values,
            has_number=row.id in numbered,
            tenures=held,
            year=totals.get(row.id),
            bars=bars.get(row.id, ()),
        )
    return found


_COLUMNS = (
    *(Person.id, Person.version, Person.name, Person.sex, Person.birth, Person.birth_year),
    *(Person.education, Person.occupation, Person.employer, Person.district, Person.address),
    *(Person.phone, Person.mail.label("email"), Person.ethnicity, Person.social_origin),
)


def _values(row: Any) -> dict[str, Any]:
    values = {name: value or None for name, value in row._mapping.items()}
    del values["id"], values["version"]
    year = values.pop("birth_year")
    values["birth"] = Birth(year or row.birth.year, row.birth) if year or row.birth else None
    return values


def _numbered(ids: set[int]) -> set[int]:
    where = (Identifier.person_id.in_(ids), Identifier.superseded_at.is_(None))
    return set(db.session.scalars(select(Identifier.person_id).where(*where))) if ids else set()


def _tenures(ids: set[int]) -> dict[int, list[Held]]:
    statement = (
        select(Tenure.__table__, Body.name, Body.kind, Act.organ, Act.number, Act.adopted)
        .join(Body, Body.id == Tenure.body_id)
        .outerjoin(ActLine, ActLine.id == Tenure.start_line_id)
        .outerjoin(Act, Act.id == ActLine.act_id)
        .where(Tenure.person_id.in_(ids), Tenure.superseded_at.is_(None))
    )
    rows = db.session.execute(statement.order_by(Tenure.id)).all()
    held = [row.id for row in rows]
    oaths, rolls = _oaths(held), _rolls(held)
    found: dict[int, list[Held]] = {}
    for row in rows:
        tenure = Held(
            id=row.id,
            version=row.version,
            body_id=row.body_id,
            court=row.name,
            office=row.office,
            since=row.since,
            until=row.until,
            ended=row.ended,
            form=row.form,
            rank=row.rank,
            earlier_terms=row.earlier_terms,
            basic=row.kind == BodyKind.BASIC,
            act=(row.organ, row.number, row.adopted) if row.adopted else None,
            oath=oaths.get(row.id),
            rolls=tuple(rolls.get(row.id, ())),
        )
        found.setdefault(row.person_id, []).append(tenure)
    return found


def _oaths(tenure_ids: list[int]) -> dict[int, date]:
    statement = select(OathTenure.tenure_id, Oath.day).join(Oath, Oath.id == OathTenure.oath_id)
    rows = db.session.execute(
        statement.where(OathTenure.tenure_id.in_(tenure_ids)).order_by(Oath.day.desc())
    )
    return {row.tenure_id: row.day for row in rows}


def _rolls(tenure_ids: list[int]) -> dict[int, list[Any]]:
    statement = select(RollEntry.tenure_id, RollEntry.until, Roll.kind, Roll.subject)
    statement = statement.join(Roll, Roll.id == RollEntry.roll_id).order_by(RollEntry.id)
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(statement.where(RollEntry.tenure_id.in_(tenure_ids))):
        found.setdefault(row.tenure_id, []).append((row.kind, row.subject, row.until is None))
    return found


def _acts(rows: Sequence[Row], courts: Courts) -> dict[tuple[int, str, str], KnownAct]:
    named = {act_of(row.values, courts.of(row.values)) for row in rows}
    numbers = {act[1] for act in named if act}
    if not numbers:
        return {}
    acts = db.session.execute(
        select(Act.id, Act.body_id, Act.organ, Act.number, Act.adopted, Act.annulled_at).where(
            Act.number.in_(numbers), Act.body_id.in_(courts.ids)
        )
    )
    return {
        (row.body_id, row.organ, row.number): KnownAct(
            row.id, row.adopted, row.annulled_at is not None
        )
        for row in acts
    }
