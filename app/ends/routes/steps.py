"""The steps of a file, a page each: evidence, the hearing, the motion, the act, withdrawal."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts.access import for_roles
from app.accounts.desk import desk, is_own
from app.accounts.terms import Desk
from app.accounts.users import is_person
from app.ends.access import MOVES, OPENS, own
from app.ends.forms import CallForm, DecideForm, EvidenceForm, HearingForm, MoveForm, WhyForm
from app.ends.models import EndFile
from app.ends.queries import file_by_uid
from app.ends.routes.blueprint import bp
from app.ends.service import (
    add_evidence,
    call_to_hearing,
    decide,
    hear,
    move,
    withdraw_file,
)
from app.ends.terms import REMOVALS, STANDING, Stage
from app.shared.attachments import attachment_of
from app.shared.forms import ActingForm


def steps_open(at: Desk, row: EndFile) -> frozenset[str]:
    """Return which steps the desk may take now, by the name of their page."""
    if not is_own(row.body_id) or row.stage not in STANDING or is_person(at.id, row.person_id):
        return frozenset()
    removal, found = row.ground in REMOVALS, set[str]()
    if at.may(OPENS):
        found.add("withdraw")
        found |= {"act"} if row.stage == Stage.MOVED else set()
        if removal and row.stage in (Stage.OPEN, Stage.HEARD):
            found |= {"evidence", "hearing"} if row.evidence else {"evidence"}
            found |= {"call"} if row.evidence and row.stage == Stage.OPEN else set()
    ready = Stage.HEARD if removal else Stage.OPEN
    if at.may(MOVES) and row.stage == ready and at.id != row.opened_by:
        found.add("move")
    return frozenset(found)


def _file(uid: str) -> EndFile:
    return own(file_by_uid(uid), OPENS)


def _shown(page: str, row: EndFile, form: ActingForm) -> str:
    form.version.data = str(row.version)
    return render_template(f"ends/{page}.html", file=row, form=form)


def _back(uid: str) -> Response:
    return redirect(url_for("ends.file", uid=uid), 303)


@bp.route("/<uid>/evidence", methods=["GET", "POST"])
@for_roles(OPENS)
def evidence(uid: str) -> Any:
    """Write down what a removal rests on."""
    row, form = _file(uid), EvidenceForm()
    if form.goes():
        form.check_version(row)
        paper = attachment_of(request.files.get("paper"), "paper")
        add_evidence(desk(), row, form.to_evidence(), paper)
        flash(gettext("The evidence is written down."), "good")
        return _back(uid)
    return _shown("evidence", row, form)


@bp.route("/<uid>/call", methods=["GET", "POST"])
@for_roles(OPENS)
def call(uid: str) -> Any:
    """Tell the person when and where he is heard."""
    row, form = _file(uid), CallForm()
    if form.goes():
        form.check_version(row)
        call_to_hearing(desk(), row, form.day.data, form.place.data or "")
        flash(gettext("%(name)s is told.", name=row.person.name), "good")
        return _back(uid)
    return _shown("call", row, form)


@bp.route("/<uid>/hearing", methods=["GET", "POST"])
@for_roles(OPENS)
def hearing(uid: str) -> Any:
    """Write down the hearing."""
    row, form = _file(uid), HearingForm()
    if form.goes():
        form.check_version(row)
        hear(desk(), row, form.to_hearing())
        flash(gettext("The hearing is written down."), "good")
        return _back(uid)
    if not form.is_submitted():
        form.heard.data = row.called_for
    return _shown("hearing", row, form)


@bp.route("/<uid>/move", methods=["GET", "POST"])
@for_roles(MOVES)
def motion(uid: str) -> Any:
    """Let the president move it."""
    row, form = own(file_by_uid(uid), MOVES), MoveForm()
    if form.goes():
        form.check_version(row)
        move(desk(), row)
        flash(gettext("The motion lies before the organ."), "good")
        return _back(uid)
    return _shown("move", row, form)


@bp.route("/<uid>/act", methods=["GET", "POST"])
@for_roles(OPENS)
def act(uid: str) -> Any:
    """Enter the act by which the office ends."""
    row, form = _file(uid), DecideForm()
    if form.goes():
        form.check_version(row)
        decide(desk(), row, form.last.data, form.to_decision())
        flash(gettext("The office of %(name)s ends.", name=row.person.name), "good")
        return _back(uid)
    if not form.is_submitted() and not g.get("refusals"):
        form.last.data = row.wished
    return _shown("act", row, form)


@bp.route("/<uid>/withdraw", methods=["GET", "POST"])
@for_roles(OPENS)
def withdraw(uid: str) -> Any:
    """Withdraw a file with a reason."""
    row, form = _file(uid), WhyForm()
    if form.goes():
        form.check_version(row)
        withdraw_file(desk(), row, form.why.data or "")
        flash(gettext("The file is withdrawn."), "good")
        return _back(uid)
    return _shown("withdraw", row, form)
