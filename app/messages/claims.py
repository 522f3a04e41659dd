"""Claims on waiting mail: who sends what, and what is known after a crash.

A deliverer claims a few rows for the length of a lease. Before a mail goes over the line its
`mail_id` is stored; so after a crash a claim without one has surely not gone out, and one with
it may have: it is marked uncertain and sent once more with the same Message-ID.

The statements of every mail are built once and run on a bare connection.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Connection, Table, and_, bindparam, case, literal, or_, select, update

from app.bodies.models import Body
from app.messages.models import Message
from app.messages.service import TOO_LATE
from app.messages.terms import Channel, MessageState
from app.shared import clock
from app.shared.texts import N_

LEASE = timedelta(seconds=150)  # longer than all answers to one mail may take
LAST_TRY = 14  # about a day and a half of temporary refusals
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


MESSAGE = cast(Table, Message.__table__)
M = MESSAGE.c
FIELDS = tuple(M[name] for name in Claimed.__annotations__)
MAILS = M.channel == Channel.MAIL
HELD = update(MESSAGE).where(
    M.id == bindparam("row_id"), M.claimed_by == bindparam("holder"), M.state == CLAIMED
)
ENDS, BEGINS = M.id == bindparam("ended"), M.id == bindparam("begun")
STEP = (  # one mail was taken and the next begins: the one statement that runs for every mail
    update(MESSAGE)
    .where(
        M.id.in_((bindparam("ended"), bindparam("begun"))),
        M.claimed_by == bindparam("holder"),
        M.state == CLAIMED,
    )
    .values(
        state=case((ENDS, literal(MessageState.SENT, M.state.type)), else_=M.state),
        sent_at=case((ENDS, bindparam("now", type_=M.sent_at.type)), else_=M.sent_at),
        claimed_by=case((ENDS, ""), else_=M.claimed_by),
        mail_id=case((BEGINS, bindparam("number")), else_=M.mail_id),
        tries=case((BEGINS, M.tries + 1), else_=M.tries),
        claimed_until=case(
            (BEGINS, bindparam("lease", type_=M.claimed_until.type)), else_=M.claimed_until
        ),
    )
    .returning(M.id)
)
DUE = (
    select(M.id)
    .where(
        MAILS,
        M.state.in_((WAITING, UNCERTAIN)),
        M.not_before <= bindparam("now"),
        or_(M.useful_until.is_(None), M.useful_until >= bindparam("now")),
    )
    .order_by(M.not_before, M.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
CLAIM = (
    update(MESSAGE)
    .where(M.id.in_(DUE))
    .values(
        state=CLAIMED,
        claimed_by=bindparam("holder"),
        claimed_until=bindparam("lease"),
        mail_id="",
    )
    .returning(*FIELDS)
)


def _state(state: MessageState) -> Any:
    return literal(state, M.state.type)


def tidy(connection: Connection) -> None:
    """Free what dead deliverers held, and drop what came too late. Two statements."""
    now, unknown = clock.now(), M.mail_id != ""
    again = and_(unknown, M.reason == MAYBE)
    lapsed = update(MESSAGE).where(MAILS, M.state == CLAIMED, M.claimed_until < now)
    ended = case(
        (again, _state(MessageState.FAILED)),
        (unknown, _state(UNCERTAIN)),
        else_=_state(WAITING),
    )
    why = case((again, LOST_TWICE), (unknown, MAYBE), else_=M.reason)
    connection.execute(lapsed.values(state=ended, reason=why, claimed_by=""))
    late = update(MESSAGE).where(MAILS, M.state.in_((WAITING, UNCERTAIN)), M.useful_until < now)
    connection.execute(late.values(state=MessageState.DROPPED, reason=TOO_LATE))


def claim(connection: Connection, holder: str, limit: int) -> list[Claimed]:
    """Claim up to `limit` mails that wait, oldest first (ix_message_waiting). One statement.

    On PostgreSQL rows that another deliverer is claiming are passed over; SQLite has one writer.
    """
    now = clock.now()
    named = {"now": now, "most": limit, "holder": holder, "lease": now + LEASE}
    rows = connection.execute(CLAIM, named).all()
    return [Claimed(*row) for row in sorted(rows, key=lambda row: row.id)]


def step(connection: Connection, holder: str, ended: int, begun: int, mail_id: str) -> bool:
    """Write that one mail was taken, and store the Message-ID of the one that goes out now.

    Either id may be 0. Returns False if the claim on the second is lost.
    """
    now = clock.now()
    named = {"holder": holder, "ended": ended, "begun": begun, "number": mail_id}
    rows = connection.execute(STEP, named | {"now": now, "lease": now + LEASE}).all()
    return any(row.id == begun for row in rows)


def settle(connection: Connection, holder: str, row_id: int, **values: Any) -> None:
    """Write how else a claimed mail ended (`state` and more); nothing if the claim is lost."""
    ended = HELD.values(claimed_by="", **values)
    connection.execute(ended, {"row_id": row_id, "holder": holder})


def release(connection: Connection, holder: str) -> None:
    """Give back all that a deliverer still holds and has not begun."""
    held = update(MESSAGE).where(MAILS, M.state == CLAIMED, M.claimed_by == holder, M.mail_id == "")
    back = case((M.reason == MAYBE, _state(UNCERTAIN)), else_=_state(WAITING))
    connection.execute(held.values(state=back, claimed_by=""))


def sender_names(connection: Connection, ids: set[int]) -> dict[int, str]:
    """Return the names of the bodies in whose name mail goes out."""
    rows = connection.execute(select(Body.id, Body.name).where(Body.id.in_(ids)))
    return {row.id: row.name for row in rows}
