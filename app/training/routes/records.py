"""Pages of a person's training record: courses here and elsewhere, hours, what will be short."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext

from app.accounts.access import READERS, for_roles
from app.accounts.desk import desk
from app.accounts.terms import RoleKind
from app.people.access import own_person, seen_person
from app.people.models import Person
from app.shared import clock
from app.shared.attachments import attachment_of, paper_sent
from app.training.career import career_of
from app.training.forms.cohorts import WhyForm
from app.training.forms.records import CopyForm, OutsideForm
from app.training.models import OutsideTraining
from app.training.queries.certificates import certificates_of
from app.training.queries.record import (
    courses_elsewhere,
    courses_here,
    evidence_of,
    outside_by_uid,
)
from app.training.service.outside import attach_evidence, enter_outside, withdraw_outside

bp = Blueprint("records", __name__)


@bp.app_template_global()
def training_page(uid: str) -> str:
    """Return the address of a person's training record."""
    return url_for("records.person", uid=uid)


@bp.get("/people/<uid>/training")
@for_roles(*READERS)
def person(uid: str) -> str:
    """Show a person's training over the career, to who sees the whole file."""
    found, scope = seen_person(uid)
    if not scope.whole:
        abort(404)
    own, today = desk(), clock.today(desk().zone)
    certificates = certificates_of(found.id)
    return render_template(
        "training/record/person.html",
        person=found,
        here=courses_here(found.id),
        elsewhere=courses_elsewhere(found.id),
        certificates={one.enrolment_id: one for one in reversed(certificates)},
        career=career_of(found.id, own.body_id, today),
        today=today,
        acts=scope.own and own.may(RoleKind.PERSONNEL),
    )


@bp.route("/people/<uid>/training/new", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def enter(uid: str) -> Any:
    """Write down a course elsewhere."""
    found, form = own_person(uid), OutsideForm()
    if form.goes():
        enter_outside(desk(), found, form.to_words(), attachment_of(form.copy.data, "copy"))
        flash(gettext("The course is in the record of %(name)s.", name=found.name), "good")
        return redirect(url_for("records.person", uid=uid), 303)
    return render_template("training/record/enter.html", form=form, person=found)


@bp.route("/people/<uid>/training/<outside>/withdraw", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def withdraw(uid: str, outside: str) -> Any:
    """Take a course elsewhere out of the hours, for a reason."""
    found, form = own_person(uid), WhyForm()
    row = _of_person(found, outside)
    if form.goes():
        withdraw_outside(desk(), row, form.reason.data or "")
        flash(gettext("The course does not count any more."), "good")
        return redirect(url_for("records.person", uid=uid), 303)
    return render_template("training/record/withdraw.html", form=form, person=found, row=row)


@bp.route("/people/<uid>/training/<outside>/evidence/new", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def attach(uid: str, outside: str) -> Any:
    """Keep the copy of what shows a course elsewhere."""
    found, form = own_person(uid), CopyForm()
    row = _of_person(found, outside)
    if form.goes():
        attach_evidence(desk(), row, attachment_of(form.copy.data, "copy") or abort(400))
        flash(gettext("The copy is kept with the course."), "good")
        return redirect(url_for("records.person", uid=uid), 303)
    return render_template("training/record/attach.html", form=form, person=found, row=row)


@bp.get("/people/<uid>/training/<outside>/evidence")
@for_roles(*READERS)
def evidence(uid: str, outside: str) -> Any:
    """Send the copy of what shows a course elsewhere, to who sees the whole file of the person."""
    found, scope = seen_person(uid)
    file = evidence_of(_of_person(found, outside))
    if not scope.whole or file is None:
        abort(404)
    return paper_sent(file)


def _of_person(person: Person, uid: str) -> OutsideTraining:
    row = outside_by_uid(uid)
    return row if row is not None and row.person_id == person.id else abort(404)
