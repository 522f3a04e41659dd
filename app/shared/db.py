"""The database: one base, one session, column types that know about time and secrets."""

from __future__ import annotations

import enum
import secrets
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Enum, MetaData, String, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from app.shared import clock

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Json = JSON().with_variant(JSONB(), "postgresql")


class UtcTime(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC without a zone in the table."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def _words(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


Word = Enum(enum.Enum, native_enum=False, length=32, values_callable=_words)


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: UtcTime(),
        dict[str, Any]: Json,
        list[Any]: Json,
        enum.Enum: Word,
        enum.StrEnum: Word,
    }


def kept_tables() -> list[Table]:
    """Return the tables that hold what was entered, parents first; triggers fill the others."""
    return [table for table in Base.metadata.sorted_tables if not table.info.get("derived")]


def public_id() -> str:
    """Return a random id for public addresses (72 bits, safe in a URL)."""
    return secrets.token_urlsafe(9)


class Addressed:
    """Rows with an address of their own: a running id inside, a random one outside."""

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)


class Versioned:
    """Rows that people edit: a stale page is noticed by its version."""

    version: Mapped[int] = mapped_column(default=1, server_default="1")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


db = SQLAlchemy(
    metadata=Base.metadata, engine_options={"pool_pre_ping": True, "hide_parameters": True}
)
