"""The rows of a preview weighed once more, just before they are applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.people.importing.bulk import NewPeople, new_people
from app.people.importing.courts import Courts
from app.people.importing.kept import KeptRow, changes_shown, packed_again, unpack
from app.people.importing.planned import Planned
from app.people.importing.preview import APPLIED_STATES, needs_reason, rows_of
from app.people.importing.reading import Reader, Told, day_zero_of, given_of, mapping_of
from app.people.importing.register import read_register, somebody_without_number
from app.people.importing.settling import who
from app.people.importing.terms import CHUNK, Court, Given, Register, Weighed
from app.people.importing.weighing import weigh
from app.people.imports.terms import Fault, Row, State
from app.people.models import ImportRow, Person, RollImport
from app.shared import clock
from app.shared.db import db
from app.shared.texts import N_

CHECKING = N_("Checking the rows once more")


@dataclass
class _Part:
    """Some rows as they are kept and read, the register they were weighed against, and what is
    to be done; `turned` are rows of import_row that turned wrong or same."""

    rows: Sequence[Any]
    kept: Sequence[KeptRow]
    read: Sequence[tuple[Row, Court]]
    register: Register
    plans: list[Planned] = field(default_factory=list)
    turned: list[dict[str, Any]] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)


class Again:
    """Weighs the rows of an import in a transaction that reads, and prepares what is entered.

    In the transaction that writes, `renew` looks whether the register is still the same for all
    rows: what has changed in between is weighed anew.
    """

    def __init__(self, row: RollImport) -> None:
        """Prepare for the rows of a previewed import, as of today."""
        self._import_id, self._waived = row.id, frozenset(row.waivers)
        self._body_id, self._version = row.body_id, row.version
        self._courts = Courts(row.body_id, clock.today())
        self.today = self._courts.own.around.today
        self.given: Given = given_of(row)
        self._reader = Reader(mapping_of(row), self.given, self._courts, day_zero_of(row))
        self._unnumbered = somebody_without_number()
        self._parts: list[_Part] = []
        self.people = NewPeople(0, ())

    def weigh(self, told: Told) -> None:
        """Weigh all rows that are new or changed."""
        statement = rows_of(self._import_id, APPLIED_STATES).with_only_columns(
            *(ImportRow.id, ImportRow.n, ImportRow.outcome, ImportRow.cells, ImportRow.person_id)
        )
        rows = db.session.execute(statement).all()
        for first in range(0, len(rows), CHUNK):
            self._parts.append(self._part(rows[first : first + CHUNK]))
            told(min(first + CHUNK, len(rows)), len(rows), CHECKING)
        self._prepare()

    def holds_for(self, row: RollImport) -> bool:
        """Say whether the import, its courts and their rules are still those that were read."""
        return row.version == self._version and self._courts == Courts(self._body_id, self.today)

    def renew(self) -> None:
        """Weigh anew the rows for which the register is not the same any more."""
        self._unnumbered = somebody_without_number()
        changed = [part for part in self._parts if not self._is_the_same(part)]
        for part in changed:
            self._plan(part)
        if changed:
            self._prepare()

    @property
    def new(self) -> list[Planned]:
        """Rows of persons who are not in the register, in the order of the file."""
        return [plan for plan in self._plans() if plan.found is None]

    @property
    def changed(self) -> list[Planned]:
        """Rows of persons who are in the register."""
        return [plan for plan in self._plans() if plan.found is not None]

    @property
    def turned_rows(self) -> list[dict[str, Any]]:
        """Rows of import_row that do not come out as in the preview."""
        return [row for part in self._parts for row in part.turned]

    @property
    def turned(self) -> Counter[str]:
        """How many rows more, or fewer, come out how."""
        counted: Counter[str] = Counter()
        for part in self._parts:
            counted.update(part.counted)  # a sum of counters forgets what is below nought
        return counted

    def _plans(self) -> Iterable[Planned]:
        return (plan for part in self._parts for plan in part.plans)

    def _part(self, rows: Sequence[Any]) -> _Part:
        kept = [unpack(row.cells) for row in rows]
        read = [self._reader.row(one.cells, row.n) for one, row in zip(kept, rows, strict=True)]
        part = _Part(rows, kept, read, self._register(read))
        self._plan(part)
        return part

    def _register(self, read: Sequence[tuple[Row, Court]]) -> Register:
        return read_register([row for row, _ in read], self._courts, self.today, self._unnumbered)

    def _is_the_same(self, part: _Part) -> bool:
        ids = sorted({row.person_id for row in part.rows if row.person_id})
        if ids:  # nobody else changes these persons until this transaction ends
            statement = select(Person.id).where(Person.id.in_(ids)).order_by(Person.id)
            db.session.execute(statement.with_for_update()).all()
        before, part.register = part.register, self._register(part.read)
        return part.register == before

    def _prepare(self) -> None:
        """Make ready the persons who are entered: two rows of one person make one."""
        first = {who(plan.values): plan.values for plan in reversed(self.new)}
        self.people = new_people(list(reversed(first.values())))

    def _plan(self, part: _Part) -> None:
        part.plans, part.turned, part.counted = [], [], Counter()
        for row, one, (parsed, court) in zip(part.rows, part.kept, part.read, strict=True):
            weighed = weigh(parsed, court, part.register, self.given)
            fault = self._fault(row.outcome, one.changes, weighed)
            if fault is None:
                changed = frozenset(change.field for change in weighed.outcome.changes)
                found = weighed.found if weighed.outcome.person else None
                plan = Planned(row.id, parsed.values, court, found, weighed.held, changed)
                part.plans.append(plan)
            else:
                self._turn(part, row, one, weighed, fault)

    def _turn(self, part: _Part, row: Any, kept: KeptRow, weighed: Weighed, fault: Fault) -> None:
        now = weighed if weighed.outcome.state == State.SAME else weighed.against((fault,))
        outcome, faults = now.outcome.state, now.outcome.faults
        part.counted[row.outcome] -= 1
        part.counted[outcome.value] += 1
        part.turned.append(
            {
                "id": row.id,
                "outcome": outcome.value,
                "faults": [f.key for f in faults],
                "cells": packed_again(kept, faults),
                "person_id": weighed.outcome.person,
            }
        )

    def _fault(self, outcome: str, changes: Any, weighed: Weighed) -> Fault | None:
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
