"""Pages on which a court brings in courses elsewhere from a spreadsheet."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from app.accounts.access import for_roles
from app.accounts.desk import desk
from app.accounts.terms import RoleKind
from app.shared.acting import reads_first
from app.shared.files import file_by_uid
from app.shared.forms import ActingForm
from app.shared.turns import takes_long
from app.training.forms.records import SheetForm
from app.training.outside_rows import COLUMNS, NEEDED, PURPOSES
from app.training.service.bringing_in import bring_in, keep_upload, look_through, upload_of

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
    return render_template("training/record/upload.html", form=form, columns=columns, kinds=kinds)


@bp.route("/<uid>", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
@takes_long
@reads_first
def look(uid: str) -> Any:
    """Show which rows of an upload can be brought in and why the others cannot; bring them in."""
    file, form = upload_of(desk(), file_by_uid(uid)) or abort(404), ActingForm()
    if form.goes():
        number = bring_in(desk(), file)
        flash(ngettext("%(num)s course is in the record.", "%(num)s courses are in the record.",
                       number), "good")  # fmt: skip
        return redirect(url_for("bringing_in.upload"), 303)
    looked = look_through(desk(), file)
    return render_template("training/record/look.html", form=form, looked=looked, file=file)
