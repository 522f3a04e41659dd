"""Verbs of seats: invite, ask anew, open a seat, call the next in the drawn order."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError

from app.accounts.terms import Desk
from app.audit.service import record
from app.bodies.queries import rulebook_of
from app.bodies.workdays import add_working_days
from app.draws.models import Draw
from app.messages.service import supersede, tell
from app.messages.terms import Notice
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.sortition.draw import next_alternate, next_of_too_few
from app.trials.models import Panel, Seat, SeatEvent
from app.trials.replies_rules import (
    AskedSeat,
    LinkState,
    begins_anew,
    deadline,
    link_on_letter,
    link_state,
    nobody_left,
    working_days_to_answer,
)
from app.trials.seat_queries import (
    alternates,
    begins_at,
    held_before,
    holding,
    locked_panel,
    open_numbers,
    set_days,
)
from app.trials.service.holding import free_days, hold_days
from app.trials.service.parties import leave_untold
from app.trials.service.totals import counted_anew
from app.trials.standing import still_eligible
from app.trials.telling import Change, Kept, invitation, released, waiting_in_line
from app.trials.telling_clerks import to_clerks
from app.trials.terms import PanelState, SeatState

ALL_VERSIONS = 1_000_000  # what is told of a seat, whatever its version


def note(seat: Seat, what: str, desk: Desk, said: str = "") -> None:
    """Write one line of a seat's story."""
    db.session.add(SeatEvent(seat_id=seat.id, what=what, by=desk.name[:80], note=said[:300]))


def token_hash(token: str) -> str:
    """Return what is kept of a secret link: the hex SHA-256 of its token."""
    return sha256(token.encode()).hexdigest()


def answer_deadline(panel: Panel, now: datetime) -> datetime:
    """Return by when somebody asked now has to answer; see replies_rules.deadline."""
    zone = panel.body.zone
    today = now.astimezone(ZoneInfo(zone)).date()
    ahead = [day for day in set_days(panel) if begins_at(day, zone) > now]
    first = min(ahead or set_days(panel), key=lambda day: day.day, default=None)
    if first is None:
        raise Refused([no_day()])
    within = working_days_to_answer(today, first.day, rulebook_of(panel.body_id, today))
    return deadline(now, add_working_days(today, within), begins_at(first, zone), zone)


def invite_panel(desk: Desk, panel: Panel) -> Panel:
    """Ask everybody drawn into a seat, and tell the alternates their place in line.

    Raises Refused where the panel is not drawn, was invited already or has no day ahead.
    """
    panel = locked_panel(panel.id)
    drawn = [seat for seat in holding(panel) if seat.state == SeatState.DRAWN]
    if panel.state != PanelState.DRAWN or not drawn:
        raise Refused([_nobody_to_invite()])
    now = clock.now()
    panel.answer_by = answer_deadline(panel, now)
    with counted_anew(panel, [seat.person_id for seat in drawn]):
        notices = [ask(desk, seat, now) for seat in drawn]
    tell([*notices, *line_notices(panel)])
    fill_open(desk, panel)  # a seat lost between the draw and the invitation
    panel.version += 1
    return panel


def line_notices(panel: Panel, change: Change | None = None) -> list[Notice]:
    """Return the word to each alternate: what for, when, and at what place in line."""
    return [waiting_in_line(seat, place, change) for place, seat in enumerate(alternates(panel), 1)]


def ask(desk: Desk, seat: Seat, now: datetime, change: Change | Kept | None = None) -> Notice:
    """Ask the holder of a seat (anew): new deadline, new link, older messages taken back.

    Returns the notice to be told; `change` is what became another since he was asked before.
    The caller keeps the totals (counted_anew).
    """
    hold_days(seat)
    seat.state = SeatState.INVITED
    seat.invited_at, seat.answer_by = now, answer_deadline(seat.panel, now)
    seat.answered_at, seat.answered_how, seat.reason, seat.other_days = None, "", "", []
    seat.served_at, seat.served_how = None, ""
    seat.missed_calls, seat.missed_call_at = 0, None
    note(seat, SeatState.INVITED, desk)
    return _with_new_link(desk, seat, change)


