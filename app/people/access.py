"""Who may see and change what of people."""

from __future__ import annotations

from flask import abort

from app.accounts.desk import desk
from app.accounts.terms import Desk, RoleKind
from app.people.models import Person, Tenure
from app.people.queries import is_seen_from, keeps_files_of, person_by_uid
from app.shared import clock


def may_keep(own: Desk) -> bool:
    """Say whether people are entered and changed at a desk."""
    return own.may(RoleKind.PERSONNEL)


def may_see_numbers(own: Desk) -> bool:
    """Say whether numbers and addresses may be shown in full; showing is recorded."""
    return own.may(RoleKind.PERSONNEL, RoleKind.CLERK)


def seen_person(uid: str) -> Person:
    """Return a person of the desk's court or of one under it; any other is 404."""
    own, person = desk(), person_by_uid(uid)
    if person is None or not is_seen_from(person.id, own.body_id, clock.today(own.zone)):
        abort(404)
    return person


def own_person(uid: str) -> Person:
    """Return a person whose files the desk's own court keeps, to act on; any other is 404."""
    own, person = desk(), person_by_uid(uid)
    if person is None or not keeps_files_of(own.body_id, person.id, clock.today(own.zone)):
        abort(404)
    return person


def own_tenure(person: Person, tenure: Tenure | None) -> Tenure:
    """Return a tenure of the person in the desk's own court, to act on; any other is 404."""
    own = desk()
    if tenure is None or tenure.person_id != person.id:
        abort(404)
    if not keeps_files_of(own.body_id, person.id, clock.today(own.zone), tenure.id):
        abort(404)
    return tenure
