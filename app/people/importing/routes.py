"""Screens of bringing in a roll: upload, columns, preview, apply, wrong rows, undo."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from app.accounts.access import for_roles
from app.accounts.desk import current_desk, desk, own_or_404
from app.accounts.terms import Desk, RoleKind
from app.people.importing.applying import warnings_of
from app.people.importing.courts import book_of
from app.people.importing.forms import ApplyForm, UploadForm, mapping_form, upload_form
from app.people.importing.jobs import apply_rows, check_if_clear, check_rows, job_of, undo_rows
from app.people.importing.papers import as_download, bad_rows_sheet, template_sheet
from app.people.importing.queries import (
    import_by_uid,
    latest,
    page_of,
    samples_of,
    wrong_rows,
)
from app.people.importing.reading import given_of, mapping_of, read_upload, without_body
from app.people.importing.shown import LABELS, OUTCOMES, STATES, outcome_chosen, word
from app.people.importing.terms import ImportState
from app.people.importing.uploading import upload_roll
from app.people.models import RollImport
from app.shared import clock
from app.shared.forms import ActingForm
from app.shared.jobs.service import cancel
from app.shared.screens import is_chinese
from app.shared.tables import Limits, Unreadable, too_large
from app.shared.turns import takes_long

bp = Blueprint("imports", __name__, url_prefix="/imports")
OFFICER = for_roles(RoleKind.PERSONNEL)


def _desk() -> Desk:
    """Return the desk of this request, in the language of the page."""
    return replace(desk(), language="zh_Hans" if is_chinese() else "en")


def _import(uid: str) -> RollImport:
    return own_or_404(import_by_uid(uid))


@bp.before_request
def _read_ahead() -> None:
    """Read the uploaded file before the view's transaction begins (see read_upload)."""
    if request.endpoint == "imports.imports" and request.method == "POST":
        own, sheet = desk(), request.form.get("sheet", "")
        day = clock.today(own.zone)
        g.upload = read_upload(request.files.get("file"), sheet, own.body_id, day)


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(error: RequestEntityTooLarge) -> tuple[str, int]:
    """Say so on the officer's own screen; to others plainly: nobody has been let in yet."""
    size = request.content_length or 0
    g.refusals = too_large(size, Limits().upload_bytes).refusals
    without_body(request)
    own = current_desk()
    if own is None or not own.may(RoleKind.PERSONNEL):
        return render_template("refused.html", refusals=g.refusals), 413
    return _first_screen(upload_form(formdata=None)), 413


@bp.route("", methods=["GET", "POST"])
@OFFICER
def imports() -> Any:
    """Show the last imports and take a file in."""
    upload = g.get("upload")
    form = upload_form(upload.sheets if isinstance(upload, Unreadable) else ())
    if form.goes():
        row = upload_roll(desk(), g.upload, form.given())
        if check_if_clear(desk(), row, form.given()):
            return redirect(url_for("imports.preview", uid=row.uid), 303)
        return redirect(url_for("imports.mapping", uid=row.uid), 303)
    return _first_screen(form)


def _first_screen(form: UploadForm) -> str:
    last = latest(desk().body_id, request.args.get("before", type=int))
    return render_template("imports/imports.html", form=form, last=last, states=STATES)


@bp.get("/template")
@OFFICER
def template() -> Response:
    """Send an empty roll with the headings that are recognised."""
    book = book_of(desk().body_id, clock.today(desk().zone))
    return as_download(template_sheet(book), gettext("roll-template") + ".xlsx")


@bp.route("/<uid>/columns", methods=["GET", "POST"])
@OFFICER
def mapping(uid: str) -> Any:
    """Let the officer say which column holds what."""
    row = _import(uid)
    form = mapping_form(row.headings, mapping_of(row).fields, given_of(row))
    if form.goes():
        form.check_version(row)
        check_rows(desk(), row, form.choices(), form.given())
        return redirect(url_for("imports.preview", uid=uid), 303)
    form.version.data = str(row.version)
    return render_template(
        "imports/mapping.html", form=form, row=row, samples=samples_of(row), states=STATES
    )


@bp.get("/<uid>")
@OFFICER
def preview(uid: str) -> Any:
    """Show what each row would do, or did."""
    return _preview_screen(_import(uid), ApplyForm())


def _preview_screen(row: RollImport, form: ActingForm) -> Any:
    work = job_of(row)
    if row.state == ImportState.UPLOADED:
        return redirect(url_for("imports.mapping", uid=row.uid))
    outcome = outcome_chosen(row, request.args.get("show", ""))
    after, before = (request.args.get(key, type=int) for key in ("after", "before"))
    form.version.data = str(row.version)
    return render_template(
        "imports/preview.html",
        row=row,
        form=form,
        work=work,
        page=page_of(row.id, outcome, after, before),
        outcome=outcome,
        outcomes=OUTCOMES,
        states=STATES,
        warned=warnings_of(row, _desk().language),
        word=word,
        labels=LABELS,
    )


@bp.get("/<uid>/progress")
@OFFICER
def progress(uid: str) -> Any:
    """Send how far the work is; once it has ended the page is loaded anew."""
    work = job_of(_import(uid))
    if work is None or work.state not in ("waiting", "running"):
        return Response(headers={"HX-Refresh": "true"})
    return render_template("imports/_progress.html", work=work, row=None)


@bp.route("/<uid>/apply", methods=["GET", "POST"])
@OFFICER
def apply(uid: str) -> Any:
    """Apply what the preview shows."""
    row, form = _import(uid), ApplyForm()
    if form.goes():
        form.check_version(row)
        row = apply_rows(_desk(), row.id, form.waivers())
        flash(_applied_words(row), "good" if row.applied_at else "note")
        return redirect(url_for("imports.preview", uid=uid), 303)
    return _preview_screen(row, form)


def _applied_words(row: RollImport) -> str:
    if row.applied_at is None:
        return gettext("The rows are being written; you may leave this page.")
    number = row.counts["new"] + row.counts["changed"]
    return ngettext(
        "%(num)d change is in the register.", "%(num)d changes are in the register.", number
    )


@bp.get("/<uid>/wrong-rows")
@takes_long
@OFFICER
def bad_rows(uid: str) -> Response:
    """Send the rows that are wrong back as a spreadsheet, each with its reason."""
    row = _import(uid)
    name = gettext("wrong-rows") + ".xlsx"
    return as_download(bad_rows_sheet(row, wrong_rows(row.id)), name)


@bp.post("/<uid>/undo")
@OFFICER
def undo(uid: str) -> Any:
    """Undo an applied import, unless something rests on it."""
    row, form = _import(uid), ActingForm()
    if form.goes():
        row = undo_rows(_desk(), row.id)
        flash(_undone_words(row), "good" if row.undone_at else "note")
        return redirect(url_for("imports.preview", uid=uid), 303)
    return _preview_screen(row, ApplyForm())


def _undone_words(row: RollImport) -> str:
    if row.undone_at is None:
        return gettext("The import is being undone; you may leave this page.")
    return gettext("The import is undone; the register is as it was before.")


@bp.post("/<uid>/cancel")
@OFFICER
def stop(uid: str) -> Any:
    """Ask for the end of the work on an import."""
    row, form = _import(uid), ActingForm()
    work = job_of(row)
    if form.goes() and work is not None:
        cancel(work)
        flash(gettext("The work is being stopped; nothing of it is kept."), "note")
    return redirect(url_for("imports.preview", uid=uid), 303)
