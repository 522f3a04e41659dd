"""Tables of ends: the file of a resignation or a removal, and what it rests on."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.bodies.models import Body
from app.ends.terms import Ground, Stage
from app.people.models import Act, Person, Tenure
from app.shared.db import Addressed, Base, Versioned
from app.shared.files import StoredFile
from app.shared.sealed import SealedText


class EndFile(Addressed, Versioned, Base):
    """One resignation or removal: from the wish or the ground to the act, or its withdrawal.

    `wished` is the last day in office that somebody who resigns asks for. What was said is sealed.
    Who opened a file does not move it, and nobody acts on his own.
    """

    __tablename__ = "end_file"
    __table_args__ = (
        Index(
            "uq_end_file_standing",
            "tenure_id",
            unique=True,
            sqlite_where=text("stage IN ('open', 'heard', 'moved')"),
            postgresql_where=text("stage IN ('open', 'heard', 'moved')"),
        ),
        Index("ix_end_file_body", "body_id", "stage"),
    )
    tenure_id: Mapped[int] = mapped_column(ForeignKey("tenure.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    ground: Mapped[Ground]
    stage: Mapped[Stage] = mapped_column(default=Stage.OPEN)
    opened: Mapped[date]
    opened_by: Mapped[int | None]
    opened_name: Mapped[str] = mapped_column(String(80), default="")
    wished: Mapped[date | None]
    reason: Mapped[str] = mapped_column(SealedText)
    answer: Mapped[str | None] = mapped_column(SealedText)  # the person's own view
    answered_at: Mapped[datetime | None]
    called_for: Mapped[date | None]  # the day on which the person is told he is heard
    place: Mapped[str] = mapped_column(String(160), default="")
    heard: Mapped[date | None]
    came: Mapped[bool | None]  # to the hearing
    heard_said: Mapped[str | None] = mapped_column(SealedText)
    moved: Mapped[date | None]
    moved_by: Mapped[int | None]
    moved_name: Mapped[str] = mapped_column(String(80), default="")
    act_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))
    why: Mapped[str] = mapped_column(String(300), default="")  # why it was withdrawn
    rulebook: Mapped[str] = mapped_column(String(32))
    rulebook_version: Mapped[str] = mapped_column(String(20))
    tenure: Mapped[Tenure] = relationship()
    person: Mapped[Person] = relationship()
    body: Mapped[Body] = relationship()
    act: Mapped[Act | None] = relationship()
    evidence: Mapped[list[EndEvidence]] = relationship(
        back_populates="file", order_by="EndEvidence.id", cascade="all, delete-orphan"
    )


class EndEvidence(Addressed, Base):
    """Something that a removal rests on; what is not released stays among the officers."""

    __tablename__ = "end_evidence"
    file_id: Mapped[int] = mapped_column(ForeignKey("end_file.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(SealedText)
    source: Mapped[str] = mapped_column(String(160))
    day: Mapped[date]
    released: Mapped[bool] = mapped_column(default=True)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    by_name: Mapped[str] = mapped_column(String(80), default="")
    file: Mapped[EndFile] = relationship(back_populates="evidence")
    paper: Mapped[StoredFile | None] = relationship()
