"""Undoing an import: what it made is removed, what it changed is restored, or nothing happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.accounts.terms import Desk
from app.audit.service import record
from app.messages.models import Message
from app.people.importing.kept import unpack
from app.people.importing.making import chunks
from app.people.importing.planned import within
from app.people.importing.preview import rows_of
from app.people.importing.resting import (
    CHANGED,
    TENURES,
    TOTALS,
    WAY_OUT,
    made_ids,
    messages_to,
    rests_on_import,
)
from app.people.importing.terms import ImportState
from app.people.importing.uploading import refuse_unless
from app.people.imports.terms import State
from app.people.models import (
    Act,
    ActLine,
    Identifier,
    Identity,
    ImportRow,
    NameGram,
    Oath,
    OathTenure,
    Person,
    PersonYear,
    Roll,
    RollEntry,
    RollImport,
    Tenure,
)
from app.people.service.persons import index_names
from app.people.service.rows import phone_columns
from app.people.terms import Form, Sex
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.sealed import keyed_hash
from app.shared.transactions import lock

_READ: dict[str, Callable[[str], Any]] = {
    "sex": Sex,
    "form": Form,
    "birth": date.fromisoformat,
    "since": date.fromisoformat,
    "until": date.fromisoformat,
    "recorded_at": datetime.fromisoformat,
}


def ready_to_undo(import_id: int) -> RollImport:
    """Lock an applied import; raises Refused if it is not applied, or is being worked on."""
    row: RollImport = lock(RollImport, import_id)
    refuse_unless(row, ImportState.APPLIED)
    return row


def refuse_if_rests(import_id: int) -> None:
    """Raise Refused, naming what rests on an applied import; only reads."""
    _refuse_if_rests(_applied(db.session.get_one(RollImport, import_id)), _changed_rows(import_id))


def undo_import(desk: Desk, import_id: int) -> RollImport:
    """Undo an applied import.

    Raises Refused, naming what rests on it, if a seat, an absence, a later oath, act, check or
    change of a person does; then nothing is undone.
    """
    row = _applied(lock(RollImport, import_id))
    changed = _changed_rows(import_id)
    _refuse_if_rests(row, changed)
    for part in chunks(changed):
        _restore(part)
    _remove(row)
    row.state, row.version = ImportState.UNDONE.value, row.version + 1
    row.undone_at, row.job_id = clock.now(), None
    gone = update(ImportRow).where(ImportRow.import_id == row.id, ImportRow.outcome == State.NEW)
    db.session.execute(gone.values(person_id=None))
    told = {key: row.counts.get(key, 0) for key in ("new", "changed")}
    record(desk, "import:undone", row, **told)
    db.session.flush()
    db.session.expire_all()
    return row


def _applied(row: RollImport) -> RollImport:
    if row.state != ImportState.APPLIED:  # the work that undoes it runs itself
        refuse_unless(row, ImportState.APPLIED)
    return row


def _refuse_if_rests(row: RollImport, changed: Sequence[Any]) -> None:
    corrected = [one.made["tenure"][0] for one in changed if "tenure" in one.made]
    if resting := [*rests_on_import(row, corrected), *_changed_since(changed)]:
        raise Refused(resting)


def _changed_rows(import_id: int) -> list[Any]:
    columns = (ImportRow.id, ImportRow.person_id, ImportRow.cells, ImportRow.made)
    statement = rows_of(import_id, (State.CHANGED,)).with_only_columns(*columns)
    return list(db.session.execute(statement).all())


def _changed_since(rows: Sequence[Any]) -> list[Refusal]:
    """Return what was changed once more after the import had changed it."""
    persons = _last(rows, "person")
    tenures = {pair[0]: pair[1] for row in rows if (pair := row.made.get("tenure"))}
    years = _last(rows, "year")
    found = []
    now = dict(_pairs(Person.id, Person.version, Person.id, persons))
    if gone := [i for i, version in persons.items() if now.get(i) != version]:
        found.append(_refused(CHANGED, gone))
    held = {i: v for i, v in _pairs(Tenure.id, Tenure.version, Tenure.id, tenures)}
    if gone := [i for i, version in tenures.items() if held.get(i) != version]:
        owner = select(Tenure.person_id).where(Tenure.id == gone[0])
        found.append(_refused(TENURES, [db.session.scalar(owner) or 0, *gone[1:]]))
    for person_id, (year, cases, halves) in years.items():
        total = db.session.get(PersonYear, (person_id, year))
        if total is None or [total.cases, total.halves] != [cases, halves]:
            found.append(_refused(TOTALS, [person_id]))
            break
    return found


def _last(rows: Sequence[Any], name: str) -> dict[int, Any]:
    """Return what stood after the last row of each person: two rows may concern one."""
    return {row.person_id: row.made[name] for row in rows if row.made.get(name)}


def _pairs(first: Any, second: Any, key: Any, wanted: Any) -> list[Any]:
    ids, found = list(wanted), []
    for part in chunks(ids):
        found += db.session.execute(select(first, second).where(key.in_(part)))
    return found


def _refused(text: str, person_ids: Sequence[int]) -> Refusal:
    name = db.session.scalar(select(Person.name).where(Person.id == person_ids[0]))
    facts = {"count": len(person_ids), "name": name or "--"}
    return Refusal("import.rests", text, facts, WAY_OUT)


def _restore(rows: Sequence[Any]) -> None:
    """Put back what changed rows replaced, the last row first."""
    for row in reversed(rows):
        before = unpack(row.cells).before
        if "person" in before or "identifier" in row.made:
            _restore_person(row, before)
        if "tenure" in row.made:
            _restore_tenure(row.made["tenure"][0], before)
        if "year" in row.made:
            _restore_year(row.person_id, row.made["year"][0], before["year"])
    db.session.flush()


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _READ[name](value) if value is not None and name in _READ else value
        for name, value in values.items()
    }


def _restore_person(row: Any, before: dict[str, Any]) -> None:
    person = db.session.get_one(Person, row.person_id)
    columns = _columns(before.get("person", {}))
    optional = ("address", "phone", "mail", "ethnicity", "social_origin", "sex", "birth")
    for name, value in columns.items():
        known_empty = value is None and name not in (*optional, "birth_year")
        setattr(person, name, "" if known_empty else value)
    if "phone" in columns:
        for name, value in phone_columns(columns["phone"], keyed_hash).items():
            setattr(person, name, value)
    person.version += 1
    if "identity" not in row.made:
        return
    db.session.execute(delete(Identity).where(Identity.id.in_(row.made["identity"])))
    back = update(Identity).where(Identity.id.in_(before["identity"]))
    db.session.execute(back.values(superseded_at=None))
    if number := row.made.get("identifier"):
        db.session.execute(delete(Identifier).where(Identifier.id == number))
    index_names(person)


def _restore_tenure(tenure_id: int, before: dict[str, Any]) -> None:
    tenure = db.session.get_one(Tenure, tenure_id)
    for name, value in _columns(before.get("tenure", {})).items():
        setattr(tenure, name, value)
    tenure.version += 1
    db.session.flush()
    if oaths := before.get("oaths"):
        rows = [{"oath_id": oath_id, "tenure_id": tenure_id} for oath_id in oaths]
        db.session.execute(insert(OathTenure), rows)


def _restore_year(person_id: int, year: int, before: list[int] | None) -> None:
    total = db.session.get_one(PersonYear, (person_id, year))
    if before is not None:
        total.cases, total.halves = before
    elif total.assigned:
        total.cases, total.halves = 0, 0
    else:
        db.session.delete(total)


def _remove(row: RollImport) -> None:
    """Remove what the import made, what points at others first."""
    ids = made_ids(row)
    persons, tenures = ids.get("person", ()), ids.get("tenure", ())
    unsent = messages_to(row, ids, sent=False)
    for part in chunks(unsent):
        db.session.execute(delete(Message).where(Message.id.in_(part)))
    for oath_id, tenure_id in row.made["oath_pairs"]:
        pair = (OathTenure.oath_id == oath_id, OathTenure.tenure_id == tenure_id)
        db.session.execute(delete(OathTenure).where(*pair))
    steps: tuple[tuple[Any, Any, Any], ...] = (
        (OathTenure, OathTenure.tenure_id, tenures),
        (RollEntry, RollEntry.id, ids.get("roll_entry", ())),
        (PersonYear, PersonYear.person_id, persons),
        (Tenure, Tenure.id, tenures),
        (ActLine, ActLine.id, ids.get("act_line", ())),
        (Act, Act.id, ids.get("act", ())),
        (Oath, Oath.id, ids.get("oath", ())),
        (Roll, Roll.id, ids.get("roll", ())),
        (Identity, Identity.person_id, persons),
        (Identifier, Identifier.person_id, persons),
        (NameGram, NameGram.person_id, persons),
        (Person, Person.id, persons),
    )
    for table, column, of in steps:
        if of:
            statement = delete(table).where(within(column, of))
            db.session.execute(statement.execution_options(synchronize_session=False))
