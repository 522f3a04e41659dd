"""The assessor's own pages, on a phone: next duty, free days, record, calendar file."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import format_date, gettext, ngettext
from flask_security import current_user
from werkzeug.wrappers import Response

from app.accounts.access import signed_in
from app.accounts.terms import Desk
from app.people.labels import KINDRED
from app.people.models import Person
from app.people.queries.kin import kin_of
from app.people.terms import AbsenceKind
from app.portal import queries
from app.portal.answer import SignedInAnswerForm
from app.portal.calendar import calendar_file, calendar_of
from app.portal.forms import MonthForm
from app.portal.service import save_month
from app.service import words
from app.service.queries import appraisals_of, sanctions_of
from app.shared import clock
from app.training.career import career_of
from app.training.queries.record import courses_done
from app.training.words import ENROLMENTS_AHEAD
from app.trials.seat_queries import set_days
from app.trials.service.replies import answer_by_phone, deadline_of

bp = Blueprint("portal", __name__, url_prefix="/my")


def own_person() -> Person:
    """Return the person of the register who is signed in; 403 for anybody else."""
    person_id = getattr(current_user, "person_id", None)
    return (queries.person_by_id(person_id) if person_id else None) or abort(403)


def own_desk(person: Person) -> Desk:
    """Return an assessor's own desk: no role, at the court where he holds or held office."""
    office = queries.office_of(person.id, clock.today()) or abort(403)
    given = {"language": person.language, "zone": office.body.zone}
    return Desk(current_user.id, person.name, office.body_id, frozenset(), **given)


@bp.get("/")
@signed_in
def duties() -> str:
    """Show the next duty as a card, the others below, and the year."""
    person = own_person()
    own, today = own_desk(person), clock.today()
    shown = {
        "person": person,
        "seats": queries.duties_of(person.id, today),
        "courses": queries.courses_ahead(person.id, today),
        "standing": ENROLMENTS_AHEAD,
        "year": queries.year_of(person.id, today.year),
        "office": queries.office_of(person.id, today),
        "desk": own,
    }
    return render_template("portal/duties.html", **shown)


@bp.route("/duties/<uid>", methods=["GET", "POST"])
@signed_in
def reply(uid: str) -> str | Response:
    """Take the answer to one's own invitation, without digits: the person is signed in."""
    person = own_person()
    seat = queries.own_seat(person.id, uid) or abort(404)
    form = SignedInAnswerForm()
    form.offer(seat)
    if form.goes():
        answer_by_phone(own_desk(person), seat, *form.words(), how="signed_in")
        flash(gettext("Thank you, your answer has arrived."), "good")
        return redirect(url_for("portal.duties"))
    shown = {
        "form": form,
        "seat": seat,
        "panel": seat.panel,
        "days": set_days(seat.panel),
        "names": True,
        "answer_by": deadline_of(seat),
        "action": url_for("portal.reply", uid=uid),
        "phone": seat.panel.clerk_phone or seat.panel.body.phone,
    }
    return render_template("portal/reply.html", **shown)


@bp.get("/calendar.ics")
@signed_in
def calendar() -> Response:
    """Send the accepted sitting days and the days of courses as a calendar file."""
    person, today = own_person(), clock.today()
    seats, courses = queries.duties_of(person.id, today), queries.courses_ahead(person.id, today)
    return calendar_file(calendar_of(seats, courses))


def _month() -> date:
    today = clock.today()
    asked = request.args.get("month", "")
    try_year, _, try_month = asked.partition("-")
    if try_year.isdecimal() and try_month.isdecimal() and 1 <= int(try_month) <= 12:
        year = min(max(int(try_year), today.year - 10), today.year + 3)
        return date(year, int(try_month), 1)
    return today.replace(day=1)


@bp.route("/days", methods=["GET", "POST"])
@signed_in
def days() -> str | Response:
    """Show a month and keep the days on which the person cannot sit."""
    person, first, form = own_person(), _month(), MonthForm()
    month = queries.month_days(first)
    ahead = [day for day in month if day >= clock.today()]
    if form.goes():
        changed = save_month(own_desk(person), person, *form.changes(ahead))
        said = ngettext("Saved: %(num)d day changed.", "Saved: %(num)d days changed.", changed)
        flash(said, "good")
        return redirect(url_for("portal.days", month=f"{first:%Y-%m}"))
    rows = queries.absences_between(person.id, month[0], month[-1])
    own = {row.day for row in rows if row.kind == AbsenceKind.OWN}
    shown = {
        "form": form,
        "first": first,
        "month": month,
        "taken": {row.day: row.kind for row in rows if row.kind != AbsenceKind.OWN},
        "ticked": form.ticked(ahead, own),
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": (month[-1] + timedelta(days=1)),
        "today": clock.today(),
        "weekdays": [format_date(date(2024, 1, 1 + n), "EEEEE") for n in range(7)],  # Monday first
    }
    return render_template("portal/days.html", **shown)


@bp.get("/record")
@signed_in
def record() -> str:
    """Show the person's years, training and service, and how to prove that he was in a draw."""
    person = own_person()
    own, today = own_desk(person), clock.today()
    shown = {
        "person": person,
        "years": queries.years_of(person.id),
        "entries": queries.entries_of(person.id),
        "kin": kin_of(person.id),
        "kindred": KINDRED,
        "appraisals": [a for a in appraisals_of(person.id) if a.withdrawn_at is None],
        "sanctions": [s for s in sanctions_of(person.id) if s.withdrawn_at is None],
        "words": words,
        "office": queries.office_of(person.id, today),
        "career": career_of(person.id, own.body_id, today),
        "done": courses_done(person.id),
        "today": today,
    }
    return render_template("portal/record.html", **shown)
