"""Two acts that meet: the first is held open just before its commit while the second runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextvars import Context, copy_context
from typing import Any

from flask import Flask
from sqlalchemy import text

from app.shared.db import db
from app.shared.transactions import transaction

HELD = 1.5  # seconds for the second to come as far as it can
STANDS_STILL = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def one_then_other(app: Flask, first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """Let `first` act, then `second` begin before the first is committed; return both outcomes.

    The first commits once the second is through, or after a while: then the second was waiting
    for a lock. An exception is an outcome.
    """
    acted, through = threading.Event(), threading.Event()
    outcomes: list[Any] = [None, None]

    def hold() -> None:
        with transaction():
            outcomes[0] = first()
            db.session.flush()
            acted.set()
            _wait_until_it_cannot_go_on(through)

    def follow() -> None:
        assert acted.wait(60)
        with transaction():
            outcomes[1] = second()

    def run(at: int, work: Callable[[], None]) -> None:
        try:
            with app.app_context():
                work()
        except Exception as fault:
            outcomes[at] = fault
        finally:
            (acted if at == 0 else through).set()

    db.session.remove()
    contexts: list[Context] = [copy_context(), copy_context()]
    threads = [
        threading.Thread(target=context.run, args=(run, at, work))
        for at, (context, work) in enumerate(zip(contexts, (hold, follow), strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def _wait_until_it_cannot_go_on(through: threading.Event) -> None:
    """Wait until the second is through, or stands before a lock of the first.

    On SQLite the lock is the writer's own, so the second has not even begun: nothing to see.
    """
    if db.engine.dialect.name == "sqlite":
        through.wait(HELD / 5)
        return
    end = time.monotonic() + HELD
    with db.engine.connect() as connection:
        while not through.wait(0.02) and time.monotonic() < end:
            if connection.execute(STANDS_STILL).scalar():
                return
            connection.rollback()
