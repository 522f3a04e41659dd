"""Tables of bodies: who they are, how they are linked, which rules hold in them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.bodies.terms import BodyKind, LinkKind, SuccessionKind
from app.shared.db import Addressed, Base, Json, Versioned


class Body(Addressed, Versioned, Base):
    """A court or any other organ. `code` is its public code in draw records."""

    __tablename__ = "body"
    code: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[BodyKind]
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160))
    short: Mapped[str] = mapped_column(String(40), default="")
    zone: Mapped[str] = mapped_column(String(40), default="Asia/Shanghai")
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    opened: Mapped[date | None]
    closed: Mapped[date | None]


class BodyName(Base):
    """A name that a body bore from a day to a day (the current one stands in Body)."""

    __tablename__ = "body_name"
    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    since: Mapped[date]
    until: Mapped[date | None]


class BodyLink(Base):
    """`body` stands in relation `kind` to `to`, from a day to a day (inclusive)."""

    __tablename__ = "body_link"
    __table_args__ = (
        Index("ix_body_link_up", "body_id", "kind"),
        Index("ix_body_link_down", "to_id", "kind"),
        CheckConstraint("until IS NULL OR until >= since", name="span"),
        CheckConstraint("body_id <> to_id", name="not_itself"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    kind: Mapped[LinkKind]
    since: Mapped[date]
    until: Mapped[date | None]
    body: Mapped[Body] = relationship(foreign_keys=[body_id])
    to: Mapped[Body] = relationship(foreign_keys=[to_id])


class Succession(Base):
    """On `on`, what was `before` is `after` (merge: many to one; split: one to many).

    Mergers and renamings pass the people on; of a split, tenures and links say who goes where.
    """

    __tablename__ = "succession"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[SuccessionKind]
    before_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    after_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    on: Mapped[date]


class RulebookAssignment(Base):
    """From a day on, a body (and those under it) works by a rulebook."""

    __tablename__ = "rulebook_assignment"
    __table_args__ = (UniqueConstraint("body_id", "since"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    rulebook: Mapped[str] = mapped_column(String(32))
    since: Mapped[date]


class LocalRule(Base):
    """A court's own value for a rule that the rulebook leaves to it."""

    __tablename__ = "local_rule"
    __table_args__ = (UniqueConstraint("body_id", "key", "since"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    key: Mapped[str] = mapped_column(String(80))
    value: Mapped[Any] = mapped_column(Json)
    since: Mapped[date]


class District(Base):
    """A district of a court's area; the roll's sheet must name one of them."""

    __tablename__ = "district"
    __table_args__ = (UniqueConstraint("body_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))


class CalendarDay(Base):
    """A day announced as holiday or as make-up workday, over the library's calendar."""

    __tablename__ = "calendar_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(60), default="")
