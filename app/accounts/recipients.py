"""Recipients of messages at a desk: whoever holds a role in a body, each in his own language."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import or_, select

from app.accounts.desk import grants_of
from app.accounts.models import RoleGrant, User
from app.accounts.terms import RoleKind
from app.bodies.models import Succession
from app.bodies.queries import heirs
from app.bodies.terms import TAKING_OVER
from app.messages.terms import Recipient
from app.shared import clock
from app.shared.db import db


def desk_recipients(body_id: int, role: RoleKind) -> list[Recipient]:
    """Return a recipient for each active user who holds `role` at that very body today."""
    return recipients_at([body_id], role).get(body_id, [])


def recipients_at(body_ids: Collection[int], role: RoleKind) -> dict[int, list[Recipient]]:
    """Return the recipients at the desks of several bodies, by body.

    Two statements (ix_role_grant_body), and some for each court that merged away. Keys are
    user:ID, so that each has an inbox of his own. What a court that merged into another left open
    is told to those there.
    """
    day = clock.today()
    now_at = _taken_over(body_ids, day)
    held = (
        select(RoleGrant.body_id, RoleGrant.user_id)
        .where(
            RoleGrant.body_id.in_({*body_ids, *(heir for _, heir in now_at)}),
            RoleGrant.role == role,
            RoleGrant.since <= day,
            or_(RoleGrant.until.is_(None), RoleGrant.until >= day),
        )
        .distinct()
        .subquery()
    )
    rows = db.session.execute(
        select(held.c.body_id, User)
        .join(User, User.id == held.c.user_id)
        .where(User.active)
        .order_by(User.id)
    )
    found: dict[int, list[Recipient]] = {}
    for row in rows:
        found.setdefault(row.body_id, []).append(user_recipient(row.User))
    for before, heir in now_at:
        known = {one.key for one in found.get(before, ())}
        new = [one for one in found.get(heir, ()) if one.key not in known]
        found.setdefault(before, []).extend(new)
    return found


def _taken_over(body_ids: Collection[int], day: date) -> list[tuple[int, int]]:
    """Return which of some bodies were taken over until `day`, each with whoever stands there."""
    merged = select(Succession.before_id).where(
        Succession.before_id.in_(body_ids),
        Succession.on <= day,
        Succession.kind.in_(TAKING_OVER),
    )
    gone = db.session.scalars(merged.distinct()).all()
    return [(before, heir) for before in gone for heir in heirs(before, day)]


def user_recipient(user: User) -> Recipient:
    """Return a user as a recipient, in the language chosen in his account."""
    return Recipient(f"user:{user.id}", user.name, user.language, mail=user.email)


def inbox_keys(user: User, seated_at: int | None, roles: Iterable[RoleKind]) -> list[str]:
    """Return the recipients whose messages a user reads: himself, his person, his desks.

    `seated_at` is the body at whose desk he sits now with `roles` (a court under his own).
    """
    desks = {(grant.body_id, RoleKind(grant.role)) for grant in grants_of(user.id)}
    if seated_at is not None:
        desks |= {(seated_at, role) for role in roles}
    own = [f"user:{user.id}"] + ([f"person:{user.person_id}"] if user.person_id else [])
    return own + sorted(f"desk:{body_id}:{role.value}" for body_id, role in desks)