def _with_new_link(desk: Desk, seat: Seat, change: Change | Kept | None = None) -> Notice:
    """Make the link of a seat void and return the notice with a new one."""
    token = seat.uid + secrets.token_urlsafe(24)
    seat.asked += 1
    seat.link_hash, seat.link_until, seat.link_misses = token_hash(token), seat.answer_by, 0
    seat.version += 1
    record(desk, "seat:invited", seat, seat.panel.body_id, asked=seat.asked)
    supersede(f"seat:{seat.id}", seat.asked)
    db.session.flush()
    return invitation(seat, token, change)


def send_new_link(desk: Desk, seat: Seat) -> Seat:
    """Ask the holder of a seat once more, with a new link; for a locked or lost one.

    An answer that was given stands, and can be changed by the new link until the deadline of
    who is asked now. Raises Refused where nobody is asked, and where the link stands on a
    printed letter only and still opens: a new one would make that letter void.
    """
    panel = locked_panel(seat.panel_id)
    if panel.state != PanelState.DRAWN or seat.state not in (SeatState.INVITED, SeatState.ACCEPTED):
        raise Refused([_not_asked()])
    if not may_relink(seat):
        raise Refused([link_on_letter(seat.person.name)])
    if seat.answered_at is None:
        tell([ask(desk, seat, clock.now())])
        return seat
    seat.answer_by = answer_deadline(panel, clock.now())
    note(seat, "relinked", desk)
    tell([_with_new_link(desk, seat)])
    return seat


def keep_day(desk: Desk, seat: Seat) -> Seat:
    """Ask somebody who offered other days once more for the day as it is.

    Raises Refused where nobody offers other days.
    """
    panel = locked_panel(seat.panel_id)
    offers = seat.state == SeatState.INVITED and seat.answered_at is not None
    if panel.state != PanelState.DRAWN or not offers:
        raise Refused([_not_asked()])
    tell([ask(desk, seat, clock.now(), Kept())])
    return seat


def may_relink(seat: Seat) -> bool:
    """Say whether a new link helps: it goes by mail, or the one on the letter opens no more."""
    as_asked = AskedSeat(seat.state, link_until=seat.link_until, misses=seat.link_misses)
    return bool(seat.person.mail) or link_state(as_asked, clock.now(), True) != LinkState.OPEN


def call_next(desk: Desk, panel: Panel, seat_no: int | None = None) -> Seat:
    """Ask the next alternate for an open seat (the lowest, or `seat_no`).

    Raises Refused where no seat is open (somebody was quicker) or nobody is left.
    """
    panel = locked_panel(panel.id)
    numbers = open_numbers(panel) if panel.state == PanelState.DRAWN else []
    if seat_no is not None:
        numbers = [number for number in numbers if number == seat_no]
    if not numbers:
        raise Refused([none_open()])
    seat = _call(desk, panel, numbers[0])
    if seat is None:
        raise Refused([nobody_left(len(alternates(panel)))])
    panel.version += 1
    return seat


def fill_open(desk: Desk, panel: Panel) -> list[Seat]:
    """Ask an alternate for each open seat of a locked panel; tell the clerks where none is left."""
    called = []
    for number in open_numbers(panel):
        seat = _call(desk, panel, number)
        if seat is None:
            day = clock.today(panel.body.zone)
            subject, facts = f"panel:{panel.id}", {"seat": number}
            tell(to_clerks("seat.nobody_left", panel, subject, panel.version, day, **facts))
            break
        called.append(seat)
    return called


def give_up(desk: Desk, seat: Seat, state: SeatState, reason: str, why_told: str = "") -> None:
    """Let a seat of a locked panel become open: its days are free, its messages taken back.

    `state` is DECLINED, SILENT, REPLACED or RELEASED; `why_told` (English source or the clerk's
    words) is told to the person, nothing where he said so himself.
    """
    asked_before = seat.asked > 0
    with counted_anew(seat.panel, [seat.person_id]):
        seat.state, seat.reason = state, reason[:300]
        seat.version += 1
        free_days(seat)
    leave_untold(seat.panel)
    note(seat, state, desk, reason)
    record(desk, "seat:opened", seat, seat.panel.body_id, state=state, reason=reason[:300])
    supersede(f"seat:{seat.id}", seat.asked + 1)
    if why_told and asked_before:
        tell([released(seat, why_told)])


