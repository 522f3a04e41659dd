"""Thousands of rows at once: bound beforehand, ids taken in one step, one executemany a table.

With RETURNING in order, SQLite inserts row by row: four statements a person of a roll. What is
bound before the transaction (sealed, hashed, turned into the driver's values) is not done while
nobody else may write.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, bindparam, func, insert, select, text, update

from app.people.importing.planned import said_of
from app.people.models import Identifier, Identity, NameGram, Person, RollEntry, Tenure
from app.people.service import NewEntry, NewTenure
from app.people.service.rows import person_row, rows_for_person
from app.shared import clock
from app.shared.db import db
from app.shared.sealed import keyed_hash

NEXT = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :number)")


def new_ids(model: Any, number: int) -> list[int]:
    """Return ids for `number` rows that are inserted in this transaction.

    PostgreSQL gives them from the table's sequence; on SQLite this transaction is the only
    writer, and counts on from the last row.
    """
    if db.engine.dialect.name == "postgresql":
        given = {"name": model.__tablename__, "number": number}
        return sorted(db.session.scalars(NEXT, given))
    last = db.session.scalar(select(func.max(model.id))) or 0
    return list(range(last + 1, last + 1 + number))


@dataclass(frozen=True)
class Bound:
    """Rows of one table in the driver's own values.

    The first value of each row is a place in the list of ids that the transaction takes.
    """

    statement: str
    rows: list[tuple[Any, ...]]

    def insert(self, ids: Sequence[int]) -> None:
        """Insert the rows with the ids of their places."""
        if self.rows:
            placed = [(ids[row[0]], *row[1:]) for row in self.rows]
            db.session.connection().exec_driver_sql(self.statement, placed)


def bound(model: Any, key: str, rows: Sequence[Mapping[str, Any]]) -> Bound:
    """Return rows of equal keys as the driver takes them: defaults filled in, sealed.

    `key` is the column whose value is a place in a list of ids, to be taken later.
    """
    if not rows:
        return Bound("", [])
    table, dialect = model.__table__, db.engine.dialect
    stated = [table.c[name] for name in rows[0] if name != key]
    left = [c for c in table.c if c.default is not None and c.name not in rows[0]]
    columns: list[Column[Any]] = [table.c[key], *stated, *left]
    binders = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns]
    binding = [(place, bind) for place, bind in enumerate(binders) if bind]
    names, defaults = [column.name for column in [table.c[key], *stated]], [c.default for c in left]
    ready = []
    for row in rows:
        values = [row[name] for name in names]
        values += [one.arg(None) if one.is_callable else one.arg for one in defaults]
        for place, bind in binding:
            values[place] = bind(values[place])
        ready.append(tuple(values))
    return Bound(_insert_into(table, columns), ready)


def _insert_into(table: Any, columns: Sequence[Column[Any]]) -> str:
    dialect = db.engine.dialect
    quoted = dialect.identifier_preparer.quote
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    names, marks = ", ".join(quoted(c.name) for c in columns), ", ".join([mark] * len(columns))
    return f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({marks})"


def insert_rows(model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of equal keys; defaults are filled in, sealed columns sealed."""
    if rows:
        db.session.execute(insert(model.__table__), rows)


def with_ids(model: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Give rows their ids and insert them; return the ids in the same order."""
    ids = new_ids(model, len(rows)) if rows else []
    bound(model, "id", [{"id": n, **row} for n, row in enumerate(rows)]).insert(ids)
    return ids


def update_rows(model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Update rows of equal keys by their ids."""
    if not rows:
        return
    table = model.__table__
    columns = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
    statement = update(table).where(table.c.id == bindparam("old_id")).values(columns)
    named = [
        {("old_id" if name == "id" else f"new_{name}"): value for name, value in row.items()}
        for row in rows
    ]
    db.session.execute(statement, named)


@dataclass(frozen=True)
class NewPeople:
    """Persons to be entered, with the rows beside them, bound before anybody has to wait."""

    number: int
    tables: tuple[Bound, ...]

    def enter(self) -> list[int]:
        """Enter them; return their ids in the same order."""
        ids = new_ids(Person, self.number) if self.number else []
        for rows in self.tables:
            rows.insert(ids)
        return ids


def new_people(values: Sequence[Mapping[str, Any]]) -> NewPeople:
    """Return the persons that rows of a roll state, ready to be entered."""
    people = [said_of(one) for one in values]
    persons = [{"id": n, **person_row(said, keyed_hash)} for n, said in enumerate(people)]
    moment = clock.now()
    beside = [rows_for_person(n, said, moment, keyed_hash) for n, said in enumerate(people)]
    numbers = [row for one in beside for row in one.identifiers]
    grams = sorted((row for one in beside for row in one.grams), key=itemgetter("gram"))  # as kept
    tables = (
        bound(Person, "id", persons),
        bound(Identity, "person_id", [one.identity for one in beside]),
        bound(Identifier, "person_id", numbers),
        bound(NameGram, "person_id", grams),
    )
    return NewPeople(len(people), tables)


def begin_terms(news: Sequence[NewTenure]) -> list[int]:
    """Begin the tenures that rows of a roll state; return their ids in the same order."""
    return with_ids(Tenure, [dict(vars(new)) for new in news])


def enter_entries(entries: Sequence[NewEntry]) -> list[int]:
    """Enter people on rolls, each with the secret of the entry (record.md: 32 bytes)."""
    rows = [{**vars(entry), "secret": secrets.token_bytes(32)} for entry in entries]
    return with_ids(RollEntry, rows)
