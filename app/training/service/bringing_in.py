"""Verbs of a spreadsheet of courses elsewhere: kept as uploaded, looked through, brought in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext
from sqlalchemy import or_, select

from app.accounts.terms import Desk
from app.audit.service import record, record_each
from app.bodies.queries import forebears
from app.messages.writing import in_language
from app.people.identity import mask_number
from app.people.importing.papers import REASON, XLSX, reason_of
from app.people.models import Identifier, Person, Tenure
from app.shared import clock
from app.shared.acting import begin_writing
from app.shared.db import db
from app.shared.files import StoredFile, forget, keep, kept
from app.shared.refusals import Refusal, Refused
from app.shared.sealed import keyed_hash
from app.shared.spreadsheets import read_table, write_table
from app.shared.tables import Table
from app.shared.texts import N_
from app.training.models import OutsideImport, OutsideTraining
from app.training.outside_rows import (
    MOST,
    OutsideRow,
    columns_of,
    is_heading,
    missing_columns,
    read_row,
)
from app.training.outside_rules import OutsideWords

WRONG_ROWS = "wrong-rows.xlsx"
AT_ONCE = 500  # people a statement
LONG = 15  # signs from which on a number is one of identity, and masked
Course = tuple[int, str, date, date]  # whose, its title, its first and last day


@dataclass(frozen=True)
class Looked:
    """A file looked through: rows that can be brought in, each with its person, and the others."""

    good: Sequence[tuple[OutsideRow, int]]
    bad: Sequence[OutsideRow]
    headings: Sequence[str] = ()


def keep_upload(desk: Desk, content: bytes, filename: str) -> StoredFile:
    """Keep an uploaded spreadsheet of the desk until it is brought in.

    Raises Unreadable, and Refused where a column is missing or there are too many rows.
    """
    _table(content, filename)
    return keep(content, "application/octet-stream", filename[-200:], _subject(desk))


def upload_of(desk: Desk, file: StoredFile | None) -> StoredFile | None:
    """Return an upload of this desk that waits to be brought in; None for any other file."""
    return file if file is not None and file.subject == _subject(desk) else None


def look_through(desk: Desk, file: StoredFile) -> Looked:
    """Judge each row of a kept file today: what it says, and whether it is of the desk's people.

    A row that stands in the record already, or twice in the file, is not brought in again.
    """
    table = _table(file.content, file.name)
    return _judged(desk, table, _rows(desk, table))


def _rows(desk: Desk, table: Table) -> list[OutsideRow]:
    at, today = columns_of(table.headings), clock.today(desk.zone)
    return [
        replace(
            read_row(line, {name: cells[column] for name, column in at.items()}, today),
            cells=tuple(cells),
        )
        for line, cells in zip(table.numbers, table.rows, strict=True)
    ]


def _judged(desk: Desk, table: Table, rows: Sequence[OutsideRow]) -> Looked:
    people = _people(desk, {row.person for row in rows if row.person})
    seen = _known(person_id for person_id, _ in people.values())
    good, bad = [], []
    for row in rows:
        found = people.get(row.person)
        faults = (*row.faults, *_against(row, found, seen))
        if faults or found is None or row.words is None:
            bad.append(replace(row, faults=faults))
        else:
            seen.add(_course(found[0], row.words))
            good.append((row, found[0]))
    return Looked(good, bad, table.headings)


def bring_in(desk: Desk, file: StoredFile) -> OutsideImport:
    """Write down every good row of a kept file, all in one act, and forget the file.

    The other rows are kept as a sheet with their reasons. The file is read before the writing
    begins: it may take a second. Raises Refused where there is no good row.
    """
    name, table = file.name, _table(file.content, file.name)
    read = _rows(desk, table)
    begin_writing()
    looked = _judged(desk, table, read)
    if not looked.good:
        text = N_("No row of this file can be brought in.")
        raise Refused([Refusal("outside.none", text, way_out=N_("Correct the file."))])
    made = OutsideImport(body_id=desk.body_id, name=name, made_name=desk.name[:80])
    made.number, made.left_out = len(looked.good), len(looked.bad)
    db.session.add(made)
    db.session.flush()
    given = {"body_id": desk.body_id, "import_id": made.id}
    rows = [
        OutsideTraining(person_id=person_id, **given, **vars(row.words))
        for row, person_id in looked.good
    ]
    db.session.add_all(rows)
    db.session.flush()
    done = ((row, {"hours": row.hours, "until": row.until.isoformat()}) for row in rows)
    record_each(desk, "training:entered", done)
    record(desk, "training:imported", made, rows=made.number, left_out=made.left_out)
    if looked.bad:
        keep(wrong_sheet(desk, looked), XLSX, WRONG_ROWS, subject_of(made))
    forget(_subject(desk))
    return made


def wrong_sheet(desk: Desk, looked: Looked) -> bytes:
    """Return the rows left out as they were, the reason in front, to be sent again."""
    with in_language(desk.language):
        reasons = [reason_of(row.faults) for row in looked.bad]
        cells = [row.cells for row in looked.bad]
        return write_table(list(looked.headings), cells, reasons, gettext(REASON))


def wrong_rows(row: OutsideImport) -> StoredFile | None:
    """Return the sheet of the rows that an import left out, if there were any."""
    return kept(subject_of(row), WRONG_ROWS)


def subject_of(row: OutsideImport) -> str:
    """Return what the files of an import are called: outside_import:ID."""
    return f"outside_import:{row.id}"


def _table(content: bytes, filename: str) -> Table:
    table = read_table(content, filename, known=is_heading)
    if missing := missing_columns(table.headings):
        text = N_("The file has no column %(columns)s.")
        raise Refused(
            [Refusal("outside.columns", text, {"columns": "、".join(missing)}, place="file")]
        )
    if len(table.rows) > MOST:
        text = N_("The file has %(rows)s rows; %(most)s fit into one.")
        facts = {"rows": len(table.rows), "most": MOST}
        raise Refused([Refusal("outside.rows", text, facts, N_("Split it."), place="file")])
    return table


def _people(desk: Desk, named: Collection[str]) -> dict[str, tuple[int, str]]:
    """Return the people of the desk's court by the numbers that a file names them with."""
    bodies = forebears(desk.body_id, clock.today(desk.zone))
    own = select(Tenure.id).where(
        Tenure.person_id == Person.id, Tenure.body_id.in_(bodies), Tenure.superseded_at.is_(None)
    )
    numbers, found = sorted(named), dict[str, tuple[int, str]]()
    for at in range(0, len(numbers), AT_ONCE):
        part = {keyed_hash(number): number for number in numbers[at : at + AT_ONCE]}
        rows = (
            select(Person.id, Person.name, Person.number, Identifier.hash)
            .outerjoin(
                Identifier,
                (Identifier.person_id == Person.id)
                & Identifier.superseded_at.is_(None)
                & Identifier.hash.in_(part),
            )
            .where(own.exists())
            .where(or_(Person.number.in_(part.values()), Identifier.hash.is_not(None)))
        )
        for person_id, name, number, hashed in db.session.execute(rows):
            found[part.get(hashed, number)] = (person_id, name)
    return found


