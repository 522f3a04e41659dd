"""Pages on which a court brings in courses elsewhere from a spreadsheet."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from werkzeug.datastructures import FileStorage

from app.accounts.access import for_roles
from app.accounts.desk import desk, own_or_404
from app.accounts.terms import RoleKind
from app.people.importing.papers import as_download
from app.shared.acting import reads_first
from app.shared.files import file_by_uid
from app.shared.forms import ActingForm
from app.shared.turns import takes_long
from app.training.forms.records import SheetForm
from app.training.models import OutsideImport
from app.training.outside_rows import COLUMNS, NEEDED, PURPOSES
from app.training.queries.record import import_by_uid, imports_of
from app.training.routes.shown import refused
from app.training.service.bringing_in import (
    bring_in,
    keep_upload,
    look_through,
    upload_of,
    wrong_rows,
    wrong_sheet,
)
from app.training.service.undoing import undo_import

bp = Blueprint("bringing_in", __name__, url_prefix="/training/import")


@bp.route("", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
@reads_first
def upload() -> Any:
    """Take a spreadsheet of courses elsewhere; its rows are looked at before anything is saved."""
    form = SheetForm()
    if form.goes():
        sent: FileStorage = form.file.data
        file = keep_upload(desk(), sent.read(), sent.filename or "")
        return redirect(url_for("bringing_in.look", uid=file.uid), 303)
    columns = [(names[0], name in NEEDED) for name, names in COLUMNS.items()]
    kinds = [word for word in PURPOSES if word]
    return render_template(
        "training/record/upload.html",
        form=form,
        columns=columns,
        kinds=kinds,
        imports=imports_of(desk().body_id),
    )


@bp.route("/<uid>", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
@takes_long
@reads_first
def look(uid: str) -> Any:
    """Show which rows of an upload can be brought in and why the others cannot; bring them in."""
    file, form = upload_of(desk(), file_by_uid(uid)) or abort(404), ActingForm()
    if form.goes():
        made = bring_in(desk(), file)
        flash(ngettext("%(num)s course is in the record.", "%(num)s courses are in the record.",
                       made.number), "good")  # fmt: skip
        if made.left_out:
            flash(ngettext("%(num)s row was left out: take it back below, with the reason.",
                           "%(num)s rows were left out: take them back below, with the reasons.",
                           made.left_out), "wait")  # fmt: skip
        return redirect(url_for("bringing_in.upload"), 303)
    looked = look_through(desk(), file)
    return render_template("training/record/look.html", form=form, looked=looked, file=file)


@bp.get("/<uid>/wrong-rows")
@for_roles(RoleKind.PERSONNEL)
@takes_long
def wrong_rows_ahead(uid: str) -> Response:
    """Send the rows of an upload that cannot be brought in, each with its reason."""
    file = upload_of(desk(), file_by_uid(uid)) or abort(404)
    sheet = wrong_sheet(desk(), look_through(desk(), file))
    return as_download(sheet, gettext("wrong-rows") + ".xlsx")


@bp.get("/done/<uid>/wrong-rows")
@for_roles(RoleKind.PERSONNEL)
def left_out(uid: str) -> Response:
    """Send the rows that an import left out, each with its reason."""
    row: OutsideImport = own_or_404(import_by_uid(uid))
    file = wrong_rows(row) or abort(404)
    return as_download(file.content, gettext("wrong-rows") + ".xlsx")


@bp.post("/done/<uid>/undo")
@for_roles(RoleKind.PERSONNEL)
def undo(uid: str) -> Any:
    """Take every course that a spreadsheet brought in out of the record again."""
    row: OutsideImport = own_or_404(import_by_uid(uid))
    if not ActingForm().goes():
        return refused()
    number = undo_import(desk(), row)
    flash(ngettext("%(num)s course is out of the record again.",
                   "%(num)s courses are out of the record again.", number), "good")  # fmt: skip
    return redirect(url_for("bringing_in.upload"), 303)
