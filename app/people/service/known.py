"""What was known before a change is kept: a copy of the row stays, superseded now."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import inspect

from app.shared import clock
from app.shared.db import db

Row = TypeVar("Row", bound=Any)


def keep_as_known(row: Row) -> Row:
    """Keep the row as it was known until now; the row itself is changed next, and keeps its id.

    What hangs on it (rolls, oaths, pauses) so stays with the row that holds.
    """
    columns = inspect(type(row)).column_attrs
    former = {c.key: getattr(row, c.key) for c in columns if c.key not in ("id", "uid")}
    now = clock.now()
    copy = type(row)(**{**former, "superseded_at": now})
    db.session.add(copy)
    row.recorded_at = now
    row.version += 1
    return copy
