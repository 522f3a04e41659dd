"""The years' totals, kept in the transaction that changes what they rest on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import select, update

from app.people.models import PersonYear
from app.shared.db import db
from app.shared.inserts import insert_into
from app.trials.models import Attendance, Panel, SittingDay
from app.trials.seat_queries import set_days
from app.trials.tally import Total, differences, tally
from app.trials.terms import HOLDING, PanelState


@contextmanager
def counted_anew(panel: Panel, person_ids: Collection[int]) -> Iterator[None]:
    """Correct the totals of persons by what the block changes in a panel: days, seats, who sat.

    The panel must be locked. A block that changes nothing changes no total; so a record that is
    corrected twice counts as it stands at last. Blocks may stand in one another: whom the outer
    one counts, the inner leaves to it.
    """
    counting: set[tuple[int, int]] = db.session.info.setdefault("counted_anew", set())
    here = {(panel.id, person_id) for person_id in person_ids} - counting
    people = sorted(person_id for _, person_id in here)
    db.session.flush()
    before = _tallies(panel, people)
    counting |= here
    try:
        yield
        db.session.flush()
        after = _tallies(panel, people)
    finally:
        counting -= here
    for person_id in people:
        for year, change in differences(before[person_id], after[person_id]).items():
            _add(person_id, year, change)


def year_ahead(panel: Panel) -> int | None:
    """Return the year a seat is counted in before anybody sat: that of the first day set."""
    days = set_days(panel) or panel.days
    return min((day.day.year for day in days), default=None)


def _tallies(panel: Panel, person_ids: Collection[int]) -> dict[int, dict[int, Total]]:
    sat = _sat(panel.id, person_ids)
    year = year_ahead(panel)
    open_panel = panel.state == PanelState.DRAWN
    held = {s.person_id for s in panel.seats if s.state in HOLDING} if open_panel else set()
    cases = len(panel.cases)
    return {
        person: tally(sat.get(person, []), cases, year if person in held else None)
        for person in set(person_ids)
    }


def _sat(panel_id: int, person_ids: Collection[int]) -> dict[int, list[tuple[date, int]]]:
    rows = db.session.execute(
        select(Attendance.person_id, SittingDay.day, Attendance.halves)
        .join(SittingDay, SittingDay.id == Attendance.day_id)
        .where(SittingDay.panel_id == panel_id, Attendance.person_id.in_(person_ids))
    )
    found: dict[int, list[tuple[date, int]]] = {}
    for person_id, day, halves in rows:
        found.setdefault(person_id, []).append((day, halves))
    return found


def _add(person_id: int, year: int, change: Total) -> None:
    """Add to one year's row by the database's own arithmetic: two writers lose nothing."""
    row = {"person_id": person_id, "year": year, "cases": 0, "halves": 0, "assigned": 0}
    db.session.execute(insert_into(PersonYear).values(**row).on_conflict_do_nothing())
    db.session.execute(
        update(PersonYear)
        .where(PersonYear.person_id == person_id, PersonYear.year == year)
        .values(
            cases=PersonYear.cases + change.cases,
            halves=PersonYear.halves + change.halves,
            assigned=PersonYear.assigned + change.assigned,
        )
        .execution_options(synchronize_session="fetch")
    )
