"""Every route declares who may use it; what is not declared does not start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_security import current_user

from app.accounts.desk import current_desk
from app.accounts.terms import READERS as READERS
from app.accounts.terms import RoleKind

View = TypeVar("View", bound=Callable[..., Any])
# Flask-Security guards its own pages; static files are for anyone.
GUARDED_ELSEWHERE = ("security.", "static", "bootstrap.static", "security")


@dataclass(frozen=True)
class Access:
    """Who may use a route: anyone, who holds a link, who is signed in, or who has a role."""

    kind: str
    roles: tuple[RoleKind, ...] = ()


def _marks(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def for_roles(*roles: RoleKind) -> Callable[[View], View]:
    """Only who holds one of `roles` at the desk."""
    return _marks(Access("roles", roles))


signed_in = _marks(Access("signed_in"))
anyone = _marks(Access("anyone"))
by_link = _marks(Access("by_link"))

OFFICERS = (RoleKind.PERSONNEL, RoleKind.CLERK)


def _guard() -> Any:
    endpoint = request.endpoint
    if endpoint is None or endpoint.startswith(GUARDED_ELSEWHERE):
        return None
    access: Access = current_app.view_functions[endpoint].access  # type: ignore[attr-defined]
    if access.kind in ("anyone", "by_link"):
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    if access.kind == "roles":
        own = current_desk()
        if own is None or not own.may(*access.roles):
            abort(403)
    return None


def guard(app: Flask) -> None:
    """Check each request against its route's declaration."""
    app.before_request(_guard)


def undeclared(app: Flask) -> list[str]:
    """Return the endpoints that declare nobody; create_app refuses to start with any."""
    return sorted(
        endpoint
        for endpoint, view in app.view_functions.items()
        if not endpoint.startswith(GUARDED_ELSEWHERE) and not hasattr(view, "access")
    )
