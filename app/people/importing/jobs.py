"""Long imports run in a worker; short ones while the officer waits."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from app.accounts.desk import current_desk
from app.accounts.terms import Desk, RoleKind
from app.messages.writing import path_to
from app.people.importing.applying import apply_import, ready_to_apply
from app.people.importing.preview import preview
from app.people.importing.terms import SMALL, Given
from app.people.importing.undoing import ready_to_undo, refuse_if_rests, undo_import
from app.people.importing.uploading import is_clear, map_columns
from app.people.models import RollImport
from app.shared.db import db
from app.shared.jobs.models import Job
from app.shared.jobs.registry import ALONE, job
from app.shared.jobs.service import start
from app.shared.texts import N_
from app.shared.transactions import transaction


def check_rows(desk: Desk, row: RollImport, choices: Mapping[int, str], given: Given) -> None:
    """Map the columns and weigh the rows: now where they are few, else in a worker.

    Raises Refused as `map_columns` does.
    """
    map_columns(desk, row, choices, given)
    db.session.flush()
    if row.counts["rows"] < SMALL:
        preview(row.id)
        return
    row.job_id = start(desk, "import.preview", _arguments(desk, row.id)).id


def check_if_clear(desk: Desk, row: RollImport, given: Given) -> bool:
    """Check the rows at once where every column was recognised; say whether that was so."""
    if not is_clear(row):
        return False
    check_rows(desk, row, {int(i): key for i, key in row.mapping.items()}, given)
    return True


def apply_rows(desk: Desk, import_id: int, waivers: Mapping[str, str]) -> RollImport:
    """Apply a previewed import: now where its rows are few, else in a worker.

    Raises Refused as `ready_to_apply` and `apply_import` do.
    """
    row = ready_to_apply(desk, import_id, waivers)
    if row.counts["rows"] < SMALL:
        return apply_import(desk, import_id)
    row.job_id = start(desk, "import.apply", _arguments(desk, import_id)).id
    row.version += 1
    return row


def undo_rows(desk: Desk, import_id: int) -> RollImport:
    """Undo an applied import: now where its rows are few, else in a worker.

    Raises Refused as `ready_to_undo` and `undo_import` do.
    """
    row = ready_to_undo(import_id)
    if row.counts["rows"] < SMALL:
        return undo_import(desk, import_id)
    row.job_id = start(desk, "import.undo", _arguments(desk, import_id)).id
    row.version += 1
    return row


def job_of(row: RollImport) -> Job | None:
    """Return the work that an import is waiting for, or that failed last."""
    return db.session.get(Job, row.job_id) if row.job_id else None


def _arguments(desk: Desk, import_id: int) -> dict[str, Any]:
    roles = sorted(role.value for role in desk.roles)
    who = {"id": desk.id, "name": desk.name, "body_id": desk.body_id, "roles": roles}
    return {"import": import_id, "desk": who | {"language": desk.language, "zone": desk.zone}}


def _desk(plain: Mapping[str, Any]) -> Desk:
    roles = frozenset(RoleKind(role) for role in plain["roles"])
    return Desk(**{**plain, "roles": roles})


def _link(import_id: int) -> dict[str, Any]:
    uid = db.session.get_one(RollImport, import_id).uid
    return {"link": path_to("imports.preview", uid=uid)}


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Keep the cycle collector from going through all rows again and again: a fifth of the time.

    Rows hold no cycles; what reference counts do not free waits until the work has ended.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_seen(row: Job) -> bool:
    """Say whether the import of a job can be opened at the desk of this request."""
    own = current_desk()
    return own is not None and own.body_id == row.body_id and own.may(RoleKind.PERSONNEL)


@job("import.preview", N_("Checking a roll"), seen=_is_seen)
def preview_job(job_id: int, arguments: dict[str, Any], progress: Any) -> dict[str, Any]:
    """Weigh the rows of an import, part by part; nobody waits for it meanwhile."""
    import_id = arguments["import"]
    with _collector_resting():
        preview(import_id, progress, lambda: transaction("read"), transaction)
    return _link(import_id)


@job("import.apply", N_("Bringing in a roll"), seen=_is_seen)
def apply_job(job_id: int, arguments: dict[str, Any], progress: Any) -> dict[str, Any]:
    """Apply an import as the officer who asked for it; it is all written in one transaction."""
    import_id, desk = arguments["import"], _desk(arguments["desk"])
    with _collector_resting():
        apply_import(desk, import_id, progress, lambda: transaction("read"))
    return _link(import_id)


@job("import.undo", N_("Undoing a roll"), seen=_is_seen)
def undo_job(job_id: int, arguments: dict[str, Any], progress: Any) -> dict[str, Any]:
    """Undo an import as the officer who asked for it; what rests on it is looked for before the
    one transaction that writes."""
    import_id, desk = arguments["import"], _desk(arguments["desk"])
    with transaction("read"):
        refuse_if_rests(import_id)
    if db.engine.dialect.name == "sqlite":
        progress(0, 0, ALONE)
    undo_import(desk, import_id)
    return _link(import_id)
