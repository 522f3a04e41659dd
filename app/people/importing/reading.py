"""The uploaded file, read before any transaction begins; the table as it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from flask import Request
from werkzeug.datastructures import FileStorage

from app.people.importing.courts import Courts, book_of
from app.people.importing.settling import clashes, settle, with_faults
from app.people.importing.terms import Court, Given
from app.people.imports.beside import people_of
from app.people.imports.headings import ColumnMapping, chosen, is_heading, recognise
from app.people.imports.matching import doubles, lost_beside
from app.people.imports.rows import read_row
from app.people.imports.rules import judge, unkept_columns
from app.people.imports.terms import Row
from app.people.models import RollImport
from app.people.terms import Office
from app.shared.db import db
from app.shared.files import Packed, StoredFile, packed
from app.shared.refusals import Refused
from app.shared.spreadsheets import read_table
from app.shared.tables import Note, Table
from app.shared.texts import N_
from app.shared.transactions import transaction

Told = Callable[[int, int, str], None]
READING_ROWS = N_("Reading the rows")
TOLD_EVERY = 2000
DRAINED = 2**30  # bytes of a body that is too large which are read and thrown away


@dataclass(frozen=True)
class Upload:
    """What somebody uploaded, with all done that takes long: its table, packed to be kept.

    `unkept` are columns that no rule needs: their cells are blank in `packed`.
    """

    filename: str
    sha256: str
    table: Table
    mapping: ColumnMapping
    unkept: tuple[int, ...]
    packed: Packed


def read_upload(
    file: FileStorage | None, sheet: str, body_id: int, day: date
) -> Upload | Refused | None:
    """Return what is in an uploaded file or why it is refused, None where no file was chosen.

    A stranger's file may take a minute to read: meanwhile nobody else must wait for this
    request's transaction, so it is given back first (SQLite has one writer).
    """
    if file is None or not file.filename:
        return None
    db.session.rollback()
    try:
        return upload_of(file.read(), file.filename[-200:], body_id, day, sheet)
    except Refused as refused:
        return refused


def upload_of(content: bytes, filename: str, body_id: int, day: date, sheet: str = "") -> Upload:
    """Return a file as it can be kept for a body, by the book that holds there on `day`.

    Call it between transactions. Raises Unreadable, and Refused where no rulebook holds.
    """
    wanted = sheet.strip() or None
    table = people_of(read_table(content, filename, known=is_heading, sheet=wanted))
    with transaction("read"):
        book = book_of(body_id, day)
    mapping = recognise(table.headings)
    unkept = unkept_columns(mapping, book)
    ready = packed(table_as_kept(table, unkept))
    return Upload(filename, sha256(content).hexdigest(), table, mapping, unkept, ready)


def table_as_kept(table: Table, without: Sequence[int] = ()) -> bytes:
    """Return a table as JSON; the cells of the columns `without` are left blank."""
    blank = set(without)
    rows = table.rows
    if blank:
        rows = [["" if i in blank else cell for i, cell in enumerate(row)] for row in rows]
    kept = {
        "headings": table.headings,
        "rows": rows,
        "numbers": list(table.numbers),
        "encoding": table.encoding,
        "sheet": table.sheet,
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def kept_table(file: StoredFile) -> Table:
    """Return the table that `table_as_kept` kept."""
    kept = json.loads(file.content)
    return Table(
        headings=tuple(kept["headings"]),
        rows=kept["rows"],
        numbers=kept["numbers"],
        encoding=kept["encoding"],
        sheet=kept["sheet"],
    )


def plain_notes(notes: Sequence[Note]) -> list[Any]:
    """Return notes as JSON values: key, text, facts."""
    return [[note.key, note.text, dict(note.facts)] for note in notes]


def given_of(roll_import: RollImport) -> Given:
    """Return what the officer said of all rows."""
    since = roll_import.given.get("since")
    return Given(Office(roll_import.office), date.fromisoformat(since) if since else None)


def day_zero_of(roll_import: RollImport) -> date | None:
    """Return the day from which bare day numbers count, None where there are none."""
    zero = roll_import.given.get("day_zero")
    return date.fromisoformat(zero) if zero else None


def mapping_of(roll_import: RollImport) -> ColumnMapping:
    """Return which column holds what, as the officer chose it."""
    choices = {int(column): key for column, key in roll_import.mapping.items()}
    return chosen(roll_import.headings, choices)


@dataclass(frozen=True)
class Read:
    """All rows of an import as read, settled and judged; their courts by the same index."""

    rows: list[Row]
    courts: list[Court]


class Reader:
    """Reads rows of one import the same way every time."""

    def __init__(self, mapping: ColumnMapping, given: Given, courts: Courts, zero: date | None):
        """Read by `mapping`; bare day numbers of a workbook count from `zero`."""
        self._mapping, self._given, self._courts = mapping, given, courts
        self._zero, self._today = zero, courts.own.around.today

    def row(self, cells: Sequence[str], line: int) -> tuple[Row, Court]:
        """Return one row settled and judged, and its court."""
        row = read_row(cells, self._mapping, self._today, day_zero=self._zero, line=line)
        named = self._courts.named(row.values.get("court"))
        court = named or self._courts.own
        return judge(settle(row, named, self._given), court.around), court

    def table(self, table: Table, told: Told) -> Read:
        """Return all rows, with what is wrong among themselves."""
        rows: list[Row] = []
        courts: list[Court] = []
        for cells, line in zip(table.rows, table.numbers, strict=True):
            row, court = self.row(cells, line)
            rows.append(row)
            courts.append(court)
            if len(rows) % TOLD_EVERY == 0:
                told(0, len(table.rows), READING_ROWS)
        for faults in (
            lost_beside(rows),
            doubles(rows, self._courts.own.around),
            clashes(rows, courts, self._given),
        ):
            for index, fault in faults.items():
                rows[index] = with_faults(rows[index], [fault])
        return Read(rows, courts)


def without_body(request: Request) -> None:
    """Read away what is left of a body that is too large, so that the browser hears the answer."""
    left = min(request.content_length or 0, DRAINED)
    stream = request.environ["wsgi.input"]
    while left > 0 and (block := stream.read(min(left, 2**20))):
        left -= len(block)
