"""Uploads that nobody applied go after four weeks, with their rows and files."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.people.importing import forgetting
from app.people.importing.forgetting import KEPT, forget_unapplied
from app.people.importing.terms import ImportState
from app.people.models import ImportRow, RollImport
from app.reminders.process import ClockProcess
from app.shared import clock
from app.shared.db import db
from app.shared.files import StoredFile, keep
from app.shared.transactions import transaction
from tests.builders import Make

DAY = timedelta(days=1)


def an_import(body_id: int, state: ImportState, age: timedelta) -> None:
    """Keep an upload of some age, named after its state, with one row."""
    file = keep(b"{}", "application/json", state, "import")
    file.made_at = clock.now() - age
    sheet = RollImport(body_id=body_id, file_id=file.id, filename=state, state=state.value)
    db.session.add(sheet)
    db.session.flush()
    db.session.add(ImportRow(import_id=sheet.id, n=1, outcome="new", cells="[]"))


def left() -> tuple[list[str], list[str], int]:
    """Return the names of the imports and of the files that are left, and how many rows."""
    db.session.expire_all()
    names = sorted(db.session.scalars(select(RollImport.filename)))
    files = sorted(db.session.scalars(select(StoredFile.name)))
    return names, files, len(db.session.scalars(select(ImportRow.id)).all())


def test_the_clock_forgets_old_uploads_that_were_never_applied(app: Flask, make: Make):
    court = make.court()
    with transaction():
        for state in ImportState:
            an_import(court.id, state, KEPT + DAY)
    process = ClockProcess(app)
    process.renew()
    process.clean()
    kept = sorted([ImportState.APPLIED, ImportState.UNDONE])
    assert left() == (kept, kept, 2)


def test_young_uploads_are_kept(app: Flask, make: Make):
    court = make.court()
    with transaction():
        an_import(court.id, ImportState.PREVIEWED, KEPT - DAY)
        assert forget_unapplied() == 0
    assert left() == (["previewed"], ["previewed"], 1)


def test_many_are_forgotten_a_few_at_a_time(
    app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch
):
    court = make.court()
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    with transaction():
        for _ in range(3):
            an_import(court.id, ImportState.UPLOADED, KEPT + DAY)
    numbers = []
    for _ in range(3):
        with transaction():
            numbers.append(forget_unapplied())
    assert numbers == [2, 1, 0]
