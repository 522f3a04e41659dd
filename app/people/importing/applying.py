"""Applying an import: weighed once more, then all of it in one transaction or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from sqlalchemy import select, text

from app.accounts.terms import Desk
from app.audit.service import record
from app.people.importing.again import Again
from app.people.importing.bulk import update_rows
from app.people.importing.changing import Changing
from app.people.importing.kept import packed_again, plain_value, unpack
from app.people.importing.making import Making, chunks
from app.people.importing.planned import Frame
from app.people.importing.preview import Around, told_nobody
from app.people.importing.reading import Told
from app.people.importing.terms import ImportState
from app.people.importing.uploading import refuse_unless
from app.people.imports.terms import State
from app.people.models import ImportRow, RollImport
from app.rulebooks.loader import load
from app.shared import clock
from app.shared.db import db
from app.shared.jobs.registry import ALONE
from app.shared.refusals import Refusal, Refused, refuse_unless_waived
from app.shared.texts import N_
from app.shared.transactions import lock

WRITING = N_("Writing the register")
ONE_IMPORT_AT_A_TIME = 0x726F6C6C  # key of PostgreSQL's advisory lock: "roll"


def warnings_of(row: RollImport, language: str) -> list[Refusal]:
    """Return the soft rules that stand against rows of the preview, one refusal a rule."""
    warned: Mapping[str, list[int]] = row.counts.get("warned", {})
    if not warned:
        return []
    book = load(row.rulebook, row.rulebook_version)
    said = N_("“%(rule)s”: rows that do not keep to it: %(count)d, the first in line %(line)d.")
    return [
        book.refusal(key, said, rule=book.rule(key).titled(language), count=count, line=line)
        for key, (count, line) in warned.items()
        if book.has(key)
    ]


def ready_to_apply(desk: Desk, import_id: int, waivers: Mapping[str, str]) -> RollImport:
    """Lock a previewed import and keep the reasons for its soft rules.

    Raises Refused if it was applied or undone, or is being worked on, if there is nothing to
    apply, or if a soft rule has no reason yet.
    """
    row: RollImport = lock(RollImport, import_id)
    refuse_unless(row, ImportState.PREVIEWED)
    if not row.counts.get("new") and not row.counts.get("changed"):
        said = N_("There is nothing to apply: no row is new or changed.")
        raise Refused([Refusal("import.nothing", said)])
    warned = warnings_of(row, desk.language)
    refuse_unless_waived(warned, waivers)
    row.waivers = {refusal.key: waivers[refusal.key].strip() for refusal in warned}
    return row


def apply_import(
    desk: Desk, import_id: int, told: Told = told_nobody, reading: Around = nullcontext
) -> RollImport:
    """Apply the new and changed rows of an import, all in one transaction or nothing.

    What takes long is done before that transaction writes, so that others need not wait: a job
    gives a transaction for `reading`, a request has its own already. Rows for which the register
    has changed since the preview are set to wrong and counted in counts["turned"]; the others
    are applied. Raises Refused unless the import is previewed.
    """
    with reading():
        again = Again(_previewed(db.session.get_one(RollImport, import_id)))
        again.weigh(told)
    if db.engine.dialect.name == "sqlite":
        told(0, 0, ALONE)
    row = _previewed(lock(RollImport, import_id))
    _alone()
    if not again.holds_for(row):
        again = Again(row)
        again.weigh(told)
    again.renew()
    update_rows(ImportRow, again.turned_rows)
    making = Making(desk, Frame(again.given, again.today))
    _make(again, making, told)
    _change(again, Changing(desk, making.frame, making), told)
    return _finish(desk, row, again, making)


def _previewed(row: RollImport) -> RollImport:
    if row.state != ImportState.PREVIEWED:
        refuse_unless(row, ImportState.PREVIEWED)
    return row


def _alone() -> None:
    """Let imports follow each other: two of the same people then see what the other did."""
    if db.engine.dialect.name == "postgresql":
        key = {"key": ONE_IMPORT_AT_A_TIME}
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), key)


def _make(again: Again, making: Making, told: Told) -> None:
    new = again.new
    making.people(new, again.people)
    done = 0
    for part in chunks(new):
        making.tenures(part)
        making.rolls(part)
        making.year(part)
        update_rows(ImportRow, [{"id": p.row_id, "person_id": p.person_id} for p in part])
        done += len(part)
        told(done, len(new), WRITING)


def _change(again: Again, changing: Changing, told: Told) -> None:
    changed = again.changed
    done = 0
    for part in chunks(changed):
        changing.apply(part)
        _keep_changes(part)
        done += len(part)
        told(done, len(changed), WRITING)


def _keep_changes(plans: Any) -> None:
    """Keep, sealed, what was replaced, and the ids and versions that stand now."""
    ids = [plan.row_id for plan in plans]
    columns = (ImportRow.id, ImportRow.cells)
    found = db.session.execute(select(*columns).where(ImportRow.id.in_(ids)))
    kept = {row.id: row.cells for row in found}
    rows = []
    for plan in plans:
        before = {name: _plain(values) for name, values in plan.before.items()}
        cells = packed_again(unpack(kept[plan.row_id]), before=before)
        rows.append(
            {
                "id": plan.row_id,
                "cells": cells,
                "made": plan.after,
                "person_id": plan.person_id,
            }
        )
    update_rows(ImportRow, rows)


def _plain(values: Any) -> Any:
    if isinstance(values, dict):
        return {key: plain_value(value) for key, value in values.items()}
    return values


def _finish(desk: Desk, row: RollImport, again: Again, making: Making) -> RollImport:
    counts = dict(row.counts)
    turned = again.turned
    for state, more in turned.items():
        counts[state] = counts.get(state, 0) + more
    counts["turned"] = max(0, turned[State.WRONG.value])
    row.counts = counts
    row.made = {
        "ids": making.made.plain(),
        "oaths": making.oaths_covering,
        "oath_pairs": making.oath_pairs,
        "totals": making.totals,
        "year": again.today.year,
    }
    row.state, row.version = ImportState.APPLIED.value, row.version + 1
    row.applied_at, row.by_id, row.by_name, row.job_id = clock.now(), desk.id, desk.name, None
    told = {key: counts[key] for key in ("new", "changed", "same", "wrong", "turned")}
    by_book = {"rulebook": row.rulebook, "rulebook_version": row.rulebook_version}
    record(desk, "import:applied", row, **told, **by_book, waivers=row.waivers)
    db.session.flush()
    return row
