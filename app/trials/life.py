"""A person's time line: drawn into panels, days sat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext
from sqlalchemy import Integer, Select, bindparam, or_, select

from app.accounts.terms import Desk
from app.bodies.models import Body
from app.shared.collected import LifeLine
from app.shared.db import db
from app.shared.screens import days_of_halves
from app.trials.models import Attendance, Case, Panel, PanelCase, Seat, SeatEvent, SittingDay
from app.trials.terms import HOLDING, SeatState
from app.trials.words import SEAT_TAGS, SEATS

PERSON = bindparam("person", type_=Integer())
Numbers = dict[int, list[str]]


def lines(person_id: int, desk: Desk) -> Iterator[LifeLine]:
    """Yield when a person was drawn into a seat or in line, and when he sat or was absent.

    Three statements, however many panels (ix_seat_person, ix_attendance_person_id), composed
    once. Links lead to the panels of the desk's own court; of others only the fact stands there.
    """
    named = {"person": person_id}
    numbers: Numbers = defaultdict(list)
    for panel_id, number in db.session.execute(_numbers(), named):
        numbers[panel_id].append(number)
    for seat in db.session.execute(_seats(), named):
        if seat.drawn_at is not None:
            yield _drawn(seat, numbers, desk)
    for sat in db.session.execute(_sat(), named):
        said = gettext("Absent from the sitting")
        if sat.halves:
            said = gettext("Sat %(days)s days", days=days_of_halves(sat.halves))
        yield _line(said, sat.day, sat, numbers, desk)


def _drawn(seat: Any, numbers: Numbers, desk: Desk) -> LifeLine:
    day = seat.drawn_at.astimezone(ZoneInfo(seat.zone)).date()
    said = gettext("Drawn as alternate") if seat.seat_no is None else gettext("Drawn into a seat")
    tag = (SEAT_TAGS.get(seat.state, ""), gettext(SEATS[seat.state]))
    waiting = seat.state == SeatState.ALTERNATE
    return _line(said, day, seat, numbers, desk, None if waiting else tag)


def _line(
    said: str,
    day: date,
    panel: Any,
    numbers: Numbers,
    desk: Desk,
    tag: tuple[str, str] | None = None,
) -> LifeLine:
    if panel.body_id != desk.body_id:
        return LifeLine(day, said, note=panel.court, act=tag is not None, tag=tag)
    link = url_for("trials.panel", uid=panel.uid)
    cases = ", ".join(numbers[panel.id])
    return LifeLine(day, said, link, cases, act=tag is not None, tag=tag)


@cache
def _seats() -> Select[*tuple[Any, ...]]:
    first = select(SeatEvent.at).where(SeatEvent.seat_id == Seat.id).order_by(SeatEvent.id)
    drawn_at = first.limit(1).correlate(Seat).scalar_subquery().label("drawn_at")
    columns = (Seat.seat_no, Seat.state, drawn_at, *_panel())
    seats = select(*columns).join(Panel, Panel.id == Seat.panel_id)
    return seats.join(Body, Body.id == Panel.body_id).where(Seat.person_id == PERSON)


@cache
def _numbers() -> Select[*tuple[Any, ...]]:
    """The numbers of the cases of every panel in whose order a person stood."""
    panels = select(Seat.panel_id).where(Seat.person_id == PERSON)
    numbers = select(PanelCase.panel_id, Case.number).join(Case, Case.id == PanelCase.case_id)
    return numbers.where(PanelCase.panel_id.in_(panels)).order_by(Case.id)


@cache
def _sat() -> Select[*tuple[Any, ...]]:
    days = select(SittingDay.day, Attendance.halves, *_panel())
    expected = Attendance.halves > 0, Seat.state.in_(HOLDING)  # who gave up a seat was not absent
    return (
        days.join(Attendance, Attendance.day_id == SittingDay.id)
        .join(Seat, Seat.id == Attendance.seat_id)
        .join(Panel, Panel.id == SittingDay.panel_id)
        .join(Body, Body.id == Panel.body_id)
        .where(Attendance.person_id == PERSON, or_(*expected))
    )


def _panel() -> tuple[Any, ...]:
    return Panel.id, Panel.uid, Panel.body_id, Body.name.label("court"), Body.zone
