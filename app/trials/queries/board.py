"""Named reads of the board of replies: a court's panels by their first day, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Subquery, exists, func, select, tuple_
from sqlalchemy.orm import selectinload

from app.shared.db import db
from app.trials.models import Panel, Seat, SittingDay
from app.trials.queries.hearings import Bodies
from app.trials.terms import DayState, PanelState, SeatState

PAGE = 30
Place = tuple[date, int]  # the first day still set, and the panel's id


@dataclass(frozen=True)
class BoardPage:
    """Some panels in the order of their first day, and marks of the pages beside them."""

    panels: list[Panel]
    previous: str = ""
    following: str = ""


def board_page(bodies: Bodies, after: str = "", before: str = "") -> BoardPage:
    """Return drawn panels of some bodies with a sitting ahead or not recorded yet, by first day.

    `after` and `before` are marks of a page. Seats, persons, days and cases come in a fixed number
    of statements (ix_panel_state, ix_sitting_day_body).
    """
    first = _first_days(bodies)
    place = tuple_(first.c.day, Panel.id)
    found = select(Panel, first.c.day).join(first, first.c.panel_id == Panel.id)
    found = found.where(Panel.body_id.in_(bodies), Panel.state == PanelState.DRAWN)
    mark = _place_of(before) or _place_of(after)
    backwards = mark is not None and _place_of(before) is not None
    if mark is not None:
        found = found.where(place < mark if backwards else place > mark)
    order = (first.c.day.desc(), Panel.id.desc()) if backwards else (first.c.day, Panel.id)
    rows = list(db.session.execute(found.options(*_seen()).order_by(*order).limit(PAGE + 1)))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
    marks = [f"{row.day}~{row.Panel.id}" for row in rows]
    has_previous, has_following = (more, True) if backwards else (mark is not None, more)
    return BoardPage(
        [row.Panel for row in rows],
        marks[0] if marks and has_previous else "",
        marks[-1] if marks and has_following else "",
    )


def awaited(bodies: Bodies) -> int:
    """Return how many seats of the whole board are asked and not answered.

    One statement, from the few seats of all courts that wait (ix_seat_waiting).
    """
    ahead = exists().where(SittingDay.panel_id == Panel.id, SittingDay.state == DayState.SET)
    where = (Panel.body_id.in_(bodies), Panel.state == PanelState.DRAWN, ahead)
    count = select(func.count()).select_from(Seat).join(Panel, Panel.id == Seat.panel_id)
    asked = (Seat.state == SeatState.INVITED, Seat.answered_at.is_(None))
    return db.session.scalar(count.where(*asked, *where)) or 0


def _first_days(bodies: Bodies) -> Subquery:
    days = select(SittingDay.panel_id, func.min(SittingDay.day).label("day"))
    days = days.where(SittingDay.body_id.in_(bodies), SittingDay.state == DayState.SET)
    return days.group_by(SittingDay.panel_id).subquery()


def _place_of(mark: str) -> Place | None:
    """Return the place that a mark names, None for none and for one that nobody gave out."""
    day, _, panel_id = mark.partition("~")
    if not (panel_id.isascii() and panel_id.isdecimal() and len(panel_id) < 19):
        return None
    try:
        return date.fromisoformat(day), int(panel_id)
    except ValueError:
        return None


def _seen() -> tuple[Any, ...]:
    return (
        selectinload(Panel.seats).selectinload(Seat.person),
        selectinload(Panel.days),
        selectinload(Panel.cases),
        selectinload(Panel.body),
    )
