"""Who may see and do what of a promotion: three people, none of them the person himself."""

from __future__ import annotations

from flask import abort

from app.accounts.desk import desk, in_scope, own_or_404, seen_or_404
from app.accounts.terms import RoleKind
from app.bodies.models import Body
from app.bodies.queries import body_by_code
from app.people.access import seen_person
from app.people.models import Person
from app.promotion.models import Proposal

SEES = (RoleKind.PERSONNEL, RoleKind.PRESIDENT, RoleKind.INSPECTOR)
PROPOSES = (RoleKind.PERSONNEL,)
REVIEWS = (RoleKind.PERSONNEL, RoleKind.PRESIDENT)
DECIDES = (RoleKind.PRESIDENT,)


def court_asked(code: str, own: Body) -> Body:
    """Return the court that an address names, the desk's own without one; any other is 404."""
    found = (body_by_code(code) or abort(404)) if code else own
    return found if in_scope(found.id) else abort(404)


def candidate(uid: str) -> tuple[Person, bool]:
    """Return a person whose file lies open at the desk, and whether its own court keeps it."""
    found, scope = seen_person(uid)
    return (found, scope.own) if scope.whole else abort(404)


def seen(row: Proposal | None) -> Proposal:
    """Return a proposal of the desk's court or of one under it; any other is 404."""
    return seen_or_404(row)


def own(row: Proposal | None, *roles: RoleKind) -> Proposal:
    """Return a proposal of the desk's own court to act on in one of `roles`; else 404."""
    found = own_or_404(row)
    return found if desk().may(*roles) else abort(404)
