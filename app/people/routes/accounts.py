"""An account for a person of the register, opened and closed from the person's page.

An account with a role at some court is more than its person's: its password and its end are for
who keeps the roles, or an office would sign in as its president.
"""

from __future__ import annotations

from typing import Any

from flask import abort, flash, g, render_template
from flask_babel import gettext

from app.accounts.access import for_roles
from app.accounts.desk import desk
from app.accounts.models import User
from app.accounts.service import close_account, open_account, reopen_account
from app.accounts.terms import RoleKind
from app.accounts.users import account_of, holds_a_role
from app.people.access import own_person
from app.people.models import Person
from app.people.routes.blueprint import bp
from app.people.routes.offices import back_to
from app.shared.forms import ActingForm
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_


@bp.post("/<uid>/account")
@for_roles(RoleKind.PERSONNEL)
def open_for(uid: str) -> Any:
    """Open an account for a person (again); the password is shown once, to be handed over."""
    found = own_person(uid)
    if ActingForm().goes():
        mail, password = _opened(found)
        words = {"mail": mail, "password": password}
        flash(gettext("The account %(mail)s is open. First password, shown only now: %(password)s",
                      **words), "good")  # fmt: skip
        return back_to(found)
    return render_template("refused.html", refusals=g.get("refusals", ()))


def _opened(person: Person) -> tuple[str, str]:
    if known := account_of(person.id):
        _refuse_role(known)
        if known.active:
            raise Refused([_open_already(known.email)])
        return known.email, reopen_account(desk(), known)
    if not person.mail:
        raise Refused([_no_mail(person.name)])
    user, password = open_account(desk(), person.mail, person.name, person.language, person.id)
    return user.email, password


@bp.post("/<uid>/account/close")
@for_roles(RoleKind.PERSONNEL)
def close_for(uid: str) -> Any:
    """Close the account of a person."""
    found = own_person(uid)
    account = account_of(found.id) or abort(404)
    if ActingForm().goes():
        _refuse_role(account)
        close_account(desk(), account)
        flash(gettext("The account of %(name)s is closed.", name=found.name), "good")
        return back_to(found)
    return render_template("refused.html", refusals=g.get("refusals", ()))


def _refuse_role(account: User) -> None:
    if holds_a_role(account.id):
        text = N_("This account holds a role at a court, so it is not opened or closed here.")
        way_out = N_("Ask who keeps the accounts of the court.")
        raise Refused([Refusal("account.with_role", text, way_out=way_out)])


def _open_already(mail: str) -> Refusal:
    text = N_("The account %(mail)s is open already.")
    way_out = N_("For a lost password close it and open it again: a new one is shown.")
    return Refusal("account.open", text, {"mail": mail}, way_out)


def _no_mail(name: str) -> Refusal:
    text = N_("%(name)s has no e-mail address, and with it one signs in.")
    return Refusal("account.no_mail", text, {"name": name}, N_("Enter the address first."))
