"""Verbs of the day: who sat, corrected when it was wrong; the panel closed after its last day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.terms import Desk
from app.audit.service import record
from app.messages.service import supersede
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.trials.day_rules import seat_twice
from app.trials.models import Attendance, Panel, Seat, SittingDay
from app.trials.replies_rules import HALVES_OF, attendance_refusals, needs_reason
from app.trials.seat_queries import alternates, locked_panel, sat_by, seats_of_day, set_days
from app.trials.service.named import end_named
from app.trials.service.seats import ALL_VERSIONS, note
from app.trials.service.totals import counted_anew
from app.trials.terms import DayState, PanelState, SeatState

CAME = "came"  # how somebody answered who was asked and simply sat


@dataclass(frozen=True)
class Presence:
    """How many half days (0, 1, 2) one seat sat on a day, and a note."""

    halves: int
    note: str = ""


def record_day(
    desk: Desk, day: SittingDay, sat: Mapping[int, Presence], reason: str = ""
) -> SittingDay:
    """Write down (or correct) who sat: by seat id; the years' totals follow in this transaction.

    A seat that is not named was absent; a correction needs its `reason`, which is kept. Raises
    Refused before the day, for more than two half days (one person's, or two people's on one
    seat), where nobody sat, and for a day that was moved or cancelled.
    """
    panel = locked_panel(day.panel_id)
    seats = {seat.id: seat for seat in seats_of_day(day)}
    halves = {seat_id: sat[seat_id].halves if seat_id in sat else 0 for seat_id in seats}
    against = attendance_refusals(day.day, clock.today(panel.body.zone), halves)
    if day.state == DayState.HELD:
        against += needs_reason(reason)
    by_number = [(seats[seat_id].seat_no, number) for seat_id, number in halves.items()]
    against += seat_twice(max(HALVES_OF[day.part], *halves.values(), 0), by_number)
    drawn = panel.state in (PanelState.DRAWN, PanelState.CLOSED)
    if day.state not in (DayState.SET, DayState.HELD) or not drawn:
        against.append(_not_to_record())
    if against or not set(sat) <= set(seats):
        raise Refused(against or [_strangers()])
    before = {row.seat_id: row.halves for row in sat_by(day).values()}
    with counted_anew(panel, [seat.person_id for seat in seats.values()]):
        _write(day, seats, sat)
        day.state, day.recorded_at = DayState.HELD, clock.now()
        day.version += 1
        _came(desk, seats, halves)
    mark_counted(panel)
    supersede(f"day:{day.id}", day.version)
    then, now = _by_uid(seats, before), _by_uid(seats, halves)
    facts = {"before": then, "now": now, "reason": reason.strip()[:300]}
    record(desk, "day:recorded", day, panel.body_id, day=day.day.isoformat(), **facts)
    panel.version += 1
    return day


def may_close(panel: Panel) -> bool:
    """Say whether all days of a drawn panel are held and recorded."""
    held = any(day.state == DayState.HELD for day in panel.days)
    return panel.state == PanelState.DRAWN and held and not set_days(panel)


def close_panel(desk: Desk, panel: Panel) -> Panel:
    """Close a panel after its last day: who waited in line waits no longer."""
    panel = locked_panel(panel.id)
    if not may_close(panel):
        raise Refused([_days_left()])
    with counted_anew(panel, [seat.person_id for seat in panel.seats]):
        panel.state = PanelState.CLOSED
    for seat in alternates(panel):
        seat.state = SeatState.RELEASED
        supersede(f"alternate:{seat.id}", ALL_VERSIONS)
    end_named(desk, panel)
    panel.version += 1
    record(desk, "panel:closed", panel)
    return panel


def _write(day: SittingDay, seats: Mapping[int, Seat], sat: Mapping[int, Presence]) -> None:
    there = sat_by(day)
    for seat_id, seat in seats.items():
        presence = sat.get(seat_id, Presence(0))
        row = there.get(seat_id)
        if row is None:
            row = Attendance(day_id=day.id, seat_id=seat_id, person_id=seat.person_id, halves=0)
            db.session.add(row)
        row.halves, row.note = presence.halves, presence.note.strip()[:200]


def _came(desk: Desk, seats: Mapping[int, Seat], halves: Mapping[int, int]) -> None:
    """Who sat has answered by coming, whatever was written before."""
    for seat_id, seat in seats.items():
        if halves[seat_id] and seat.state in (SeatState.DRAWN, SeatState.INVITED):
            seat.state, seat.answered_at, seat.answered_how = (
                SeatState.ACCEPTED,
                clock.now(),
                CAME,
            )
            note(seat, SeatState.ACCEPTED, desk)


def mark_counted(panel: Panel) -> None:
    """Mark the seats of a panel by which a case is counted: whose people came on some day.

    Who was taken for accepting by coming, and came on none, waits for an answer again.
    """
    db.session.flush()
    days = [day.id for day in panel.days]
    sat = select(Attendance.seat_id).where(Attendance.day_id.in_(days), Attendance.halves > 0)
    came = set(db.session.scalars(sat))
    for seat in panel.seats:
        seat.counted = seat.id in came
        if not seat.counted and seat.answered_how == CAME and seat.state == SeatState.ACCEPTED:
            _waits_again(seat)


def _waits_again(seat: Seat) -> None:
    """Who did not come after all has not answered by coming; other days offered still stand."""
    seat.state = SeatState.INVITED if seat.invited_at else SeatState.DRAWN
    seat.answered_how = ""
    seat.answered_at = seat.answered_at if seat.other_days else None
    seat.version += 1


def _by_uid(seats: Mapping[int, Seat], halves: Mapping[int, int]) -> dict[str, int]:
    return {seats[i].uid: number for i, number in sorted(halves.items()) if i in seats}


def _not_to_record() -> Refusal:
    text = N_("This day was moved or cancelled: nobody sat on it.")
    return Refusal("day.not_held", text, way_out=N_("Look at the panel as it stands now."))


def _strangers() -> Refusal:
    text = N_("The list names somebody who did not hold a seat of this panel on that day.")
    return Refusal("day.strangers", text, way_out=N_("Look at the panel as it stands now."))


def _days_left() -> Refusal:
    text = N_("A day of this panel is not held or not recorded yet.")
    way_out = N_("Write down who sat on it, or cancel the day.")
    return Refusal("panel.days_left", text, way_out=way_out)
