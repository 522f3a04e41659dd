"""Heartbeats: clock and worker write that they live and what they finished, /healthz reads it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from app.shared import clock
from app.shared.db import db
from app.shared.inserts import insert_into
from app.shared.jobs.models import Heartbeat

EVERY = 20  # seconds
LOOKED, DELIVERED = "clock-look", "clock-delivery"  # what the leading clock brought to an end
STALE_AFTER = {
    "clock": timedelta(seconds=90),
    "worker": timedelta(seconds=90),
    LOOKED: timedelta(minutes=5),  # a look after a long stop takes its time
    DELIVERED: timedelta(minutes=15),  # so may 500 mails over a slow line
}


def beat(process: str, holder: str = "") -> None:
    """Write that a process is alive, or that it finished something, in the caller's transaction."""
    now = clock.now()
    statement = insert_into(Heartbeat).values(process=process, at=now, holder=holder)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[Heartbeat.process], set_={"at": now, "holder": holder}
        )
    )


def last_beats() -> dict[str, datetime | None]:
    """Return when each of STALE_AFTER last beat; None for what never did."""
    found = {row.process: row.at for row in db.session.scalars(select(Heartbeat))}
    return {process: found.get(process) for process in STALE_AFTER}


def is_fresh(process: str, at: datetime | None) -> bool:
    """Say whether a beat is young enough to call the process healthy."""
    return at is not None and clock.now() - at < STALE_AFTER[process]
