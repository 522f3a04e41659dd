"""The clock's process: APScheduler wakes short jobs, kept in memory; of several clocks one leads.

Two schedulers on one stored list of jobs run jobs twice (seen); so nothing is stored, and what
must happen once is guarded by the lease and by keys in the tables.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from threading import Event
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
from sqlalchemy import delete

from app.messages.delivery import deliver
from app.people.exporting_jobs import forget_exports
from app.people.importing.forgetting import forget_unapplied
from app.reminders import lease
from app.reminders.poll import Poll
from app.shared import clock
from app.shared.db import db
from app.shared.jobs.beats import DELIVERED, EVERY, LOOKED, beat
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
    stop: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self._poll = Poll(check=lambda: lease.check(self.holder))
        self._leads_until = 0.0  # monotonic seconds
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    @property
    def leading(self) -> bool:
        """Whether the lease last taken still runs; every writing job asks its row besides."""
        return time.monotonic() < self._leads_until

    def run(self) -> None:
        """Run until SIGTERM or SIGINT, then let go of the lease."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop.set())
        self._guarded(self.renew)()
        self._plan()
        self._scheduler.start()
        self.stop.wait()
        self._scheduler.shutdown(wait=True)
        self._guarded(self._let_go)()

    def _plan(self) -> None:
        """Put the jobs on the scheduler; no two begin together, for all write to one database."""
        jobs = (
            (self.renew, self.renew_every, self.renew_every),
            (self.beat, EVERY, 0),
            (self.look, self.poll_every, 0.5),
            (self.deliver, self.deliver_every, 1.5),
            (self.clean, 3600, 2.5),
        )
        for job, every, first in jobs:
            begins = clock.now() + timedelta(seconds=first)
            work = self._guarded(job)
            self._scheduler.add_job(
                work, "interval", seconds=every, next_run_time=begins, id=job.__name__
            )

    def renew(self) -> None:
        """Take or renew the lease.

        Who leads goes on leading while this waits for the database: the lease is lost when
        another clock has it, or when its own time has run out.
        """
        led, asked_at = self.leading, time.monotonic()
        with transaction():
            taken = lease.take(self.holder, timedelta(seconds=self.lease_for))
        self._leads_until = asked_at + self.lease_for if taken else 0.0
        if led != taken:
            log.info("this clock leads" if taken else "another clock leads", holder=self.holder)
        if taken and not led:
            self._catch_up()

    def _catch_up(self) -> None:
        """Look and deliver now: a clock that comes to lead has passed over its own turns."""
        for name in (self.look.__name__, self.deliver.__name__):
            if job := self._scheduler.get_job(name):
                job.modify(next_run_time=clock.now())

    def beat(self) -> None:
        """Write that a clock is alive, whether or not it leads."""
        with transaction():
            beat("clock", self.holder)

    def look(self) -> None:
        """Tell and do what is due, if this clock leads, and write that the look came to its end."""
        if self.leading:
            self._poll.once()
            self._ended(LOOKED)

    def deliver(self) -> None:
        """Send what waits, if this clock leads; claims keep two from sending one mail."""
        if self.leading:
            deliver(go_on=lambda: self.leading and not self.stop.is_set())
            self._ended(DELIVERED)

    def _ended(self, what: str) -> None:
        with transaction():
            lease.check(self.holder)
            beat(what, self.holder)

    def clean(self) -> None:
        """Forget one-time keys of forms that nobody can have open, old tries, uploads not applied,
        lists exported a week ago."""
        if self.leading:
            with transaction():
                lease.check(self.holder)
                old = delete(UsedKey).where(UsedKey.at < clock.now() - KEYS_KEPT)
                db.session.execute(old)
                forget_old()
                forget_unapplied()
                forget_exports()

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
                    self._leads_until = 0.0
                except Exception:
                    log.exception("a job of the clock failed", job=job.__name__)

        return run
