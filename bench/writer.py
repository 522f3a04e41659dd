"""Rows gathered by table and written in bulk, parents before children."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import Any

from sqlalchemy import Connection, insert

from app.shared.db import Base


class Writer:
    """Gathers rows for an empty database and gives them their ids."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection that everything is written on."""
        self._connection = connection
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._ids: dict[str, count[int]] = defaultdict(lambda: count(1))
        self.written = 0

    def add(self, model: type[Base], **row: Any) -> int:
        """Take a row with an id of its own; return the id. Rows of a table have equal keys."""
        name = model.__tablename__
        row["id"] = next(self._ids[name])
        self._rows[name].append(row)
        return row["id"]

    def link(self, model: type[Base], **row: Any) -> None:
        """Take a row whose key is made of other rows' ids."""
        self._rows[model.__tablename__].append(row)

    def flush(self) -> None:
        """Write what was gathered."""
        for table in Base.metadata.sorted_tables:
            if rows := self._rows.pop(table.name, None):
                self._connection.execute(insert(table), rows)
                self.written += len(rows)
