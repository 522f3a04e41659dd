"""The preview: every row weighed against the register, in bulk, before anything is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, func, select

from app.people.importing.bulk import insert_rows
from app.people.importing.courts import Courts
from app.people.importing.entered import term_of
from app.people.importing.kept import pack
from app.people.importing.reading import (
    Read,
    Reader,
    Told,
    day_zero_of,
    given_of,
    kept_table,
    mapping_of,
)
from app.people.importing.register import read_register, somebody_without_number
from app.people.importing.terms import CHUNK, Given, ImportState
from app.people.importing.weighing import weigh
from app.people.imports.callings import KEY as CALLING
from app.people.imports.terms import Fault, Outcome, State
from app.people.models import ImportRow, RollImport
from app.shared import clock
from app.shared.db import db
from app.shared.files import StoredFile
from app.shared.refusals import SOFT
from app.shared.tables import Table
from app.shared.texts import N_
from app.shared.transactions import lock

Around = Callable[[], AbstractContextManager[Any]]
COMPARING = N_("Comparing the rows with the register")
APPLIED_STATES = (State.NEW, State.CHANGED)


def told_nobody(done: int, total: int, step: str) -> None:
    """Tell nobody how far the work is."""


def needs_reason(fault: Fault) -> bool:
    """Say whether a warning rests on a rule of the book: then the officer gives a reason."""
    return fault.strength == SOFT and bool(fault.article)


@dataclass
class Tally:
    """Rows by outcome; rules that warn, with how many rows and the line of the first one.

    `callings`: how many rows name an employer or occupation that may bar, and the first line.
    """

    states: Counter[str] = field(default_factory=Counter)
    warned: dict[str, list[int]] = field(default_factory=dict)
    callings: list[int] = field(default_factory=list)

    def add(self, outcome: Outcome, line: int) -> None:
        """Count one row."""
        self.states[outcome.state.value] += 1
        if outcome.state not in APPLIED_STATES:
            return
        for fault in outcome.faults:
            if fault.key == CALLING:
                self.callings = self.callings or [0, line]
                self.callings[0] += 1
            if needs_reason(fault):
                self.warned.setdefault(fault.key, [0, line])[0] += 1

    def plain(self) -> dict[str, Any]:
        """Return the counts as JSON values."""
        states = {state.value: self.states[state.value] for state in State}
        told = {"warned": self.warned, "callings": self.callings}
        return {**states, "rows": self.states.total(), **told}


@dataclass(frozen=True)
class _Sheet:
    """An import's table with all that its rows are read by."""

    version: int
    body_id: int
    table: Table
    given: Given
    reader: Reader
    courts: Courts
    unnumbered: bool


def preview(
    import_id: int,
    told: Told = told_nobody,
    reading: Around = nullcontext,
    writing: Around = nullcontext,
) -> None:
    """Weigh all rows of a mapped import and keep their outcomes; safe to do twice.

    A job gives transactions for `reading` and `writing`, so that nobody waits while it reads;
    a request has its own already. Twelve statements at most for a thousand rows.
    """
    with reading():
        sheet = _opened(import_id)
        read = sheet.reader.table(sheet.table, told)
    with writing():
        db.session.execute(delete(ImportRow).where(ImportRow.import_id == import_id))
    tally = Tally()
    for first in range(0, len(read.rows), CHUNK):
        with reading():
            rows = _weighed(import_id, sheet, read, range(first, first + CHUNK), tally)
        with writing():
            insert_rows(ImportRow, rows)
        told(min(first + CHUNK, len(read.rows)), len(read.rows), COMPARING)
    with writing():
        _finish(import_id, sheet, tally)


def _opened(import_id: int) -> _Sheet:
    row = db.session.get_one(RollImport, import_id)
    courts = Courts(row.body_id, clock.today())
    table, given = kept_table(db.session.get_one(StoredFile, row.file_id)), given_of(row)
    reader = Reader(mapping_of(row), given, courts, day_zero_of(row))
    unnumbered = somebody_without_number()
    return _Sheet(row.version, row.body_id, table, given, reader, courts, unnumbered)


def _weighed(
    import_id: int, sheet: _Sheet, read: Read, chunk: range, tally: Tally
) -> list[dict[str, Any]]:
    """Return the rows of import_row for one chunk."""
    rows = read.rows[chunk.start : chunk.stop]
    register = read_register(rows, sheet.courts, sheet.courts.own.around.today, sheet.unnumbered)
    kept = []
    for index, row in enumerate(rows, chunk.start):
        weighed = weigh(row, read.courts[index], register, sheet.given)
        outcome, term = weighed.outcome, term_of(row.values, weighed, sheet.given)
        tally.add(outcome, row.line)
        kept.append(
            {
                "import_id": import_id,
                "n": row.line,
                "outcome": outcome.state.value,
                "cells": pack(sheet.table.rows[index], row, outcome, term),
                "faults": [fault.key for fault in outcome.faults],
                "person_id": outcome.person,
                "made": {},
            }
        )
    return kept


def _finish(import_id: int, sheet: _Sheet, tally: Tally) -> None:
    """Write the counts, unless the columns were mapped anew in the meantime."""
    row: RollImport = lock(RollImport, import_id)
    if row.version != sheet.version or row.state != ImportState.MAPPED:
        return
    stored = select(func.count()).where(ImportRow.import_id == import_id)
    if db.session.scalar(stored) != tally.states.total():
        raise RuntimeError("two previews of one import met; this one is done again")
    book = sheet.courts.own.around.book
    row.counts, row.job_id = tally.plain(), None
    row.rulebook, row.rulebook_version = book.name, book.version
    row.state, row.version = ImportState.PREVIEWED.value, row.version + 1


def rows_of(import_id: int, outcomes: Sequence[State]) -> Any:
    """Return a select of an import's rows of some outcomes, in the order of the file."""
    where = (ImportRow.import_id == import_id, ImportRow.outcome.in_([o.value for o in outcomes]))
    return select(ImportRow).where(*where).order_by(ImportRow.n, ImportRow.id)
