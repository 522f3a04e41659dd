"""Offices held, what interrupts them, oaths and rolls."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.bodies.models import Body
from app.people.models.acts import ActLine
from app.people.models.persons import Person
from app.people.terms import Form, Office, PauseKind, RollKind
from app.shared import clock
from app.shared.db import Addressed, Base, Versioned
from app.shared.sealed import SealedBytes


class Tenure(Addressed, Versioned, Base):
    """A person holds an office in a body from a day to a day (inclusive; null: open).

    Superseded rows are what was known before a correction. Two rows that hold may not overlap
    for one person as assessor, judge or president: refused by the database (EXCLUDE on
    PostgreSQL, a trigger on SQLite), whatever the code above forgot.
    """

    __tablename__ = "tenure"
    __table_args__ = (
        Index("ix_tenure_person", "person_id", "since"),
        Index("ix_tenure_office", "body_id", "office", "until"),
        CheckConstraint("until IS NULL OR until >= since", name="span"),
        CheckConstraint("ended IS NULL OR ended >= since", name="ended"),
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    office: Mapped[Office]
    rank: Mapped[str] = mapped_column(String(80), default="")
    form: Mapped[Form | None]
    for_case: Mapped[str] = mapped_column(
        String(80), default=""
    )  # form B: the one trial, by number
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(index=True)
    ended: Mapped[date | None]  # before its end: resigned, removed, dead, annulled
    ended_why: Mapped[str] = mapped_column(String(300), default="")
    earlier_terms: Mapped[int] = mapped_column(default=0)
    start_line_id: Mapped[int | None] = mapped_column(ForeignKey("act_line.id"), index=True)
    end_line_id: Mapped[int | None] = mapped_column(ForeignKey("act_line.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    superseded_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
    body: Mapped[Body] = relationship()
    start_line: Mapped[ActLine | None] = relationship(foreign_keys=[start_line_id])


class Pause(Base):
    """Leave or suspension: interrupts a tenure without ending it (days inclusive)."""

    __tablename__ = "pause"
    id: Mapped[int] = mapped_column(primary_key=True)
    tenure_id: Mapped[int] = mapped_column(ForeignKey("tenure.id"), index=True)
    kind: Mapped[PauseKind]
    since: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300), default="")


class Oath(Addressed, Base):
    """A public oath on a day; it covers one or more tenures."""

    __tablename__ = "oath"
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    day: Mapped[date]
    place: Mapped[str] = mapped_column(String(160), default="")


class OathTenure(Base):
    """An oath covers a tenure."""

    __tablename__ = "oath_tenure"
    oath_id: Mapped[int] = mapped_column(ForeignKey("oath.id"), primary_key=True)
    tenure_id: Mapped[int] = mapped_column(ForeignKey("tenure.id"), primary_key=True, index=True)


class Roll(Addressed, Base):
    """A roll of a court: the general one, specialists of a field, juvenile cases, workers."""

    __tablename__ = "roll"
    __table_args__ = (Index("ix_roll_body", "body_id", "kind"),)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    kind: Mapped[RollKind]
    subject: Mapped[str] = mapped_column(String(80), default="")  # field of specialists, line
    since: Mapped[date]
    until: Mapped[date | None]


class RollEntry(Base):
    """A person stands on a roll from a day to a day, for a reason."""

    __tablename__ = "roll_entry"
    __table_args__ = (
        Index(
            "uq_roll_entry_current",
            "roll_id",
            "person_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_roll_entry_person", "person_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    roll_id: Mapped[int] = mapped_column(ForeignKey("roll.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    tenure_id: Mapped[int] = mapped_column(ForeignKey("tenure.id"), index=True)
    secret: Mapped[bytes] = mapped_column(SealedBytes("draws"))  # entry secret of record.md
    secret_at: Mapped[datetime | None] = mapped_column(default=clock.now)  # when it was made
    since: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
    roll: Mapped[Roll] = relationship()
