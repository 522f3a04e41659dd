"""What waits of ends on Today: a motion, a hearing, an act."""

from __future__ import annotations

from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext

from app.accounts.terms import Desk
from app.bodies.queries import forebears
from app.ends.access import MOVES, OPENS
from app.ends.models import EndFile
from app.ends.queries import waiting_files
from app.ends.rules import WAITS
from app.ends.terms import REMOVALS, Stage
from app.shared.collected import TodayPart, Waiting

SHOWN = 8


def part(desk: Desk, day: date) -> TodayPart:
    """Return the files whose step is one for this desk (one statement)."""
    if not desk.may(OPENS, MOVES):
        return TodayPart()
    found = [_of(one, desk, day) for one in waiting_files(forebears(desk.body_id, day))]
    return TodayPart([one for one in found if one is not None][:SHOWN])


def _of(file: EndFile, desk: Desk, day: date) -> Waiting | None:
    named, link = {"name": file.person.name}, url_for("ends.file", uid=file.uid)
    ready = Stage.HEARD if file.ground in REMOVALS else Stage.OPEN
    if file.stage == ready and desk.may(MOVES) and desk.id != file.opened_by:
        title = gettext("%(name)s resigns", **named)
        if file.ground in REMOVALS:
            title = gettext("The removal of %(name)s waits for a motion", **named)
        why = gettext("The president moves it.")
        return Waiting(file.wished or day, title, why, link, gettext("Move it"))
    if file.stage == Stage.MOVED and desk.may(OPENS):
        title = gettext("Enter the act that ends the office of %(name)s", **named)
        moved = file.moved or day
        why = gettext("The motion lies before the organ since %(day)s.", day=moved.isoformat())
        due = moved + timedelta(days=WAITS)
        return Waiting(due, title, why, link, gettext("Enter the act"), late=due < day)
    if file.ground in REMOVALS and file.stage == Stage.OPEN and desk.may(OPENS):
        due = file.called_for or file.opened + timedelta(days=WAITS)
        title = gettext("%(name)s is to be heard", **named)
        why = gettext("Nobody is removed unheard.")
        return Waiting(due, title, why, link, gettext("See the file"), late=due < day)
    return None
