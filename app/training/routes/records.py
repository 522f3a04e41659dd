"""Pages of a person's training record: courses here and elsewhere, hours, what will be short."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext

from app.accounts.access import READERS, for_roles
from app.accounts.desk import desk
from app.accounts.terms import RoleKind
from app.bodies.queries import rulebook_of
from app.people.access import own_person, seen_person
from app.shared import clock
from app.shared.screens import title_of
from app.training.forms.cohorts import WhyForm
from app.training.forms.records import OutsideForm
from app.training.hours import hours_in, needs_of
from app.training.models import OutsideTraining
from app.training.queries.certificates import certificates_of
from app.training.queries.record import (
    courses_elsewhere,
    courses_here,
    done_of,
    first_sitting_ahead,
    offices_of,
    outside_by_uid,
)
from app.training.service.outside import enter_outside, withdraw_outside

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
    offices, done = offices_of(found.id, today), done_of(found.id)
    book = rulebook_of(offices[-1][1] if offices else own.body_id, today)
    first = first_sitting_ahead(found.id, today)
    certificates = certificates_of(found.id)
    needs = needs_of([office for office, _ in offices], done, first, book, today)
    return render_template(
        "training/record/person.html",
        person=found,
        here=courses_here(found.id),
        elsewhere=courses_elsewhere(found.id),
        certificates={one.enrolment_id: one for one in reversed(certificates)},
        needs=needs,
        titles={need.key: title_of(book.rule(need.key).title) for need in needs},
        total=hours_in(done, None, today),
        today=today,
        acts=scope.own and own.may(RoleKind.PERSONNEL),
    )


@bp.route("/people/<uid>/training/new", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def enter(uid: str) -> Any:
    """Write down a course elsewhere."""
    found, form = own_person(uid), OutsideForm()
    if form.goes():
        enter_outside(desk(), found, form.to_words())
        flash(gettext("The course is in the record of %(name)s.", name=found.name), "good")
        return redirect(url_for("records.person", uid=uid), 303)
    return render_template("training/record/enter.html", form=form, person=found)


@bp.route("/people/<uid>/training/<outside>/withdraw", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def withdraw(uid: str, outside: str) -> Any:
    """Take a course elsewhere out of the hours, for a reason."""
    found, form = own_person(uid), WhyForm()
    row: OutsideTraining = outside_by_uid(outside) or abort(404)
    if row.person_id != found.id:
        abort(404)
    if form.goes():
        withdraw_outside(desk(), row, form.reason.data or "")
        flash(gettext("The course does not count any more."), "good")
        return redirect(url_for("records.person", uid=uid), 303)
    return render_template("training/record/withdraw.html", form=form, person=found, row=row)
