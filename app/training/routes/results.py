"""The page of results: the whole cohort in one form."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from app.accounts.access import for_roles
from app.accounts.desk import desk, own_or_404
from app.training.access import KEEPS
from app.training.forms.certificates import ResultsForm
from app.training.models import Cohort, Enrolment
from app.training.queries.attendance import hours_missed, trainees_in
from app.training.queries.certificates import certified_in
from app.training.queries.cohorts import cohort_by_uid
from app.training.service.results import give_results
from app.training.terms import Assessment, EnrolmentState

bp = Blueprint("results", __name__)


@bp.route("/cohorts/<uid>/results", methods=["GET", "POST"])
@for_roles(KEEPS)
def cohort(uid: str) -> Any:
    """Give results to a cohort, or correct them."""
    row: Cohort = own_or_404(cohort_by_uid(uid))
    form, people = ResultsForm(), trainees_in(row)
    certified = certified_in(row)
    may = [one for one in people if one.state is not EnrolmentState.OUT and one.id not in certified]
    if form.goes():
        form.check_version(row)
        number = give_results(desk(), row, form.to_results(may), form.reason.data or "")
        said = ngettext(
            "%(num)s result is written down.", "%(num)s results are written down.", number
        )
        flash(said, "good")
        return redirect(url_for("results.cohort", uid=uid), 303)
    form.version.data = str(row.version)
    typed = form.to_results(may) if request.method == "POST" else {}
    return render_template(
        "training/results.html",
        cohort=row,
        form=form,
        people=people,
        may={one.id for one in may},
        certified=certified,
        shown={one.id: typed.get(one.id, _preset(one, row)) for one in may},
        missed=hours_missed(row, [one.id for one in people]),
        left=sum(one.closed_at is None for one in row.sessions),
        corrects=any(one.result_at for one in may),
    )


def _preset(one: Enrolment, row: Cohort) -> str:
    """What the form begins with: the result that is there; before one, that all have passed."""
    if row.course.assessment is Assessment.SCORE:
        return "" if one.score is None else str(one.score)
    failed = one.state is EnrolmentState.FAILED
    return EnrolmentState.FAILED.value if failed else EnrolmentState.PASSED.value
