"""Who may see and write the service record."""

from __future__ import annotations

from flask import abort

from app.accounts.terms import Desk, RoleKind
from app.people.access import own_person, seen_person
from app.people.models import Person
from app.people.queries import Scope
from app.service.models import Appraisal, Sanction

SEES = (RoleKind.PERSONNEL, RoleKind.PRESIDENT, RoleKind.INSPECTOR)
WRITES = (RoleKind.PERSONNEL,)


def may_see(desk: Desk) -> bool:
    """Say whether appraisals and sanctions are shown at a desk."""
    return desk.may(*SEES)


def seen_file(uid: str) -> tuple[Person, Scope]:
    """Return a person whose file lies open at the desk as a whole; any other is 404.

    Who is at another court now has his record there.
    """
    person, scope = seen_person(uid)
    return (person, scope) if scope.whole else abort(404)


def own_row(uid: str, row: Appraisal | Sanction | None) -> tuple[Person, Appraisal | Sanction]:
    """Return a person for whom the desk answers and a row of his record, to act on; else 404."""
    person = own_person(uid)
    if row is None or row.person_id != person.id:
        abort(404)
    return person, row
