"""An assessor's sitting days as a calendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext
from icalendar import Calendar, Event
from werkzeug.wrappers import Response

from app.people.terms import Half
from app.shared import clock
from app.shared.screens import body_name
from app.training.models import CohortSession, Enrolment
from app.training.terms import EnrolmentState
from app.trials.models import Seat, SittingDay
from app.trials.terms import DayPart, DayState, SeatState

LENGTH = {DayPart.AM: 3, DayPart.PM: 3, DayPart.WHOLE: 8}


def calendar_of(seats: Sequence[Seat], courses: Sequence[Enrolment] = ()) -> bytes:
    """Return the days of accepted seats and of courses as a calendar file, for the reader.

    It names nobody, protected or not, and each case by its number only.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Peishen//Duties//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", gettext("My days in court"))
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for seat in seats:
        if seat.state == SeatState.ACCEPTED:
            for day in seat.panel.days:
                if day.state == DayState.SET:
                    calendar.add_component(_event(seat, day))
    for enrolment in courses:
        if enrolment.state == EnrolmentState.ADMITTED:
            for session in enrolment.cohort.sessions:
                calendar.add_component(_half_day(enrolment, session))
    return calendar.to_ical()


def calendar_file(content: bytes) -> Response:
    """Return a calendar as a file to be saved."""
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = "attachment; filename=peishen.ics"
    return response


def _half_day(enrolment: Enrolment, session: CohortSession) -> Event:
    """A half day of a course: the school names no hour, so it stands over the day."""
    cohort = enrolment.cohort
    event = Event()
    event.add("uid", f"{enrolment.uid}-{session.day:%Y%m%d}-{session.half}@peishen")
    event.add("sequence", cohort.version)
    event.add("dtstamp", clock.now())
    event.add("dtstart", session.day)
    event.add("dtend", session.day + timedelta(days=1))
    half = gettext("Morning") if session.half == Half.AM else gettext("Afternoon")
    event.add("summary", gettext("Course: %(title)s", title=cohort.course.title) + f" · {half}")
    event.add("location", " ".join(filter(None, (body_name(cohort.host), cohort.place))))
    return event


def _event(seat: Seat, day: SittingDay) -> Event:
    body = seat.panel.body
    begins = datetime.combine(day.day, time.fromisoformat(day.begins), ZoneInfo(body.zone))
    event = Event()
    event.add("uid", f"{day.uid}@peishen")
    event.add("sequence", day.version)
    event.add("dtstamp", clock.now())
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(hours=LENGTH[day.part]))
    numbers = ", ".join(case.number for case in seat.panel.cases)
    event.add("summary", gettext("Sitting: %(cases)s", cases=numbers))
    event.add(
        "location", " ".join(part for part in (body_name(body), body.address, day.room) if part)
    )
    return event
