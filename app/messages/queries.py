"""Named reads of messages: an inbox, and whether mail goes out at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Row, func, select, tuple_

from app.messages.models import Message, Sending
from app.messages.terms import Channel, MessageState
from app.shared.db import db
from app.shared.texts import N_

STANDING = (MessageState.SHOWN, MessageState.SUPERSEDED)
NOT_SET_UP = N_("Mail is not set up here: messages stay in the inbox and nothing is sent.")
PAUSED = N_("Sending is paused: mail waits until whoever runs the system resumes it.")
PAUSED_NOW = select(func.count()).select_from(Sending).where(Sending.paused)


def _own(recipients: Sequence[str]):
    return (
        Message.recipient.in_(recipients),
        Message.channel == Channel.INBOX,
        Message.state.in_(STANDING),
    )


def inbox_page(
    recipients: Sequence[str], unread: bool, after: str | None, size: int
) -> tuple[list[Message], bool]:
    """Return up to `size` messages, newest first, and whether older ones follow.

    `after` is the uid of the last message of the page before (ix_message_inbox).
    """
    page = select(Message).where(*_own(recipients))
    if unread:
        page = page.where(Message.read_at.is_(None), Message.state == MessageState.SHOWN)
    if after:
        last = select(Message.created_at, Message.id).where(Message.uid == after)
        page = page.where(tuple_(Message.created_at, Message.id) < last.scalar_subquery())
    page = page.order_by(Message.created_at.desc(), Message.id.desc()).limit(size + 1)
    rows = list(db.session.scalars(page))
    return rows[:size], len(rows) > size


def has_message(recipients: Sequence[str], uid: str) -> bool:
    """Return whether a message lies in an inbox, read or not."""
    found = select(Message.id).where(*_own(recipients), Message.uid == uid)
    return db.session.scalar(found) is not None


def unread_count(recipients: Sequence[str]) -> int:
    """Return how many messages of an inbox nobody has read."""
    fresh = (Message.read_at.is_(None), Message.state == MessageState.SHOWN)
    count = select(func.count()).select_from(Message).where(*_own(recipients), *fresh)
    return db.session.scalar(count) or 0


def deliveries(subjects: Sequence[str]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return how the mails and letters about subjects stand, oldest first (ix_message_subject).

    Each row has subject, subject_version, rule, recipient, channel, state, sent_at, reason.
    """
    columns = (
        Message.subject,
        Message.subject_version,
        Message.rule,
        Message.recipient,
        Message.channel,
        Message.state,
        Message.sent_at,
        Message.reason,
    )
    outside = Message.channel.in_((Channel.MAIL, Channel.LETTER))
    rows = select(*columns).where(Message.subject.in_(subjects), outside).order_by(Message.id)
    return db.session.execute(rows).all()


def proofs(rule: str, subjects: Sequence[str]) -> dict[tuple[str, int, str], datetime]:
    """Return when messages of a rule reached their recipients; see service.delivered.

    By subject, version and recipient; what has no proof is left out (ix_message_subject).
    """
    key = (Message.subject, Message.subject_version, Message.recipient)
    sent = select(*key, func.min(Message.sent_at).label("at")).where(
        Message.subject.in_(subjects),
        Message.rule == rule,
        Message.channel.in_((Channel.MAIL, Channel.LETTER)),
        Message.state == MessageState.SENT,
    )
    rows = db.session.execute(sent.group_by(*key))
    return {(row.subject, row.subject_version, row.recipient): row.at for row in rows}


def is_paused() -> bool:
    """Say whether sending is paused (a restored copy is, until `flask resume`)."""
    return bool(db.session.scalar(PAUSED_NOW))


def why_nothing_goes_out() -> str:
    """Return why no mail is sent now as an English source text, or nothing if it is."""
    if not current_app.config["SMTP"]:
        return NOT_SET_UP
    return PAUSED if is_paused() else ""
