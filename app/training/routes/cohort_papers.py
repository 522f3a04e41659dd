"""Papers of a cohort as PDF: joining letters, the list of participants."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, redirect, request, url_for

from app.accounts.access import for_roles
from app.accounts.desk import desk, own_or_404
from app.shared.acting import reads_first
from app.shared.forms import ActingForm
from app.training.access import KEEPS
from app.training.models import Cohort
from app.training.papers import print_joining_letters, print_participants
from app.training.queries.cohorts import cohort_by_uid
from app.training.queries.listed import paper_by_uid
from app.training.routes.shown import refused

bp = Blueprint("cohort_papers", __name__)


@bp.post("/cohorts/<uid>/letters")
@for_roles(KEEPS)
@reads_first
def letters(uid: str) -> Any:
    """Print the joining letters of a hundred of those who have a seat."""
    row: Cohort = own_or_404(cohort_by_uid(uid))
    if not ActingForm().goes():
        return refused()
    file = print_joining_letters(desk(), row, request.form.get("part", 1, int))
    return redirect(url_for("cohort_papers.paper", uid=file.uid), 303)


@bp.post("/cohorts/<uid>/participants")
@for_roles(KEEPS)
@reads_first
def participants(uid: str) -> Any:
    """Print the list of participants."""
    row: Cohort = own_or_404(cohort_by_uid(uid))
    if not ActingForm().goes():
        return refused()
    file = print_participants(desk(), row)
    return redirect(url_for("cohort_papers.paper", uid=file.uid), 303)


@bp.get("/cohorts/papers/<uid>")
@for_roles(KEEPS)
def paper(uid: str) -> Response:
    """Send a printed paper of a cohort."""
    file, cohort = paper_by_uid(uid)
    if file is None:
        abort(404)
    own_or_404(cohort)
    response = Response(file.content, mimetype=file.mime)
    response.headers["Content-Disposition"] = f"inline; filename={file.name}"
    response.headers["Cache-Control"] = "no-store"
    return response
