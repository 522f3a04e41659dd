"""Tables of the service record; a correction withdraws a row and writes another."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.people.models import Person
from app.service.terms import Grade, SanctionKind
from app.shared.db import Addressed, Base, Versioned


class Appraisal(Addressed, Versioned, Base):
    """A person's appraisal for a year: the result with its source, never its content."""

    __tablename__ = "appraisal"
    __table_args__ = (
        Index(
            "uq_appraisal_standing",
            "person_id",
            "year",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("year > 1900", name="year"),
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    year: Mapped[int]
    grade: Mapped[Grade]
    source: Mapped[str] = mapped_column(String(160))
    day: Mapped[date]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str] = mapped_column(String(300), default="")
    person: Mapped[Person] = relationship()


class Sanction(Addressed, Versioned, Base):
    """A sanction by a decision: while it runs, nobody is promoted."""

    __tablename__ = "sanction"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    kind: Mapped[SanctionKind]
    decided: Mapped[date]
    source: Mapped[str] = mapped_column(String(160))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str] = mapped_column(String(300), default="")
    person: Mapped[Person] = relationship()
