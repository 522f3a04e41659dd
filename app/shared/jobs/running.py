"""Running one job: claim its row, do the work, end it; cancelled, refused or failed with words."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import copy_context
from typing import Any

from flask_babel import force_locale
from sqlalchemy import text, update

from app.shared import clock
from app.shared.db import db
from app.shared.jobs.models import Job
from app.shared.jobs.registry import Cancelled, Stopped, known, tell_ended
from app.shared.jobs.service import GAVE_UP, RUNS
from app.shared.logs import logger
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import set_mode, transaction

log = logger("jobs")
SHOWN_EVERY = 0.5  # seconds between two writes of progress
REFUSED = N_("A rule stands against it; nothing was changed.")


class GivenAway(Exception):
    """This run was taken for lost and the job put back; its work is rolled back."""


class Progress:
    """Told by the work how far it is; tells the work when it should end."""

    def __init__(self, job_id: int, run: int, stopping: Callable[[], bool]) -> None:
        """Report on run number `run` of a job; `stopping` says that the worker must end."""
        self._job_id, self._run, self._stopping = job_id, run, stopping
        self._next, self._step = 0.0, ""

    def __call__(self, done: int, total: int, step: str = "") -> None:
        """Write progress; `step` is an English source text. Raises Cancelled or Stopped."""
        if self._stopping():
            raise Stopped
        if time.monotonic() < self._next and step == self._step:
            return
        if _writing_alone():
            return
        cancelled = copy_context().run(self._write, done, total, step or self._step)
        self._next, self._step = time.monotonic() + SHOWN_EVERY, step or self._step
        if cancelled:
            raise Cancelled

    def _write(self, done: int, total: int, step: str) -> bool:
        set_mode("write")
        own = (Job.id == self._job_id, Job.runs == self._run, Job.state == "running")
        shown = {"done": done, "total": total, "step": step, "heartbeat_at": clock.now()}
        statement = update(Job).where(*own).values(shown).returning(Job.cancel)
        with db.engine.begin() as connection:
            row = connection.execute(statement).first()
        if row is None:
            raise GivenAway
        return row.cancel


def _writing_alone() -> bool:
    """Say whether the work itself is SQLite's one writer, so that nobody else can write now."""
    session = db.session()
    if db.engine.dialect.name != "sqlite" or not session.in_transaction():
        return False
    return not session.scalar(text("PRAGMA query_only"))


def run_now(job_id: int, stopping: Callable[[], bool] = lambda: False) -> bool:
    """Run a waiting job here and now; return False if it was not waiting any more.

    Rolls back what the session holds: call it between transactions.
    """
    claimed = _claim(job_id)
    if claimed is None:
        return False
    with force_locale("en"):
        _run(*claimed, stopping)
    return True


def _claim(job_id: int) -> tuple[int, int, str, dict[str, Any]] | None:
    waiting = update(Job).where(Job.id == job_id, Job.state == "waiting")
    begun = {"state": "running", "runs": Job.runs + 1, "heartbeat_at": clock.now(), "fault": ""}
    with transaction() as session:
        columns = (Job.id, Job.runs, Job.verb, Job.arguments)
        row = session.execute(waiting.values(begun).returning(*columns)).first()
    return None if row is None else (row.id, row.runs, row.verb, row.arguments)


def _run(job_id: int, run: int, verb: str, arguments: Any, stopping: Callable[[], bool]) -> None:
    try:
        with transaction():
            result = known(verb).work(job_id, arguments, Progress(job_id, run, stopping))
            _end(job_id, run, "done", result=result or {})
    except GivenAway:
        log.warning("a job was put back while it ran", job=job_id, verb=verb)
    except Stopped:
        _put_back(job_id, run, counts=False)
    except Cancelled:
        _end_alone(job_id, run, "cancelled")
    except Refused as refused:
        told = {"refusals": [_plain(r) for r in refused.refusals]}
        _end_alone(job_id, run, "failed", fault=REFUSED, result=told)
    except Exception:
        log.exception("a job failed", job=job_id, verb=verb, run=run)
        if run < RUNS:
            _put_back(job_id, run, counts=True)
        else:
            _end_alone(job_id, run, "failed", fault=GAVE_UP)


def _plain(refusal: Refusal) -> dict[str, Any]:
    facts = {k: v if isinstance(v, int | float) else str(v) for k, v in refusal.facts.items()}
    return {"text": refusal.text, "facts": facts, "way_out": refusal.way_out}


def _end(job_id: int, run: int, state: str, **values: Any) -> None:
    own = update(Job).where(Job.id == job_id, Job.runs == run, Job.state == "running")
    ended = {"state": state, "ended_at": clock.now(), **values}
    if state == "done":
        ended["done"] = Job.total
    if db.session.execute(own.values(ended).returning(Job.id)).first() is None:
        raise GivenAway
    if state != "cancelled":
        tell_ended(db.session.get_one(Job, job_id, populate_existing=True))


def _end_alone(job_id: int, run: int, state: str, **values: Any) -> None:
    try:
        with transaction():
            _end(job_id, run, state, **values)
    except GivenAway:
        log.warning("a job was put back while it ran", job=job_id)


def _put_back(job_id: int, run: int, counts: bool) -> None:
    own = update(Job).where(Job.id == job_id, Job.runs == run, Job.state == "running")
    again = {"state": "waiting", "heartbeat_at": None, "runs": run if counts else run - 1}
    with transaction() as session:
        session.execute(own.values(again))
