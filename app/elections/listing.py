"""A list of candidates weighed row by row: who can be taken, and what stands against the others.

The roll's sheet is read as app/people/importing reads it; only its personal columns count here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.elections.models import Candidate, Election
from app.elections.rules import source_known
from app.elections.said import PERSONAL, packed_of
from app.elections.sources import column_of, source_of
from app.elections.terms import Source
from app.people.importing.courts import Courts
from app.people.importing.reading import Upload
from app.people.importing.register import read_register, somebody_without_number
from app.people.importing.settling import with_faults
from app.people.importing.terms import CHUNK, Court, Register, Registered
from app.people.imports.facts import facts_of, fault_of, faults_by
from app.people.imports.headings import ColumnMapping, chosen
from app.people.imports.matching import doubles, lost_beside
from app.people.imports.rows import read_row
from app.people.imports.rules import judge
from app.people.imports.terms import Fault, Row
from app.people.rules import RULES, Held, last_day_of_term
from app.rulebooks.terms import Rulebook
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import HARD, Refusal, Refused
from app.shared.sealed import keyed_hash
from app.shared.tables import Table
from app.shared.texts import N_

MOST_ROWS = 20_000


@dataclass(frozen=True)
class Ready:
    """A row that can be taken: what it says, packed, and whom of the register it means."""

    name: str
    packed: str
    source: Source
    number_hash: str
    person_id: int | None


@dataclass(frozen=True)
class Wrong:
    """A row that cannot be taken, as it was, and what stands against it."""

    cells: Sequence[str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Weighed:
    """A whole list: the rows that can be taken, the others, and the headings of its file."""

    ready: list[Ready]
    wrong: list[Wrong]
    headings: Sequence[str]


def weigh_list(election: Election, upload: Upload | Refused, given: Source | None) -> Weighed:
    """Weigh the rows of a file; `given` is the source of rows that name none. Only reads.

    Raises the refusal of what is no table, and Refused where it is too long or no column holds
    the names. A fixed number of statements for each thousand rows.
    """
    if isinstance(upload, Refused):
        raise upload
    _refuse_unreadable(upload)
    return _weighed(election, upload.table, upload.mapping, upload.unkept, given)


def weigh_one(election: Election, cells: Mapping[str, str]) -> Weighed:
    """Weigh one person typed by hand as a row of a sheet: {column: what was typed}. Only reads.

    Raises Refused with everything that stands against the row.
    """
    headings = tuple(cells)
    table = Table(headings=headings, rows=[list(cells.values())], numbers=[1])
    mapping = chosen(headings, dict(enumerate(headings)))
    weighed = _weighed(election, table, mapping, (), Source.NAMED)
    if weighed.wrong:
        faults = [one for one in weighed.wrong[0].faults if one.strength == HARD]
        raise Refused([_refusal_of(one) for one in faults])
    return weighed


def _refusal_of(fault: Fault) -> Refusal:
    cite = (fault.document, fault.article, fault.strength)
    return Refusal(fault.key, fault.text, fault.facts, fault.way_out, *cite, place=fault.field)


def _weighed(
    election: Election,
    table: Table,
    mapping: ColumnMapping,
    unkept: Sequence[int],
    given: Source | None,
) -> Weighed:
    today = clock.today(election.body.zone)
    courts = Courts(election.body_id, today)
    rows = _rows(table, mapping, courts.own, today)
    sources = list(_sources(table, given))
    known = Known(election, courts, today)
    ready: list[Ready] = []
    wrong: list[Wrong] = []
    for first in range(0, len(rows), CHUNK):
        part = slice(first, first + CHUNK)
        found = known.weigh(rows[part], sources[part])
        for one, row, cells in zip(found, rows[part], table.rows[part], strict=True):
            if isinstance(one, Ready):
                ready.append(one)
            else:
                wrong.append(Wrong(_as_kept(cells, unkept), (*row.faults, *one)))
    return Weighed(ready, wrong, table.headings)


def _refuse_unreadable(upload: Upload) -> None:
    if upload.mapping.missing:
        text = N_("No column of this list is headed as names are.")
        way = N_("Head the column of the names “Name” or “姓名”.")
        raise Refused([Refusal("import.no_names", text, way_out=way, place="file")])
    if len(upload.table.rows) > MOST_ROWS:
        text = N_("The list has %(rows)s rows; at most %(most)s are taken at once.")
        named = {"rows": len(upload.table.rows), "most": MOST_ROWS}
        way = N_("Divide the list into several files.")
        raise Refused([Refusal("election.list_too_long", text, named, way, place="file")])


def _rows(table: Table, columns: ColumnMapping, court: Court, today: date) -> list[Row]:
    """Return the rows of a file as the import reads and judges them, by personal columns only."""
    fields = {i: f if f in PERSONAL else "" for i, f in enumerate(columns.fields)}
    mapping = chosen(table.headings, {i: f or "" for i, f in fields.items()})
    pairs = zip(table.rows, table.numbers, strict=True)
    rows = [
        judge(read_row(cells, mapping, today, day_zero=table.day_zero, line=line), court.around)
        for cells, line in pairs
    ]
    for faults in (lost_beside(rows), doubles(rows, court.around)):
        for index, fault in faults.items():
            rows[index] = with_faults(rows[index], [fault])
    return rows


def _sources(table: Table, given: Source | None) -> Iterator[Source | Fault | None]:
    """Yield where each row comes from: what its own column says, else what is given for all."""
    column = column_of(table.headings)
    for cells in table.rows:
        cell = cells[column].strip() if column is not None and column < len(cells) else ""
        yield (source_of(cell) or _no_source(cell)) if cell else (given or _no_source(""))


def _as_kept(cells: Sequence[str], unkept: Sequence[int]) -> list[str]:
    return ["" if i in unkept else cell for i, cell in enumerate(cells)]


class Known:
    """What rows of one election are weighed against: the register, and who is listed already."""

    def __init__(self, election: Election, courts: Courts, today: date) -> None:
        """Read what does not depend on the rows."""
        self._election, self._courts, self._today = election, courts, today
        self._begins = election.begins or today
        self._book: Rulebook = courts.own.around.book
        self._until = last_day_of_term(self._begins, self._book)
        self._unnumbered = somebody_without_number()

    def weigh(
        self, rows: Sequence[Row], sources: Sequence[Source | Fault | None]
    ) -> Iterator[Ready | list[Fault]]:
        """Yield each row as it can be taken, or what stands against it beside its own faults."""
        register = read_register(rows, self._courts, self._today, self._unnumbered)
        marks = [_mark(row.values) for row in rows]
        listed = self._listed(mark for mark in marks if mark)
        for row, source, mark in zip(rows, sources, marks, strict=True):
            person = _registered(row.values, register)
            against = list(self._against(row, source, person))
            if mark in listed:
                against.append(_LISTED)
            hard = [one for one in (*row.faults, *against) if one.strength == HARD]
            if hard or not isinstance(source, Source):
                yield against
                continue
            packed = packed_of(row.values)
            person_id = person.id if person else None
            yield Ready(row.values["name"], packed, source, mark, person_id)

    def _listed(self, marks: Iterable[str]) -> set[str]:
        where = (
            Candidate.election_id == self._election.id,
            Candidate.number_hash.in_(list(marks)),
        )
        return {
            mark for mark in db.session.scalars(select(Candidate.number_hash).where(*where)) if mark
        }

    def _against(
        self, row: Row, source: Source | Fault | None, person: Registered | None
    ) -> Iterator[Fault]:
        if isinstance(source, Fault):
            yield source
        elif source and (refusal := source_known(source, self._book)):
            yield fault_of(refusal)
        tenures = person.tenures if person else ()
        own = self._courts.own
        facts = facts_of(
            row.values,
            self._begins,
            self._until,
            bars=person.bars if person else (),
            others=tuple(
                Held(t.office, t.court, t.since, t.last, t.basic, t.form, t.body_id == own.id)
                for t in tenures
            ),
            basic=own.name in own.around.basic_courts,
        )
        said = {fault.key for fault in row.faults}
        yield from (one for one in faults_by(RULES, facts, self._book) if one.key not in said)


def _registered(values: Mapping[str, Any], register: Register) -> Registered | None:
    """Return whom of the register a row means: by the number, else by name and birth."""
    number = values.get("id_number")
    if number:
        return register.by_hash.get(register.hashes[number.number])
    named = register.by_name.get(values.get("name", ""), ())
    birth = values.get("birth")
    return next((one for one in named if birth and one.values.get("birth") == birth), None)


def _mark(values: Mapping[str, Any]) -> str:
    """Return what a candidate is known by in his election: the number, else name and birth."""
    number = values.get("id_number")
    if number:
        return keyed_hash(number.number)
    name, birth = values.get("name"), values.get("birth")
    return keyed_hash(f"{name} {birth or ''}") if name else ""


def _no_source(cell: str) -> Fault:
    text = N_("“%(text)s” does not say where this person comes from.")
    way = N_("Write drawn, applied or recommended in the column of the source.")
    if not cell:
        text = N_("The row does not say where this person comes from.")
    return Fault("source", "election.source", text, {"text": cell}, way)


_LISTED = Fault(
    "name",
    "election.listed",
    N_("This person is on the list of this election already."),
    way_out=N_("Delete the row."),
)
