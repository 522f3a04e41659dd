"""What waits at a clerk's desk before the invitations: panels to draw, draws to finish."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

from flask import url_for
from flask_babel import gettext, ngettext
from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import selectinload

from app.accounts.terms import Desk, RoleKind
from app.bodies.queries import forebears
from app.shared.collected import Figure, TodayPart, Waiting
from app.shared.db import db
from app.trials.access import only_oversees
from app.trials.models import Panel
from app.trials.queries.cases import TO_DRAW
from app.trials.queries.overseen import number_to_draw
from app.trials.rules import value_of
from app.trials.service.panels import draw_book
from app.trials.terms import PanelState


def part(desk: Desk, day: date) -> TodayPart:
    """Return the panels that wait for their draw, by the last day on which it may be held."""
    if desk.may(RoleKind.PRESIDENT) and only_oversees(desk):
        number = number_to_draw(desk.body_id, day)
        return TodayPart(figures=_figures(number, url_for("trials.cases", view="draw", below=1)))
    panels = _to_draw(forebears(desk.body_id, day)) if desk.may(RoleKind.CLERK) else []
    if not panels:
        return TodayPart()
    lead = int(value_of(draw_book(panels[0], day), "draw.lead") or 0)
    link = url_for("trials.cases", view="draw")
    return TodayPart([_waiting(panel, day, lead) for panel in panels], _figures(len(panels), link))


def _figures(number: int, link: str) -> list[Figure]:
    label = ngettext("panel to be drawn", "panels to be drawn", number)
    return [Figure(number, label, link)] if number else []


def _to_draw(bodies: Collection[int]) -> list[Panel]:
    """Return the panels of some bodies that are asked for or frozen (ix_panel_state)."""
    return list(db.session.scalars(_statement(), {"bodies": list(bodies)}))


@cache
def _statement() -> Select[Panel]:
    where = (
        Panel.body_id.in_(bindparam("bodies", type_=Integer(), expanding=True)),
        Panel.state.in_(TO_DRAW),
    )
    options = (selectinload(Panel.cases), selectinload(Panel.days), selectinload(Panel.body))
    return select(Panel).where(*where).options(*options).order_by(Panel.id).limit(100)


def _waiting(panel: Panel, day: date, lead: int) -> Waiting:
    number = panel.cases[0].number
    first = min(one.day for one in panel.days)
    if panel.state == PanelState.FROZEN:
        return Waiting(
            due=day,
            title=gettext("The roll for %(number)s is frozen and not drawn", number=number),
            why=gettext("First day %(day)s", day=first),
            link=url_for("trials.draw", uid=panel.uid),
            verb=gettext("Finish the draw"),
        )
    due = first - timedelta(days=lead)
    return Waiting(
        due=due,
        title=gettext("Draw the panel for %(number)s", number=number),
        why=gettext("First day %(day)s; to be drawn by %(due)s", day=first, due=due),
        link=url_for("trials.draw_room", uid=panel.uid),
        verb=gettext("Check and draw"),
        late=due < day,
    )
