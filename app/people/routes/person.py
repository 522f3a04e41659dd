"""A person: the page of a life, and the small pages that change what is known of it."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from app.accounts.access import READERS, for_roles
from app.accounts.desk import court, desk
from app.accounts.terms import RoleKind
from app.accounts.users import account_of, holds_a_role
from app.bodies.queries import districts_of
from app.people.access import own_person, seen_person
from app.people.dossiers import PersonPage, person_page
from app.people.forms import (
    AbsenceForm,
    CheckForm,
    ContactForm,
    DeathForm,
    IdentityForm,
    SpanForm,
    roll_name,
)
from app.people.here import book_here, oath_here
from app.people.models import Person
from app.people.queries import Scope
from app.people.queries.kin import kin_of
from app.people.routes.blueprint import bp, known_endpoint
from app.people.routes.offices import back_to
from app.people.searching import search_of
from app.people.service import (
    change_person,
    correct_person,
    enter_absence,
    note_death,
    record_check,
    show_contact,
    withdraw_absence,
)
from app.people.service.absences import BOTH, days_between
from app.people.terms import AbsenceKind, CheckKind, Half
from app.people.warnings import warnings as own_warnings
from app.shared import clock
from app.shared.collected import collected

LINES = 50
# Who may open the service record; clerks need it for no act of theirs.
KEEPS = (RoleKind.PERSONNEL, RoleKind.PRESIDENT, RoleKind.INSPECTOR)


def page_for(person: Person, scope: Scope) -> PersonPage:
    """Return all that a person's page shows; the time line finds the file already read."""
    page = person_page(person, scope, clock.today(desk().zone), court(), book_here())
    g.dossier = page.file
    return page


def warnings_of(person_id: int) -> list[str]:
    """Return what other features warn of; the person's own standing is on the page already."""
    own, day = desk(), clock.today(desk().zone)
    others = [offer for offer in collected().warnings if offer is not own_warnings]
    return [said for offer in others for said in offer(person_id, own, day)]


def shown_page(person: Person, scope: Scope, shown: bool = False) -> str:
    """Return the person's page; `shown`: numbers and addresses in full, this once."""
    own, page = desk(), page_for(person, scope)
    lines = page.life(own)
    more = request.args.get("lines", "")
    acts = scope.own and own.may(RoleKind.PERSONNEL)
    length = int(more) if more.isdecimal() else LINES
    return render_template(
        "people/person.html",
        page=page,
        person=person,
        warnings=warnings_of(person.id) if scope.whole else [],
        shown=shown,
        lines=lines[:length],
        more=len(lines) - length,
        length=length + 10 * LINES,
        acts=acts,
        kin=kin_of(person.id) if acts else [],
        account=(account := account_of(person.id) if acts else None),
        with_role=account is not None and holds_a_role(account.id),
        in_list=bool(request.args.get("list")),
        search=search_of(request.args),
        at_tenure=request.args.get("at", "") or None,
        oath_asked=oath_here(),
        may_enter_days=scope.own and own.may(RoleKind.PERSONNEL, RoleKind.CLERK),
        rolls=[roll_name(entry.roll) for entry in page.entries],
        beside=_beside(scope),
    )


def _beside(scope: Scope) -> list[str]:
    """Return the pages of the career beside this one that may be opened here."""
    shown = scope.whole and desk().may(*KEEPS)
    names = ("service.person", "promotion.person") if shown else ()
    return [name for name in names if known_endpoint(name)]


@bp.get("/<uid>")
@for_roles(*READERS)
def person(uid: str) -> str:
    """Show a person."""
    return shown_page(*seen_person(uid))


@bp.route("/<uid>/shown", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL, RoleKind.CLERK)
def shown(uid: str) -> Any:
    """Show numbers and addresses in full, once; it is recorded who looked."""
    found, scope = seen_person(uid)
    if request.method == "GET":
        return back_to(found)
    if not scope.whole:
        abort(404)
    show_contact(desk(), found)
    return shown_page(found, scope, shown=True)


@bp.route("/<uid>/contact", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def contact(uid: str) -> Any:
    """Change how a person is reached, occupation and district."""
    found = own_person(uid)
    form = ContactForm(obj=found)
    form.offer_districts(districts_of(desk().body_id))
    form.show(found)
    if form.goes():
        form.check_version(found)
        changed = change_person(desk(), found, **form.to_changes())
        said = gettext("Saved.") if changed else gettext("Nothing was different.")
        flash(said, "good" if changed else "note")
        return back_to(found)
    form.version.data = str(found.version)
    return render_template("people/contact.html", form=form, person=found)


@bp.route("/<uid>/identity", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def identity(uid: str) -> Any:
    """Correct name, sex, birth or number."""
    found = own_person(uid)
    form = IdentityForm(obj=found)
    form.show_birth_of(found)
    if form.goes():
        form.check_version(found)
        correct_person(desk(), found, form.to_who(), form.reason.data or "", **form.to_rest())
        flash(gettext("Corrected; what was recorded before is kept."), "good")
        return back_to(found)
    form.version.data = str(found.version)
    return render_template("people/identity.html", form=form, person=found)


@bp.route("/<uid>/death", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def death(uid: str) -> Any:
    """Note that a person has died, or take that back."""
    found, form = own_person(uid), DeathForm()
    if form.goes():
        form.check_version(found)
        note_death(desk(), found, form.died.data, form.reason.data or "")
        flash(gettext("Saved."), "good")
        return back_to(found)
    if not form.is_submitted():
        form.died.data = found.died
    form.version.data = str(found.version)
    return render_template("people/death.html", form=form, person=found)


@bp.route("/<uid>/absence", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL, RoleKind.CLERK)
def absence(uid: str) -> Any:
    """Note days on which a person is not free."""
    found, form = own_person(uid), AbsenceForm()
    if form.goes():
        days = days_between(form.since.data, form.until.data or form.since.data)
        halves = BOTH if form.part.data == "both" else (Half(form.part.data),)
        kind = AbsenceKind(form.kind.data)
        new = enter_absence(desk(), found, days, halves, kind, form.note.data or "")
        said = ngettext("%(num)s half day is noted.", "%(num)s half days are noted.", new)
        flash(said, "good")
        return back_to(found)
    return render_template("people/absence.html", form=form, person=found)


@bp.post("/<uid>/absence/withdraw")
@for_roles(RoleKind.PERSONNEL, RoleKind.CLERK)
def withdraw(uid: str) -> Any:
    """Take back own days or leave."""
    found, form = own_person(uid), SpanForm()
    if form.goes():
        halves = (Half(form.half.data),) if form.half.data else BOTH
        freed = withdraw_absence(desk(), found, form.since.data, form.until.data, halves)
        said = ngettext(
            "%(num)s half day is free again.", "%(num)s half days are free again.", freed
        )
        flash(said, "good")
        return back_to(found)
    return render_template("refused.html", refusals=g.get("refusals", ()))


@bp.route("/<uid>/check", methods=["GET", "POST"])
@for_roles(RoleKind.PERSONNEL)
def check(uid: str) -> Any:
    """Record the result of a check."""
    found, form = own_person(uid), CheckForm()
    if form.goes():
        record_check(
            desk(),
            found,
            CheckKind(form.kind.data),
            form.result.data == "barred",
            form.source.data or "",
            form.day.data,
            form.expires.data,
            form.code.data or "",
        )
        flash(gettext("The check of %(name)s is recorded.", name=found.name), "good")
        return redirect(url_for("people.person", uid=found.uid))
    return render_template("people/check.html", form=form, person=found)
