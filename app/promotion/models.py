"""The table of proposals: one person's way from assessor to judge."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.people.models import Act, Person
from app.people.terms import Office
from app.promotion.terms import ProposalState
from app.shared.db import Addressed, Base, Versioned


class Proposal(Addressed, Versioned, Base):
    """Somebody is proposed for an office; who decides is bound to what he saw.

    `seen` keeps the facts that the conditions were judged on, with the versions of their rows;
    `waivers` the reasons for soft rules set aside. Nobody proposes, reviews and approves one
    person twice over, nor himself.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        Index(
            "uq_proposal_standing",
            "person_id",
            unique=True,
            sqlite_where=text("state IN ('proposed', 'reviewed', 'approved')"),
            postgresql_where=text("state IN ('proposed', 'reviewed', 'approved')"),
        ),
        Index("ix_proposal_body", "body_id", "state"),
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    office: Mapped[Office]
    rank: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.PROPOSED)
    proposed_by: Mapped[int | None]
    proposed_name: Mapped[str] = mapped_column(String(80), default="")
    reviewed_by: Mapped[int | None]
    reviewed_name: Mapped[str] = mapped_column(String(80), default="")
    reviewed_at: Mapped[datetime | None]
    review: Mapped[str] = mapped_column(String(300), default="")
    decided_by: Mapped[int | None]
    decided_name: Mapped[str] = mapped_column(String(80), default="")
    decided_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(String(300), default="")  # of a refusal or a withdrawal
    seen: Mapped[dict[str, Any]] = mapped_column(default=dict)
    waivers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rulebook: Mapped[str] = mapped_column(String(32))
    rulebook_version: Mapped[str] = mapped_column(String(20))
    act_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))
    person: Mapped[Person] = relationship()
    act: Mapped[Act | None] = relationship()
