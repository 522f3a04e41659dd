"""Builders of drawn panels, for what happens between the draw and the counted day."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import update

from app.accounts.terms import Desk
from app.bodies.models import Body
from app.messages.models import Message
from app.messages.terms import Channel, MessageState
from app.people.models import Person, PersonYear
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import set_mode, transaction
from app.trials.models import Panel, Seat
from app.trials.seat_queries import links_of
from app.trials.service.drawing import draw_panel, freeze_panel
from app.trials.service.seats import invite_panel
from app.trials.terms import SeatState
from tests.builders import Make
from tests.trials.cases import a_court, a_panel


class Browser(FlaskClient):
    """A browser whose every request stands for itself, though the test holds one context open."""

    def open(self, *args: Any, **given: Any) -> Any:
        """Forget what an earlier request left, then ask."""
        if has_app_context():
            db.session.rollback()
            for name in list(g):
                g.pop(name)
        answer = super().open(*args, **given)
        if has_app_context():
            db.session.rollback()
            set_mode("write")
        return answer


def a_browser(app: Flask) -> Browser:
    """Return a browser without scripts, whose forms need no token of the session."""
    app.config["WTF_CSRF_ENABLED"] = False
    return Browser(app, use_cookies=True)


def once_of(page: str) -> str:
    """Return the one-time key of the first form of a page."""
    found = re.search(r'name="once"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


def a_drawn_panel(make: Make, assessors: int = 20, **given: Any) -> tuple[Body, Desk, Panel]:
    """Return a court, its desk and a panel drawn from its roll, not invited yet."""
    court, desk, _ = a_court(make, assessors)
    return court, desk, one_more(desk, 1, **given)


def one_more(desk: Desk, number: int, line: int | None = None, **given: Any) -> Panel:
    """Return a further drawn panel of the same court, with `line` alternates where given."""
    with transaction():
        panel = a_panel(desk, number, **given)
        panel.alternates = panel.alternates if line is None else line
        freeze_panel(desk, panel, {})
        draw_panel(desk, panel, "407 112")
        panel_id = panel.id
    return db.session.get_one(Panel, panel_id)


def an_invited_panel(make: Make, assessors: int = 20, **given: Any) -> tuple[Body, Desk, Panel]:
    """Return a court, its desk and a panel whose members are asked."""
    court, desk, panel = a_drawn_panel(make, assessors, **given)
    with transaction():
        invite_panel(desk, panel)
    return court, desk, db.session.get_one(Panel, panel.id)


def held(panel: Panel) -> dict[int, Seat]:
    """Return the seats held now, by their number."""
    states = (SeatState.DRAWN, SeatState.INVITED, SeatState.ACCEPTED)
    return {seat.seat_no or 0: seat for seat in panel.seats if seat.state in states}


def token_of(seat: Seat) -> str:
    """Return the token of the newest link, as it stands in the message."""
    return links_of([seat])[seat.id].rsplit("/", 1)[1].split("?")[0]


def mailed(seat: Seat) -> None:
    """Let the mail server have taken the newest invitation at this moment."""
    with transaction():
        db.session.execute(
            update(Message)
            .where(Message.subject == f"seat:{seat.id}", Message.channel == Channel.MAIL)
            .where(Message.subject_version == seat.asked)
            .values(state=MessageState.SENT, sent_at=clock.now())
        )


def year(person: Person | int, of: int = 2026) -> tuple[int, int, int]:
    """Return a person's cases, half days and assigned cases of a year."""
    person_id = person if isinstance(person, int) else person.id
    row = db.session.get(PersonYear, (person_id, of), populate_existing=True)
    return (row.cases, row.halves, row.assigned) if row else (0, 0, 0)
