"""The clock's process: APScheduler wakes short jobs, kept in memory; of several clocks one leads.

Two schedulers on one stored list of jobs run jobs twice (seen); so nothing is stored, and what
must happen once is guarded by the lease and by keys in the tables.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from threading import Event
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
from sqlalchemy import delete

from app.messages.delivery import deliver
from app.reminders import lease
from app.reminders.poll import Poll
from app.shared import clock
from app.shared.db import db
from app.shared.jobs.beats import EVERY, beat
from app.shared.limits import forget_old
from app.shared.logs import logger
from app.shared.once import UsedKey
from app.shared.transactions import transaction

log = logger("clock")
KEYS_KEPT = timedelta(days=2)  # a form that was open for longer is shown anew


def _own_name() -> str:
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


@dataclass
class ClockProcess:
    """One clock; all times in seconds."""

    app: Flask
    poll_every: float = 60
    deliver_every: float = 10
    renew_every: float = 5
    lease_for: float = lease.LEASE.total_seconds()
    holder: str = field(default_factory=_own_name)
    leading: bool = False
    stop: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self._poll = Poll(check=lambda: lease.check(self.holder))

    def run(self) -> None:
        """Run until SIGTERM or SIGINT, then let go of the lease."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop.set())
        scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        jobs = (
            (self.renew, self.renew_every),
            (self.beat, EVERY),
            (self.look, self.poll_every),
            (self.deliver, self.deliver_every),
            (self.clean, 3600),
        )
        self._guarded(self.renew)()
        for job, every in jobs:
            scheduler.add_job(
                self._guarded(job), "interval", seconds=every, next_run_time=clock.now()
            )
        scheduler.start()
        self.stop.wait()
        scheduler.shutdown(wait=True)
        self._guarded(self._let_go)()

    def renew(self) -> None:
        """Take or renew the lease; without the database nobody leads."""
        led, self.leading = self.leading, False
        with transaction():
            taken = lease.take(self.holder, timedelta(seconds=self.lease_for))
        self.leading = taken
        if led != taken:
            log.info("this clock leads" if taken else "another clock leads", holder=self.holder)

    def beat(self) -> None:
        """Write that a clock is alive, whether or not it leads."""
        with transaction():
            beat("clock", self.holder)

    def look(self) -> None:
        """Tell and do what is due, if this clock leads."""
        if self.leading:
            self._poll.once()

    def deliver(self) -> None:
        """Send what waits, if this clock leads; claims keep two from sending one mail."""
        if self.leading:
            deliver(go_on=lambda: self.leading and not self.stop.is_set())

    def clean(self) -> None:
        """Forget one-time keys of forms that nobody can have open any more, and old tries."""
        if self.leading:
            with transaction():
                lease.check(self.holder)
                old = delete(UsedKey).where(UsedKey.at < clock.now() - KEYS_KEPT)
                db.session.execute(old)
                forget_old()

    def _let_go(self) -> None:
        with transaction():
            lease.give_up(self.holder)

    def _guarded(self, job: Callable[[], Any]) -> Callable[[], None]:
        """Run a job with the application's context; a fault is logged, the clock goes on."""

        def run() -> None:
            with self.app.app_context():
                try:
                    job()
                except lease.NotLeading:
                    self.leading = False
                except Exception:
                    log.exception("a job of the clock failed", job=job.__name__)

        return run
