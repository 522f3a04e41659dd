"""Verbs of replies: by link, by phone, proof of delivery, silence after the deadline."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from app.accounts.terms import Desk, clock_desk
from app.audit.service import record
from app.bodies.queries import rulebook_of
from app.bodies.workdays import add_working_days
from app.messages.service import delivered, note_served, tell
from app.shared import clock
from app.shared.db import db
from app.shared.fullwidth import halfwidth
from app.shared.limits import Counted, Limit, give_back, minutes, network_of, take_try
from app.shared.refusals import Refusal, Refused
from app.shared.screens import moment
from app.shared.texts import N_
from app.trials.letter_code import letter_code
from app.trials.models import Seat
from app.trials.replies_rules import (
    MOST_MISSES,
    Answer,
    AskedSeat,
    LinkState,
    Silence,
    answer_refusals,
    deadline,
    digits_refusal,
    link_refusal,
    link_state,
    may_be_answered,
    real_deadline,
    served_refusals,
    silence,
    time_is_over,
    working_days_to_answer,
)
from app.trials.seat_queries import (
    begins_at,
    is_open_again,
    locked_panel,
    seat_by_uid,
    set_days,
)
from app.trials.service.holding import hold_days
from app.trials.service.seats import fill_open, give_up, note, token_hash
from app.trials.service.totals import counted_anew
from app.trials.telling_clerks import to_clerks
from app.trials.terms import PanelState, SeatState

UID_LENGTH = 12
WRITTEN_FOR_YOU = N_(
    "The court has written down that you said no by phone. If that is not right, please call at "
    "once: your answer can be changed while nobody else has taken the seat."
)
# One link is locked after five misses; who holds many links would lock them one by one.
DIGITS = Limit("answer.digits", free=20)
STATES = {
    Answer.YES: SeatState.ACCEPTED,
    Answer.NOT_THEN: SeatState.INVITED,
    Answer.NO: SeatState.DECLINED,
}


def seat_of_token(token: str) -> Seat | None:
    """Return the seat a secret link was made for, also by an older link; None for a wrong one."""
    return seat_by_uid(token[:UID_LENGTH])


def opens(seat: Seat, token: str) -> LinkState:
    """Return what a link to a seat opens at this moment. Changes nothing."""
    if seat.panel.state != PanelState.DRAWN:
        return LinkState.GIVEN
    current = hmac.compare_digest(token_hash(token), seat.link_hash or "")
    return link_state(as_asked(seat, delivered_at(seat)), clock.now(), current)


def as_asked(seat: Seat, delivered_at: datetime | None) -> AskedSeat:
    """Return a seat as the rules see it; `delivered_at` is the proof of its newest invitation."""
    answer_by = counted_deadline(seat, delivered_at)
    moved = seat.link_until is not None and answer_by != seat.answer_by
    return AskedSeat(
        state=seat.state,
        answer_by=answer_by,
        answered_at=seat.answered_at,
        delivered_at=delivered_at,
        served_at=seat.served_at,
        link_until=answer_by if moved else seat.link_until,
        misses=seat.link_misses,
        open_again=is_open_again(seat),
    )


def delivered_at(seat: Seat) -> datetime | None:
    """Return when the newest invitation of a seat reached its person, None without proof."""
    person = f"person:{seat.person_id}"
    return delivered(f"seat:{seat.id}", seat.asked, person, "seat.invited")


def counted_deadline(seat: Seat, delivered_at: datetime | None) -> datetime | None:
    """Return by when a seat is to be answered, counted from the proof of delivery if that is later.

    The clock writes it down a little after the mail went out; until then this knows it.
    """
    if seat.answer_by is None or delivered_at is None:
        return seat.answer_by
    day = delivered_at.astimezone(ZoneInfo(seat.panel.body.zone)).date()
    return real_deadline(seat.answer_by, _deadline_from(seat, day, delivered_at))


def deadline_of(seat: Seat) -> datetime | None:
    """Return by when a seat is really to be answered, as its person is shown it."""
    return counted_deadline(seat, delivered_at(seat))


def answer_by_link(
    seat: Seat,
    token: str,
    digits: str,
    answer: Answer,
    reason: str = "",
    other_days: Sequence[date] = (),
    address: str | None = None,
) -> bool:
    """Take an answer by the secret link; False where the four digits were wrong (it is counted).

    Raises Refused where the link takes no answer (any more), the answer is not whole, or from
    the same `address` the digits of several links were wrong a short while ago.
    """
    panel = locked_panel(seat.panel_id)
    closed = link_refusal(opens(seat, token))
    refusals = [closed] if closed else answer_refusals(answer, reason, other_days)
    if refusals:
        raise Refused(refusals)
    tried = [Counted(DIGITS, network)] if (network := network_of(address)) else []
    if wait := take_try(tried):
        raise Refused([digits_refusal(minutes(wait))])
    person = Desk(None, seat.person.name, panel.body_id, frozenset(), zone=panel.body.zone)
    if not _right(seat, digits):
        _miss(person, seat)
        return False
    give_back(tried)
    seat.link_misses = 0
    _write(person, seat, answer, reason, other_days, "link")
    return True


def answer_by_phone(
    desk: Desk,
    seat: Seat,
    answer: Answer,
    reason: str = "",
    other_days: Sequence[date] = (),
    how: str = "phone",
) -> Seat:
    """Write down an answer that a person gave to the clerk, also after the deadline.

    `how` is phone, or signed_in for who answers on his own page: he has as long as by the link.
    Raises Refused where the person is not asked (any more) or the answer is not whole.
    """
    panel = locked_panel(seat.panel_id)
    asked = may_be_answered(seat.state, is_open_again(seat))
    if how == "signed_in" and asked is None:
        asked = time_is_over(as_asked(seat, delivered_at(seat)), clock.now())
    if panel.state != PanelState.DRAWN:
        asked = may_be_answered(SeatState.RELEASED, False)
    refusals = [asked] if asked else answer_refusals(answer, reason, other_days, how == "phone")
    if refusals:
        raise Refused(refusals)
    _write(desk, seat, answer, reason, other_days, how)
    return seat


def record_served(desk: Desk, seat: Seat, day: date, how: str) -> Seat:
    """Write down that a letter was delivered on `day`; the time to answer runs from then."""
    panel = locked_panel(seat.panel_id)
    zone = panel.body.zone
    if seat.state != SeatState.INVITED or seat.invited_at is None:
        raise Refused([_nothing_to_serve()])
    invited = seat.invited_at.astimezone(ZoneInfo(zone)).date()
    refusals = served_refusals(day, invited, clock.today(zone))
    if refusals:
        raise Refused(refusals)
    noon = datetime.combine(day, time(12), ZoneInfo(zone))
    at = seat.served_at = min(max(noon, seat.invited_at), clock.now())
    seat.served_how = how.strip()[:120]
    later = _deadline_from(seat, day, clock.now())
    if later is not None and seat.answer_by is not None and later > seat.answer_by:
        seat.answer_by = seat.link_until = later
    seat.version += 1
    note_served(f"seat:{seat.id}", seat.asked, f"person:{seat.person_id}", at)
    note(seat, "served", desk, seat.served_how)
    record(desk, "seat:served", seat, panel.body_id, day=day.isoformat(), how=seat.served_how)
    return seat


def count_from_delivery(seat_id: int) -> str:
    """Let the time to answer of a seat run from when its mail arrived late; the clock's verb.

    Returns the outcome in a word; does nothing the second time.
    """
    seat = db.session.get_one(Seat, seat_id)
    panel = locked_panel(seat.panel_id)
    came = delivered_at(seat)
    later = counted_deadline(seat, came)
    waits = seat.state == SeatState.INVITED and seat.answered_at is None
    if not waits or came is None or later is None or later == seat.answer_by:
        return "kept"
    desk = clock_desk(panel.body_id)
    seat.answer_by = seat.link_until = later
    seat.version += 1
    note(seat, "mail_late", desk, moment(came, panel.body.zone))
    record(desk, "seat:deadline_moved", seat, panel.body_id, to=later.isoformat())
    return "moved"


def fall_silent(seat_id: int) -> str:
    """Take silence after the deadline for a no, with proof of delivery only; the clock's verb.

    Returns the outcome in a word; does nothing the second time.
    """
    seat = db.session.get_one(Seat, seat_id)
    panel = locked_panel(seat.panel_id)
    silent = silence(as_asked(seat, delivered_at(seat)), clock.now())
    if silent != Silence.PROVEN or panel.state != PanelState.DRAWN:
        return "kept"
    desk = clock_desk(panel.body_id)
    why = N_("No answer came by the deadline.")
    give_up(desk, seat, SeatState.SILENT, why, why)
    return "replaced" if fill_open(desk, panel) else "open"


def _right(seat: Seat, digits: str) -> bool:
    typed = "".join(char for char in halfwidth(digits) if char.isdigit())
    expected = seat.person.phone_last4 or letter_code(seat)
    return hmac.compare_digest(typed.encode(), expected.encode())


def _miss(person: Desk, seat: Seat) -> None:
    seat.link_misses += 1
    note(seat, "wrong_digits", person)
    if seat.link_misses == MOST_MISSES:
        facts = {"name": seat.person.name}
        day = clock.today(seat.panel.body.zone)
        told = to_clerks("seat.locked", seat.panel, f"seat:{seat.id}", seat.asked, day, **facts)
        tell(told)


def _write(
    desk: Desk, seat: Seat, answer: Answer, reason: str, other_days: Sequence[date], how: str
) -> None:
    offered = [day.isoformat() for day in sorted(set(other_days))]
    if answer == Answer.NO:
        give_up(desk, seat, SeatState.DECLINED, reason, WRITTEN_FOR_YOU if how == "phone" else "")
    else:
        _keep(desk, seat, answer)
    seat.answered_at, seat.answered_how = clock.now(), how
    seat.reason = reason.strip()[:300]
    seat.other_days = offered if answer == Answer.NOT_THEN else []
    record(desk, "seat:answered", seat, seat.panel.body_id, answer=answer, how=how)
    if answer == Answer.NO:
        fill_open(desk, seat.panel)
    elif answer == Answer.NOT_THEN and how != "phone":
        _tell_not_then(seat, offered)


def _keep(desk: Desk, seat: Seat, answer: Answer) -> None:
    with counted_anew(seat.panel, [seat.person_id]):
        seat.state = STATES[answer]
        seat.version += 1
        hold_days(seat)
    note(seat, answer if answer == Answer.NOT_THEN else seat.state, desk)


def _tell_not_then(seat: Seat, offered: list[str]) -> None:
    facts = {"name": seat.person.name, "offered": offered}
    day = clock.today(seat.panel.body.zone)
    told = to_clerks("seat.not_then", seat.panel, f"seat:{seat.id}", seat.version, day, **facts)
    tell(told)


def _deadline_from(seat: Seat, day: date, known: datetime) -> datetime | None:
    """Return the deadline of who is reached on `day`, with an hour at least after `known`."""
    panel, zone = seat.panel, seat.panel.body.zone
    ahead = [one for one in set_days(panel) if begins_at(one, zone) > known]
    if not ahead:
        return None
    within = working_days_to_answer(day, ahead[0].day, rulebook_of(panel.body_id, day))
    last = add_working_days(day, within)
    return deadline(known, last, begins_at(ahead[0], zone), zone)


def _nothing_to_serve() -> Refusal:
    return Refusal(
        "seat.nothing_to_serve",
        N_("No invitation of this person waits for an answer, so there is nothing to deliver."),
        way_out=N_("Look at the panel as it stands now."),
    )
