"""Users as Flask-Security asks for them; the roles of the one signed in come with him.

What every page asks is composed once and found by one statement.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import g
from flask_security import SQLAlchemyUserDatastore, UserMixin
from sqlalchemy import Date, Select, String, and_, bindparam, or_, select
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import RoleGrant, User
from app.bodies.kept import BodyRevision, know_revision
from app.shared import clock
from app.shared.db import db


class Users(SQLAlchemyUserDatastore):
    """Flask-Security's users. Its own undated roles are not ours and are never read."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> UserMixin | None:
        """Return a user by one column; by the mark of a web session with today's grants."""
        if set(kwargs) != {"fs_uniquifier"}:
            return super().find_user(case_insensitive, **kwargs)
        mark = {"mark": kwargs["fs_uniquifier"], "day": clock.today()}
        rows = db.session.execute(_by_mark(), mark).all()
        if not rows:
            return None
        user: User = rows[0].User
        set_committed_value(user, "roles", [])
        g.granted = user.id, [row.RoleGrant for row in rows if row.RoleGrant is not None]
        know_revision(rows[0].revision)
        return user


def grants_of(user_id: int) -> list[RoleGrant]:
    """Return the role grants of a user that hold today (those of the signed-in user are known)."""
    known, grants = g.get("granted", (None, []))
    if known == user_id:
        return grants
    own = select(RoleGrant).where(RoleGrant.user_id == user_id, _holds())
    return list(db.session.scalars(own, {"day": clock.today()}))


def account_of(person_id: int) -> User | None:
    """Return the account of a person of the register, open or closed."""
    return db.session.scalar(select(User).where(User.person_id == person_id))


def is_person(user_id: int | None, person_id: int) -> bool:
    """Say whether a user is that person of the register: nobody acts on his own case."""
    own = select(User.id).where(User.id == user_id, User.person_id == person_id)
    return user_id is not None and db.session.scalar(own) is not None


def holds_a_role(user_id: int) -> bool:
    """Say whether a role of a user holds today or begins later."""
    not_over = or_(RoleGrant.until.is_(None), RoleGrant.until >= clock.today())
    own = select(RoleGrant.id).where(RoleGrant.user_id == user_id, not_over)
    return db.session.scalar(own.limit(1)) is not None


@cache
def _by_mark() -> Select[User, RoleGrant, int]:
    revision = select(BodyRevision.number).scalar_subquery().label("revision")
    both = select(User, RoleGrant, revision)
    granted = both.outerjoin(RoleGrant, and_(RoleGrant.user_id == User.id, _holds()))
    return granted.where(User.fs_uniquifier == bindparam("mark", type_=String()))


def _holds() -> Any:
    day = bindparam("day", type_=Date())
    return and_(RoleGrant.since <= day, or_(RoleGrant.until.is_(None), RoleGrant.until >= day))
