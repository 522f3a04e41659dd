"""Heartbeats of processes: clock and worker write them, /healthz reads them."""

from __future__ import annotations

from app.shared import clock
from app.shared.db import db
from app.shared.inserts import insert_into
from app.shared.jobs.models import Heartbeat

EVERY = 20  # seconds


def beat(process: str, holder: str = "") -> None:
    """Write that a process is alive, in the transaction of the caller."""
    now = clock.now()
    statement = insert_into(Heartbeat).values(process=process, at=now, holder=holder)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[Heartbeat.process], set_={"at": now, "holder": holder}
        )
    )
