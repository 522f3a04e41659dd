"""The list of candidates: a file is taken in, wrong rows go back, who stands where."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from app.accounts.access import for_roles
from app.accounts.desk import desk
from app.accounts.terms import Desk
from app.elections.access import ACTS, SEES
from app.elections.forms import ListForm
from app.elections.listing import weigh_list
from app.elections.models import Election
from app.elections.queries import counts_of, draw_of, sheet_page
from app.elections.routes.blueprint import bp, own, seen
from app.elections.service.listing import add_list, empty_list, wrong_rows
from app.elections.terms import ElectionForm, Source, Stage, Standing, pool_of
from app.people.importing.papers import as_download
from app.people.importing.reading import read_upload, without_body
from app.shared import clock
from app.shared.acting import begin_writing, reads_first
from app.shared.forms import ActingForm
from app.shared.screens import here, is_chinese
from app.shared.tables import Limits, too_large


@bp.before_request
def _read_ahead() -> None:
    """Read the uploaded file before the view's transaction begins (see read_upload)."""
    if request.endpoint == "elections.listing" and request.method == "POST":
        at, sheet = desk(), request.form.get("sheet", "")
        day = clock.today(at.zone)
        g.upload = read_upload(request.files.get("file"), sheet, at.body_id, day)


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(error: RequestEntityTooLarge) -> tuple[str, int]:
    """Say how large a file may be, once the rest of it is read away."""
    refusals = too_large(request.content_length or 0, Limits().upload_bytes).refusals
    without_body(request)
    return render_template("refused.html", refusals=refusals), 413


def _desk() -> Desk:
    """Return the desk of this request, in the language of the page."""
    return replace(desk(), language="zh_Hans" if is_chinese() else "en")


@bp.route("/<uid>/list", methods=["GET", "POST"])
@reads_first
@for_roles(ACTS)
def listing(uid: str) -> Any:
    """Take a list of candidates in; what takes long is done before the writer's place is taken."""
    form = ListForm()
    row = own(uid)
    if form.goes():
        weighed = weigh_list(row, g.upload, _given(row, form))
        begin_writing()
        add_list(_desk(), own(uid), weighed)
        flash(_taken(len(weighed.ready)), "good" if weighed.ready else "note")
        return redirect(url_for("elections.listing", uid=uid), 303)
    draw = draw_of(pool_of(row.id))
    frozen = draw is not None and draw.state != "annulled"
    return render_template(
        "elections/listing.html",
        election=row,
        form=form,
        counts=counts_of([row.id]).get(row.id, {}),
        wrong=wrong_rows(row),
        open=row.stage in (Stage.CALLED, Stage.LISTED) and not frozen,
    )


def _given(row: Election, form: ListForm) -> Source:
    """Return the source of rows that name none: in a vote everybody is simply named."""
    return form.given() if row.form == ElectionForm.APPOINTMENT else Source.NAMED


def _taken(number: int) -> str:
    return ngettext(
        "%(num)s person was put on the list.", "%(num)s people were put on the list.", number
    )


@bp.get("/<uid>/wrong-rows")
@for_roles(ACTS)
def bad_rows(uid: str) -> Response:
    """Send the rows of the last file that were not taken back, each with its reason."""
    file = wrong_rows(own(uid)) or abort(404)
    return as_download(file.content, gettext("wrong-rows") + ".xlsx")


@bp.post("/<uid>/list/empty")
@for_roles(ACTS)
def clear(uid: str) -> Any:
    """Take everybody off the list again."""
    row, form = own(uid), ActingForm()
    if form.goes():
        empty_list(desk(), row)
        flash(gettext("The list is empty again."), "good")
    return redirect(url_for("elections.listing", uid=uid), 303)


@bp.get("/<uid>/candidates")
@for_roles(*SEES)
def candidates(uid: str) -> str:
    """Show the candidates, those of one standing where the address names it."""
    row = seen(uid)
    wanted = request.args.get("standing", "")
    chosen = [Standing(wanted)] if wanted in [one.value for one in Standing] else []
    page = sheet_page(row.id, chosen, request.args.get("after", 0, type=int))
    return render_template(
        "elections/candidates.html",
        election=row,
        page=page,
        chosen=wanted if chosen else "",
        counts=counts_of([row.id]).get(row.id, {}),
        following=here(after=page.following) if page.following else "",
    )
