"""What presidents and inspectors find on Today of the courts under them: what is late, where."""

from __future__ import annotations

from datetime import date

from flask import url_for
from flask_babel import gettext, ngettext

from app.accounts.terms import Desk, RoleKind
from app.shared.collected import Figure, TodayPart, Waiting
from app.shared.screens import body_name
from app.trials.queries.overseen import LateCourt, late_courts

SEEN_BY = (RoleKind.PRESIDENT, RoleKind.INSPECTOR)
SHOWN = 8


def part(desk: Desk, day: date) -> TodayPart:
    """Return the courts with days not written down, and their sum, for who oversees them."""
    if not desk.may(*SEEN_BY):
        return TodayPart()
    courts = late_courts(desk.body_id, day)
    link = url_for("days.late")
    total = sum(one.days for one in courts)
    figure = Figure(total, gettext("days not written down"), link)
    return TodayPart([_waiting(one) for one in courts[:SHOWN]], [figure])


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
