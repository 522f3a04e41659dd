"""INSERT that knows ON CONFLICT, for whichever of the two databases is running."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.shared.db import db


def insert_into(table: Any) -> Any:
    """Return an INSERT into a table with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    postgresql = db.engine.dialect.name == "postgresql"
    return (postgresql_insert if postgresql else sqlite_insert)(table)
