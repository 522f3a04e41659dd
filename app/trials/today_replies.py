"""What waits for a clerk about replies and days: the next step first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext, ngettext

from app.accounts.terms import Desk, RoleKind
from app.bodies.queries import forebears
from app.shared import clock
from app.shared.collected import Figure, TodayPart, Waiting
from app.shared.dates import days_of_week
from app.trials.access import only_oversees
from app.trials.queries.waiting import (
    HeldSeat,
    WaitingPanel,
    sittings_by_day,
    waiting_panels,
)
from app.trials.replies_rules import AT_ONCE, MOST_MISSES
from app.trials.telling import words_of
from app.trials.terms import SeatState


def part(desk: Desk, day: date) -> TodayPart:
    """Return what waits at a clerk's desk, with the week of his court, which others see too.

    Who oversees courts sees the figures and the week of all of them (today_overseen.py).
    """
    if only_oversees(desk):
        return TodayPart()
    bodies = forebears(desk.body_id, day)
    week = sittings_by_day(bodies, days_of_week(day))
    if not desk.may(RoleKind.CLERK):
        return TodayPart(week=week)
    panels = waiting_panels(bodies)
    waiting = [one for panel in panels for one in _of_panel(panel, day)]
    asked = sum(seat.awaited for panel in panels for seat in panel.seats)
    return TodayPart(waiting, [answers_awaited(asked)], week)


def answers_awaited(number: int) -> Figure:
    """Return how many answers are awaited, with the way to the board of replies."""
    label = ngettext("answer awaited", "answers awaited", number)
    return Figure(number, label, url_for("replies.board"))


def _of_panel(panel: WaitingPanel, day: date) -> Iterable[Waiting]:
    for uid, sitting in panel.days:
        if sitting <= day:
            yield _to_record(panel, uid, sitting, day)
    if not any(sitting >= day for _, sitting in panel.days):
        return
    if any(seat.state == SeatState.DRAWN for seat in panel.seats):
        yield _waiting(panel, day, gettext("Send the invitations"), gettext("Invite"))
    else:
        for number, name in panel.open_seats.items():
            yield _open(panel, number, name, day)
    if panel.letters:
        title = ngettext("1 letter to print", "%(num)s letters to print", panel.letters)
        yield _waiting(panel, day, title, gettext("Print"))
    for seat in panel.seats:
        yield from _of_seat(panel, seat, day)
    if panel.parties_wait is not None and (panel.settled or sits_soon(panel, day)):
        title = gettext("Tell the parties who sits, and when")
        yield _waiting(panel, day, title, gettext("Tell"))


def _open(panel: WaitingPanel, number: int, name: str, day: date) -> Waiting:
    said = {"seat": number, "name": name}
    title = gettext("Seat %(seat)s is open: call the next, or go on down the order", **said)
    if name:
        title = gettext("%(name)s left seat %(seat)s, and nobody holds it", **said)
    return _waiting(panel, day, title, gettext("Fill the seat"), late=True)


def _of_seat(panel: WaitingPanel, seat: HeldSeat, day: date) -> Iterable[Waiting]:
    now = clock.now()
    due, name = seat.answer_by or now, {"name": seat.name}
    if seat.state != SeatState.INVITED:
        return
    if not seat.awaited:
        title = gettext("%(name)s cannot come then: keep the days or move", **name)
        yield _waiting(panel, due, title, gettext("Decide"), due < now)
    elif seat.misses >= MOST_MISSES:
        title = gettext("%(name)s typed wrong digits five times", **name)
        yield _waiting(panel, due, title, gettext("Help"), due < now)
    elif due < now:
        title = gettext("%(name)s did not answer: call", **name)
        yield _call(panel, seat, due, title, late=True)
    elif sits_soon(panel, day):
        title = gettext("%(name)s has not said yet whether to come, and the panel sits at once: "
                        "call now", **name)  # fmt: skip
        yield _call(panel, seat, now, title, late=True, tag=gettext("urgent"))
    elif due - now <= AT_ONCE:
        title = gettext("%(name)s has little time left to answer: call now", **name)
        left = int((due - now).total_seconds() // 60)
        tag = gettext("%(minutes)s min left", minutes=left)
        yield _call(panel, seat, due, title, late=True, tag=tag)


def sits_soon(panel: WaitingPanel, day: date) -> bool:
    """Say whether a panel sits today or tomorrow: whoever is asked then is called at once."""
    return any(day <= sitting <= day + timedelta(days=1) for _, sitting in panel.days)


def _call(
    panel: WaitingPanel, seat: HeldSeat, due: datetime, title: str, late: bool, tag: str = ""
) -> Waiting:
    link, why = url_for("replies.seat", uid=seat.uid), words_of(panel.cases)
    verb = gettext("Write down") if seat.phone else gettext("Call")
    return Waiting(due, title, why, link, verb, late, tag, seat.phone or "")


def _waiting(
    panel: WaitingPanel, due: date | datetime, title: str, verb: str, late: bool = False
) -> Waiting:
    link = url_for("replies.panel", uid=panel.uid)
    return Waiting(due, title, words_of(panel.cases), link, verb, late)


def _to_record(panel: WaitingPanel, uid: str, sitting: date, day: date) -> Waiting:
    title = gettext("Write down who sat on %(day)s", day=sitting.isoformat())
    link, why = url_for("days.record", uid=uid), words_of(panel.cases)
    return Waiting(sitting, title, why, link, gettext("Record"), sitting < day)
