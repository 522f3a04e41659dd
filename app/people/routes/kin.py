"""Kin of a person, for recusal: noted, ended, deleted; only the court that keeps the file."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template
from flask_babel import gettext

from app.accounts.access import for_roles
from app.accounts.desk import desk
from app.accounts.terms import RoleKind
from app.people.access import own_person
from app.people.forms import KinEndForm, KinForm
from app.people.queries.kin import kin_by_id
from app.people.routes.blueprint import bp
from app.people.routes.offices import back_to
from app.people.service import end_kinship, forget_kinship, note_kinship


@bp.route("/<uid>/kin", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def kin(uid: str) -> Any:
    """Note who is kin to a person."""
    person, form = own_person(uid), KinForm()
    if form.goes():
        note_kinship(desk(), person, **form.to_words())
        flash(gettext("The kinship is noted; draws heed it from now on."), "good")
        return back_to(person)
    return render_template("people/kin.html", form=form, person=person)


@bp.route("/<uid>/kin/<kin_id>", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def kin_end(uid: str, kin_id: str) -> Any:
    """Note the end of a tie, or delete the entry."""
    person, form = own_person(uid), KinEndForm()
    kinship = kin_by_id(kin_id, person.id) or abort(404)
    if form.goes():
        if form.what.data == "delete":
            forget_kinship(desk(), kinship)
            flash(gettext("The kinship is deleted."), "good")
        else:
            end_kinship(desk(), kinship, form.until.data)
            flash(gettext("The last day of the tie is noted."), "good")
        return back_to(person)
    return render_template("people/kin_end.html", form=form, person=person, kin=kinship)
