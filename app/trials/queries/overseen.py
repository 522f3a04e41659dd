"""What is late in the courts under a body: days that nobody has written down; and what is to be
drawn there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import selectinload

from app.bodies.models import Body
from app.people.queries.scope import kept_by
from app.shared.db import db
from app.trials.models import Panel, SittingDay
from app.trials.queries.cases import TO_DRAW
from app.trials.terms import DayState, PanelState

PAGE = 50
Columns = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class LateCourt:
    """How many days of a court are not written down, and since when."""

    court: Body
    days: int
    oldest: date


def _late(columns: Columns, body_id: int, day: date) -> Columns:
    """Narrow a select to sitting days before `day` that are set on drawn panels of a body, of
    those under it and of what merged into them (ix_sitting_day_late)."""
    under = kept_by(body_id, day)
    where = (SittingDay.state == DayState.SET, SittingDay.day < day)
    drawn = columns.join(Panel, Panel.id == SittingDay.panel_id)
    return drawn.where(*where, Panel.state == PanelState.DRAWN, SittingDay.body_id.in_(under))


def late_courts(body_id: int, day: date) -> list[LateCourt]:
    """Return the courts under a body with late days, those with most first (two statements)."""
    number, oldest = func.count(), func.min(SittingDay.day)
    counted = _late(select(SittingDay.body_id, number, oldest), body_id, day)
    counted = counted.group_by(SittingDay.body_id).order_by(number.desc(), SittingDay.body_id)
    rows = db.session.execute(counted).all()
    ids = [row[0] for row in rows]
    courts = {b.id: b for b in db.session.scalars(select(Body).where(Body.id.in_(ids)))}
    return [LateCourt(courts[court], days, first) for court, days, first in rows]


def late_days(
    body_id: int, day: date, after: tuple[date, int] | None = None, alone: bool = False
) -> tuple[Sequence[SittingDay], bool]:
    """Return up to 50 late days under a body, the oldest first, and whether more follow.

    `after` is (day, id) of the last of the page before; `alone` leaves out the courts under it.
    """
    found = _late(select(SittingDay), body_id, day)
    if alone:
        found = found.where(SittingDay.body_id == body_id)
    if after is not None:
        found = found.where(tuple_(SittingDay.day, SittingDay.id) > after)
    panel = selectinload(SittingDay.panel)
    options = (panel.selectinload(Panel.cases), panel.joinedload(Panel.body))
    found = found.options(*options).order_by(SittingDay.day, SittingDay.id).limit(PAGE + 1)
    rows = db.session.scalars(found).all()
    return rows[:PAGE], len(rows) > PAGE


def number_to_draw(body_id: int, day: date) -> int:
    """Return how many panels under a body are asked for or frozen (ix_panel_state)."""
    count = select(func.count()).select_from(Panel).where(Panel.state.in_(TO_DRAW))
    return db.session.scalar(count.where(Panel.body_id.in_(kept_by(body_id, day)))) or 0
