"""The truth of a job is its row; the queue only wakes the worker."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import clock
from app.shared.db import Addressed, Base


class Job(Addressed, Base):
    """Work that a worker does: safe to run twice, seen while it runs, cancelled on request."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state", "state", "heartbeat_at"),)
    verb: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    # waiting, running, done, failed, cancelled
    step: Mapped[str] = mapped_column(String(200), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    fault: Mapped[str] = mapped_column(String(500), default="")
    runs: Mapped[int] = mapped_column(default=0)
    cancel: Mapped[bool] = mapped_column(default=False)
    body_id: Mapped[int | None]
    by_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    heartbeat_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Heartbeat(Base):
    """When a process was last alive: clock and worker write it, /healthz reads it."""

    __tablename__ = "heartbeat"
    process: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]
    holder: Mapped[str] = mapped_column(String(80), default="")
    until: Mapped[datetime | None]  # the leader's lease
