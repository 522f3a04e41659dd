"""What Today asks of a court's drawn panels: four statements of plain columns, composed once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)

from app.messages.models import Message
from app.messages.terms import Channel, MessageState
from app.people.models import Person
from app.shared.db import db
from app.trials.models import Case, Panel, PanelCase, Seat, SittingDay
from app.trials.queries.hearings import HEARD, OF_PANELS, Bodies
from app.trials.terms import HOLDING, DayState, PanelState, SeatState

MOST = 300  # sitting days, the oldest first
BODIES = bindparam("bodies", type_=Integer(), expanding=True)
PANELS = bindparam("panels", type_=Integer(), expanding=True)
Columns = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class HeldSeat:
    """A seat that somebody holds, or held: `number` on the panel, what was asked and answered."""

    uid: str
    name: str
    number: int | None
    state: SeatState
    answer_by: datetime | None
    answered_at: datetime | None
    misses: int
    letter: bool  # its letter waits to be printed
    phone: str | None

    @property
    def awaited(self) -> bool:
        """Say whether its person was asked and has not answered."""
        return self.state == SeatState.INVITED and self.answered_at is None


@dataclass(frozen=True)
class WaitingPanel:
    """A drawn panel with days that are set: (public id, day) each, its seats held, its cases."""

    uid: str
    assessors: int
    parties_wait: date | None = None  # since when they do not know who sits, or when
    days: list[tuple[str, date]] = field(default_factory=list)
    seats: list[HeldSeat] = field(default_factory=list)
    gone: list[HeldSeat] = field(default_factory=list)  # seats given up, the oldest first
    cases: list[tuple[str, str]] = field(default_factory=list)  # number, nature

    @property
    def letters(self) -> int:
        """How many letters of people who are asked wait to be printed."""
        return sum(seat.awaited and seat.letter for seat in self.seats)

    @property
    def open_seats(self) -> dict[int, str]:
        """The numbers of the seats that nobody holds, each with who held it last, or nothing."""
        taken = {seat.number for seat in self.seats}
        last = {seat.number: seat.name for seat in self.gone}
        numbers = range(1, self.assessors + 1)
        return {number: last.get(number, "") for number in numbers if number not in taken}

    @property
    def settled(self) -> bool:
        """Say whether every seat is held by somebody who will come."""
        coming = sum(seat.state == SeatState.ACCEPTED for seat in self.seats)
        return coming == self.assessors


def waiting_panels(bodies: Collection[int]) -> list[WaitingPanel]:
    """Return the drawn panels of some bodies with days that are set, those that sit first in front.

    Three statements (ix_panel_state, then the panels' own keys); one where there are none.
    """
    found: dict[int, WaitingPanel] = {}
    for row in db.session.execute(_days(), {"bodies": list(bodies)}):
        panel = found.setdefault(row.id, WaitingPanel(row.uid, row.assessors, row.parties_wait))
        panel.days.append((row.day_uid, row.day))
    named = {"panels": list(found)}
    if found:
        for panel_id, *seat in db.session.execute(_seats(), named):
            row = HeldSeat(*seat)
            panel = found[panel_id]
            (panel.seats if row.state in HOLDING else panel.gone).append(row)
        for panel_id, number, nature in db.session.execute(_cases(), named):
            found[panel_id].cases.append((number, nature))
    return list(found.values())


def sittings_by_day(bodies: Bodies, days: Iterable[date]) -> dict[date, int]:
    """Return how many hearings of some bodies are set or were held on each of some days.

    One statement (ix_sitting_day_body).
    """
    given: dict[str, Any] = {"days": list(days)}
    if isinstance(bodies, Select):
        rows = db.session.execute(_sittings(bodies), given)
    else:
        rows = db.session.execute(_sittings(), {**given, "bodies": list(bodies)})
    return {day: number for day, number in rows}


@cache
def _days() -> Columns:
    columns = (Panel.id, Panel.uid, Panel.assessors, Panel.parties_wait)
    day = (SittingDay.uid.label("day_uid"), SittingDay.day)
    days = select(*columns, *day).join(SittingDay, SittingDay.panel_id == Panel.id)
    where = (Panel.body_id.in_(BODIES), Panel.state == PanelState.DRAWN)
    set_days = days.where(*where, SittingDay.state == DayState.SET)
    return set_days.order_by(SittingDay.day, SittingDay.id).limit(MOST)


@cache
def _seats() -> Columns:
    columns = (Seat.panel_id, Seat.uid, Person.name, Seat.seat_no, Seat.state)
    answer = (Seat.answer_by, Seat.answered_at, Seat.link_misses)
    letter = exists().where(
        Message.subject == literal("seat:") + cast(Seat.id, String),
        Message.subject_version == Seat.asked,
        Message.rule == "seat.invited",
        Message.channel == Channel.LETTER,
        Message.state == MessageState.WAITING,
    )
    seats = select(*columns, *answer, letter, Person.phone).join(
        Person, Person.id == Seat.person_id
    )
    # As an expression, so that no planner reads the index of states: most seats of all years.
    held = func.coalesce(Seat.state, "").in_(HOLDING)
    held_or_gone = or_(held, Seat.seat_no.is_not(None))
    return seats.where(Seat.panel_id.in_(PANELS), held_or_gone).order_by(Seat.seat_no, Seat.id)


@cache
def _cases() -> Columns:
    columns = select(PanelCase.panel_id, Case.number, Case.nature)
    cases = columns.join(Case, Case.id == PanelCase.case_id)
    return cases.where(PanelCase.panel_id.in_(PANELS)).order_by(Case.id)


@lru_cache(maxsize=512)
def _sittings(bodies: Any = BODIES) -> Columns:
    counted = select(SittingDay.day, func.count()).join(Panel, Panel.id == SittingDay.panel_id)
    days = SittingDay.day.in_(bindparam("days", type_=Date(), expanding=True))
    live, drawn = SittingDay.state.in_(HEARD), Panel.state.in_(OF_PANELS)
    return counted.where(SittingDay.body_id.in_(bodies), days, live, drawn).group_by(SittingDay.day)
