"""What the clock did, so that it is done once however often it wakes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import clock
from app.shared.db import Base


class ActDone(Base):
    """An act of the clock, once by verb, subject and day."""

    __tablename__ = "act_done"
    verb: Mapped[str] = mapped_column(String(60), primary_key=True)
    subject: Mapped[str] = mapped_column(String(60), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    outcome: Mapped[str] = mapped_column(String(200), default="")


class Polled(Base):
    """Through which day the clock is done: `what` is "acts", or "messages:" and a time zone."""

    __tablename__ = "polled"
    what: Mapped[str] = mapped_column(String(60), primary_key=True)
    day: Mapped[date]
    at: Mapped[datetime] = mapped_column(default=clock.now)
