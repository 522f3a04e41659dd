"""Several clocks may run, one leads: by a lease in a row, checked in every job's transaction."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, select, update

from app.shared import clock
from app.shared.db import db
from app.shared.inserts import insert_into
from app.shared.jobs.models import Heartbeat

LEASE = timedelta(seconds=20)
ROW = "clock-leader"


class NotLeading(Exception):
    """Another clock leads now; what was begun is rolled back."""


def take(holder: str, length: timedelta = LEASE) -> bool:
    """Take or renew the lease for `length`; False if another clock holds it. One statement."""
    now = clock.now()
    held = {"holder": holder, "at": now, "until": now + length}
    insert = insert_into(Heartbeat).values(process=ROW, **held)
    free = or_(Heartbeat.holder == holder, Heartbeat.until.is_(None), Heartbeat.until < now)
    taken = insert.on_conflict_do_update(
        index_elements=[Heartbeat.process], set_=held, where=free
    ).returning(Heartbeat.holder)
    return db.session.scalar(taken) == holder


def check(holder: str) -> None:
    """Raise NotLeading unless `holder` leads now.

    On PostgreSQL the row stays locked until the transaction ends, so that nobody can take the
    lease in the middle of what the leader does; SQLite has one writer.
    """
    leads = select(Heartbeat.process).where(
        Heartbeat.process == ROW, Heartbeat.holder == holder, Heartbeat.until > clock.now()
    )
    if db.session.scalar(leads.with_for_update(read=True)) is None:
        raise NotLeading


def give_up(holder: str) -> None:
    """Let go of the lease, so that another clock need not wait for its end."""
    own = update(Heartbeat).where(Heartbeat.process == ROW, Heartbeat.holder == holder)
    db.session.execute(own.values(until=None))
