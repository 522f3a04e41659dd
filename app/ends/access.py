"""Who may see and do what of an end."""

from __future__ import annotations

from flask import abort

from app.accounts.desk import desk, own_or_404, seen_or_404
from app.accounts.terms import RoleKind
from app.ends.models import EndFile

SEES = (RoleKind.PERSONNEL, RoleKind.PRESIDENT, RoleKind.INSPECTOR)
OPENS = RoleKind.PERSONNEL
MOVES = RoleKind.PRESIDENT


def seen(file: EndFile | None) -> EndFile:
    """Return a file of the desk's court or of one under it; any other is 404."""
    return seen_or_404(file)


def own(file: EndFile | None, *roles: RoleKind) -> EndFile:
    """Return a file of the desk's own court to act on in one of `roles`; else 404."""
    found = own_or_404(file)
    return found if desk().may(*roles) else abort(404)
