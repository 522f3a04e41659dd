"""Verbs of messages: tell, supersede, note a letter as served, read, pause and resume."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased

from app.messages.models import Message, Sending
from app.messages.terms import Channel, MessageState, Notice
from app.shared import clock
from app.shared.db import db, public_id
from app.shared.inserts import insert_into
from app.shared.texts import N_

AT_ONCE = 400  # notices a batch: with two rows of 21 values each, below SQLite's 32,766
STILL_OPEN = (MessageState.WAITING, MessageState.SHOWN)
TOO_LATE = N_("It was no longer useful when it could have gone out.")
NEWER = N_("A newer message about the same thing took its place.")
Key = tuple[Any, ...]


def tell(notices: Iterable[Notice], dropped: str = "") -> int:
    """Write what is to be told, each once; return how many messages are new.

    One row in the inbox, and one by mail (or by letter) where the recipient has an address. The
    unique key (rule, subject, version, due day, recipient, channel) lets a second call do
    nothing. A new version supersedes the older ones of the same rule, subject and recipient.
    What is past its `useful_until`, or all with a `dropped` reason (an English source text), is
    kept as dropped. Four statements a batch of 400, however many are told.
    """
    notices, told = list(notices), 0
    for at in range(0, len(notices), AT_ONCE):
        told += _tell(notices[at : at + AT_ONCE], dropped)
    return told


def untold(notices: Iterable[Notice]) -> list[Notice]:
    """Return the notices of which nothing is written yet (ix_message_subject)."""
    notices = list(notices)
    known: set[Key] = set()
    for at in range(0, len(notices), AT_ONCE):
        known |= _known(notices[at : at + AT_ONCE])
    return [n for n in notices if _key(n, Channel.INBOX) not in known]


def _key(notice: Notice, channel: Channel) -> Key:
    return (*notice.key, channel)


def _known(notices: list[Notice]) -> set[Key]:
    subjects = {n.subject for n in notices}
    columns = (
        Message.rule,
        Message.subject,
        Message.subject_version,
        Message.due_day,
        Message.recipient,
        Message.channel,
    )
    rows = db.session.execute(select(*columns).where(Message.subject.in_(subjects)))
    return {tuple(row) for row in rows}


def _tell(notices: list[Notice], dropped: str) -> int:
    known = _known(notices)
    rows = {
        _key(notice, channel): _row(notice, channel, dropped)
        for notice in notices
        for channel in _channels(notice)
        if _key(notice, channel) not in known
    }
    if not rows:
        return 0
    insert = insert_into(Message).on_conflict_do_nothing().returning(Message.channel)
    written = db.session.scalars(insert.values(list(rows.values()))).all()
    _supersede_older({n.subject for n in notices})
    return sum(channel is Channel.INBOX for channel in written)


def _channels(notice: Notice) -> tuple[Channel, ...]:
    if notice.recipient.letter:
        return (Channel.INBOX, Channel.LETTER)
    return (Channel.INBOX, Channel.MAIL) if notice.recipient.mail else (Channel.INBOX,)


def _row(notice: Notice, channel: Channel, dropped: str) -> dict[str, Any]:
    now = clock.now()
    late = notice.useful_until is not None and notice.useful_until < now
    reason = dropped or (TOO_LATE if late else "")
    fresh = MessageState.SHOWN if channel is Channel.INBOX else MessageState.WAITING
    return {
        "uid": public_id(),
        "rule": notice.rule,
        "subject": notice.subject,
        "subject_version": notice.version,
        "due_day": notice.due_day,
        "recipient": notice.recipient.key,
        "channel": channel,
        "body_id": notice.body_id,
        "address": notice.recipient.mail if channel is Channel.MAIL else "",
        "language": notice.recipient.language,
        "title": notice.title[:300],
        "text": notice.text,
        "link": notice.link,
        "state": MessageState.DROPPED if reason else fresh,
        "reason": reason,
        "not_before": now,
        "useful_until": notice.useful_until,
        "tries": 0,
        "claimed_by": "",
        "mail_id": "",
        "created_at": now,
    }


def _supersede_older(subjects: set[str]) -> None:
    newer = aliased(Message)
    overtaken = (
        select(newer.id)
        .where(
            newer.subject == Message.subject,
            newer.rule == Message.rule,
            newer.recipient == Message.recipient,
            newer.subject_version > Message.subject_version,
        )
        .exists()
    )
    old = update(Message).where(Message.subject.in_(subjects), Message.state.in_(STILL_OPEN))
    db.session.execute(
        old.where(overtaken).values(state=MessageState.SUPERSEDED, reason=NEWER),
        execution_options={"synchronize_session": False},
    )


def supersede(subject: str, keep_version: int) -> int:
    """Take back what was told of a subject in versions before `keep_version`; return how many.

    What still waits will not go out; what stands in an inbox is marked. What has gone out
    stays as it is: the new version tells the change.
    """
    old = update(Message).where(
        Message.subject == subject,
        Message.subject_version < keep_version,
        Message.state.in_(STILL_OPEN),
    )
    old = old.values(state=MessageState.SUPERSEDED, reason=NEWER).returning(Message.id)
    return len(db.session.scalars(old).all())


def stop_sending(recipient: str, reason: str) -> int:
    """Let nothing that still waits go out to a recipient (a key); return how many it was.

    `reason` is an English source text. What is being sent at this moment may still arrive.
    """
    waiting = update(Message).where(
        Message.recipient == recipient, Message.state == MessageState.WAITING
    )
    waiting = waiting.values(state=MessageState.DROPPED, reason=reason).returning(Message.id)
    return len(db.session.scalars(waiting).all())


def delivered(subject: str, version: int, recipient: str, rule: str = "") -> datetime | None:
    """Return when a message reached its recipient (a key), or None without proof.

    Proof is that the mail server has taken it, or that a letter was noted as served; the
    earliest counts. A message that is uncertain is no proof. `rule` narrows to one rule.
    """
    proof = select(func.min(Message.sent_at)).where(
        Message.subject == subject,
        Message.subject_version == version,
        Message.recipient == recipient,
        Message.channel.in_((Channel.MAIL, Channel.LETTER)),
        Message.state == MessageState.SENT,
    )
    return db.session.scalar(proof.where(Message.rule == rule) if rule else proof)


def note_served(subject: str, version: int, recipient: str, at: datetime) -> int:
    """Write down that the letters of a subject's version were served at `at`; return how many."""
    letters = update(Message).where(
        Message.subject == subject,
        Message.subject_version == version,
        Message.recipient == recipient,
        Message.channel == Channel.LETTER,
        Message.state.in_((MessageState.WAITING, MessageState.PRINTED)),
    )
    served = letters.values(state=MessageState.SENT, sent_at=at).returning(Message.id)
    return len(db.session.scalars(served).all())


