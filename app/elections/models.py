"""Tables of elections: the election, its candidates, what was checked, what was objected."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.bodies.models import Body
from app.elections.terms import ElectionForm, Electors, Matter, Source, Stage, Standing
from app.people.models import Act, Person
from app.shared.db import Addressed, Base, Versioned
from app.shared.sealed import SealedBytes, SealedText


class Election(Addressed, Versioned, Base):
    """One election or selection, from its call to the act; `chosen_by` is the organ that decides.

    `region` is the district or the line of work whose people choose; `case_number` and
    `case_nature` say for which trial an organisation was asked to name somebody (form B).
    """

    __tablename__ = "election"
    __table_args__ = (
        UniqueConstraint("body_id", "number"),
        Index("ix_election_stage", "body_id", "stage"),
        CheckConstraint("seats > 0", name="seats"),
        CheckConstraint("present IS NULL OR present >= 0", name="present"),
        CheckConstraint("notice_until IS NULL OR notice_until >= notice_from", name="notice"),
    )
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    number: Mapped[str] = mapped_column(String(40))
    form: Mapped[ElectionForm]
    stage: Mapped[Stage] = mapped_column(default=Stage.CALLED)
    seats: Mapped[int]
    called: Mapped[date]
    moved: Mapped[date]  # when something was last done for it
    begins: Mapped[date | None]  # the first day of the terms, as it is planned
    chosen_by: Mapped[str] = mapped_column(String(160), default="")
    electors: Mapped[Electors | None]  # of a vote: what kind of organ elects
    region: Mapped[str] = mapped_column(String(80), default="")
    case_number: Mapped[str] = mapped_column(String(80), default="")
    case_nature: Mapped[str] = mapped_column(String(120), default="")
    notice_from: Mapped[date | None]
    notice_until: Mapped[date | None]
    submitted: Mapped[date | None]
    voted: Mapped[date | None]
    present: Mapped[int | None]  # how many voted
    act_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))
    why: Mapped[str] = mapped_column(String(300), default="")  # why it was cancelled
    rulebook: Mapped[str] = mapped_column(String(32))
    rulebook_version: Mapped[str] = mapped_column(String(20))
    waivers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    body: Mapped[Body] = relationship()
    act: Mapped[Act | None] = relationship()
    candidates: Mapped[list[Candidate]] = relationship(
        back_populates="election", order_by="Candidate.n"
    )


class Candidate(Addressed, Versioned, Base):
    """Somebody on the list. Who is not in the register is kept sealed until he takes office.

    `said` is what the list says of him, as JSON in the columns of the roll's sheet; it is emptied
    where he is not chosen and the time for questions is over.
    """

    __tablename__ = "candidate"
    __table_args__ = (
        UniqueConstraint("election_id", "n"),
        UniqueConstraint("election_id", "number_hash"),
        Index("ix_candidate_standing", "election_id", "standing"),
        CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND votes_blank >= 0", name="votes"),
    )
    election_id: Mapped[int] = mapped_column(ForeignKey("election.id"))
    n: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    # Keyed hash of the number, of name and birth where there is none.
    number_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    # Of record.md: 32 bytes, made once, when he comes on the list.
    secret: Mapped[bytes] = mapped_column(
        SealedBytes("draws"), default=lambda: secrets.token_bytes(32)
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    said: Mapped[str] = mapped_column(SealedText)
    source: Mapped[Source]
    standing: Mapped[Standing] = mapped_column(default=Standing.LISTED)
    place: Mapped[int | None]  # in the drawn order, from 1
    consented: Mapped[date | None]
    noticed: Mapped[date | None]  # the day on which his name came on public notice
    votes_for: Mapped[int] = mapped_column(default=0)
    votes_against: Mapped[int] = mapped_column(default=0)
    votes_blank: Mapped[int] = mapped_column(default=0)
    by_lot: Mapped[bool] = mapped_column(default=False)  # a tie that a recorded lot decided
    why: Mapped[str] = mapped_column(String(300), default="")
    against: Mapped[list[Any]] = mapped_column(default=list)  # keys of the rules against him
    waivers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    election: Mapped[Election] = relationship(back_populates="candidates")
    person: Mapped[Person | None] = relationship()
    checks: Mapped[list[CandidateCheck]] = relationship(
        order_by="CandidateCheck.id", cascade="all, delete-orphan"
    )


class CandidateCheck(Base):
    """One check of a candidate: what was looked for, where, when, until when it holds."""

    __tablename__ = "candidate_check"
    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidate.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[Matter]
    found: Mapped[bool]  # true: something stands against him
    code: Mapped[str] = mapped_column(String(40), default="")  # the calling, for an office
    source: Mapped[str] = mapped_column(String(160))
    day: Mapped[date]
    expires: Mapped[date | None]
    by_name: Mapped[str] = mapped_column(String(80), default="")


class Objection(Addressed, Versioned, Base):
    """What somebody said against a candidate during the public notice, and what came of it."""

    __tablename__ = "objection"
    election_id: Mapped[int] = mapped_column(ForeignKey("election.id"), index=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    received: Mapped[date]
    by_whom: Mapped[str | None] = mapped_column(SealedText)
    text: Mapped[str] = mapped_column(SealedText)
    upheld: Mapped[bool | None]  # none: not decided yet
    answer: Mapped[str] = mapped_column(String(300), default="")
    answered_at: Mapped[datetime | None]
    candidate: Mapped[Candidate] = relationship()
