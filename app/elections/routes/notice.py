"""The public notice, its objections, the submission, the act; and the papers of each."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts.access import for_roles
from app.accounts.desk import desk
from app.elections.access import ACTS, NAMES, SEES, SEES_NAMING
from app.elections.documents import PAPERS, can_print, print_paper_of, printed_paper
from app.elections.forms import ActForm, AnswerForm, NoticeForm, ObjectionForm, SubmitForm
from app.elections.queries import candidate_by_uid, in_order, objection_by_uid
from app.elections.routes.blueprint import (
    bp,
    named_for_case,
    named_or_own,
    own,
    own_selection,
    seen,
)
from app.elections.service.calling import book_today
from app.elections.service.deciding import decide
from app.elections.service.notice import (
    answer_objection,
    begin_notice,
    receive_objection,
    submit,
)
from app.elections.terms import Standing
from app.people.queries.pages import rolls_of
from app.shared import clock
from app.shared.acting import reads_first


def _back(uid: str) -> Response:
    return redirect(url_for("elections.election", uid=uid), 303)


@bp.route("/<uid>/notice", methods=["GET", "POST"])
@for_roles(ACTS)
def notice(uid: str) -> Any:
    """Begin the public notice."""
    row, form = own_selection(uid), NoticeForm()
    if form.goes():
        form.check_version(row)
        begin_notice(desk(), row, form.first.data)
        flash(gettext("The public notice is set; print it and post it."), "good")
        return _back(uid)
    form.version.data = str(row.version)
    form.first.data = form.first.data or clock.today(row.body.zone)
    proposed = in_order(row.id, Standing.PROPOSED)
    days = book_today(row).value("selection.public_notice")
    return render_template(
        "elections/notice.html", election=row, form=form, proposed=proposed, days=days
    )


@bp.route("/<uid>/objections/new", methods=["GET", "POST"])
@for_roles(ACTS)
def object_to(uid: str) -> Any:
    """Write an objection down."""
    row, form = own_selection(uid), ObjectionForm()
    form.offer(in_order(row.id, Standing.PROPOSED))
    if form.goes():
        one = candidate_by_uid(row.id, form.candidate.data) or abort(404)
        receive_objection(desk(), row, one, form.to_objection())
        flash(gettext("The objection is written down."), "good")
        return _back(uid)
    form.received.data = form.received.data or clock.today(row.body.zone)
    return render_template("elections/object.html", election=row, form=form)


@bp.route("/<uid>/objections/<objection_uid>", methods=["GET", "POST"])
@for_roles(ACTS)
def answer(uid: str, objection_uid: str) -> Any:
    """Show an objection, and decide on it."""
    row, form = own_selection(uid), AnswerForm()
    found = objection_by_uid(row.id, objection_uid) or abort(404)
    if form.goes():
        form.check_version(found)
        upheld = form.upheld.data == "yes"
        following = answer_objection(desk(), row, found, upheld, form.answer.data or "")
        flash(gettext("The objection is answered."), "good")
        if following:
            said = gettext("%(name)s takes the place, and is on notice.", name=following.name)
            flash(said, "note")
        return _back(uid)
    form.version.data = str(found.version)
    return render_template("elections/answer.html", election=row, objection=found, form=form)


@bp.route("/<uid>/submit", methods=["GET", "POST"])
@for_roles(ACTS)
def submission(uid: str) -> Any:
    """Check and submit the list to the organ that decides."""
    row, form = own_selection(uid), SubmitForm()
    if form.goes():
        form.check_version(row)
        submit(desk(), row, form.waivers())
        flash(gettext("The list is submitted; print it for the president to sign."), "good")
        return _back(uid)
    form.version.data = str(row.version)
    proposed = in_order(row.id, Standing.PROPOSED)
    return render_template("elections/submit.html", election=row, form=form, proposed=proposed)


@bp.route("/<uid>/act", methods=["GET", "POST"])
@for_roles(ACTS)
def act(uid: str) -> Any:
    """Enter the act: one decision for all whom it appoints."""
    row, form = own(uid), ActForm()
    today = clock.today(row.body.zone)
    form.offer(rolls_of(row.body_id, today), in_order(row.id, Standing.PROPOSED), row.region)
    if form.goes():
        form.check_version(row)
        decide(desk(), row, form.to_act(), form.waivers())
        flash(gettext("The act is entered: the terms and the roll stand by it."), "good")
        return _back(uid)
    form.version.data = str(row.version)
    if not form.is_submitted():
        form.organ.data, form.since.data = row.chosen_by, row.begins
    return render_template("elections/act.html", election=row, form=form)


@bp.post("/<uid>/papers/<name>")
@reads_first
@for_roles(ACTS, NAMES)
def make_paper(uid: str, name: str) -> Any:
    """Print a paper of an election as it stands, and show it."""
    row = named_or_own(uid)
    if name not in PAPERS or not can_print(row, PAPERS[name]):
        abort(404)
    if not g.get("refusals"):
        print_paper_of(desk(), row, name)
    return redirect(url_for("elections.paper", uid=uid, name=name), 303)


@bp.get("/<uid>/papers/<name>.pdf")
@for_roles(*SEES_NAMING)
def paper(uid: str, name: str) -> Response:
    """Return a paper as it was printed last."""
    row = seen(uid)
    if not desk().may(*SEES):
        named_for_case(row)
    file = printed_paper(row, name) or abort(404)
    headers = {"Content-Disposition": f'inline; filename="{file.name}"'}
    return Response(file.content, mimetype=file.mime, headers=headers)
