"""Words of messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Channel(StrEnum):
    """By which way a message reaches its recipient; the inbox always holds it too."""

    INBOX = "inbox"
    MAIL = "mail"
    LETTER = "letter"


class MessageState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    PRINTED = "printed"  # a letter, not proved to have arrived
    SENT = "sent"
    SHOWN = "shown"  # stands in the inbox
    UNCERTAIN = "uncertain"  # may have gone out before a crash
    FAILED = "failed"
    SUPERSEDED = "superseded"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Recipient:
    """Who is told: key is person:ID, user:ID or desk:BODY:ROLE; mail may be empty."""

    key: str
    name: str
    language: str
    mail: str = ""
    letter: bool = False


@dataclass(frozen=True)
class Notice:
    """What a feature asks to be told: finished texts in the reader's language.

    `subject` is kind:id, `version` the subject's version, so that a moved hearing is told
    anew and the older message superseded. `due_day` is the day the reminder belongs to.
    """

    rule: str
    subject: str
    version: int
    due_day: date
    body_id: int
    recipient: Recipient
    title: str
    text: str
    link: str = ""
    useful_until: datetime | None = None

    @property
    def key(self) -> tuple[str, str, int, date, str]:
        """By what it is known that somebody was told this; on each channel once."""
        return (self.rule, self.subject, self.version, self.due_day, self.recipient.key)