def _known(person_ids: Iterable[int]) -> set[Course]:
    ids, found = sorted(set(person_ids)), set[Course]()
    one = OutsideTraining
    for at in range(0, len(ids), AT_ONCE):
        rows = select(one.person_id, one.title, one.since, one.until).where(
            one.person_id.in_(ids[at : at + AT_ONCE]), one.withdrawn_at.is_(None)
        )
        found.update((row[0], row[1], row[2], row[3]) for row in db.session.execute(rows))
    return found


def _course(person_id: int, words: OutsideWords) -> Course:
    return person_id, words.title, words.since, words.until


def _against(
    row: OutsideRow, found: tuple[int, str] | None, seen: Collection[Course]
) -> list[Refusal]:
    if found is None:
        text = N_("Nobody of this court has the number %(number)s.")
        shown = row.person if len(row.person) < LONG else mask_number(row.person)
        return [Refusal("outside.person", text, {"number": shown})] if row.person else []
    if row.name and row.name != found[1]:
        text = N_("The number is that of %(other)s, the row names %(name)s.")
        return [Refusal("outside.name", text, {"other": found[1], "name": row.name})]
    if row.words is not None and _course(found[0], row.words) in seen:
        text = N_("%(name)s has this course on these days in the record already.")
        return [Refusal("outside.double", text, {"name": found[1]})]
    return []


def _subject(desk: Desk) -> str:
    return f"outside:{desk.body_id}:{desk.id}"
