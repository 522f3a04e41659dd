"""The pages of a person's service record."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts.access import for_roles
from app.accounts.desk import desk
from app.people.access import own_person
from app.people.here import book_here
from app.people.models import Person
from app.service import words
from app.service.access import SEES, WRITES, own_row, seen_file
from app.service.forms import AppraisalForm, SanctionForm, WithdrawForm
from app.service.queries import appraisals_of, row_of, sanctions_of
from app.service.record import Record, record_of
from app.service.service import record_appraisal, record_sanction, withdraw_row
from app.shared import clock

bp = Blueprint("service", __name__, url_prefix="/people")


@bp.context_processor
def shared() -> dict[str, Any]:
    """Give the pages their words."""
    return {"words": words}


def _page(person: Person) -> Record:
    today = clock.today(desk().zone)
    return record_of(appraisals_of(person.id), sanctions_of(person.id), today, book_here())


def _back(person: Person) -> Response:
    return redirect(url_for("service.person", uid=person.uid), 303)


@bp.get("/<uid>/record")
@for_roles(*SEES)
def person(uid: str) -> str:
    """Show a person's appraisals and sanctions, and how long these stand against a promotion."""
    found, scope = seen_file(uid)
    acts = scope.own and desk().may(*WRITES)
    return render_template("service/person.html", person=found, record=_page(found), acts=acts)


@bp.route("/<uid>/record/appraisal", methods=["GET", "POST"])
@for_roles(*WRITES)
def appraisal(uid: str) -> Any:
    """Write down the result of an appraisal."""
    found, form = own_person(uid), AppraisalForm()
    if form.goes():
        record_appraisal(desk(), found, form.to_new())
        flash(gettext("The appraisal of %(name)s is recorded.", name=found.name), "good")
        return _back(found)
    return render_template("service/appraisal.html", form=form, person=found)


@bp.route("/<uid>/record/sanction", methods=["GET", "POST"])
@for_roles(*WRITES)
def sanction(uid: str) -> Any:
    """Write down a sanction."""
    found, form = own_person(uid), SanctionForm()
    if form.goes():
        record_sanction(desk(), found, form.to_new())
        flash(gettext("The sanction against %(name)s is recorded.", name=found.name), "good")
        return _back(found)
    return render_template("service/sanction.html", form=form, person=found)


@bp.route("/<uid>/record/<kind>/<row_uid>/withdraw", methods=["GET", "POST"])
@for_roles(*WRITES)
def withdraw(uid: str, kind: str, row_uid: str) -> Any:
    """Withdraw an appraisal or a sanction, for a reason."""
    found, row = own_row(uid, row_of(kind, row_uid))
    form = WithdrawForm()
    if form.goes():
        form.check_version(row)
        withdraw_row(desk(), row, form.why.data or "")
        flash(gettext("Withdrawn; it stays on the page and counts no more."), "good")
        return _back(found)
    form.version.data = str(row.version)
    return render_template("service/withdraw.html", form=form, person=found, row=row, kind=kind)
