"""One wrapper commits or rolls back: around the request, the job and the command.

Reading opens a read-only transaction; acting opens BEGIN IMMEDIATE on SQLite, so that two
writers wait for each other instead of failing (without it, updates were lost).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.shared.db import db

Mode = Literal["read", "write"]
_mode: ContextVar[Mode] = ContextVar("transaction_mode", default="write")


def set_mode(mode: Mode) -> None:
    """Say how the next transaction of this context begins."""
    _mode.set(mode)


def only_reads() -> bool:
    """Say whether the transaction of this context only reads."""
    return _mode.get() == "read"


@contextmanager
def in_mode(mode: Mode) -> Iterator[None]:
    """Let transactions begin in `mode` inside the block."""
    token = _mode.set(mode)
    try:
        yield
    finally:
        _mode.reset(token)


@contextmanager
def transaction(mode: Mode = "write") -> Iterator[Session]:
    """Open a transaction, commit it at the end (read: roll back), roll back on any error."""
    token = _mode.set(mode)
    db.session.rollback()
    try:
        yield db.session()
        if mode == "write":
            db.session.commit()
        else:
            db.session.rollback()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _mode.reset(token)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin on its own
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=10000",
        "foreign_keys=ON",
        "cache_size=-16384",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    read = only_reads()
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if read else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if read else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if only_reads():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def bind_events(engine: Engine) -> None:
    """Attach the rules above to an engine, once."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def lock(row_class: type[Any], row_id: int) -> Any:
    """Lock an aggregate's row before a verb changes it (FOR UPDATE; SQLite has one writer)."""
    return db.session.get(row_class, row_id, with_for_update=True, populate_existing=True)
