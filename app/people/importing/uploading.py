"""Verbs of the first two steps: an upload is kept, and its columns are mapped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.accounts.terms import Desk
from app.audit.service import record
from app.people.importing.courts import book_of
from app.people.importing.reading import (
    Upload,
    day_zero_of,
    kept_table,
    mapping_of,
    plain_notes,
    table_as_kept,
)
from app.people.importing.terms import Given, ImportState
from app.people.imports.headings import ColumnMapping, chosen
from app.people.imports.rules import UNKEPT, unkept_columns
from app.people.models import RollImport
from app.rulebooks.terms import Rulebook
from app.shared import clock
from app.shared.db import db
from app.shared.files import StoredFile, keep, packed
from app.shared.jobs.models import Job
from app.shared.refusals import Refusal, Refused
from app.shared.tables import Note
from app.shared.texts import N_
from app.shared.transactions import lock

# Columns that any list may have and that nobody needs to map.
_NEVER_MAPPED = frozenset(
    ("", "序号", "编号", "备注", "no", "no.", "#", "reason", "原因", "remarks")
)
BEFORE_APPLYING = (ImportState.UPLOADED, ImportState.MAPPED, ImportState.PREVIEWED)
_SAME_FILE = N_("This very file was applied on %(day)s by %(name)s; its rows should come out same.")


def upload_roll(desk: Desk, upload: Upload | Refused, given: Given) -> RollImport:
    """Keep an uploaded roll, sealed, without the columns that no rule needs.

    Raises the refusal of what is no table.
    """
    if isinstance(upload, Refused):
        raise upload
    table = upload.table
    notes = [*table.notes, *_unkept_notes(table.headings, upload.unkept)]
    notes += _same_file(desk, upload)
    file = keep(upload.packed, "application/json", upload.filename, "import")
    row = RollImport(
        body_id=desk.body_id,
        file_id=file.id,
        filename=upload.filename,
        sha256=upload.sha256,
        office=given.office.value,
        headings=list(table.headings),
        mapping=_choices(upload.mapping),
        given=_plain(given, table.day_zero),
        counts={"rows": len(table.rows)},
        notes=plain_notes(notes),
        by_id=desk.id,
        by_name=desk.name,
    )
    db.session.add(row)
    db.session.flush()
    file.subject = f"import:{row.id}"
    record(desk, "import:uploaded", row, rows=len(table.rows), sha256=upload.sha256)
    return row


def is_clear(row: RollImport) -> bool:
    """Say whether every column that may hold something was recognised, so that none need be
    mapped by hand."""
    mapping = mapping_of(row)
    rest = [h for h, field in zip(row.headings, mapping.fields, strict=True) if not field]
    return not mapping.missing and all(h.strip().casefold() in _NEVER_MAPPED for h in rest)


def map_columns(desk: Desk, row: RollImport, choices: Mapping[int, str], given: Given) -> None:
    """Say which column holds what; the rows are checked anew next (see jobs.begin_preview).

    Raises Refused if no column holds the name, or if the import has gone further.
    """
    row = lock(RollImport, row.id)
    refuse_unless(row, *BEFORE_APPLYING)
    mapping = chosen(row.headings, choices)
    if mapping.missing:
        text = N_("No column holds the name.")
        way_out = N_("Choose “Name” at the column that holds it.")
        raise Refused([Refusal("import.no_name_column", text, way_out=way_out)])
    _leave_out(row, mapping, book_of(row.body_id, clock.today(desk.zone)))
    row.mapping, row.office = _choices(mapping), given.office.value
    row.given = _plain(given, day_zero_of(row))
    row.state, row.version = ImportState.MAPPED.value, row.version + 1


def refuse_unless(row: RollImport, *states: ImportState) -> None:
    """Raise Refused unless the import is in one of `states` and nobody is working on it."""
    if row.job_id and _is_running(row.job_id):
        text = N_("This import is being worked on at this moment.")
        raise Refused([Refusal("import.running", text, way_out=N_("Wait until that has ended."))])
    if row.state in states:
        return
    text, way_out = _STANDS[ImportState(row.state)]
    raise Refused([Refusal(f"import.{row.state}", text, {"name": row.by_name}, way_out)])


_STANDS = {
    ImportState.UPLOADED: (
        N_("The rows of this import are not checked yet."),
        N_("Map its columns first."),
    ),
    ImportState.MAPPED: (
        N_("The rows of this import are not checked yet."),
        N_("Open its columns and check the rows."),
    ),
    ImportState.PREVIEWED: (
        N_("This import is not applied."),
        N_("Apply it first."),
    ),
    ImportState.APPLIED: (
        N_("This import was applied already, by %(name)s; nothing is applied twice."),
        N_("Look at what it made, or undo it."),
    ),
    ImportState.UNDONE: (
        N_("This import was undone."),
        N_("Upload the file again to bring it in anew."),
    ),
}


def _is_running(job_id: int) -> bool:
    state = db.session.scalar(select(Job.state).where(Job.id == job_id))
    return state in ("waiting", "running")


def _choices(mapping: ColumnMapping) -> dict[str, str]:
    return {str(i): field or "" for i, field in enumerate(mapping.fields)}


def _plain(given: Given, day_zero: date | None) -> dict[str, Any]:
    days = {"since": given.since, "day_zero": day_zero}
    return {name: day.isoformat() for name, day in days.items() if day}


def _unkept_notes(headings: Sequence[str], columns: Sequence[int]) -> list[Note]:
    return [replace(UNKEPT, facts={"heading": headings[i]}) for i in columns]


def _leave_out(row: RollImport, mapping: ColumnMapping, book: Rulebook) -> None:
    """Blank what a newly chosen column holds and no rule needs."""
    columns = unkept_columns(mapping, book)
    if not columns:
        return
    file = db.session.get_one(StoredFile, row.file_id)
    table = kept_table(file)
    if not any(cells[i] for cells in table.rows for i in columns):
        return
    file.packed = packed(table_as_kept(table, columns)).compressed
    row.notes = [*row.notes, *plain_notes(_unkept_notes(row.headings, columns))]


def _same_file(desk: Desk, upload: Upload) -> list[Note]:
    before = db.session.scalar(
        select(RollImport)
        .where(
            RollImport.sha256 == upload.sha256,
            RollImport.body_id == desk.body_id,
            RollImport.state == ImportState.APPLIED.value,
        )
        .order_by(RollImport.id.desc())
        .limit(1)
    )
    if before is None or before.applied_at is None:
        return []
    day = before.applied_at.astimezone(ZoneInfo(desk.zone)).date()
    facts = {"day": day.isoformat(), "name": before.by_name}
    return [Note("import.same_file", _SAME_FILE, facts)]
