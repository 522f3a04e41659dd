"""One-time keys: a double click, two tabs, a link used twice do one thing."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import String, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import clock
from app.shared.db import Base, db


class UsedKey(Base):
    """A key of an acting form that was used, and where its act led."""

    __tablename__ = "used_key"
    key: Mapped[str] = mapped_column(String(48), primary_key=True)
    led_to: Mapped[str] = mapped_column(String(400), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


def new_key() -> str:
    """Return a key for one form shown once."""
    return secrets.token_urlsafe(18)


def claim(key: str) -> str | None:
    """Claim a key in this transaction; return where it led if it was used before.

    A second transaction with the same key waits for the first, on both databases.
    """
    postgresql = db.engine.dialect.name == "postgresql"
    insert = postgresql_insert if postgresql else sqlite_insert
    statement = insert(UsedKey).values(key=key[:48], led_to="", at=clock.now())
    result = db.session.execute(statement.on_conflict_do_nothing().returning(UsedKey.key))
    if result.scalar() is not None:
        return None
    return db.session.scalar(select(UsedKey.led_to).where(UsedKey.key == key[:48])) or "/"


def remember(key: str, led_to: str) -> None:
    """Note where the act of a key led."""
    db.session.execute(update(UsedKey).where(UsedKey.key == key[:48]).values(led_to=led_to[:400]))
