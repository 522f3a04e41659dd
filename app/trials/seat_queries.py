"""Named reads over seats: who holds one, which are open, what was answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import selectinload

from app.bodies.queries import announced_days
from app.bodies.workdays import working_day
from app.messages.models import Message
from app.people.models import Absence, PersonYear
from app.shared import clock
from app.shared.db import db
from app.shared.files import StoredFile
from app.shared.transactions import lock
from app.trials.day_rules import SeatOnDay
from app.trials.models import Attendance, Panel, Seat, SeatEvent, SittingDay
from app.trials.terms import HOLDING, DayState, PanelState, SeatState

ASKED = (SeatState.INVITED, SeatState.ACCEPTED)


def locked_panel(panel_id: int) -> Panel:
    """Lock a panel and read it, its days and its seats as they stand now (one writer a panel)."""
    panel = lock(Panel, panel_id)
    fresh = {"populate_existing": True}
    for rows in (Seat, SittingDay):
        own = select(rows).where(rows.panel_id == panel_id)
        db.session.scalars(own, execution_options=fresh).all()  # read, or nothing is refreshed
    db.session.expire(panel, ["seats", "days"])
    return panel


def panel_by_uid(uid: str) -> Panel | None:
    """Return a panel by its public id."""
    return db.session.scalar(select(Panel).where(Panel.uid == uid))


def seat_by_uid(uid: str) -> Seat | None:
    """Return a seat by its public id."""
    return db.session.scalar(select(Seat).where(Seat.uid == uid))


def day_by_uid(uid: str) -> SittingDay | None:
    """Return a sitting day by its public id."""
    return db.session.scalar(select(SittingDay).where(SittingDay.uid == uid))


def holding(panel: Panel) -> list[Seat]:
    """Return the seats that are held, by their number."""
    seats = [seat for seat in panel.seats if seat.state in HOLDING]
    return sorted(seats, key=lambda seat: seat.seat_no or 0)


def alternates(panel: Panel) -> list[Seat]:
    """Return those who still wait, in the drawn order of the newest draw."""
    waiting = [seat for seat in panel.seats if seat.state == SeatState.ALTERNATE]
    newest = max((seat.draw_id for seat in waiting), default=0)
    return sorted((s for s in waiting if s.draw_id == newest), key=lambda seat: seat.position)


def open_numbers(panel: Panel) -> list[int]:
    """Return the numbers of the seats that nobody holds."""
    taken = {seat.seat_no for seat in panel.seats if seat.state in HOLDING}
    return [number for number in range(1, panel.assessors + 1) if number not in taken]


def is_open_again(seat: Seat) -> bool:
    """Say whether the seat that was given up has not been given to anybody else."""
    return seat.panel.state == PanelState.DRAWN and seat.seat_no in open_numbers(seat.panel)


def set_days(panel: Panel) -> list[SittingDay]:
    """Return the days on which the panel is still set to sit."""
    return [day for day in panel.days if day.state == DayState.SET]


def usual_times(panel: Panel) -> dict[str, str]:
    """Return when and where the panel sat or sits last, as what a further day is likely to be."""
    last = panel.days[-1:]
    return {name: str(getattr(day, name)) for day in last for name in ("part", "begins", "room")}


def begins_at(day: SittingDay, zone: str) -> datetime:
    """Return when a sitting begins, in the body's zone (09:00 where nobody wrote an hour)."""
    hour, _, minute = (day.begins or "09:00").partition(":")
    moment = datetime(day.day.year, day.day.month, day.day.day, int(hour), int(minute or 0))  # noqa: DTZ001
    return moment.replace(tzinfo=ZoneInfo(zone))


def held_before(panel: Panel, today: date) -> bool:
    """Say whether a day of the hearing was held, or has passed and waits to be recorded."""
    return any(
        day.state == DayState.HELD or (day.state == DayState.SET and day.day < today)
        for day in panel.days
    )


def seats_of_day(day: SittingDay) -> list[Seat]:
    """Return whose presence a day records: who holds a seat, who sat, who was replaced since."""
    began = datetime.combine(day.day, datetime.min.time(), ZoneInfo(day.panel.body.zone))
    sat = select(Attendance.seat_id).where(Attendance.day_id == day.id)
    left = select(SeatEvent.seat_id).where(
        SeatEvent.what.in_((SeatState.REPLACED, SeatState.RELEASED)), SeatEvent.at >= began
    )
    invited_before = Seat.invited_at < began + timedelta(days=1)
    where = or_(
        Seat.state.in_((*ASKED, SeatState.DRAWN)),
        Seat.id.in_(sat),
        Seat.id.in_(left) & Seat.seat_no.is_not(None) & invited_before,
    )
    found = select(Seat).where(Seat.panel_id == day.panel_id, where)
    return list(db.session.scalars(found.order_by(Seat.seat_no, Seat.id)))


def seats_at(day: SittingDay, seats: Collection[Seat]) -> dict[int, SeatOnDay]:
    """Return when the people of some seats were first asked, and when they left, by seat."""
    rows = db.session.execute(
        select(SeatEvent.seat_id, SeatEvent.what, func.min(SeatEvent.at), func.max(SeatEvent.at))
        .where(SeatEvent.seat_id.in_([seat.id for seat in seats]))
        .where(SeatEvent.what.in_((SeatState.INVITED, SeatState.REPLACED, SeatState.RELEASED)))
        .group_by(SeatEvent.seat_id, SeatEvent.what)
    )
    asked: dict[int, datetime] = {}
    left: dict[int, datetime] = {}
    for seat_id, what, first, last in rows:
        if what == SeatState.INVITED:
            asked[seat_id] = first
        else:
            left[seat_id] = last
    return {
        seat.id: SeatOnDay(
            seat.state, asked.get(seat.id), None if seat.state in HOLDING else left.get(seat.id)
        )
        for seat in seats
    }


