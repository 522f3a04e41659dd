"""Pages of a court's nominations: the cohorts open to it, whom it names, who approves."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from app.accounts.access import for_roles
from app.accounts.desk import desk, own_bodies, own_or_404
from app.accounts.terms import RoleKind
from app.people.here import sight_here
from app.rulebooks.loader import load
from app.shared import clock
from app.shared.screens import here
from app.training.access import COURTS, cohort_seen
from app.training.forms.cohorts import WhyForm
from app.training.forms.nominations import TickedForm
from app.training.models import Cohort, Enrolment
from app.training.queries.cohorts import cohort_by_uid, cohorts_page, fills_of, open_to
from app.training.queries.listed import enrolment_by_uid, participants
from app.training.queries.nominated import nominated_by, own_counts
from app.training.queries.trainees import facts_of, meant_for, narrowed, trainees_of
from app.training.routes.shown import refused
from app.training.service.admitting import withdraw as take_back
from app.training.service.nominating import approve, decline
from app.training.service.nominating import nominate as name_people
from app.training.terms import CohortState, EnrolmentState
from app.training.trainee_rules import judge_trainee

bp = Blueprint("nominations", __name__)


@bp.get("/nominations")
@for_roles(*COURTS)
def index() -> str:
    """Show the cohorts for which the court may nominate, or those on whose lists it stands."""
    own, view = desk(), request.args.get("view", "")
    today, bodies = clock.today(own.zone), own_bodies()
    where = nominated_by(bodies) if view in ("ours", "over") else open_to(own.body_id, today)
    marks = request.args.get("after", ""), request.args.get("before", "")
    page = cohorts_page(where, view == "over", *marks)
    return render_template(
        "training/nominations.html",
        page=page,
        view=view,
        own=own_counts([one.id for one in page.cohorts], bodies),
        previous=here(before=page.previous, after=None) if page.previous else "",
        following=here(after=page.following, before=None) if page.following else "",
    )


@bp.get("/nominations/<uid>")
@for_roles(*COURTS)
def cohort(uid: str) -> str:
    """Show a cohort to a court: what, when, and its own people on the list."""
    return _shown(cohort_seen(cohort_by_uid(uid)), TickedForm())


@bp.route("/nominations/<uid>/nominate", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def nominate(uid: str) -> Any:
    """Nominate people of the court, seeing who is meant and who is away."""
    row, form = cohort_seen(cohort_by_uid(uid)), TickedForm()
    own, bodies = desk(), own_bodies()
    if form.goes():
        new = name_people(own, row, form.ticked, bodies, form.waivers())
        said = ngettext("%(num)s person is nominated.", "%(num)s people are nominated.", len(new))
        flash(f"{said} {gettext('The president approves.')}", "good")
        return redirect(url_for("nominations.cohort", uid=uid), 303)
    today, q = clock.today(own.zone), request.args.get("q", "").strip()
    page = meant_for(row, narrowed(sight_here(), bodies), q, request.args.get("after", ""))
    facts, book = facts_of(row, today), load(row.rulebook)
    trainees = trainees_of(row, [person.id for person in page.people])
    return render_template(
        "training/nominate.html",
        cohort=row,
        form=form,
        page=page,
        q=q,
        judged={key: judge_trainee(one, facts, book) for key, one in trainees.items()},
        trainees=trainees,
        halves=facts.halves,
        following=here(after=page.following) if page.following else "",
        open=row.state is CohortState.OPEN and row.nominate_by >= today,
    )


@bp.post("/nominations/<uid>/decide")
@for_roles(RoleKind.PRESIDENT)
def decide(uid: str) -> Any:
    """Approve or decline the nominations that are ticked."""
    row, form = cohort_seen(cohort_by_uid(uid)), TickedForm()
    if not form.goes():
        return refused()
    if form.act == "decline":
        number = len(decline(desk(), row, form.ticked, form.reason.data or ""))
        said = ngettext("%(num)s nomination is declined.",
                        "%(num)s nominations are declined.", number)  # fmt: skip
    else:
        number = len(approve(desk(), row, form.ticked))
        said = ngettext("%(num)s nomination is approved.",
                        "%(num)s nominations are approved.", number)  # fmt: skip
    flash(said, "good")
    return redirect(url_for("nominations.cohort", uid=uid), 303)


@bp.route("/nominations/of/<uid>/withdraw", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def withdraw(uid: str) -> Any:
    """Withdraw a nomination or a seat of the own court, for a reason."""
    row: Enrolment = own_or_404(enrolment_by_uid(uid))
    form = WhyForm()
    if form.goes():
        take_back(desk(), row, form.reason.data or "")
        flash(gettext("%(name)s is withdrawn.", name=row.person.name), "good")
        return redirect(url_for("nominations.cohort", uid=row.cohort.uid), 303)
    back = url_for("nominations.cohort", uid=row.cohort.uid)
    return render_template("training/withdraw.html", form=form, row=row, back=back)


def _shown(row: Cohort, form: TickedForm) -> str:
    own = desk()
    page = participants(row, request.args.get("after", ""), own_bodies())
    return render_template(
        "training/nomination.html",
        cohort=row,
        form=form,
        page=page,
        fill=fills_of([row.id])[row.id],
        waits=[one for one in page.rows if one.state is EnrolmentState.NOMINATED],
        following=here(after=page.following) if page.following else "",
        open=row.state is CohortState.OPEN and row.nominate_by >= clock.today(own.zone),
    )
