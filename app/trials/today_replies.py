"""What waits for a clerk about replies and days: the next step first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext

from app.accounts.terms import Desk, RoleKind
from app.shared import clock
from app.shared.collected import Figure, TodayPart, Waiting
from app.trials.models import Panel, Seat, SittingDay
from app.trials.replies_rules import MOST_MISSES
from app.trials.seat_queries import board, days_between, holding, open_numbers, set_days
from app.trials.telling import case_words
from app.trials.terms import SeatState


def part(desk: Desk, day: date) -> TodayPart:
    """Return what waits at a clerk's desk; others see the figures and the week."""
    panels = board(desk.body_id, day)
    waiting: list[Waiting] = []
    if desk.may(RoleKind.CLERK):
        waiting = [one for panel in panels for one in _of_panel(panel, day)]
    monday = day - timedelta(days=day.weekday())
    week = days_between(monday, monday + timedelta(days=6), desk.body_id)
    asked = sum(_awaited(seat) for panel in panels for seat in panel.seats)
    figures = []
    if desk.may(RoleKind.CLERK, RoleKind.PRESIDENT, RoleKind.INSPECTOR):
        figures = [Figure(asked, gettext("answers awaited"), url_for("replies.board"))]
    return TodayPart(waiting, figures, _by_day(week))


def _awaited(seat: Seat) -> bool:
    return seat.state == SeatState.INVITED and seat.answered_at is None


def _by_day(days: Iterable[SittingDay]) -> dict[date, int]:
    found: dict[date, int] = {}
    for one in days:
        found[one.day] = found.get(one.day, 0) + 1
    return found


def _of_panel(panel: Panel, day: date) -> Iterable[Waiting]:
    for one in set_days(panel):
        if one.day <= day:
            yield _to_record(panel, one, day)
    if not any(one.day >= day for one in set_days(panel)):
        return
    if any(seat.state == SeatState.DRAWN for seat in holding(panel)):
        yield _waiting(panel, day, gettext("Send the invitations"), gettext("Invite"))
    elif open_numbers(panel):
        title = gettext("A seat is open: call the next or draw more alternates")
        yield _waiting(panel, day, title, gettext("Call the next"), late=True)
    for seat in holding(panel):
        yield from _of_seat(panel, seat)


def _of_seat(panel: Panel, seat: Seat) -> Iterable[Waiting]:
    now = clock.now()
    due, name = seat.answer_by or now, {"name": seat.person.name}
    if seat.state != SeatState.INVITED:
        return
    if seat.answered_at is not None:
        title = gettext("%(name)s cannot come then: keep the days or move", **name)
        yield _waiting(panel, due, title, gettext("Decide"), due < now)
    elif seat.link_misses >= MOST_MISSES:
        title = gettext("%(name)s typed wrong digits five times", **name)
        yield _waiting(panel, due, title, gettext("Help"), due < now)
    elif due < now:
        title = gettext("%(name)s did not answer: call", **name)
        yield _waiting(panel, due, title, gettext("Call"), late=True)


def _waiting(
    panel: Panel, due: date | datetime, title: str, verb: str, late: bool = False
) -> Waiting:
    link = url_for("replies.panel", uid=panel.uid)
    return Waiting(due, title, case_words(panel), link, verb, late)


def _to_record(panel: Panel, sitting: SittingDay, day: date) -> Waiting:
    title = gettext("Write down who sat on %(day)s", day=sitting.day.isoformat())
    link = url_for("days.record", uid=sitting.uid)
    return Waiting(
        sitting.day, title, case_words(panel), link, gettext("Record"), sitting.day < day
    )
