"""Who may see and change what of people."""

from __future__ import annotations

from flask import abort

from app.accounts.desk import desk
from app.accounts.terms import Desk, RoleKind
from app.people.models import Person, Tenure
from app.people.queries import Scope, is_own_tenure, person_by_uid, scope_of
from app.shared import clock


def may_keep(own: Desk) -> bool:
    """Say whether people are entered and changed at a desk."""
    return own.may(RoleKind.PERSONNEL)


def may_see_numbers(own: Desk) -> bool:
    """Say whether numbers and addresses may be shown in full; showing is recorded."""
    return own.may(RoleKind.PERSONNEL, RoleKind.CLERK)


def seen_person(uid: str) -> tuple[Person, Scope]:
    """Return a person of the desk's court or of one under it, and how far he is open to it.

    Any other is 404.
    """
    own, person = desk(), person_by_uid(uid)
    scope = scope_of(person.id, own.body_id, clock.today(own.zone)) if person else None
    if person is None or scope is None:
        abort(404)
    return person, scope


def own_person(uid: str) -> Person:
    """Return a person for whom the desk's own court answers, to act on; any other is 404."""
    person, scope = seen_person(uid)
    return person if scope.own else abort(404)


def own_tenure(person: Person, tenure: Tenure | None) -> Tenure:
    """Return a tenure of the person in the desk's own court, to act on; any other is 404."""
    own = desk()
    if tenure is None or tenure.person_id != person.id:
        abort(404)
    return tenure if is_own_tenure(tenure, own.body_id, clock.today(own.zone)) else abort(404)
