"""The queue only wakes a worker; a lost wake is made good by the worker's own look at the rows.

huey over its own SQLite file, with JSON: pickle would run whatever somebody wrote into the file.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from huey import SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

from app.shared.logs import logger

log = logger("jobs")


class JsonSerializer(Serializer):
    """Huey's messages as JSON lists; nothing but plain values comes back."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


class Queue:
    """The queue of one application, and what its worker is running now."""

    def __init__(self, app: Flask) -> None:
        """Open the queue file named by the setting QUEUE."""
        self.app = app
        self.running: set[int] = set()
        self.stopping: Callable[[], bool] = lambda: False
        self.huey = SqliteHuey(
            "peishen",
            filename=app.config["QUEUE"],
            serializer=JsonSerializer(),
            results=False,
            fsync=False,
        )
        self.wake = self.huey.task(name="run_job")(self._run)

    def _run(self, job_id: int) -> None:
        from app.shared.jobs.running import run_now

        self.running.add(job_id)
        try:
            with self.app.app_context():
                run_now(job_id, self.stopping)
        finally:
            self.running.discard(job_id)


def queue_of(app: Flask) -> Queue:
    """Return the application's queue, opened at its first use."""
    if "queue" not in app.extensions:
        app.extensions["queue"] = Queue(app)
    return app.extensions["queue"]


def wake(job_id: int) -> None:
    """Wake a worker for a job. What goes wrong here is only logged: workers look by themselves."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        queue_of(app).wake(job_id)
    except (sqlite3.Error, OSError) as error:
        log.warning("a worker could not be woken", job=job_id, error=str(error))
