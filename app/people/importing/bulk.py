"""Thousands of rows at once: ids taken beforehand, one executemany a table.

With RETURNING in order, SQLite inserts row by row: four statements a person of a roll.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, insert, select, text, update

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


def insert_rows(model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of equal keys; defaults are filled in, sealed columns sealed."""
    if rows:
        db.session.execute(insert(model.__table__), rows)


def with_ids(model: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Give rows their ids and insert them; return the ids in the same order."""
    ids = new_ids(model, len(rows)) if rows else []
    for row, row_id in zip(rows, ids, strict=True):
        row["id"] = row_id
    insert_rows(model, rows)
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


def enter_persons(values: Sequence[Mapping[str, Any]]) -> list[int]:
    """Enter the persons that rows of a roll state; return their ids in the same order."""
    people = [said_of(one) for one in values]
    ids = with_ids(Person, [person_row(said, keyed_hash) for said in people])
    moment = clock.now()
    beside = [rows_for_person(i, s, moment, keyed_hash) for i, s in zip(ids, people, strict=True)]
    insert_rows(Identity, [one.identity for one in beside])
    insert_rows(Identifier, [row for one in beside for row in one.identifiers])
    insert_rows(NameGram, [row for one in beside for row in one.grams])
    return ids


def begin_terms(news: Sequence[NewTenure]) -> list[int]:
    """Begin the tenures that rows of a roll state; return their ids in the same order."""
    return with_ids(Tenure, [dict(vars(new)) for new in news])


def enter_entries(entries: Sequence[NewEntry]) -> list[int]:
    """Enter people on rolls, each with the secret of the entry (record.md: 32 bytes)."""
    rows = [{**vars(entry), "secret": secrets.token_bytes(32)} for entry in entries]
    return with_ids(RollEntry, rows)
