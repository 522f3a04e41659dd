"""Users, and the roles they hold on a body and all under it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_security import RoleMixin, UserMixin
from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.terms import RoleKind
from app.shared.db import Base, Json

user_role = Table(
    "user_role",
    Base.metadata,
    Column("user_id", ForeignKey("user_account.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class Role(RoleMixin, Base):
    """A role as Flask-Security knows it; ours are dated and on a body (RoleGrant)."""

    __tablename__ = "role"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    permissions: Mapped[Any] = mapped_column(Json, nullable=True)


class User(UserMixin, Base):
    """Who signs in: an officer, or an assessor by the person he is."""

    __tablename__ = "user_account"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    last_login_at: Mapped[datetime | None]
    current_login_at: Mapped[datetime | None]
    last_login_ip: Mapped[str | None] = mapped_column(String(64))
    current_login_ip: Mapped[str | None] = mapped_column(String(64))
    login_count: Mapped[int | None] = mapped_column(Integer)
    create_datetime: Mapped[datetime | None]
    update_datetime: Mapped[datetime | None]
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(16), default="zh_Hans")
    person_id: Mapped[int | None] = mapped_column(unique=True)
    roles: Mapped[list[Role]] = relationship(secondary=user_role)


class RoleGrant(Base):
    """A user holds a role on a body and its subtree, from a day to a day (inclusive)."""

    __tablename__ = "role_grant"
    __table_args__ = (Index("ix_role_grant_body", "body_id", "role"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    role: Mapped[RoleKind]
    since: Mapped[date]
    until: Mapped[date | None]
