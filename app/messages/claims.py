"""Claims on waiting mail: who sends what, and what is known after a crash.

A deliverer claims a few rows for the length of a lease. Before a mail goes over the line its
`mail_id` is stored; so after a crash a claim without one has surely not gone out, and one with
it may have: it is marked uncertain and sent once more with the same Message-ID.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, case, literal, or_, select, update
from sqlalchemy.orm import Session

from app.bodies.models import Body
from app.messages.models import Message
from app.messages.service import TOO_LATE
from app.messages.terms import Channel, MessageState
from app.shared import clock
from app.shared.texts import N_

LEASE = timedelta(seconds=150)  # longer than all answers to one mail may take
LAST_TRY = 14  # about two days of temporary refusals
MAYBE = N_("It may have gone out before a stop; it was sent once more with the same number.")
LOST_TWICE = N_("Twice the line broke in the middle: nobody knows whether it has arrived.")
WAITING, CLAIMED, UNCERTAIN = MessageState.WAITING, MessageState.CLAIMED, MessageState.UNCERTAIN


@dataclass(frozen=True)
class Claimed:
    """A claimed row, as its deliverer needs it."""

    id: int
    uid: str
    address: str
    title: str
    text: str
    link: str
    language: str
    body_id: int
    tries: int
    reason: str


FIELDS = tuple(getattr(Message, name) for name in Claimed.__annotations__)


def tidy(session: Session) -> None:
    """Free what dead deliverers held, and drop what came too late. Two statements."""
    now, mail = clock.now(), Message.channel == Channel.MAIL
    unknown = Message.mail_id != ""
    again = and_(unknown, Message.reason == MAYBE)
    lapsed = _changing(mail, Message.state == CLAIMED, Message.claimed_until < now)
    session.execute(
        lapsed.values(
            state=case(
                (again, literal(MessageState.FAILED, Message.state.type)),
                (unknown, literal(UNCERTAIN, Message.state.type)),
                else_=literal(WAITING, Message.state.type),
            ),
            reason=case((again, LOST_TWICE), (unknown, MAYBE), else_=Message.reason),
            claimed_by="",
        )
    )
    late = _changing(mail, Message.state.in_((WAITING, UNCERTAIN)), Message.useful_until < now)
    session.execute(late.values(state=MessageState.DROPPED, reason=TOO_LATE))


def claim(session: Session, holder: str, limit: int) -> list[Claimed]:
    """Claim up to `limit` mails that wait, oldest first (ix_message_waiting). One statement.

    On PostgreSQL rows that another deliverer is claiming are passed over; SQLite has one writer.
    """
    now = clock.now()
    due = (
        select(Message.id)
        .where(
            Message.channel == Channel.MAIL,
            Message.state.in_((WAITING, UNCERTAIN)),
            Message.not_before <= now,
            or_(Message.useful_until.is_(None), Message.useful_until >= now),
        )
        .order_by(Message.not_before, Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = _changing(Message.id.in_(due))
    taken = taken.values(state=CLAIMED, claimed_by=holder, claimed_until=now + LEASE, mail_id="")
    rows = session.execute(taken.returning(*FIELDS)).all()
    return [Claimed(*row) for row in sorted(rows, key=lambda row: row.id)]


def begin(session: Session, holder: str, row_id: int, mail_id: str) -> bool:
    """Store the Message-ID of a mail that goes out now; False if the claim is lost."""
    began = _held(holder, row_id).values(
        mail_id=mail_id, tries=Message.tries + 1, claimed_until=clock.now() + LEASE
    )
    return session.execute(began.returning(Message.id)).first() is not None


def settle(session: Session, holder: str, row_id: int, state: MessageState, **values: Any) -> None:
    """Write how a claimed mail ended; nothing if the claim is no longer held."""
    session.execute(_held(holder, row_id).values(state=state, claimed_by="", **values))


def release(session: Session, holder: str) -> None:
    """Give back all that a deliverer still holds and has not begun."""
    held = _changing(
        Message.channel == Channel.MAIL,
        Message.state == CLAIMED,
        Message.claimed_by == holder,
        Message.mail_id == "",
    )
    back = case(
        (Message.reason == MAYBE, literal(UNCERTAIN, Message.state.type)),
        else_=literal(WAITING, Message.state.type),
    )
    session.execute(held.values(state=back, claimed_by=""))


def sender_names(session: Session, ids: set[int]) -> dict[int, str]:
    """Return the names of the bodies in whose name mail goes out."""
    rows = session.execute(select(Body.id, Body.name).where(Body.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _held(holder: str, row_id: int):
    return _changing(Message.id == row_id, Message.claimed_by == holder, Message.state == CLAIMED)


def _changing(*where: Any):
    """Update rows in the table only: a deliverer holds no Message objects."""
    return update(Message).where(*where).execution_options(synchronize_session=False)
