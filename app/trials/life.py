"""A person's time line: drawn into panels, days sat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.accounts.terms import Desk
from app.shared.collected import LifeLine
from app.shared.db import db
from app.shared.screens import days_of_halves
from app.trials.models import Attendance, Panel, Seat, SeatEvent, SittingDay
from app.trials.terms import SeatState
from app.trials.words import SEAT_TAGS, SEATS


def lines(person_id: int, desk: Desk) -> Iterator[LifeLine]:
    """Yield when a person was drawn into a seat or in line, and on which days he sat.

    Three statements, however many panels (ix_seat_person, ix_attendance_person_id). Links lead
    to the panels of the desk's own court; of others only the fact stands there.
    """
    seats = db.session.scalars(
        select(Seat)
        .where(Seat.person_id == person_id)
        .options(
            selectinload(Seat.panel).selectinload(Panel.cases),
            selectinload(Seat.panel).selectinload(Panel.body),
        )
    ).all()
    drawn_at = _drawn_at([seat.id for seat in seats])
    for seat in seats:
        if seat.id in drawn_at:
            yield _drawn(seat, drawn_at[seat.id], desk)
    for day, halves, panel in _sat(person_id):
        yield _line(gettext("Sat %(days)s days", days=days_of_halves(halves)), day, panel, desk)


def _drawn_at(seat_ids: list[int]) -> dict[int, datetime]:
    """Return when each seat's story began."""
    rows = db.session.execute(
        select(SeatEvent.seat_id, SeatEvent.at)
        .where(SeatEvent.seat_id.in_(seat_ids))
        .order_by(SeatEvent.id.desc())
    )
    return {row.seat_id: row.at for row in rows}


def _drawn(seat: Seat, at: datetime, desk: Desk) -> LifeLine:
    day = at.astimezone(ZoneInfo(seat.panel.body.zone)).date()
    said = gettext("Drawn as alternate") if seat.seat_no is None else gettext("Drawn into a seat")
    tag = (SEAT_TAGS.get(seat.state, ""), gettext(SEATS[seat.state]))
    waiting = seat.state == SeatState.ALTERNATE
    return _line(said, day, seat.panel, desk, None if waiting else tag)


def _line(
    said: str, day: date, panel: Panel, desk: Desk, tag: tuple[str, str] | None = None
) -> LifeLine:
    own = panel.body_id == desk.body_id
    number = ", ".join(case.number for case in panel.cases) if own else panel.body.name
    link = url_for("trials.panel", uid=panel.uid) if own else ""
    note = "" if own else number
    return LifeLine(day, said, link, number if own else "", note, act=tag is not None, tag=tag)


def _sat(person_id: int) -> list[tuple[date, int, Panel]]:
    rows = db.session.execute(
        select(SittingDay.day, Attendance.halves, Panel)
        .join(SittingDay, SittingDay.id == Attendance.day_id)
        .join(Panel, Panel.id == SittingDay.panel_id)
        .where(Attendance.person_id == person_id, Attendance.halves > 0)
        .options(selectinload(Panel.cases), selectinload(Panel.body))
    )
    return [(row.day, row.halves, row.Panel) for row in rows]
