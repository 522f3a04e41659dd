"""A piece of long work: how far it is, where it leads, and a way to end it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, make_response, redirect, render_template, request, url_for
from flask_security import current_user
from werkzeug.wrappers import Response

from app.accounts.access import signed_in
from app.accounts.desk import current_desk, in_scope
from app.pages import job_endings
from app.shared.jobs.models import Job
from app.shared.jobs.registry import may_see, title_of_work
from app.shared.jobs.service import job_by_uid
from app.shared.texts import N_

bp = Blueprint("jobs", __name__, url_prefix="/jobs")
LOOK_AGAIN = 3  # seconds
WORDS = {
    "waiting": (N_("Waiting for its turn"), "wait"),
    "running": (N_("At work"), "wait"),
    "done": (N_("Done"), "good"),
    "failed": (N_("Not done"), "stop"),
    "cancelled": (N_("Cancelled"), ""),
}


@bp.get("/<uid>")
@signed_in
def job(uid: str) -> Response:
    """Show a job; the page looks again by itself (no script), unless asked to hold still."""
    row = _seen(uid)
    goes_on = row.state in ("waiting", "running")
    still = "still" in request.args
    word, kind = WORDS[row.state]
    words: dict[str, Any] = {"job": row, "title": title_of_work(row.verb), "word": word}
    words["whole"] = may_see(row, current_user.id)
    page = render_template("jobs/job.html", **words, kind=kind, goes_on=goes_on, still=still)
    response = make_response(page)
    if goes_on and not still:
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


@bp.post("/<uid>/cancel")
@signed_in
def cancel(uid: str) -> Response:
    """Ask for a job's end."""
    row = _own(uid)
    if not g.get("refusals"):
        job_endings.cancel_job(current_desk(), row)
    return redirect(url_for("jobs.job", uid=uid))


def _own(uid: str) -> Job:
    row = job_by_uid(uid)
    if row is None or row.by_id != current_user.id:
        abort(404)
    return row


def _seen(uid: str) -> Job:
    row = job_by_uid(uid)
    if row is None:
        abort(404)
    at_desk = row.body_id is not None and current_desk() is not None and in_scope(row.body_id)
    return row if at_desk else _own(uid)