def forget_served(subject: str, version: int, recipient: str) -> int:
    """Take back that the letters of a subject's version were served; return how many.

    They wait to be printed (again): whether they ever left the house is not known.
    """
    letters = update(Message).where(
        Message.subject == subject,
        Message.subject_version == version,
        Message.recipient == recipient,
        Message.channel == Channel.LETTER,
        Message.state == MessageState.SENT,
    )
    waiting = letters.values(state=MessageState.WAITING, sent_at=None).returning(Message.id)
    return len(db.session.scalars(waiting).all())


def note_printed(subject: str, version: int, rule: str) -> int:
    """Write down that the letters of one rule about a subject were printed; return how many."""
    letters = update(Message).where(
        Message.subject == subject,
        Message.subject_version == version,
        Message.rule == rule,
        Message.channel == Channel.LETTER,
        Message.state == MessageState.WAITING,
    )
    printed = letters.values(state=MessageState.PRINTED, sent_at=clock.now())
    return len(db.session.scalars(printed.returning(Message.id)).all())


def mark_read(recipients: Iterable[str], uid: str | None = None) -> int:
    """Mark one message of the recipients' inboxes as read, or all without `uid`."""
    unread = update(Message).where(
        Message.recipient.in_(list(recipients)),
        Message.channel == Channel.INBOX,
        Message.read_at.is_(None),
    )
    if uid is not None:
        unread = unread.where(Message.uid == uid)
    read = unread.values(read_at=clock.now()).returning(Message.id)
    return len(db.session.scalars(read).all())


def set_sending(paused: bool, reason: str = "") -> None:
    """Pause or resume all sending of mail, whoever has paused it."""
    row = {"paused": paused, "reason": reason, "at": clock.now()}
    insert = insert_into(Sending).values(id=1, **row)
    db.session.execute(insert.on_conflict_do_update(index_elements=[Sending.id], set_=row))
    if not paused:
        db.session.execute(update(Sending).values(paused=False))
