"""What the assessor's own pages read."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.people.models import Absence, Person, PersonYear, RollEntry, Tenure
from app.people.terms import Office
from app.shared.db import db
from app.training.models import Cohort, Enrolment
from app.training.terms import WAITING, CohortState, EnrolmentState
from app.trials.models import Panel, Seat, SittingDay
from app.trials.terms import HOLDING, DayState, SeatState


def duties_of(person_id: int, day: date) -> list[Seat]:
    """Return the seats a person holds with days from `day` on, nearest first (ix_seat_person)."""
    coming = select(SittingDay.panel_id).where(
        SittingDay.day >= day,
        SittingDay.state == DayState.SET,
        SittingDay.panel_id == Seat.panel_id,
    )
    where = (Seat.person_id == person_id, Seat.state.in_(HOLDING), coming.exists())
    options = (
        joinedload(Seat.panel).selectinload(Panel.days),
        joinedload(Seat.panel).selectinload(Panel.cases),
        joinedload(Seat.panel).joinedload(Panel.body),
    )
    seats = db.session.scalars(select(Seat).where(*where).options(*options)).unique().all()
    return sorted(seats, key=lambda seat: next_day(seat, day))


def courses_ahead(person_id: int, day: date) -> list[Enrolment]:
    """Return the courses somebody has a seat in, or is proposed for, not over on `day`.

    Nearest first, with their half days (ix_enrolment_person_id; two statements).
    """
    cohort = joinedload(Enrolment.cohort)
    rows = select(Enrolment).join(Cohort, Cohort.id == Enrolment.cohort_id)
    where = (
        Enrolment.person_id == person_id,
        Enrolment.state.in_((EnrolmentState.ADMITTED, *WAITING)),
        Cohort.state != CohortState.CANCELLED,
        Cohort.ends >= day,
    )
    options = (
        cohort.joinedload(Cohort.course),
        cohort.joinedload(Cohort.body),
        cohort.joinedload(Cohort.host),
        cohort.selectinload(Cohort.sessions),
    )
    ordered = rows.where(*where).options(*options).order_by(Cohort.starts, Enrolment.id)
    return list(db.session.scalars(ordered))


def own_seat(person_id: int, uid: str) -> Seat | None:
    """Return a person's own seat that waits for an answer."""
    where = (Seat.uid == uid, Seat.person_id == person_id, Seat.state == SeatState.INVITED)
    return db.session.scalar(select(Seat).where(*where))


def next_day(seat: Seat, day: date) -> date:
    """Return the next day on which a seat's panel sits, from `day` on."""
    days = [d.day for d in seat.panel.days if d.state == DayState.SET and d.day >= day]
    return min(days, default=date.max)


def year_of(person_id: int, year: int) -> PersonYear:
    """Return a person's totals of a year, zeros where there are none."""
    found = db.session.get(PersonYear, (person_id, year))
    return found or PersonYear(person_id=person_id, year=year, cases=0, halves=0, assigned=0)


def years_of(person_id: int) -> list[PersonYear]:
    """Return all years' totals of a person, newest first."""
    where = select(PersonYear).where(PersonYear.person_id == person_id)
    return list(db.session.scalars(where.order_by(PersonYear.year.desc())))


def absences_between(person_id: int, first: date, last: date) -> list[Absence]:
    """Return a person's half days away in a span (primary key)."""
    where = (Absence.person_id == person_id, Absence.day >= first, Absence.day <= last)
    return list(db.session.scalars(select(Absence).where(*where).order_by(Absence.day)))


def person_by_id(person_id: int) -> Person | None:
    """Return the person behind an account."""
    return db.session.get(Person, person_id)


def office_of(person_id: int, day: date) -> Tenure | None:
    """Return the tenure as assessor that a person holds on `day`, or the last one."""
    where = (
        Tenure.person_id == person_id,
        Tenure.office == Office.ASSESSOR,
        Tenure.superseded_at.is_(None),
    )
    options = joinedload(Tenure.body)
    rows = db.session.scalars(
        select(Tenure).where(*where).options(options).order_by(Tenure.since.desc())
    ).all()
    return next((t for t in rows if t.since <= day), rows[0] if rows else None)


def entries_of(person_id: int) -> list[RollEntry]:
    """Return a person's entries on rolls that are open, with their rolls."""
    where = (RollEntry.person_id == person_id, RollEntry.until.is_(None))
    return list(
        db.session.scalars(select(RollEntry).where(*where).options(selectinload(RollEntry.roll)))
    )


def month_days(first: date) -> list[date]:
    """Return the days of the month of `first`."""
    start = first.replace(day=1)
    days = (start + timedelta(days=n) for n in range(31))
    return [day for day in days if day.month == start.month]
