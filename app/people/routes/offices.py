"""The small pages that act on an office: appointment, oath, end, leave and suspension."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts.access import for_roles
from app.accounts.desk import desk
from app.accounts.terms import RoleKind
from app.people.access import own_person, own_tenure
from app.people.forms import AppointmentForm, EndForm, OathForm, PauseForm, ResumeForm
from app.people.models import Person, Tenure
from app.people.queries import assessor_tenures
from app.people.queries.pages import pause_by_id, rolls_of, tenure_by_uid
from app.people.routes.blueprint import bp
from app.people.service import appoint as begin_office
from app.people.service import (
    end_tenure_by_act,
    pause_tenure,
    record_oath,
    resume_tenure,
)
from app.shared import clock


def back_to(person: Person) -> Response:
    """Return to the person's page."""
    return redirect(url_for("people.person", uid=person.uid))


def held(uid: str, tenure_uid: str) -> tuple[Person, Tenure]:
    """Return a person and a tenure of the desk's own court; any other is 404."""
    person = own_person(uid)
    return person, own_tenure(person, tenure_by_uid(tenure_uid))


@bp.route("/<uid>/appoint", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def appoint(uid: str) -> Any:
    """Enter a new appointment of a person who is in the register."""
    own, person, form = desk(), own_person(uid), AppointmentForm()
    form.offer_rolls(rolls_of(own.body_id, clock.today(own.zone)))
    if form.goes():
        begin_office(own, person, form.to_appointment(), form.waivers())
        flash(gettext("The appointment of %(name)s is entered.", name=person.name), "good")
        return back_to(person)
    assessor = assessor_tenures(person.id, own.body_id, clock.today(own.zone))
    return render_template("people/appoint.html", form=form, person=person, assessor=assessor)


@bp.route("/<uid>/offices/<tenure_uid>/end", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def end(uid: str, tenure_uid: str) -> Any:
    """End a tenure before its time."""
    person, tenure = held(uid, tenure_uid)
    form = EndForm()
    if form.goes():
        form.check_version(tenure)
        end_tenure_by_act(desk(), tenure, form.last.data, form.why.data or "", form.to_decision())
        flash(gettext("The tenure of %(name)s ends.", name=person.name), "good")
        return back_to(person)
    form.version.data = str(tenure.version)
    return render_template("people/end.html", form=form, person=person, tenure=tenure)


@bp.route("/<uid>/offices/<tenure_uid>/oath", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def oath(uid: str, tenure_uid: str) -> Any:
    """Record the oath."""
    person, tenure = held(uid, tenure_uid)
    form = OathForm()
    if form.goes():
        form.check_version(tenure)
        record_oath(desk(), [tenure], form.day.data, form.place.data or "")
        flash(gettext("The oath of %(name)s is recorded.", name=person.name), "good")
        return back_to(person)
    form.version.data = str(tenure.version)
    return render_template("people/oath.html", form=form, person=person, tenure=tenure)


@bp.route("/<uid>/offices/<tenure_uid>/pause", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def pause(uid: str, tenure_uid: str) -> Any:
    """Interrupt a tenure by leave or suspension."""
    person, tenure = held(uid, tenure_uid)
    form = PauseForm()
    if form.goes():
        form.check_version(tenure)
        days = (form.since.data, form.until.data)
        pause_tenure(desk(), tenure, form.word, *days, form.reason.data or "")
        flash(gettext("The tenure of %(name)s is interrupted.", name=person.name), "good")
        return back_to(person)
    form.version.data = str(tenure.version)
    return render_template("people/pause.html", form=form, person=person, tenure=tenure)


@bp.route("/<uid>/offices/<tenure_uid>/pause/<pause_id>", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def resume(uid: str, tenure_uid: str, pause_id: str) -> Any:
    """End leave or suspension."""
    person, tenure = held(uid, tenure_uid)
    interruption = pause_by_id(pause_id, tenure.id) or abort(404)
    form = ResumeForm()
    if form.goes():
        form.check_version(tenure)
        resume_tenure(desk(), interruption, form.last.data)
        flash(gettext("The tenure of %(name)s goes on.", name=person.name), "good")
        return back_to(person)
    form.yesterday()
    form.version.data = str(tenure.version)
    return render_template("people/resume.html", form=form, person=person, pause=interruption)
