"""What was told and what was written down about the trials of an invented province."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from app.audit.models import AuditLine
from app.demo.province.assessors import moment_of
from app.demo.province.writer import Writer
from app.messages.models import Message
from app.messages.terms import Channel, MessageState

ACTS = (
    ("case:entered", "case"),
    ("panel:requested", "panel"),
    ("draw:frozen", "draw"),
    ("draw:made", "draw"),
)


def told(write: Writer, body_id: int, seat: int, person: int, asked: datetime) -> None:
    """Write the invitation to a seat, as it stands in the inbox and as it went out by mail."""
    for channel in (Channel.INBOX, Channel.MAIL):
        sent = channel is Channel.MAIL
        write.add(
            Message,
            rule="seat.invited",
            subject=f"seat:{seat}",
            subject_version=1,
            due_day=asked.date(),
            recipient=f"person:{person}",
            channel=channel,
            body_id=body_id,
            address=f"p{person}@example.org" if sent else "",
            language="zh_Hans",
            title="您被抽选参加审判",
            text="请在规定的期限内答复：{link}",
            link=f"/i/{seat:024x}",
            state=MessageState.SENT if sent else MessageState.SHOWN,
            not_before=asked,
            created_at=asked,
            sent_at=asked if sent else None,
        )


def audited(write: Writer, body_id: int, uids: Mapping[str, str], drawn: date) -> None:
    """Write the lines of the audit from a case's entry to its draw; `uids` by kind."""
    for act, kind in ACTS:
        write.add(
            AuditLine,
            at=moment_of(drawn),
            actor_name="刘芳",
            act=act,
            body_id=body_id,
            subject_kind=kind,
            subject_uid=uids[kind],
            facts={},
        )
