"""What presidents and inspectors find on Today of the courts under them: what is late and where,
the answers that are awaited, the hearings of the week."""

from __future__ import annotations

from datetime import date

from flask import url_for
from flask_babel import gettext, ngettext

from app.accounts.terms import Desk
from app.people.queries.scope import kept_by
from app.shared.collected import Figure, TodayPart, Waiting
from app.shared.dates import days_of_week
from app.shared.screens import body_name
from app.trials.access import OVERSEERS, only_oversees
from app.trials.queries.board import awaited
from app.trials.queries.overseen import LateCourt, late_courts
from app.trials.queries.waiting import sittings_by_day
from app.trials.today_replies import answers_awaited

SHOWN = 8


def part(desk: Desk, day: date) -> TodayPart:
    """Return what is late in the courts overseen; without a clerk's role their figures and week."""
    if not desk.may(*OVERSEERS):
        return TodayPart()
    late = _late(desk, day)
    if not only_oversees(desk):
        return late
    under = kept_by(desk.body_id, day)
    figures = [answers_awaited(awaited(under)), *late.figures]
    return TodayPart(late.waiting, figures, sittings_by_day(under, days_of_week(day)))


def _late(desk: Desk, day: date) -> TodayPart:
    """Return the courts with days not written down, and their sum."""
    courts = late_courts(desk.body_id, day)
    link = url_for("days.late")
    total = sum(one.days for one in courts)
    label = ngettext("day not written down", "days not written down", total)
    return TodayPart([_waiting(one) for one in courts[:SHOWN]], [Figure(total, label, link)])


def _waiting(late: LateCourt) -> Waiting:
    days = ngettext(
        "%(num)s sitting day is not written down",
        "%(num)s sitting days are not written down",
        late.days,
    )
    return Waiting(
        due=late.oldest,
        title=gettext("%(court)s: %(days)s", court=body_name(late.court), days=days),
        why=gettext("The oldest is of %(day)s.", day=late.oldest),
        link=url_for("days.late", court=late.court.code),
        verb=gettext("Look"),
        late=True,
    )
