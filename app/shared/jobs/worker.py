"""The worker's process: huey's consumer in the foreground, and a look at the rows beside it."""

from __future__ import annotations

import os
import socket
import time
from threading import Event, Thread

import click
from flask import Flask, current_app
from huey.consumer import Consumer
from sqlalchemy.exc import SQLAlchemyError

from app.shared.jobs.beats import EVERY, beat
from app.shared.jobs.service import beat_jobs, put_back_lost, waiting_jobs
from app.shared.jobs.waking import Queue, queue_of
from app.shared.logs import logger
from app.shared.transactions import transaction

log = logger("worker")
LOOK_EVERY = 2.0  # seconds between two looks at the waiting rows
GRACE = 5.0  # seconds for the work in hand when the worker is asked to end


class Watch(Thread):
    """Looks for rows whose wake was lost, beats, and puts back what other workers lost."""

    def __init__(self, queue: Queue, stop: Event) -> None:
        """Watch the rows of the queue's application until `stop` is set."""
        super().__init__(name="watch", daemon=True)
        self._queue, self._stop_asked = queue, stop
        self._beat_at = 0.0
        self._holder = f"{socket.gethostname()}:{os.getpid()}"[:80]

    def run(self) -> None:
        while not self._stop_asked.is_set():
            try:
                with self._queue.app.app_context():
                    self.look()
            except SQLAlchemyError as error:
                log.warning("the worker could not look at its rows", error=str(error))
            self._stop_asked.wait(LOOK_EVERY)

    def look(self) -> None:
        """Beat when it is time, then wake the worker for rows that wait."""
        if time.monotonic() >= self._beat_at:
            with transaction():
                beat("worker", self._holder)
                beat_jobs(self._queue.running)
                put_back_lost()
            self._beat_at = time.monotonic() + EVERY
        with transaction("read"):
            waiting = waiting_jobs()
        if waiting and not self._queue.huey.storage.queue_size():
            for job_id in waiting:
                self._queue.wake(job_id)


def work(app: Flask, threads: int = 2) -> None:
    """Run jobs in this process until SIGTERM or SIGINT; what is in hand gets a few seconds."""
    queue = queue_of(app)
    consumer = Consumer(
        queue.huey,
        workers=threads,
        periodic=False,
        initial_delay=0.05,
        max_delay=1.0,
        shutdown_timeout=GRACE,
        graceful_signal="TERM",
    )
    queue.stopping = consumer.stop_flag.is_set
    Watch(queue, consumer.stop_flag).start()
    consumer.run()


@click.command("worker")
@click.option("--threads", default=2, show_default=True, help="Jobs that run side by side.")
def worker(threads: int) -> None:
    """Run long work (imports, papers) until SIGTERM."""
    work(current_app._get_current_object(), threads)  # type: ignore[attr-defined]


def add_commands(app: Flask) -> None:
    """Add `flask worker`."""
    app.cli.add_command(worker)
