"""The way of a proposal: its list, the step that waits, its withdrawal, its letter."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from app.accounts.access import for_roles
from app.accounts.desk import desk, own_bodies
from app.accounts.terms import RoleKind
from app.promotion.access import PROPOSES, REVIEWS, SEES, own, seen
from app.promotion.forms import WhyForm
from app.promotion.models import Proposal
from app.promotion.papers import print_letter
from app.promotion.proposals import judge_by, paper_by_uid, proposal_by_uid, proposals_page
from app.promotion.readiness import book_at
from app.promotion.routes.blueprint import bp
from app.promotion.service import look_anew, withdraw
from app.promotion.sources import sources_of
from app.promotion.steps import now_of, step_of
from app.promotion.terms import STANDING
from app.shared import clock
from app.shared.acting import reads_first
from app.shared.forms import ActingForm
from app.shared.screens import here


def _back(row: Proposal) -> Any:
    return redirect(url_for("promotion.proposal", uid=row.uid), 303)


def _refused() -> str:
    return render_template("refused.html", refusals=g.get("refusals", ()))


@bp.get("/proposals")
@for_roles(*SEES)
def proposals() -> str:
    """Show the court's proposals, newest first."""
    rows, after = proposals_page(own_bodies(), request.args.get("after", ""))
    following = here(after=after) if after else ""
    return render_template("promotion/proposals.html", rows=rows, following=following)


@bp.route("/<uid>", methods=["GET", "POST"])
@for_roles(*SEES)
def proposal(uid: str) -> Any:
    """Show a proposal with its proof as it stands today; take the step that waits."""
    row = seen(proposal_by_uid(uid))
    step = step_of(desk(), row)
    if request.method == "POST" and step is None and not g.get("refusals"):
        abort(404)
    if step is not None and step.form.goes():
        step.form.check_version(row)
        flash(step.take(desk(), row), "good")
        return _back(row)
    if step is not None:
        step.form.version.data = str(row.version)
    today = clock.today(desk().zone)
    return render_template(
        "promotion/proposal.html",
        row=row,
        step=step,
        now=now_of(row, today),
        book=book_at(row.body_id, today),
        sources=sources_of(row.person_id, row.body_id, today),
        judge=judge_by(row) if row.act_id else None,
        acts=desk().may(*PROPOSES) and row.body_id in own_bodies(),
        standing=row.state in STANDING,
    )


@bp.route("/<uid>/withdraw", methods=["GET", "POST"])
@for_roles(*PROPOSES)
def withdrawn(uid: str) -> Any:
    """Withdraw a proposal that stands, for a reason."""
    row, form = own(proposal_by_uid(uid), *PROPOSES), WhyForm()
    if form.goes():
        form.check_version(row)
        withdraw(desk(), row, form.why.data or "")
        flash(gettext("The proposal is withdrawn."), "good")
        return _back(row)
    form.version.data = str(row.version)
    return render_template("promotion/withdraw.html", form=form, row=row)


@bp.post("/<uid>/anew")
@for_roles(*PROPOSES)
def anew(uid: str) -> Any:
    """Take the facts as they stand today; review and decision begin again."""
    row = own(proposal_by_uid(uid), *PROPOSES)
    if ActingForm().goes():
        look_anew(desk(), row)
        flash(gettext("The facts are taken as they stand today; the review begins again."), "good")
        return _back(row)
    return _refused()


@bp.post("/<uid>/letter")
@reads_first
@for_roles(*REVIEWS)
def letter(uid: str) -> Any:
    """Print the letter of appointment."""
    row = own(proposal_by_uid(uid), *REVIEWS)
    if ActingForm().goes():
        file = print_letter(desk(), row)
        return redirect(url_for("promotion.paper", uid=file.uid), 303)
    return _refused()


@bp.get("/papers/<uid>")
@for_roles(RoleKind.PERSONNEL, RoleKind.PRESIDENT)
def paper(uid: str) -> Response:
    """Send a printed letter."""
    file, row = paper_by_uid(uid)
    if file is None:
        abort(404)
    seen(row)
    response = Response(file.content, mimetype=file.mime)
    response.headers["Content-Disposition"] = f"inline; filename={file.name}"
    response.headers["Cache-Control"] = "no-store"
    return response
