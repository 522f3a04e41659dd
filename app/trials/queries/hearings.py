"""The hearings of a day, of one court or of all that somebody oversees, page by page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import selectinload

from app.shared.db import db
from app.trials.models import Panel, Seat, SittingDay
from app.trials.terms import DayState, PanelState

PAGE = 50
Bodies = Collection[int] | Select[int]  # ids, or a select of them: of thousands no list is made
HEARD = (DayState.SET, DayState.HELD)
OF_PANELS = (PanelState.DRAWN, PanelState.CLOSED)


@dataclass(frozen=True)
class HearingPage:
    """Hearings by court and hour; `following` is the mark of the next page, or empty."""

    hearings: list[SittingDay]
    following: str = ""


def hearings_page(bodies: Bodies, day: date, after: str = "") -> HearingPage:
    """Return up to 50 hearings of bodies on a day, to come or held, by court and hour.

    With panels, seats and persons in a fixed number of statements (ix_sitting_day_body).
    """
    place = (SittingDay.body_id, SittingDay.begins, SittingDay.id)
    found = select(SittingDay).join(Panel, Panel.id == SittingDay.panel_id)
    found = found.where(SittingDay.body_id.in_(bodies), SittingDay.day == day)
    found = found.where(SittingDay.state.in_(HEARD), Panel.state.in_(OF_PANELS))
    if mark := _place_of(after):
        found = found.where(tuple_(*place) > mark)
    panel = selectinload(SittingDay.panel)
    seats = panel.selectinload(Panel.seats).selectinload(Seat.person)
    options = (seats, panel.selectinload(Panel.cases), panel.selectinload(Panel.body))
    rows = list(db.session.scalars(found.options(*options).order_by(*place).limit(PAGE + 1)))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    last = rows[-1] if more else None
    return HearingPage(rows, f"{last.body_id}~{last.begins}~{last.id}" if last else "")


def _place_of(mark: str) -> tuple[int, str, int] | None:
    """Return the place that a mark names, None for none and for one that nobody gave out."""
    court, _, rest = mark.partition("~")
    begins, _, day_id = rest.rpartition("~")
    numbers = (court, day_id)
    if not all(one.isascii() and one.isdecimal() and len(one) < 18 for one in numbers):
        return None
    return int(court), begins, int(day_id)
