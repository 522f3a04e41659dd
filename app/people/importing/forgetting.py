"""Uploads that nobody applied are forgotten after some weeks: they hold people's numbers."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from app.people.importing.uploading import BEFORE_APPLYING
from app.people.models import ImportRow, RollImport
from app.shared import clock
from app.shared.db import db
from app.shared.files import StoredFile

KEPT = timedelta(weeks=4)
AT_ONCE = 20  # a sheet may have tens of thousands of rows; the next hour takes the next


def forget_unapplied() -> int:
    """Delete imports uploaded four weeks ago and not applied, with rows and files; return how many.

    At most twenty, oldest first. What was applied stays, also where it was undone since.
    """
    old = (
        select(RollImport.id, RollImport.file_id)
        .join(StoredFile, StoredFile.id == RollImport.file_id)
        .where(RollImport.state.in_(BEFORE_APPLYING), StoredFile.made_at < clock.now() - KEPT)
        .order_by(RollImport.id)
        .limit(AT_ONCE)
    )
    rows = db.session.execute(old.with_for_update(skip_locked=True)).all()
    ids, files = [row.id for row in rows], [row.file_id for row in rows]
    without = {"synchronize_session": False}
    for statement in (
        delete(ImportRow).where(ImportRow.import_id.in_(ids)),
        delete(RollImport).where(RollImport.id.in_(ids)),
        delete(StoredFile).where(StoredFile.id.in_(files)),
    ):
        db.session.execute(statement, execution_options=without)
    return len(ids)
