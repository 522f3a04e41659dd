"""Verbs that put right what was written by mistake: a day, a closing, a delivery, an answer."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import delete, select

from app.accounts.terms import Desk
from app.audit.service import record
from app.messages.service import forget_served, supersede, tell
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.trials.models import Attendance, Panel, Seat, SittingDay
from app.trials.replies_rules import needs_reason, taking_back_refusal
from app.trials.seat_queries import holding, is_open_again, locked_panel, sat_by, seats_of_day
from app.trials.service.days import mark_counted
from app.trials.service.holding import hold_days
from app.trials.service.named import continue_named
from app.trials.service.parties import leave_untold
from app.trials.service.seats import ask, note
from app.trials.service.totals import counted_anew
from app.trials.terms import HOLDING, DayState, PanelState, SeatState

LOOK = N_("Look at the panel as it stands now.")


def take_back_day(desk: Desk, day: SittingDay, reason: str) -> SittingDay:
    """Take back that a day was held: it is set again, and the years' totals go back at once.

    What was written down stays in the audit. Raises Refused without a reason, for a day that is
    not recorded, and while the panel is closed.
    """
    panel = locked_panel(day.panel_id)
    against = needs_reason(reason)
    if panel.state == PanelState.CLOSED:
        against.append(_closed())
    elif day.state != DayState.HELD:
        against.append(_not_recorded())
    if against:
        raise Refused(against)
    seats = {seat.id: seat for seat in seats_of_day(day)}
    before = {seats[row.seat_id].uid: row.halves for row in sat_by(day).values()}
    with counted_anew(panel, [seat.person_id for seat in seats.values()]):
        db.session.execute(delete(Attendance).where(Attendance.day_id == day.id))
        day.state, day.recorded_at = DayState.SET, None
        day.version += 1
        for seat in seats.values():
            if seat.state in HOLDING:
                hold_days(seat)
    mark_counted(panel)
    supersede(f"day:{day.id}", day.version)
    facts = {"day": day.day.isoformat(), "reason": reason.strip()[:300], "before": before}
    record(desk, "day:taken_back", day, panel.body_id, **facts)
    panel.version += 1
    return day


def reopen_panel(desk: Desk, panel: Panel, reason: str) -> Panel:
    """Open a closed panel again; who was let go from the line by its closing waits again.

    Raises Refused without a reason, and for a panel that is not closed.
    """
    panel = locked_panel(panel.id)
    against = needs_reason(reason)
    if panel.state != PanelState.CLOSED:
        against.append(_not_closed())
    if against:
        raise Refused(against)
    with counted_anew(panel, [seat.person_id for seat in panel.seats]):
        panel.state = PanelState.DRAWN
    for seat in panel.seats:
        if (seat.state, seat.seat_no, seat.reason) == (SeatState.RELEASED, None, ""):
            seat.state = SeatState.ALTERNATE
    continue_named(desk, panel)
    panel.version += 1
    record(desk, "panel:reopened", panel, reason=reason.strip()[:300])
    return panel


def take_back_served(desk: Desk, seat: Seat, reason: str) -> Seat:
    """Take back that a letter was delivered: silence is then no answer again.

    The time to answer stays as long as it was told. Raises Refused without a reason, and where
    no delivery is noted or the person is not waited for any more.
    """
    panel = locked_panel(seat.panel_id)
    against = needs_reason(reason)
    if seat.state != SeatState.INVITED or seat.served_at is None:
        against.append(_not_served())
    if against:
        raise Refused(against)
    facts = {"day": f"{seat.served_at:%Y-%m-%d}", "how": seat.served_how}
    forget_served(f"seat:{seat.id}", seat.asked, f"person:{seat.person_id}")
    seat.served_at, seat.served_how = None, ""
    seat.version += 1
    note(seat, "not_served", desk, reason)
    record(desk, "seat:served_taken_back", seat, panel.body_id, reason=reason[:300], **facts)
    return seat


def take_back_answer(desk: Desk, seat: Seat, reason: str) -> Seat:
    """Take back an answer or a replacement that the court wrote by mistake: he is asked anew.

    The record of the draw is untouched. Raises Refused without a reason, for what the person
    answered himself, and where somebody else has been asked for the seat.
    """
    panel = locked_panel(seat.panel_id)
    holder = next((one for one in holding(panel) if one.seat_no == seat.seat_no), seat)
    by_court = seat.answered_how == "phone" or seat.state == SeatState.REPLACED
    wrong = taking_back_refusal(seat.state, by_court, is_open_again(seat), holder.person.name)
    against = [*needs_reason(reason), *([wrong] if wrong else [])]
    if panel.state != PanelState.DRAWN:
        against.append(_closed())
    if against:
        raise Refused(against)
    facts = {"reason": reason.strip()[:300], "was": seat.state, "how": seat.answered_how}
    note(seat, "answer_taken_back", desk, reason.strip()[:300])
    record(desk, "seat:answer_taken_back", seat, panel.body_id, **facts)
    with counted_anew(panel, [seat.person_id]):
        notice = ask(desk, seat, clock.now())
    leave_untold(panel)
    if _all_there_before(panel):
        panel.fresh_start = None
    tell([notice])
    panel.version += 1
    return seat


def _all_there_before(panel: Panel) -> bool:
    """Say whether who holds a seat held it on each day that was recorded: no member is new."""
    recorded = [day.id for day in panel.days if day.state == DayState.HELD]
    rows = select(Attendance.seat_id).where(Attendance.day_id.in_(recorded))
    days = Counter(db.session.scalars(rows))
    return all(days[seat.id] == len(recorded) for seat in holding(panel))


def note_missed_call(desk: Desk, seat: Seat) -> Seat:
    """Note that nobody picked up: no proof of delivery, so silence does not become a no by it.

    Raises Refused where the person is not waited for.
    """
    panel = locked_panel(seat.panel_id)
    if seat.state != SeatState.INVITED or seat.answered_at is not None:
        raise Refused([_nobody_waits()])
    seat.missed_calls, seat.missed_call_at = seat.missed_calls + 1, clock.now()
    note(seat, "missed_call", desk)
    record(desk, "seat:missed_call", seat, panel.body_id)
    return seat


def _closed() -> Refusal:
    text = N_("The panel is closed, so its days stand as they are recorded.")
    return Refusal("panel.closed", text, way_out=N_("Open the panel again first."))


def _not_recorded() -> Refusal:
    text = N_("Who sat on this day is not written down, so there is nothing to take back.")
    return Refusal("day.not_recorded", text, way_out=LOOK)


def _not_closed() -> Refusal:
    return Refusal("panel.not_closed", N_("This panel is not closed."), way_out=LOOK)


def _not_served() -> Refusal:
    text = N_("No delivery is noted for an invitation that waits for an answer.")
    return Refusal("seat.not_served", text, way_out=LOOK)


def _nobody_waits() -> Refusal:
    text = N_("No answer of this person is waited for at present.")
    return Refusal("seat.not_waited_for", text, way_out=LOOK)
