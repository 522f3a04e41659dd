"""Pages of attendance: the sessions of a cohort, one session's list, the sheets to sign."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from app.accounts.access import for_roles
from app.accounts.desk import desk, own_or_404
from app.shared import clock
from app.shared.acting import reads_first
from app.shared.dates import iso_day
from app.shared.forms import ActingForm
from app.training.access import KEEPS
from app.training.attendance_rules import ABSENCE_LIMIT
from app.training.forms.attendance import AttendanceForm
from app.training.models import Cohort, CohortSession
from app.training.queries.attendance import (
    expected_at,
    hours_missed,
    numbers_present,
    presences_at,
    session_at,
    trainees_in,
)
from app.training.queries.cohorts import cohort_by_uid
from app.training.routes.shown import refused
from app.training.service.attendance import Mark, write_down
from app.training.sheets import print_sign_in
from app.training.terms import Presence

bp = Blueprint("attendance", __name__)


@bp.get("/cohorts/<uid>/sessions")
@for_roles(KEEPS)
def sessions(uid: str) -> str:
    """Show the sessions of a cohort: which are written down, how many were there."""
    row: Cohort = own_or_404(cohort_by_uid(uid))
    people = trainees_in(row)
    return render_template(
        "training/sessions.html",
        cohort=row,
        people=people,
        present=numbers_present(row),
        missed=hours_missed(row, [one.id for one in people]),
        hours=sum(one.hours for one in row.sessions),
        today=clock.today(row.body.zone),
    )


@bp.route("/cohorts/<uid>/sessions/<day>/<half>", methods=["GET", "POST"])
@for_roles(KEEPS)
def session(uid: str, day: str, half: str) -> Any:
    """Write down who was at a session, or correct it."""
    row, held = _session(uid, day, half)
    form = AttendanceForm()
    listed = expected_at(held, trainees_in(row))
    if form.goes():
        form.check_version(row)
        write_down(desk(), row, held, form.to_written(listed))
        flash(gettext("The attendance of %(day)s is written down.", day=held.day), "good")
        return redirect(url_for("attendance.sessions", uid=uid), 303)
    form.version.data = str(row.version)
    known = {key: Mark(one.presence, one.note) for key, one in presences_at(held).items()}
    typed = form.to_written(listed) if request.method == "POST" else None
    asked = {r.facts.get("name") for r in g.get("refusals", ()) if r.key == ABSENCE_LIMIT}
    return render_template(
        "training/session.html",
        cohort=row,
        held=held,
        form=form,
        listed=listed,
        typed=typed,
        marks=typed.marks if typed else known,
        preset=Mark(Presence.ABSENT if held.closed_at else Presence.PRESENT),
        asked=asked,
        early=clock.today(row.body.zone) < held.day,
    )


@bp.post("/cohorts/<uid>/sheets/<day>")
@for_roles(KEEPS)
@reads_first
def sheet(uid: str, day: str) -> Any:
    """Print the sheet to sign of a day, or of one of its sessions."""
    row: Cohort = own_or_404(cohort_by_uid(uid))
    wanted = request.form.get("half", "")
    held = [one for one in row.sessions if one.day == iso_day(day)]
    held = [one for one in held if not wanted or one.half.value == wanted] or abort(404)
    if not ActingForm().goes():
        return refused()
    file = print_sign_in(desk(), row, held)
    return redirect(url_for("cohort_papers.paper", uid=file.uid), 303)


def _session(uid: str, day: str, half: str) -> tuple[Cohort, CohortSession]:
    row: Cohort = own_or_404(cohort_by_uid(uid))
    return row, session_at(row, iso_day(day), half) or abort(404)
