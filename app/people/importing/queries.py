"""Named reads of the screens of bringing in a roll."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.people.importing.kept import KeptRow, unpack
from app.people.importing.reading import kept_table
from app.people.importing.terms import PAGE
from app.people.imports.terms import State
from app.people.models import ImportRow, Person, RollImport
from app.shared.db import db
from app.shared.files import StoredFile

LATEST = 20
SAMPLES = 3


@dataclass(frozen=True)
class Latest:
    """The last imports of a body, newest first; `following` is the id to go on from."""

    imports: list[RollImport]
    following: int | None


@dataclass(frozen=True)
class PreviewLine:
    """A row as the preview shows it; `person_uid` once it is in the register."""

    n: int
    kept: KeptRow
    person_uid: str | None = None


@dataclass(frozen=True)
class PreviewPage:
    """Rows of one outcome in the order of the file; keys of the pages beside it, or None."""

    lines: list[PreviewLine]
    previous: str | None = None
    following: str | None = None


def import_by_uid(uid: str) -> RollImport | None:
    """Return the import at a public address."""
    return db.session.scalar(select(RollImport).where(RollImport.uid == uid))


def latest(body_id: int, before: int | None = None) -> Latest:
    """Return the last imports of a body (ix_roll_import_body_id)."""
    statement = select(RollImport).where(RollImport.body_id == body_id)
    if before is not None:
        statement = statement.where(RollImport.id < before)
    rows = list(db.session.scalars(statement.order_by(RollImport.id.desc()).limit(LATEST + 1)))
    more = rows[LATEST - 1].id if len(rows) > LATEST else None
    return Latest(rows[:LATEST], more)


def page_of(
    import_id: int, outcome: State, after: int | None = None, before: int | None = None
) -> PreviewPage:
    """Return a page of rows after a line of the file, or before one (ix_import_row_outcome)."""
    columns = (ImportRow.n, ImportRow.cells, Person.uid)
    statement = select(*columns).outerjoin(Person, Person.id == ImportRow.person_id)
    statement = statement.where(
        ImportRow.import_id == import_id, ImportRow.outcome == outcome.value
    )
    if before is not None:
        earlier = statement.where(ImportRow.n < before).order_by(ImportRow.n.desc())
        rows = db.session.execute(earlier.limit(PAGE + 1)).all()
        more_before, more_after, rows = len(rows) > PAGE, True, rows[:PAGE][::-1]
    else:
        later = statement.where(ImportRow.n > (after or 0)).order_by(ImportRow.n)
        rows = db.session.execute(later.limit(PAGE + 1)).all()
        more_before, more_after, rows = bool(after), len(rows) > PAGE, rows[:PAGE]
    lines = [PreviewLine(row.n, unpack(row.cells), row.uid) for row in rows]
    return PreviewPage(
        lines,
        str(lines[0].n) if lines and more_before else None,
        str(lines[-1].n) if lines and more_after else None,
    )


def wrong_rows(import_id: int) -> list[KeptRow]:
    """Return the rows that cannot be applied, in the order of the file."""
    statement = select(ImportRow.cells).where(
        ImportRow.import_id == import_id, ImportRow.outcome == State.WRONG.value
    )
    rows = db.session.scalars(statement.order_by(ImportRow.n))
    return [unpack(cells) for cells in rows]


def samples_of(row: RollImport) -> list[list[str]]:
    """Return for each column the first few different values that stand in it."""
    table = kept_table(db.session.get_one(StoredFile, row.file_id))
    return [_first_different(table.rows, i) for i in range(len(table.headings))]


def _first_different(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    found: dict[str, Any] = {}
    for cells in rows[:50]:
        if cells[column] and len(found) < SAMPLES:
            found[_masked(cells[column])] = None
    return list(found)


def _masked(text: str) -> str:
    """Hide the middle of what may be a number of a person: nine digits or more."""
    return f"{text[:3]}****{text[-2:]}" if sum(c.isdigit() for c in text) > 8 else text[:40]
