"""Tables of the schools: courses, cohorts with quotas and sessions, enrolments, certificates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.bodies.models import Body
from app.people.models import Person
from app.people.terms import Half
from app.shared import clock
from app.shared.db import Addressed, Base, Versioned
from app.training.terms import Assessment, CohortState, EnrolmentState, Presence, Purpose


class Course(Addressed, Versioned, Base):
    """What a school teaches: `subjects` as [{subject, hours}], `audience` in the register's terms.

    Audience: {offices: [Office], ranks: [text], newly: years or null}; empty lists: anybody.
    """

    __tablename__ = "course"
    __table_args__ = (
        UniqueConstraint("body_id", "code"),
        CheckConstraint("hours >= 0", name="hours"),
    )
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    code: Mapped[str] = mapped_column(String(24))
    title: Mapped[str] = mapped_column(String(160))
    purpose: Mapped[Purpose]
    hours: Mapped[int]  # class hours in all: the sum of the subjects
    subjects: Mapped[list[Any]] = mapped_column(default=list)
    audience: Mapped[dict[str, Any]] = mapped_column(default=dict)
    assessment: Mapped[Assessment]
    pass_mark: Mapped[int | None]  # of 100, where the course ends in a score
    retired_at: Mapped[datetime | None]
    body: Mapped[Body] = relationship()


class Cohort(Addressed, Versioned, Base):
    """One intake of a course: owned by a school, held at a host, its seats shared by quotas."""

    __tablename__ = "cohort"
    __table_args__ = (
        UniqueConstraint("body_id", "number"),
        Index("ix_cohort_state", "body_id", "state", "starts"),
        Index("ix_cohort_open", "state", "nominate_by"),
        CheckConstraint("ends >= starts", name="span"),
        CheckConstraint("seats > 0 AND minimum >= 0 AND minimum <= seats", name="seats"),
    )
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))  # the owner
    host_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    number: Mapped[str] = mapped_column(String(40))  # as printed: 2026年第3期
    starts: Mapped[date]
    ends: Mapped[date]
    nominate_by: Mapped[date]
    results_by: Mapped[date]
    seats: Mapped[int]
    minimum: Mapped[int] = mapped_column(default=0)
    place: Mapped[str] = mapped_column(String(160), default="")
    contact: Mapped[str] = mapped_column(String(160), default="")
    state: Mapped[CohortState] = mapped_column(default=CohortState.PLANNED)
    why: Mapped[str] = mapped_column(String(300), default="")  # why it was cancelled
    waivers: Mapped[dict[str, Any]] = mapped_column(default=dict)  # as it was opened
    rulebook: Mapped[str] = mapped_column(String(32))
    rulebook_version: Mapped[str] = mapped_column(String(20))
    body: Mapped[Body] = relationship(foreign_keys=[body_id])
    host: Mapped[Body] = relationship(foreign_keys=[host_id])
    course: Mapped[Course] = relationship()
    quotas: Mapped[list[CohortQuota]] = relationship(
        back_populates="cohort", order_by="CohortQuota.id", cascade="all, delete-orphan"
    )
    sessions: Mapped[list[CohortSession]] = relationship(
        back_populates="cohort",
        order_by="CohortSession.day, CohortSession.half, CohortSession.id",
        cascade="all, delete-orphan",
    )


class CohortQuota(Base):
    """How many seats of a cohort a province or a court holds, for itself and those under it."""

    __tablename__ = "cohort_quota"
    __table_args__ = (
        UniqueConstraint("cohort_id", "body_id"),
        CheckConstraint("seats > 0", name="seats"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    seats: Mapped[int]
    cohort: Mapped[Cohort] = relationship(back_populates="quotas")
    body: Mapped[Body] = relationship()


class CohortSession(Base):
    """A half day of a cohort: who is enrolled is away then."""

    __tablename__ = "cohort_session"
    __table_args__ = (
        UniqueConstraint("cohort_id", "day", "half"),
        CheckConstraint("hours > 0", name="hours"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    day: Mapped[date]
    half: Mapped[Half]
    subject: Mapped[str] = mapped_column(String(80), default="")
    teacher: Mapped[str] = mapped_column(String(80), default="")
    hours: Mapped[int]
    closed_at: Mapped[datetime | None]  # attendance is written down
    cohort: Mapped[Cohort] = relationship(back_populates="sessions")


class Enrolment(Addressed, Versioned, Base):
    """One person in one cohort, from the nomination by his court to the result."""

    __tablename__ = "enrolment"
    __table_args__ = (
        Index(
            "uq_enrolment_standing",
            "cohort_id",
            "person_id",
            unique=True,
            sqlite_where=text("state NOT IN ('refused', 'withdrawn')"),
            postgresql_where=text("state NOT IN ('refused', 'withdrawn')"),
        ),
        Index("ix_enrolment_state", "cohort_id", "state"),
        Index("ix_enrolment_body", "body_id", "state"),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= 100)", name="score"),
    )
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))  # the court that nominates
    quota_id: Mapped[int | None] = mapped_column(ForeignKey("cohort_quota.id"))
    state: Mapped[EnrolmentState]
    nominated_by: Mapped[int | None]  # the user: nobody approves whom he nominated
    nominated_name: Mapped[str] = mapped_column(String(80), default="")
    approved_by: Mapped[int | None]
    approved_name: Mapped[str] = mapped_column(String(80), default="")
    approved_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]  # admitted or refused
    reason: Mapped[str] = mapped_column(String(300), default="")  # of a refusal or a withdrawal
    against: Mapped[list[Any]] = mapped_column(default=list)  # keys of the rules that refused
    waivers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    score: Mapped[int | None]
    result_at: Mapped[datetime | None]
    cohort: Mapped[Cohort] = relationship()
    person: Mapped[Person] = relationship()
    body: Mapped[Body] = relationship()


class SessionPresence(Base):
    """Whether an enrolled person was at a session."""

    __tablename__ = "session_presence"
    session_id: Mapped[int] = mapped_column(
        ForeignKey("cohort_session.id", ondelete="CASCADE"), primary_key=True
    )
    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id"), primary_key=True, index=True
    )
    presence: Mapped[Presence]
    note: Mapped[str] = mapped_column(String(200), default="")


class Certificate(Addressed, Base):
    """A certificate as issued: it may be revoked or reissued, never changed."""

    __tablename__ = "certificate"
    __table_args__ = (
        Index(
            "uq_certificate_standing",
            "enrolment_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )
    number: Mapped[str] = mapped_column(String(40), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)  # the school
    issued: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    hours: Mapped[int]
    words: Mapped[dict[str, Any]] = mapped_column(default=dict)  # name, course, days as issued
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    revoked_at: Mapped[datetime | None]
    revoked_why: Mapped[str] = mapped_column(String(300), default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    enrolment: Mapped[Enrolment] = relationship()


class CertificateSeries(Base):
    """How many certificates a school has numbered in a year."""

    __tablename__ = "certificate_series"
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class OutsideImport(Addressed, Versioned, Base):
    """A spreadsheet of courses elsewhere that was brought in: it can be undone as one."""

    __tablename__ = "outside_import"
    __table_args__ = (Index("ix_outside_import_body", "body_id", "made_at"),)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    name: Mapped[str] = mapped_column(String(200))  # of the file, as it was uploaded
    number: Mapped[int]  # courses that it brought in
    left_out: Mapped[int]  # rows that could not be
    made_name: Mapped[str] = mapped_column(String(80), default="")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    undone_at: Mapped[datetime | None]


class OutsideTraining(Addressed, Versioned, Base):
    """A course elsewhere, as evidence shows it: it counts in the hours of a career."""

    __tablename__ = "outside_training"
    __table_args__ = (
        Index("ix_outside_training_person", "person_id", "until"),
        CheckConstraint("until >= since", name="span"),
        CheckConstraint("hours >= 0 AND days >= 0", name="hours"),
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))  # whose officer wrote it down
    title: Mapped[str] = mapped_column(String(160))
    provider: Mapped[str] = mapped_column(String(160))
    purpose: Mapped[Purpose]
    since: Mapped[date]
    until: Mapped[date]
    hours: Mapped[int]
    days: Mapped[int] = mapped_column(default=0)
    evidence: Mapped[str] = mapped_column(
        String(200)
    )  # number of the certificate, or what was seen
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("outside_import.id"), index=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str] = mapped_column(String(300), default="")
