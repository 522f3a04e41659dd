"""What waits on Today after a course: attendance, results, certificates' eve; hours too few."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import url_for
from flask_babel import gettext, ngettext

from app.accounts.terms import Desk, RoleKind
from app.bodies.queries import forebears, rulebook_of
from app.shared.collected import TodayPart, Waiting
from app.training.access import KEEPS
from app.training.coverage import Target
from app.training.hours import SECTION, SECTION_DAYS
from app.training.models import Cohort
from app.training.queries.held import number_short, results_missing, sessions_missing

FROM_MONTH = 10  # from October on it waits that hours of the year are missing


def part(desk: Desk, day: date) -> TodayPart:
    """Return what waits after courses for who keeps a school, or the people of a court."""
    waiting: list[Waiting] = []
    if desk.may(KEEPS):
        waiting += [*_attendance(desk, day), *_results(desk, day)]
    if desk.may(RoleKind.PERSONNEL) and day.month >= FROM_MONTH:
        waiting += _short(desk, day)
    return TodayPart(waiting)


def _attendance(desk: Desk, day: date) -> Iterator[Waiting]:
    own = Cohort.body_id.in_(forebears(desk.body_id, day))
    for one, number in sessions_missing(own, day):
        title = ngettext(
            "Attendance of %(num)s half day of %(course)s is not written down",
            "Attendance of %(num)s half days of %(course)s is not written down",
            number,
            course=one.course.title,
        )
        link = url_for("attendance.sessions", uid=one.uid)
        yield Waiting(one.ends, title, one.number, link, gettext("Write down"), late=one.ends < day)


def _results(desk: Desk, day: date) -> Iterator[Waiting]:
    own = Cohort.body_id.in_(forebears(desk.body_id, day))
    for one in results_missing(own, day):
        yield Waiting(
            due=one.results_by,
            title=gettext("Write down the results of %(course)s", course=one.course.title),
            why=gettext("%(number)s, due by %(by)s", number=one.number, by=one.results_by),
            link=url_for("results.cohort", uid=one.uid),
            verb=gettext("Results"),
            late=one.results_by < day,
        )


def _short(desk: Desk, day: date) -> Iterator[Waiting]:
    book = rulebook_of(desk.body_id, day)
    hours = book.value(SECTION) if book.has(SECTION) else None
    days = book.value(SECTION_DAYS) if book.has(SECTION_DAYS) else None
    number = number_short(forebears(desk.body_id, day), hours, day, days) if hours else 0
    if number:
        yield Waiting(
            due=date(day.year, 12, 31),
            title=ngettext(
                "%(num)s cadre has fewer than %(hours)s class hours this year",
                "%(num)s cadres have fewer than %(hours)s class hours this year",
                number,
                hours=hours,
            ),
            why=gettext(
                "Their days of teaching are too few as well. A course that ends this year still"
                " counts."
            ),
            link=url_for("hours.short", of=Target.CADRES),
            verb=gettext("See who"),
        )
