"""Accounts: opened for a person or an officer, given roles on a body, closed."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from uuid import uuid4

from flask_security import hash_password
from sqlalchemy import select

from app.accounts.models import RoleGrant, User
from app.accounts.terms import RoleKind
from app.audit.service import Actor, record
from app.bodies.models import Body
from app.bodies.terms import BodyKind
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.screens import LANGUAGES
from app.shared.texts import N_


def user_of(email: str) -> User:
    """Return the account of an address. Raises Refused where there is none."""
    user = db.session.scalar(select(User).where(User.email == email.strip().lower()))
    if user is None:
        text = N_("There is no account %(email)s.")
        raise Refused([Refusal("account.unknown", text, {"email": email})])
    return user


def open_account(
    actor: Actor, email: str, name: str, language: str, person_id: int | None = None
) -> tuple[User, str]:
    """Open an account and return it with its first password, which is kept nowhere.

    Raises Refused for an address or a person with an account already, an unknown language.
    """
    address = email.strip().lower()
    _refuse_twice(address, person_id)
    if language not in LANGUAGES:
        text = N_("The language is one of %(languages)s.")
        languages = ", ".join(LANGUAGES)
        raise Refused([Refusal("account.language", text, {"languages": languages})])
    password = secrets.token_urlsafe(12)
    user = User(
        email=address,
        name=name,
        language=language,
        person_id=person_id,
        password=hash_password(password),
        active=True,
        fs_uniquifier=uuid4().hex,
    )
    db.session.add(user)
    db.session.flush()
    record(actor, "account:opened", user)
    return user, password


def new_password(actor: Actor, user: User) -> str:
    """Give an account another password and end its sessions; return it, it is kept nowhere."""
    password = secrets.token_urlsafe(12)
    user.password, user.fs_uniquifier = hash_password(password), uuid4().hex
    record(actor, "account:password_reset", user)
    return password


def grant_role(actor: Actor, user: User, body_id: int, role: RoleKind, since: date) -> None:
    """Give a role on a body and its subtree from a day on; one that holds is not given twice.

    Raises Refused for the role of a school officer in a body that is no school.
    """
    if _held(user, body_id, role, since):
        return
    _refuse_outside_a_school(body_id, role)
    db.session.add(RoleGrant(user_id=user.id, body_id=body_id, role=role, since=since))
    record(actor, "account:granted", user, body_id, role=role.value, since=str(since))


def revoke_role(actor: Actor, user: User, body_id: int, role: RoleKind, day: date) -> None:
    """Take a role back from `day` on. Raises Refused where it does not hold."""
    grants = _held(user, body_id, role, day)
    if not grants:
        text = N_("%(name)s does not hold this role there.")
        raise Refused([Refusal("account.no_role", text, {"name": user.name})])
    for grant in grants:
        last = day - timedelta(days=1)
        if last < grant.since:
            db.session.delete(grant)
        grant.until = last
    record(actor, "account:revoked", user, body_id, role=role.value, day=str(day))


def close_account(actor: Actor, user: User) -> None:
    """Close an account and end its sessions; what its user did stays in the audit."""
    user.active, user.fs_uniquifier = False, uuid4().hex
    record(actor, "account:closed", user)


def reopen_account(actor: Actor, user: User) -> str:
    """Open a closed account again and return its new password, which is kept nowhere."""
    user.active = True
    record(actor, "account:reopened", user)
    return new_password(actor, user)


def _held(user: User, body_id: int, role: RoleKind, day: date) -> list[RoleGrant]:
    where = (RoleGrant.user_id == user.id, RoleGrant.body_id == body_id, RoleGrant.role == role)
    grants = db.session.scalars(select(RoleGrant).where(*where))
    return [grant for grant in grants if grant.until is None or grant.until >= day]


def _refuse_outside_a_school(body_id: int, role: RoleKind) -> None:
    body = db.session.get_one(Body, body_id)
    if role is RoleKind.SCHOOL and body.kind is not BodyKind.SCHOOL:
        text = N_("%(name)s is no cadre school: it has no school officer.")
        way_out = N_("Give the role on the school, or another role here.")
        raise Refused([Refusal("account.no_school", text, {"name": body.name}, way_out)])


def _refuse_twice(email: str, person_id: int | None) -> None:
    same = [User.email == email] + ([User.person_id == person_id] if person_id else [])
    for one in same:
        if db.session.scalar(select(User.id).where(one)) is not None:
            text = N_("There is an account for this address or this person already.")
            way_out = N_("Give that one another role or another password.")
            raise Refused([Refusal("account.double", text, way_out=way_out)])
