"""Pages of the seats: who fits and who does not, seats given and refused, one taken back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from app.accounts.access import for_roles
from app.accounts.desk import desk, own_or_404
from app.training.access import KEEPS
from app.training.forms.cohorts import WhyForm
from app.training.forms.nominations import TickedForm
from app.training.models import Cohort
from app.training.queries.cohorts import cohort_by_uid, fills_of
from app.training.queries.listed import enrolment_by_uid
from app.training.service.admitting import Given, give_seats_to, judge_waiting, refuse_seats
from app.training.service.admitting import withdraw as take_back

bp = Blueprint("admission", __name__)


@bp.route("/cohorts/<uid>/admission", methods=["GET", "POST"])
@for_roles(KEEPS)
def seats(uid: str) -> Any:
    """Show who waits for a seat, who fits and why the others do not; give seats or refuse."""
    row: Cohort = own_or_404(cohort_by_uid(uid))
    form = TickedForm()
    if form.goes():
        if form.act == "refuse":
            number = refuse_seats(desk(), row, form.ticked, form.reason.data or "")
            flash(ngettext("%(num)s person is refused.", "%(num)s people are refused.", number),
                  "good")  # fmt: skip
        else:
            _say(give_seats_to(desk(), row, form.ticked, form.waivers()))
        return redirect(url_for("admission.seats", uid=uid), 303)
    judged = judge_waiting(row)
    ticked = form.ticked if request.method == "POST" else [j.row.uid for j in judged if j.fits]
    soft = {refusal.key: refusal for one in judged for refusal in one.soft}
    return render_template(
        "training/admission.html",
        cohort=row,
        form=form,
        judged=judged,
        fitting=sum(one.fits for one in judged),
        ticked=set(ticked),
        soft=list(soft.values()),
        fill=fills_of([row.id])[row.id],
    )


@bp.route("/cohorts/<uid>/people/<enrolment>/withdraw", methods=["GET", "POST"])
@for_roles(KEEPS)
def withdraw(uid: str, enrolment: str) -> Any:
    """Take back somebody's seat or nomination, for a reason."""
    cohort: Cohort = own_or_404(cohort_by_uid(uid))
    row = enrolment_by_uid(enrolment)
    if row is None or row.cohort_id != cohort.id:
        abort(404)
    form, back = WhyForm(), url_for("cohorts.cohort", uid=uid)
    if form.goes():
        take_back(desk(), row, form.reason.data or "")
        flash(gettext("%(name)s is withdrawn.", name=row.person.name), "good")
        return redirect(back, 303)
    return render_template("training/withdraw.html", form=form, row=row, back=back)


def _say(given: Given) -> None:
    seated, passed = len(given.admitted), len(given.passed_over)
    if seated:
        said = ngettext("%(num)s person has a seat and is told.",
                        "%(num)s people have a seat and are told.", seated)  # fmt: skip
        flash(said, "good")
    if passed:
        said = ngettext("%(num)s person was passed over: see why below.",
                        "%(num)s people were passed over: see why below.", passed)  # fmt: skip
        flash(said, "wait")
