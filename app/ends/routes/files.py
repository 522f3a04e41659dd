"""The files of a court, a new one, one file as it stands, its evidence."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts.access import for_roles
from app.accounts.desk import desk, own_bodies
from app.bodies.queries import rulebook_of
from app.ends.access import OPENS, SEES, seen
from app.ends.forms import OpenForm
from app.ends.queries import PAGE, evidence_by_uid, file_by_uid, files_page, tenure_of
from app.ends.routes.blueprint import bp
from app.ends.routes.steps import steps_open
from app.ends.service import book_of, open_file
from app.people.access import own_person, own_tenure
from app.shared import clock
from app.shared.attachments import paper_sent
from app.shared.screens import here


@bp.get("")
@for_roles(*SEES)
def index() -> str:
    """Show the court's resignations and removals, those that wait first."""
    rows = files_page(own_bodies(), request.args.get("before", type=int))
    last = rows[PAGE - 1].id if len(rows) > PAGE else None
    following = here(before=last) if last else ""
    return render_template("ends/index.html", rows=rows[:PAGE], following=following)


@bp.route("/new/<person_uid>/<tenure_uid>", methods=["GET", "POST"])
@for_roles(OPENS)
def new(person_uid: str, tenure_uid: str) -> Any:
    """Enter a resignation, or open a removal."""
    person = own_person(person_uid)
    tenure = own_tenure(person, tenure_of(person.id, tenure_uid))
    form = OpenForm()
    book = rulebook_of(tenure.body_id, clock.today(desk().zone))
    form.offer(book.value("removal.grounds") if book.has("removal.grounds") else ())
    if form.goes():
        form.check_version(tenure)
        file = open_file(desk(), tenure, form.to_opening())
        flash(gettext("The file of %(name)s is open.", name=person.name), "good")
        return redirect(url_for("ends.file", uid=file.uid), 303)
    form.version.data = str(tenure.version)
    return render_template("ends/new.html", form=form, person=person, tenure=tenure)


@bp.get("/<uid>")
@for_roles(*SEES)
def file(uid: str) -> str:
    """Show a file: ground, evidence, answer, hearing, motion, act, and what comes next."""
    row = seen(file_by_uid(uid))
    return render_template(
        "ends/file.html", file=row, book=book_of(row), may=steps_open(desk(), row)
    )


@bp.get("/evidence/<uid>")
@for_roles(*SEES)
def paper(uid: str) -> Response:
    """Send a paper that was attached as evidence."""
    piece = evidence_by_uid(uid)
    if piece is None or piece.paper is None:
        abort(404)
    seen(piece.file)
    return paper_sent(piece.paper)
