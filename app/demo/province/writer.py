"""Rows gathered by table and written in bulk, parents before children."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from app.shared.db import Base


class Writer:
    """Gathers rows and gives them ids that go on from those that are there; nobody else writes."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection that everything is written on."""
        self._connection = connection
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._last: dict[str, int] = {}
        self.written = 0

    def add(self, model: type[Base], **row: Any) -> int:
        """Take a row with an id of its own; return the id. Rows of a table have equal keys."""
        name = model.__tablename__
        if name not in self._last:
            highest = select(func.max(model.__table__.c.id))
            self._last[name] = self._connection.scalar(highest) or 0
        self._last[name] += 1
        row["id"] = self._last[name]
        self._rows[name].append(row)
        return row["id"]

    def link(self, model: type[Base], **row: Any) -> None:
        """Take a row whose key is made of other rows' ids."""
        self._rows[model.__tablename__].append(row)

    def flush(self) -> None:
        """Write what was gathered, and let the database number its own rows after these."""
        for table in Base.metadata.sorted_tables:
            if rows := self._rows.pop(table.name, None):
                self._connection.execute(insert(table), rows)
                self.written += len(rows)
        if self._connection.dialect.name == "postgresql":
            self._number_on()

    def _number_on(self) -> None:
        sequence = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
        for name, last in self._last.items():
            self._connection.execute(sequence, {"name": name, "last": last})
