"""Applying an import: weighed once more, then all of it in one transaction or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, text

from app.accounts.terms import Desk
from app.audit.service import record
from app.people.importing.bulk import update_rows
from app.people.importing.changing import Changing
from app.people.importing.courts import Courts
from app.people.importing.kept import changes_shown, packed_again, plain_value, unpack
from app.people.importing.making import Making, chunks
from app.people.importing.planned import Frame, Planned
from app.people.importing.preview import (
    APPLIED_STATES,
    needs_reason,
    rows_of,
    told_nobody,
)
from app.people.importing.reading import Reader, Told, given_of, mapping_of
from app.people.importing.register import read_register, somebody_without_number
from app.people.importing.terms import CHUNK, Given, ImportState, Weighed
from app.people.importing.uploading import refuse_unless
from app.people.importing.weighing import weigh
from app.people.imports.terms import Fault, State
from app.people.models import ImportRow, Person, RollImport
from app.rulebooks.loader import load
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused, refuse_unless_waived
from app.shared.texts import N_
from app.shared.transactions import lock

CHECKING = N_("Checking the rows once more")
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


def apply_import(desk: Desk, import_id: int, told: Told = told_nobody) -> RollImport:
    """Apply the new and changed rows of an import, in the transaction that is open.

    Rows for which the register has changed since the preview are set to wrong and counted in
    counts["turned"]; the others are applied. Raises Refused unless the import is previewed.
    """
    row: RollImport = lock(RollImport, import_id)
    if row.state != ImportState.PREVIEWED:
        refuse_unless(row, ImportState.PREVIEWED)
    _alone()
    again = _Again(row)
    plans = again.plans(told)
    making = Making(desk, Frame(again.given, again.today))
    changing = Changing(desk, making.frame, making)
    new = [plan for plan in plans if plan.found is None]
    changed = [plan for plan in plans if plan.found is not None]
    done = 0
    for part in chunks(new):
        making.people(part)
        making.tenures(part)
        making.rolls(part)
        making.year(part)
        update_rows(ImportRow, [{"id": p.row_id, "person_id": p.person_id} for p in part])
        done += len(part)
        told(done, len(plans), WRITING)
    for part in chunks(changed):
        changing.apply(part)
        _keep_changes(part)
        done += len(part)
        told(done, len(plans), WRITING)
    return _finish(desk, row, again, making)


def _alone() -> None:
    """Let imports follow each other: two of the same people then see what the other did."""
    if db.engine.dialect.name == "postgresql":
        key = {"key": ONE_IMPORT_AT_A_TIME}
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), key)


class _Again:
    """Weighs the rows of a preview once more, just before they are applied."""

    def __init__(self, row: RollImport) -> None:
        self._import_id, self._waived = row.id, frozenset(row.waivers)
        self._courts = Courts(row.body_id, clock.today())
        self.today = self._courts.own.around.today
        self.given: Given = given_of(row)
        serials = bool(row.given.get("workbook"))
        self._reader = Reader(mapping_of(row), self.given, self._courts, serials)
        self._unnumbered = somebody_without_number()
        self.turned: dict[str, int] = {}

    def plans(self, told: Told) -> list[Planned]:
        """Return what is to be done; rows that turned are written as wrong or same."""
        statement = rows_of(self._import_id, APPLIED_STATES).with_only_columns(
            *(ImportRow.id, ImportRow.n, ImportRow.outcome, ImportRow.cells, ImportRow.person_id)
        )
        rows = db.session.execute(statement).all()
        plans: list[Planned] = []
        for first in range(0, len(rows), CHUNK):
            plans += self._planned(rows[first : first + CHUNK])
            told(min(first + CHUNK, len(rows)), len(rows), CHECKING)
        return plans

    def _planned(self, rows: Any) -> list[Planned]:
        ids = sorted({row.person_id for row in rows if row.person_id})
        if ids:  # nobody else changes these persons until this transaction ends
            statement = select(Person.id).where(Person.id.in_(ids)).order_by(Person.id)
            db.session.execute(statement.with_for_update()).all()
        kept = [unpack(row.cells) for row in rows]
        read = [self._reader.row(one.cells, row.n) for one, row in zip(kept, rows, strict=True)]
        register = read_register(
            [one for one, _ in read], self._courts, self.today, self._unnumbered
        )
        plans, turned = [], []
        for row, one, (parsed, court) in zip(rows, kept, read, strict=True):
            weighed = weigh(parsed, court, register, self.given)
            fault = self._turned(row.outcome, one.changes, weighed)
            if fault is None:
                changed = frozenset(change.field for change in weighed.outcome.changes)
                found = weighed.found if weighed.outcome.person else None
                plans.append(Planned(row.id, parsed.values, court, found, weighed.held, changed))
                continue
            same = weighed.outcome.state == State.SAME
            faults = () if same else (fault, *weighed.outcome.faults)
            outcome = State.SAME if same else State.WRONG
            self._count(row.outcome, outcome)
            turned.append(
                {
                    "id": row.id,
                    "outcome": outcome.value,
                    "faults": [f.key for f in faults],
                    "cells": packed_again(one, faults),
                    "person_id": weighed.outcome.person,
                }
            )
        update_rows(ImportRow, turned)
        return plans

    def _count(self, before: str, after: State) -> None:
        self.turned[before] = self.turned.get(before, 0) - 1
        self.turned[after.value] = self.turned.get(after.value, 0) + 1

    def _turned(self, outcome: str, changes: Any, weighed: Weighed) -> Fault | None:
        """Return why a row no longer does what the officer saw in the preview, or None."""
        now = weighed.outcome
        unseen = {f.key for f in now.faults if needs_reason(f)} - self._waived
        if now.state == outcome and changes_shown(now) == changes and not unseen:
            return None
        return _NOW_KNOWN if outcome == State.NEW and now.person else _CHANGED_SINCE


_NOW_KNOWN = Fault(
    "name",
    "import.now_known",
    N_("Somebody has entered this person since the preview."),
    way_out=N_("Upload the row again: it is then compared with what stands there now."),
)
_CHANGED_SINCE = Fault(
    "name",
    "import.changed_since",
    N_("The register or the rules have changed for this row since the preview."),
    way_out=N_("Upload the row again: it is then compared with what stands there now."),
)


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


def _finish(desk: Desk, row: RollImport, again: _Again, making: Making) -> RollImport:
    counts = dict(row.counts)
    for state, more in again.turned.items():
        counts[state] = counts.get(state, 0) + more
    counts["turned"] = max(0, again.turned.get(State.WRONG.value, 0))
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
