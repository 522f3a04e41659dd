"""The outbox and the inbox are one table: a message to one recipient about one thing."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.messages.terms import Channel, MessageState
from app.shared import clock
from app.shared.db import Addressed, Base
from app.shared.sealed import SealedText


class Message(Addressed, Base):
    """One message; the unique key makes it go out once (rule, subject, version, day, to whom)."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint(
            "rule", "subject", "subject_version", "due_day", "recipient", "channel", name="once"
        ),
        # the channel first: letters may wait for weeks, deliverers must not read past them
        Index("ix_message_waiting", "channel", "state", "not_before"),
        Index("ix_message_inbox", "recipient", "channel", "created_at"),
        Index("ix_message_subject", "subject"),
    )
    rule: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))  # kind:id, as "seat:118"
    subject_version: Mapped[int]
    due_day: Mapped[date]
    recipient: Mapped[str] = mapped_column(String(60))  # person:ID, user:ID or desk:BODY:ROLE
    channel: Mapped[Channel]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    address: Mapped[str] = mapped_column(SealedText, default="")
    language: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)  # a secret link stands in it: {link}
    link: Mapped[str] = mapped_column(SealedText, default="")
    state: Mapped[MessageState]
    reason: Mapped[str] = mapped_column(String(300), default="")
    not_before: Mapped[datetime] = mapped_column(default=clock.now)
    useful_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str] = mapped_column(String(40), default="")
    claimed_until: Mapped[datetime | None]
    mail_id: Mapped[str] = mapped_column(String(120), default="")
    sent_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Sending(Base):
    """The switch of sending: a restored copy is paused until `flask resume`."""

    __tablename__ = "sending"
    id: Mapped[int] = mapped_column(primary_key=True)
    paused: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
