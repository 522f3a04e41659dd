"""Pages of cohorts: the list, one cohort, planned, changed, its half days, opened, cancelled."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from app.accounts.access import for_roles
from app.accounts.desk import desk, own_or_404
from app.accounts.terms import RoleKind
from app.shared import clock
from app.shared.forms import ActingForm
from app.shared.screens import here
from app.training.access import KEEPS, SEES, cohort_seen, of_the_school
from app.training.facts import SessionWords
from app.training.forms.cohorts import CohortForm, TimetableForm, WhyForm
from app.training.models import Cohort, Course
from app.training.pictures import fill_by_quota, fill_of_cohorts
from app.training.queries.cohorts import (
    cohort_by_uid,
    cohorts_page,
    fills_of,
    of_schools,
    seated_by_quota,
)
from app.training.queries.courses import course_by_uid
from app.training.queries.listed import participants
from app.training.queries.reach import courts_to_name, level_of
from app.training.service.cohorts import (
    cancel_cohort,
    change_cohort,
    open_nominations,
    plan_cohort,
    stands_against_opening,
    words_of,
)
from app.training.service.sessions import set_sessions
from app.training.terms import CohortState

bp = Blueprint("cohorts", __name__)


@bp.get("/cohorts")
@for_roles(*SEES)
def index() -> str:
    """Show the cohorts of the school, or of the schools in sight."""
    own, over = desk(), request.args.get("view") == "over"
    where = of_schools(own.body_id, clock.today(own.zone))
    page = cohorts_page(where, over, request.args.get("after", ""), request.args.get("before", ""))
    return render_template(
        "training/cohorts.html",
        page=page,
        fill=fill_of_cohorts(page.cohorts, page.fills),
        over=over,
        previous=here(before=page.previous, after=None) if page.previous else "",
        following=here(after=page.following, before=None) if page.following else "",
    )


@bp.route("/courses/<uid>/cohorts/new", methods=["GET", "POST"])
@for_roles(KEEPS)
def new(uid: str) -> Any:
    """Plan a cohort of a course."""
    course: Course = own_or_404(course_by_uid(uid))
    form = CohortForm()
    if not form.asks_for_rows() and form.goes():
        cohort = plan_cohort(desk(), course, form.to_cohort())
        flash(
            gettext("%(number)s is planned. Look at its half days.", number=cohort.number), "good"
        )
        return redirect(url_for("cohorts.cohort", uid=cohort.uid), 303)
    return _form(form, course, None)


@bp.get("/cohorts/<uid>")
@for_roles(*SEES, RoleKind.PERSONNEL, RoleKind.PRESIDENT)
def cohort(uid: str) -> Any:
    """Show a cohort to its school and its host; a court is led to its own nominations."""
    row = cohort_seen(cohort_by_uid(uid))
    if not of_the_school(row):
        return redirect(url_for("nominations.cohort", uid=uid))
    today, fill = clock.today(row.body.zone), fills_of([row.id])[row.id]
    return render_template(
        "training/cohort.html",
        cohort=row,
        begun=row.starts <= today,
        fill=fill,
        by_quota=fill_by_quota(row, fill, seated_by_quota(row)),
        people=participants(row, request.args.get("after", "")),
        level=level_of(row.body_id, today),
        planned=sum(one.hours for one in row.sessions),
    )


@bp.route("/cohorts/<uid>/change", methods=["GET", "POST"])
@for_roles(KEEPS)
def change(uid: str) -> Any:
    """Change a cohort."""
    row: Cohort = own_or_404(cohort_by_uid(uid))
    form = CohortForm()
    if not form.asks_for_rows() and form.goes():
        form.check_version(row)
        anew = change_cohort(desk(), row, form.to_cohort())
        flash(gettext("%(number)s is changed.", number=row.number), "good")
        if anew:
            flash(gettext("Its half days were laid out anew: look at them."), "wait")
        return redirect(url_for("cohorts.cohort", uid=uid), 303)
    if request.method == "GET":
        form.show(words_of(row))
        form.version.data = str(row.version)
    return _form(form, row.course, row)


@bp.route("/cohorts/<uid>/timetable", methods=["GET", "POST"])
@for_roles(KEEPS)
def timetable(uid: str) -> Any:
    """Set the half days of a cohort."""
    row: Cohort = own_or_404(cohort_by_uid(uid))
    form = TimetableForm()
    if not form.asks_for_rows() and form.goes():
        form.check_version(row)
        set_sessions(desk(), row, form.to_sessions())
        flash(gettext("The half days are set."), "good")
        return redirect(url_for("cohorts.cohort", uid=uid), 303)
    if request.method == "GET":
        form.show(
            SessionWords(one.day, one.half, one.hours, one.subject, one.teacher)
            for one in row.sessions
        )
        form.version.data = str(row.version)
    return render_template("training/timetable.html", form=form, cohort=row)


@bp.route("/cohorts/<uid>/open", methods=["GET", "POST"])
@for_roles(KEEPS)
def open_(uid: str) -> Any:
    """Let courts nominate, after a look at what stands against it."""
    row: Cohort = own_or_404(cohort_by_uid(uid))
    form = ActingForm()
    if form.goes():
        form.check_version(row)
        open_nominations(desk(), row, form.waivers())
        flash(gettext("%(number)s is open: the courts are told.", number=row.number), "good")
        return redirect(url_for("cohorts.cohort", uid=uid), 303)
    form.version.data = str(row.version)
    against = stands_against_opening(row) if request.method == "GET" else []
    return render_template("training/open.html", form=form, cohort=row, against=against)


@bp.route("/cohorts/<uid>/cancel", methods=["GET", "POST"])
@for_roles(KEEPS)
def cancel(uid: str) -> Any:
    """Cancel a cohort for a reason."""
    row: Cohort = own_or_404(cohort_by_uid(uid))
    form = WhyForm()
    if form.goes():
        form.check_version(row)
        gone = cancel_cohort(desk(), row, form.reason.data or "")
        said = ngettext("Cancelled; %(num)s person is free again.",
                        "Cancelled; %(num)s people are free again.", gone)  # fmt: skip
        flash(said, "good")
        return redirect(url_for("cohorts.cohort", uid=uid), 303)
    form.version.data = str(row.version)
    fill = fills_of([row.id])[row.id]
    return render_template("training/cancel.html", form=form, cohort=row, fill=fill)


def _form(form: CohortForm, course: Course, row: Cohort | None) -> str:
    if row is not None and row.state is CohortState.CANCELLED:
        abort(404)
    own = desk()
    return render_template(
        "training/cohort_form.html",
        form=form,
        course=course,
        cohort=row,
        courts=courts_to_name(own.body_id, clock.today(own.zone)),
    )