def release_panel(desk: Desk, panel: Panel, reason: str) -> None:
    """Let everybody go whom a panel holds or keeps in line; for an annulled draw or a withdrawal.

    Locks the panel; its state is the caller's to change.
    """
    panel = locked_panel(panel.id)
    for seat in holding(panel):
        give_up(desk, seat, SeatState.RELEASED, reason, reason)
    for seat in alternates(panel):
        seat.state, seat.reason = SeatState.RELEASED, reason[:300]
        supersede(f"alternate:{seat.id}", ALL_VERSIONS)
        if panel.answer_by is not None:
            tell([released(seat, reason)])
    panel.answer_by = None
    panel.version += 1


def _call(desk: Desk, panel: Panel, number: int) -> Seat | None:
    """Ask the first in the drawn order who can; who is taken at this very moment is passed by."""
    passed: set[int] = set()
    while (seat := next_in_line(panel, passed)) is not None:
        try:
            with db.session.begin_nested():
                notice = _seat(desk, seat, number)
        except (Refused, IntegrityError):
            db.session.refresh(seat)
            passed.add(seat.person_id)
            continue
        tell([notice])
        restart(desk, panel)
        return seat
    return None


def restart(desk: Desk, panel: Panel) -> None:
    """Note that the hearing begins again, when a new member is called after a day was held.

    Criminal interpretation 2021, Art 301; it begins again on the next day the panel sits.
    """
    today = clock.today(panel.body.zone)
    if begins_anew(rulebook_of(panel.body_id, today), held_before(panel, today)) is None:
        return
    ahead = [day.day for day in set_days(panel) if day.day >= today]
    day = panel.fresh_start = min(ahead, default=today)
    record(desk, "hearing:restarted", panel, day=day.isoformat())


def _seat(desk: Desk, seat: Seat, number: int) -> Notice:
    with counted_anew(seat.panel, [seat.person_id]):
        seat.seat_no = number
        leave_untold(seat.panel)
        supersede(f"alternate:{seat.id}", ALL_VERSIONS)
        return ask(desk, seat, clock.now())


def next_in_line(panel: Panel, passed: Iterable[int] = ()) -> Seat | None:
    """Return the first alternate in order who may still sit and keeps the composition."""
    waiting = alternates(panel)
    if not waiting:
        return None
    draw_id = waiting[0].draw_id
    cannot = {*still_eligible(panel, [seat.person_id for seat in waiting]), *passed}
    able = {seat.tag: seat for seat in waiting if seat.person_id not in cannot}
    kept = {seat.tag for seat in holding(panel) if seat.draw_id == draw_id}
    known = {seat.tag for seat in panel.seats if seat.draw_id == draw_id}
    # Who was drawn beyond the alternates counts as still to be had: so one seat is filled even
    # where the alternates do not suffice for all that are open.
    drawn = db.session.get_one(Draw, draw_id).record or {}
    tag = next_alternate(drawn, kept, known - kept - able.keys())
    # Too few for all open seats: the first open seat is filled, the others stay open.
    tag = tag or next_of_too_few(drawn, kept, able)
    return able.get(tag) if tag else None


def no_day() -> Refusal:
    """Return the refusal for a panel that has no day on which it is set to sit."""
    return Refusal(
        "panel.no_day",
        N_("This panel has no sitting day ahead."),
        way_out=N_("Set a sitting day first."),
    )


def _nobody_to_invite() -> Refusal:
    return Refusal(
        "panel.nobody_to_invite",
        N_("There is nobody to invite: the panel is not drawn, or all were invited already."),
        way_out=N_("Look at the panel as it stands now."),
    )


def _not_asked() -> Refusal:
    return Refusal(
        "seat.not_asked",
        N_("This person is not asked at present, so there is nothing to answer."),
        way_out=N_("Look at the panel as it stands now."),
    )


def none_open() -> Refusal:
    """Return the refusal for a call where no seat is open."""
    return Refusal(
        "seat.none_open",
        N_("No seat of this panel is open: somebody has been called already."),
        way_out=N_("Look at the panel as it stands now."),
    )
