"""Tables of trials: cases, panels, sitting days, seats and their story."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.bodies.models import Body
from app.people.models import Person
from app.people.terms import KinKind
from app.shared import clock
from app.shared.db import Addressed, Base, Versioned
from app.trials.terms import (
    COUNSEL,
    SIDES,
    DayPart,
    DayState,
    Matter,
    PanelState,
    PartyRole,
    Procedure,
    SeatState,
)


class Case(Addressed, Versioned, Base):
    """A case of a court at one instance."""

    __tablename__ = "trial_case"
    __table_args__ = (
        UniqueConstraint("body_id", "number"),
        Index("ix_trial_case_filed", "body_id", "filed", "id"),
    )
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    number: Mapped[str] = mapped_column(String(80))
    matter: Mapped[Matter]
    nature: Mapped[str] = mapped_column(String(120), default="")  # cause of action
    procedure: Mapped[Procedure]
    instance: Mapped[int] = mapped_column(default=1)
    filed: Mapped[date]
    # codes of panel.assessor_cases, panel.seven_cases
    circumstances: Mapped[list[Any]] = mapped_column(default=list)
    requested_by_party: Mapped[bool] = mapped_column(default=False)
    juvenile: Mapped[bool] = mapped_column(default=False)
    special_knowledge: Mapped[bool] = mapped_column(default=False)  # complex environment case
    earlier_case_id: Mapped[int | None] = mapped_column(ForeignKey("trial_case.id"))  # remand
    body: Mapped[Body] = relationship()
    parties: Mapped[list[Party]] = relationship(back_populates="case", order_by="Party.id")

    @property
    def sides(self) -> list[Party]:
        """Return the parties and their counsel; a witness or a mediator is told to nobody
        (Interp. 2019, Art 4: names of the parties)."""
        return [party for party in self.parties if party.role in SIDES | COUNSEL]


class Party(Base):
    """Who takes part in a case, or did before; kin and employer as far as known, for recusal.

    `number` and `person_id` where it is somebody of the register, `day` when he took part.
    """

    __tablename__ = "party"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("trial_case.id"), index=True)
    role: Mapped[PartyRole]
    name: Mapped[str] = mapped_column(String(160))
    employer: Mapped[str] = mapped_column(String(200), default="")
    number: Mapped[str] = mapped_column(String(24), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    day: Mapped[date | None]
    case: Mapped[Case] = relationship(back_populates="parties")
    kin: Mapped[list[PartyKin]] = relationship(order_by="PartyKin.id")


class PartyKin(Base):
    """A person named as kin of a party."""

    __tablename__ = "party_kin"
    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[KinKind]


class Panel(Addressed, Versioned, Base):
    """Who tries a case at one instance; remand makes a new one."""

    __tablename__ = "panel"
    __table_args__ = (Index("ix_panel_state", "body_id", "state"),)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    state: Mapped[PanelState]
    judges: Mapped[int]
    assessors: Mapped[int]
    form_rule: Mapped[str] = mapped_column(String(80))  # the rule the form was proposed by
    presiding: Mapped[str] = mapped_column(String(80), default="")
    other_judges: Mapped[list[Any]] = mapped_column(default=list)  # names
    clerk_name: Mapped[str] = mapped_column(String(80), default="")
    clerk_phone: Mapped[str] = mapped_column(String(40), default="")
    roll_kind: Mapped[str] = mapped_column(String(20), default="general")
    roll_subject: Mapped[str] = mapped_column(String(80), default="")
    composition: Mapped[list[Any]] = mapped_column(default=list)
    alternates: Mapped[int]
    rulebook: Mapped[str] = mapped_column(String(32))
    rulebook_version: Mapped[str] = mapped_column(String(20))
    waivers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what it was judged on
    answer_by: Mapped[datetime | None]
    fresh_start: Mapped[date | None]  # the hearing began again with a new member
    parties_wait: Mapped[date | None]  # since when they do not know who sits, or when
    parties_told: Mapped[date | None]
    body: Mapped[Body] = relationship()
    cases: Mapped[list[Case]] = relationship(secondary="panel_case", order_by="Case.id")
    days: Mapped[list[SittingDay]] = relationship(
        back_populates="panel", order_by="SittingDay.day, SittingDay.id"
    )
    seats: Mapped[list[Seat]] = relationship(
        back_populates="panel", order_by="Seat.position, Seat.id"
    )

    @property
    def begins_again(self) -> date | None:
        """Return from when the hearing begins again, None while no day before stands as held.

        A day that has passed and waits to be recorded counts as one.
        """
        first = self.fresh_start
        if first is None:
            return None
        before = (
            (day.state == DayState.HELD and day.day <= first)
            or (day.state == DayState.SET and day.day < first)
            for day in self.days
        )
        return first if any(before) else None

    @property
    def judge_names(self) -> list[str]:
        """Return the names of the judges as far as they are known, the presiding one first."""
        return [name for name in (self.presiding, *self.other_judges) if name]


class PanelCase(Base):
    """A panel hears one or more linked cases."""

    __tablename__ = "panel_case"
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("trial_case.id"), primary_key=True, index=True)


class SittingDay(Addressed, Versioned, Base):
    """A day on which a panel sits. A moved day keeps its row and names the new one."""

    __tablename__ = "sitting_day"
    __table_args__ = (
        Index("ix_sitting_day_body", "body_id", "day"),
        Index("ix_sitting_day_panel", "panel_id", "day"),
        Index(
            "ix_sitting_day_late",
            "day",
            "id",
            sqlite_where=text("state = 'set'"),
            postgresql_where=text("state = 'set'"),
        ),
    )
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    day: Mapped[date]
    part: Mapped[DayPart]
    begins: Mapped[str] = mapped_column(String(5), default="09:00")
    room: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[DayState]
    moved_to_id: Mapped[int | None] = mapped_column(ForeignKey("sitting_day.id"))
    why: Mapped[str] = mapped_column(String(300), default="")
    recorded_at: Mapped[datetime | None]
    panel: Mapped[Panel] = relationship(back_populates="days")


class Seat(Addressed, Versioned, Base):
    """One person in the order of a draw: in a seat, or waiting as alternate."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("panel_id", "person_id", "draw_id"),
        Index("ix_seat_person", "person_id", "state"),
        Index("ix_seat_waiting", "state", "answer_by"),
        CheckConstraint("seat_no IS NULL OR seat_no >= 1", name="seat_no"),
        Index(
            "uq_seat_taken",
            "panel_id",
            "seat_no",
            unique=True,
            sqlite_where=text("state IN ('drawn','invited','accepted')"),
            postgresql_where=text("state IN ('drawn','invited','accepted')"),
        ),
    )
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    tag: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]  # in the drawn order, from 1
    seat_no: Mapped[int | None]  # 1..assessors while it holds a seat
    state: Mapped[SeatState]
    asked: Mapped[int] = mapped_column(default=0)  # how often asked: a moved day asks anew
    invited_at: Mapped[datetime | None]
    answer_by: Mapped[datetime | None]
    served_at: Mapped[datetime | None]  # proof of delivery
    served_how: Mapped[str] = mapped_column(String(120), default="")
    answered_at: Mapped[datetime | None]
    answered_how: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    other_days: Mapped[list[Any]] = mapped_column(default=list)  # "not then": free days offered
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_until: Mapped[datetime | None]
    link_misses: Mapped[int] = mapped_column(default=0)
    missed_calls: Mapped[int] = mapped_column(default=0)  # since asked last: nobody picked up
    missed_call_at: Mapped[datetime | None]
    counted: Mapped[bool] = mapped_column(default=False)  # counted as a case of the year
    panel: Mapped[Panel] = relationship(back_populates="seats")
    person: Mapped[Person] = relationship()


class SeatEvent(Base):
    """One line of a seat's story."""

    __tablename__ = "seat_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    what: Mapped[str] = mapped_column(String(32))
    by: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(String(300), default="")


class Attendance(Base):
    """Who sat on a sitting day: 0, 1 or 2 half days."""

    __tablename__ = "attendance"
    __table_args__ = (CheckConstraint("halves BETWEEN 0 AND 2", name="halves"),)
    day_id: Mapped[int] = mapped_column(ForeignKey("sitting_day.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True, index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    halves: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="")
