"""What is due in trials: sittings ahead, answers awaited, days to write down, seats to open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from app.bodies.queries import announced_days
from app.bodies.workdays import add_working_days, working_day
from app.messages.terms import Notice
from app.people.queries.books import Books, books_on
from app.shared import clock
from app.shared.collected import DueAct
from app.shared.screens import moment
from app.trials.models import Seat
from app.trials.queries.looking import mailed_invitations, panels_ahead, proofs_of
from app.trials.replies_rules import Silence, came_late, silence
from app.trials.seat_queries import (
    asked_until,
    days_between,
    days_on,
    holding,
    links_of,
)
from app.trials.service.changes import reopen_lost
from app.trials.service.replies import as_asked, count_from_delivery, fall_silent
from app.trials.standing import lost_holders
from app.trials.telling import reminder_to_answer, sitting_ahead
from app.trials.telling_clerks import clerks_of, to_desk
from app.trials.terms import SeatState

FURTHEST = timedelta(days=31)
SITTING, RECORD_WITHIN = "reminder.sitting", "day.record_within"


def messages(day: date, body_id: int | None = None) -> Iterable[Notice]:
    """Return what is to be told on `day` (each body's own) about sittings, answers and days.

    In one body where it is named. A fixed number of statements, whatever the bodies and seats.
    """
    books = books_on(day, SITTING, RECORD_WITHIN)
    announced = announced_days()
    yield from sittings_ahead(books, day, body_id)
    yield from answers_awaited(day, announced, body_id)
    yield from answers_missing(day, body_id)
    yield from days_not_recorded(books, day, announced, body_id)


def acts(day: date) -> Iterable[DueAct]:
    """Return the verbs of the clock: time counted from late mail, silence, lost seats."""
    yield from late_mails()
    yield from silences()
    if day >= clock.today() - timedelta(days=1):  # the days of a stop need no look of their own
        yield from lost_seats(day)


def late_mails() -> Iterable[DueAct]:
    """Let the time to answer run from the delivery where a mail went out late."""
    for row in mailed_invitations():
        if came_late(row.invited_at, row.answer_by, row.sent_at, row.zone):
            on = row.sent_at.astimezone(ZoneInfo(row.zone)).date()
            subject, run = f"seat:{row.id}:{row.asked}", partial(count_from_delivery, row.id)
            yield DueAct("seat.late_mail", subject, on, run)


def silences() -> Iterable[DueAct]:
    """Take proven silence after the deadline for a no."""
    now = clock.now()
    seats = asked_until(now)
    came = proofs_of(seats)
    for seat in seats:
        asked = as_asked(seat, came.get(seat.id))
        if silence(asked, now) == Silence.PROVEN:
            subject, run = f"seat:{seat.id}:{seat.asked}", partial(fall_silent, seat.id)
            yield DueAct("seat.silent", subject, _local(asked.answer_by, seat), run)


def lost_seats(day: date) -> Iterable[DueAct]:
    """Open the seats of who may not sit any more, by a look at all who hold one.

    Statements grow with the rolls, and with panels by the hundred; not with seats.
    """
    for panels in panels_ahead():
        lost = lost_holders(panels)
        for panel in panels:
            for seat in holding(panel):
                if seat.person_id in lost.get(panel.id, ()):
                    subject, run = f"seat:{seat.id}:{seat.version}", partial(reopen_lost, panel.id)
                    yield DueAct("seat.lost", subject, day, run)


def sittings_ahead(books: Books, day: date, only: int | None = None) -> Iterable[Notice]:
    """Remind who holds a seat of a sitting in 7, 3 and 1 days (default of the product)."""
    leads = {lead for value in books.ever(SITTING) for lead in value}
    for sitting in days_on({day + timedelta(days=lead) for lead in leads}, only):
        if (sitting.day - day).days not in (books.value(sitting.body_id, SITTING) or ()):
            continue
        for seat in holding(sitting.panel):
            if seat.state == SeatState.ACCEPTED or (seat.asked and not seat.other_days):
                yield sitting_ahead(seat, sitting, day)


def answers_awaited(
    day: date, announced: dict[date, bool], only: int | None = None
) -> Iterable[Notice]:
    """Tell person and clerks, a working day before its deadline, that an answer is awaited."""
    if not working_day(day, announced):
        return
    last = add_working_days(day, 1, announced)
    seats = [
        seat
        for seat in asked_until(_end_of(last), only)
        if _local(seat.answer_by, seat) == last and _invited_before(seat, day)
    ]
    links, clerks = links_of(seats), clerks_of(seat.panel for seat in seats)
    for seat in seats:
        if seat.id in links:
            yield reminder_to_answer(seat, links[seat.id], day)
        by = moment(seat.answer_by, seat.panel.body.zone)
        facts = {"name": seat.person.name, "by": by}
        desk, subject = clerks.get(seat.panel.body_id, ()), f"seat:{seat.id}"
        yield from to_desk(desk, "seat.answer_due", seat.panel, subject, seat.asked, day, **facts)


def answers_missing(day: date, only: int | None = None) -> Iterable[Notice]:
    """Tell the clerks whose deadline passed without proof that the invitation came.

    The day before counts too: a deadline in the evening may pass after the clock's last round.
    """
    now = clock.now()
    on_days = (day, day - timedelta(days=1))
    found = asked_until(min(_end_of(day), now), only)
    seats = [seat for seat in found if _local(seat.answer_by, seat) in on_days]
    came, clerks = proofs_of(seats), clerks_of(seat.panel for seat in seats)
    for seat in seats:
        on = _local(seat.answer_by, seat)
        if silence(as_asked(seat, came.get(seat.id)), now) == Silence.UNPROVEN:
            desk, subject = clerks.get(seat.panel.body_id, ()), f"seat:{seat.id}"
            facts = {"name": seat.person.name}
            yield from to_desk(desk, "seat.unproven", seat.panel, subject, seat.asked, on, **facts)


def days_not_recorded(
    books: Books, day: date, announced: dict[date, bool], only: int | None = None
) -> Iterable[Notice]:
    """Tell the clerks of a sitting not written down within a working day (default)."""
    sittings = [
        sitting
        for sitting in days_between(day - FURTHEST, day - timedelta(days=1), only)
        if add_working_days(sitting.day, _within(books, sitting.body_id), announced) == day
    ]
    clerks = clerks_of(sitting.panel for sitting in sittings)
    for sitting in sittings:
        desk, panel, subject = clerks.get(sitting.body_id, ()), sitting.panel, f"day:{sitting.id}"
        facts = {"day": sitting.day.isoformat()}
        yield from to_desk(desk, "day.not_recorded", panel, subject, sitting.version, day, **facts)


def _within(books: Books, body_id: int) -> int:
    return int(books.value(body_id, RECORD_WITHIN) or 1)


def _local(moment_: datetime | None, seat: Seat) -> date:
    return (moment_ or clock.now()).astimezone(ZoneInfo(seat.panel.body.zone)).date()


def _invited_before(seat: Seat, day: date) -> bool:
    return seat.invited_at is not None and _local(seat.invited_at, seat) < day


def _end_of(day: date) -> datetime:
    """Return a moment by which a day is over in every zone."""
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=36)
