"""When somebody is away, and what the year adds up to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.people.terms import AbsenceKind, Half
from app.shared.db import Base


class Absence(Base):
    """A person is not free on a half day; the key makes two absences at once impossible."""

    __tablename__ = "absence"
    __table_args__ = (
        Index("ix_absence_day", "day", "person_id"),
        Index("ix_absence_subject", "subject"),
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    half: Mapped[Half] = mapped_column(primary_key=True)
    kind: Mapped[AbsenceKind]
    subject: Mapped[str] = mapped_column(String(60), default="")  # kind:id, as "seat:118"
    note: Mapped[str] = mapped_column(String(120), default="")
    # By whom, at which desk and when, if somebody else wrote it for the person and the person has
    # not kept it as his own: draws count who is left out by such entries.
    entered_by: Mapped[int | None]
    entered_in: Mapped[int | None]
    entered_at: Mapped[datetime | None]


class PersonYear(Base):
    """A person's cases and half days sat in a calendar year, kept by the verb that changes them."""

    __tablename__ = "person_year"
    __table_args__ = (
        CheckConstraint("cases >= 0 AND halves >= 0", name="not_negative"),
        Index("ix_person_year_cases", "year", "cases", "person_id"),
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    cases: Mapped[int] = mapped_column(default=0)
    halves: Mapped[int] = mapped_column(default=0)
    assigned: Mapped[int] = mapped_column(default=0)  # cases with a seat held, not yet sat
