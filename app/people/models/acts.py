"""Acts: decisions of organs, with their lines, and the posts they set."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.people.terms import LineKind, Office
from app.shared.db import Addressed, Base, Versioned


class Act(Addressed, Versioned, Base):
    """One decision: an organ's number, the day it was adopted, the day it takes effect."""

    __tablename__ = "act"
    __table_args__ = (UniqueConstraint("body_id", "organ", "number", name="act_number"),)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))  # the body it concerns
    organ: Mapped[str] = mapped_column(String(160))
    number: Mapped[str] = mapped_column(String(80))
    adopted: Mapped[date]
    effective: Mapped[date]
    annulled_at: Mapped[datetime | None]
    annulled_why: Mapped[str] = mapped_column(String(300), default="")
    lines: Mapped[list[ActLine]] = relationship(back_populates="act", order_by="ActLine.n")


class ActLine(Base):
    """One line of an act; it may be annulled alone, and the others stand."""

    __tablename__ = "act_line"
    __table_args__ = (UniqueConstraint("act_id", "n"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    n: Mapped[int]
    kind: Mapped[LineKind]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    annulled_at: Mapped[datetime | None]
    annulled_why: Mapped[str] = mapped_column(String(300), default="")
    act: Mapped[Act] = relationship(back_populates="lines")


class Post(Base):
    """How many of an office a body may have, from a day, by a line of an act."""

    __tablename__ = "post"
    __table_args__ = (
        Index("ix_post_body", "body_id", "office", "since"),
        CheckConstraint("number >= 0", name="number"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    office: Mapped[Office]
    number: Mapped[int]
    since: Mapped[date]
    until: Mapped[date | None]
    line_id: Mapped[int | None] = mapped_column(ForeignKey("act_line.id"))