def day_ends(day: SittingDay) -> datetime:
    """Return when a sitting day is over: midnight in the body's zone."""
    began = datetime.combine(day.day, datetime.min.time(), ZoneInfo(day.panel.body.zone))
    return began + timedelta(days=1)


def sat_by(day: SittingDay) -> dict[int, Attendance]:
    """Return what was recorded for a day, by seat, as it stands now."""
    recorded = select(Attendance).where(Attendance.day_id == day.id)
    rows = db.session.scalars(recorded, execution_options={"populate_existing": True})
    return {row.seat_id: row for row in rows}


def story(seat: Seat) -> list[SeatEvent]:
    """Return a seat's story, oldest first."""
    where = select(SeatEvent).where(SeatEvent.seat_id == seat.id)
    return list(db.session.scalars(where.order_by(SeatEvent.at, SeatEvent.id)))


def links_of(seats: Iterable[Seat]) -> dict[int, str]:
    """Return the secret addresses sent with the newest invitations, by seat (unsealed)."""
    asked = {f"seat:{seat.id}": seat for seat in seats}
    rows = db.session.scalars(
        select(Message)
        .where(Message.subject.in_(asked), Message.rule == "seat.invited")
        .order_by(Message.id)
    )
    found = {}
    for row in rows:
        seat = asked[row.subject]
        if row.link and row.subject_version == seat.asked:
            found[seat.id] = row.link
    return found


def asked_until(moment: datetime, body_id: int | None = None) -> list[Seat]:
    """Return the seats asked without an answer whose deadline is at or before `moment`."""
    where = [
        Seat.state == SeatState.INVITED,
        Seat.answered_at.is_(None),
        Seat.answer_by <= moment,
        Panel.state == PanelState.DRAWN,
    ]
    if body_id is not None:
        where.append(Panel.body_id == body_id)
    found = select(Seat).join(Panel).where(*where).options(*_with_panel())
    return list(db.session.scalars(found.order_by(Seat.answer_by, Seat.id)))


def days_between(first: date, last: date, body_id: int | None = None) -> list[SittingDay]:
    """Return the days set from `first` to `last` (inclusive), with panels, seats and persons."""
    where = [SittingDay.day >= first, SittingDay.day <= last]
    if body_id is not None:
        where.append(SittingDay.body_id == body_id)
    return _sittings(*where)


def days_on(days: Collection[date], body_id: int | None = None) -> list[SittingDay]:
    """Return the sittings set on some days, of all bodies or one, with panels, seats, persons."""
    own = [] if body_id is None else [SittingDay.body_id == body_id]
    return _sittings(SittingDay.day.in_(days), *own) if days else []


def _sittings(*where: ColumnElement[bool]) -> list[SittingDay]:
    panel = selectinload(SittingDay.panel)
    found = (
        select(SittingDay)
        .join(Panel)
        .where(SittingDay.state == DayState.SET, Panel.state == PanelState.DRAWN, *where)
        .options(
            panel.selectinload(Panel.seats).selectinload(Seat.person),
            panel.selectinload(Panel.cases),
            panel.selectinload(Panel.days),
            panel.selectinload(Panel.body),
        )
    )
    return list(db.session.scalars(found.order_by(SittingDay.day, SittingDay.id)))


def _with_panel():
    return (
        selectinload(Seat.person),
        selectinload(Seat.panel).selectinload(Panel.days),
        selectinload(Seat.panel).selectinload(Panel.seats),
        selectinload(Seat.panel).selectinload(Panel.body),
        selectinload(Seat.panel).selectinload(Panel.cases),
    )


def year_total(person_id: int, year: int) -> PersonYear:
    """Return a person's totals of a year, zeros where there are none."""
    found = db.session.get(PersonYear, (person_id, year))
    return found or PersonYear(person_id=person_id, year=year, cases=0, halves=0, assigned=0)


def other_free_days(seat: Seat, number: int = 10) -> list[date]:
    """Return working days around a seat's sitting on which its person is free, for "not then"."""
    days = {day.day for day in set_days(seat.panel)}
    today = clock.today(seat.panel.body.zone)
    first = max(min(days, default=today) - timedelta(days=3), today + timedelta(days=1))
    span = [first + timedelta(days=n) for n in range(45)]
    where = (Absence.person_id == seat.person_id, Absence.day.in_(span))
    away = set(db.session.scalars(select(Absence.day).where(*where)))
    announced = announced_days()
    free = (day for day in span if day not in days | away and working_day(day, announced))
    return list(islice(free, number))


def paper_by_uid(uid: str) -> tuple[StoredFile | None, Panel | None]:
    """Return a printed paper and the panel it belongs to; (None, None) where it is of none."""
    file = db.session.scalar(select(StoredFile).where(StoredFile.uid == uid))
    kind, _, number = (file.subject if file else "").partition(":")
    if file is None or kind != "panel" or not number.isdigit():
        return None, None
    return file, db.session.get(Panel, int(number))
