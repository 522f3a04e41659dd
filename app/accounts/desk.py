"""Whose desk this request is at: the signed-in user, the body chosen, the roles held there."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import abort, g, session
from flask_security import current_user
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.terms import Desk, RoleKind
from app.accounts.users import grants_of
from app.bodies.models import Body
from app.bodies.queries import chain, forebears, heirs, subtree
from app.shared import clock
from app.shared.db import db

Row = TypeVar("Row", bound=Any)


def current_desk() -> Desk | None:
    """Return the desk of this request, or None for who is not signed in or holds no role."""
    if "desk" not in g:
        user: User = current_user._get_current_object()  # type: ignore[assignment,attr-defined]
        g.desk = _desk(user) if user.is_authenticated else None
    return g.desk


def desk() -> Desk:
    """Return the desk of this request; 403 without one."""
    return current_desk() or abort(403)


def court() -> Body:
    """Return the body of this request's desk (one statement a request)."""
    if "court" not in g:
        g.court = db.session.get_one(Body, desk().body_id)
    return g.court


def _desk(user: User) -> Desk | None:
    grants = grants_of(user.id)
    if not grants:
        return None
    first = min(grants, key=lambda grant: grant.id).body_id
    body_id = session.get("body", first)
    elsewhere = any(grant.body_id != body_id for grant in grants)
    above = chain(body_id, clock.today()) if elsewhere else [body_id]
    roles = frozenset(RoleKind(grant.role) for grant in grants if grant.body_id in above)
    if not roles:
        body_id = first
        roles = frozenset(RoleKind(g_.role) for g_ in grants if g_.body_id == first)
    body = db.session.get(Body, body_id)
    if body is None:
        return None
    g.court = body
    return Desk(user.id, user.name, body_id, roles, user.language, body.zone)


def bodies_of(user_id: int, limit: int = 200) -> list[Body]:
    """Return the bodies at which a user may sit down, first the nearest."""
    day = clock.today()
    under = (db.session.scalars(subtree(grant.body_id, day)) for grant in grants_of(user_id))
    ids = {body_id for ids in under for body_id in ids}
    return list(db.session.scalars(select(Body).where(Body.id.in_(ids)).limit(limit)))


def is_own(body_id: int) -> bool:
    """Say whether a body is the desk's own, or one that merged into it (decision 0009)."""
    return body_id in own_bodies()


def own_bodies() -> tuple[int, ...]:
    """Return the ids of the desk's own body and of those that merged into it."""
    own = desk()
    return forebears(own.body_id, clock.today(own.zone))


def in_scope(body_id: int) -> bool:
    """Say whether a body is the desk's own or under it today, or merged into one of these."""
    own, day = desk(), clock.today()
    return is_own(body_id) or any(own.body_id in chain(heir, day) for heir in heirs(body_id, day))


def seen_or_404(row: Row | None) -> Row:
    """Return a row with a body_id that the desk may see; another court's record is 404."""
    if row is None or not in_scope(row.body_id):
        abort(404)
    return row


def own_or_404(row: Row | None) -> Row:
    """Return a row of the desk's own body (or of what merged into it), to act on; else 404."""
    if row is None or not is_own(row.body_id):
        abort(404)
    return row
