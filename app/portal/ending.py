"""How an assessor ends his own office, and what he reads and says of a removal."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts.access import signed_in
from app.ends import words
from app.ends.forms import AnswerForm, ResignForm
from app.ends.models import EndFile
from app.ends.queries import evidence_by_uid, own_files
from app.ends.service import answer, open_file, withdraw_file
from app.ends.terms import REMOVALS, STANDING, Ground, Stage
from app.portal import queries
from app.portal.routes import bp, own_desk, own_person
from app.shared import clock
from app.shared.attachments import paper_sent
from app.shared.forms import ActingForm


def _standing(person_id: int) -> tuple[EndFile | None, list[EndFile]]:
    files = list(own_files(person_id))
    return next((one for one in files if one.stage in STANDING), None), files


@bp.route("/end", methods=["GET", "POST"])
@signed_in
def end() -> Any:
    """Let the assessor resign, or read a removal that is open and answer it."""
    person = own_person()
    file, files = _standing(person.id)
    removal = file is not None and file.ground in REMOVALS
    form = AnswerForm() if removal else ResignForm()
    if form.goes():
        if file is not None and isinstance(form, AnswerForm):
            answer(own_desk(person), file, form.said.data or "")
            flash(gettext("Your answer is in the file."), "good")
        elif isinstance(form, ResignForm):
            tenure = queries.office_of(person.id, clock.today()) or abort(404)
            open_file(own_desk(person), tenure, form.to_opening())
            flash(gettext("Your resignation has arrived; you are told what comes of it."), "good")
        return redirect(url_for("portal.end"))
    if file is not None and isinstance(form, AnswerForm) and not form.is_submitted():
        form.said.data = file.answer
    answers = removal and file is not None and file.stage in (Stage.OPEN, Stage.HEARD)
    shown = {"form": form, "file": file, "files": files, "answers": answers, "words": words}
    return render_template("portal/end.html", office=_office(person.id), removal=removal, **shown)


def _office(person_id: int) -> Any:
    """Return the office that the person holds today, if it runs."""
    today = clock.today()
    held = queries.office_of(person_id, today)
    last = (held.ended or held.until) if held else None
    return held if held and held.since <= today and (last is None or last >= today) else None


@bp.get("/end/papers/<uid>")
@signed_in
def evidence(uid: str) -> Response:
    """Send a paper of one's own removal that is released to the person."""
    piece = evidence_by_uid(uid)
    if piece is None or piece.paper is None or not piece.released:
        abort(404)
    if piece.file.person_id != own_person().id:
        abort(404)
    return paper_sent(piece.paper)


@bp.post("/end/back")
@signed_in
def stay() -> Any:
    """Take one's own resignation back while nothing was decided."""
    person = own_person()
    file, _ = _standing(person.id)
    if file is None or file.ground != Ground.GOOD_CAUSE:
        abort(404)
    if ActingForm().goes():
        withdraw_file(own_desk(person), file, gettext("Taken back by the person."))
        flash(gettext("Your resignation is taken back."), "good")
    return redirect(url_for("portal.end"))
