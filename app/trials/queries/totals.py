"""Whether the years' totals add up: counted anew from who sat, beside what is kept."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from app.people.models import PersonYear
from app.shared.db import db
from app.trials.models import Attendance, Panel, PanelCase, Seat, SittingDay
from app.trials.tally import Total, tally
from app.trials.terms import HOLDING, DayState, PanelState


class Apart(NamedTuple):
    """A person's year that is kept otherwise than counted."""

    person_id: int
    year: int
    kept: Total
    counted: Total


def totals_apart() -> list[Apart]:
    """Return every person's year that does not add up; it reads all attendances (four statements).

    A year that was brought along from a court's own list rests on nothing here, and is named too.
    """
    kept = {(row.person_id, row.year): row[2:] for row in db.session.execute(_kept())}
    counted = _counted()
    return [
        Apart(*key, Total(*kept.get(key, (0, 0, 0))), counted.get(key, Total()))
        for key in sorted({*kept, *counted})
        if Total(*kept.get(key, (0, 0, 0))) != counted.get(key, Total())
    ]


def _kept():
    columns = (PersonYear.cases, PersonYear.halves, PersonYear.assigned)
    return select(PersonYear.person_id, PersonYear.year, *columns)


def _counted() -> dict[tuple[int, int], Total]:
    cases = {panel: number for panel, number in db.session.execute(_cases())}
    sat: dict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
    for panel, person, day, halves in db.session.execute(_sat()):
        sat[panel, person].append((day, halves))
    held = {(p, q): day.year for p, q, day in db.session.execute(_held())}
    found: dict[tuple[int, int], Total] = defaultdict(Total)
    for panel, person in {*sat, *held}:
        own = tally(sat.get((panel, person), []), cases.get(panel, 0), held.get((panel, person)))
        for year, more in own.items():
            before = found[person, year]
            parts = (before.cases + more.cases, before.halves + more.halves)
            found[person, year] = Total(*parts, before.assigned + more.assigned)
    return found


def _cases():
    return select(PanelCase.panel_id, func.count()).group_by(PanelCase.panel_id)


def _sat():
    columns = (SittingDay.panel_id, Attendance.person_id, SittingDay.day, Attendance.halves)
    return select(*columns).join(SittingDay, SittingDay.id == Attendance.day_id)


def _held():
    """Who holds a seat of a panel that goes on, and the first day that is still set for it."""
    first = select(SittingDay.panel_id, func.min(SittingDay.day).label("day"))
    ahead = first.where(SittingDay.state == DayState.SET).group_by(SittingDay.panel_id).subquery()
    rows = select(Seat.panel_id, Seat.person_id, ahead.c.day).join(
        ahead, ahead.c.panel_id == Seat.panel_id
    )
    goes_on = rows.join(Panel, Panel.id == Seat.panel_id)
    return goes_on.where(Panel.state == PanelState.DRAWN, Seat.state.in_(HOLDING))
