"""Verbs of jobs: start, cancel, put back what was lost. The row is the truth of a job."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy import event, or_, select, update
from sqlalchemy.orm import Session

from app.shared import clock
from app.shared.db import db
from app.shared.jobs.models import Job
from app.shared.jobs.registry import known, tell_ended
from app.shared.jobs.waking import wake
from app.shared.texts import N_

LOST_AFTER = timedelta(seconds=60)
RUNS = 3
GAVE_UP = N_(
    "It was begun three times and did not come to an end; what it had not finished was undone. "
    "Tell who runs the system, with the address of this page."
)


class Starter(Protocol):
    """Whoever starts a job: a user at a desk, or the clock in a body."""

    @property
    def id(self) -> int | None: ...
    @property
    def body_id(self) -> int: ...


def start(desk: Starter, verb: str, arguments: dict[str, Any]) -> Job:
    """Write a job in the verb's transaction; a worker is woken once that has committed.

    `arguments` are plain JSON values. Raises LookupError for an unknown verb.
    """
    known(verb)
    row = Job(verb=verb, arguments=arguments, body_id=desk.body_id, by_id=desk.id)
    db.session.add(row)
    db.session.flush()
    db.session().info.setdefault("started_jobs", []).append(row.id)
    return row


def _wake_started(session: Session) -> None:
    for job_id in session.info.pop("started_jobs", ()):
        wake(job_id)


def _forget_started(session: Session) -> None:
    session.info.pop("started_jobs", None)


event.listen(db.session, "after_commit", _wake_started)
event.listen(db.session, "after_rollback", _forget_started)


def cancel(row: Job) -> None:
    """Ask for a job's end: a waiting one ends now, a running one at its next step."""
    row.cancel = True
    waiting = update(Job).where(Job.id == row.id, Job.state == "waiting")
    ended = {"state": "cancelled", "cancel": True, "ended_at": clock.now()}
    db.session.execute(waiting.values(ended))


def job_by_uid(uid: str) -> Job | None:
    """Return the job with a public id."""
    return db.session.scalar(select(Job).where(Job.uid == uid))


def waiting_jobs(limit: int = 20) -> list[int]:
    """Return the ids of jobs that nobody has begun, oldest first."""
    statement = select(Job.id).where(Job.state == "waiting").order_by(Job.id).limit(limit)
    return list(db.session.scalars(statement))


def beat_jobs(ids: Iterable[int]) -> None:
    """Write that these running jobs are still being worked on here."""
    own = Job.id.in_(list(ids))
    db.session.execute(
        update(Job).where(own, Job.state == "running").values(heartbeat_at=clock.now())
    )


def put_back_lost() -> int:
    """Put back jobs whose worker has gone; end those that were lost too often. Return how many."""
    now = clock.now()
    silent = or_(Job.heartbeat_at.is_(None), Job.heartbeat_at < now - LOST_AFTER)
    lost = select(Job).where(Job.state == "running", silent).with_for_update(skip_locked=True)
    rows = list(db.session.scalars(lost))
    for row in rows:
        if row.cancel:
            row.state, row.ended_at = "cancelled", now
        elif row.runs < RUNS:
            row.state, row.heartbeat_at = "waiting", None
        else:
            row.state, row.ended_at, row.fault = "failed", now, GAVE_UP
            tell_ended(row)
    db.session.flush()
    return len(rows)
