"""Two acts that meet: the first is held open just before its commit while the second runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import Context, copy_context
from typing import Any

from flask import Flask

from app.shared.db import db
from app.shared.transactions import transaction

HELD = 1.5  # seconds for the second to come as far as it can


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
            through.wait(HELD)

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
