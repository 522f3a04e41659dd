"""What the clock asks of seats and panels at each look: fixed numbers of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Row, String, cast, literal, select

from app.bodies.models import Body
from app.messages.models import Message
from app.messages.queries import proofs
from app.messages.terms import Channel, MessageState
from app.shared.db import db
from app.trials.models import Panel, Seat
from app.trials.terms import PanelState, SeatState

AT_ONCE = 500
WAITING = (Seat.state == SeatState.INVITED, Seat.answered_at.is_(None))


def proofs_of(seats: Iterable[Seat]) -> dict[int, datetime]:
    """Return when the newest invitations reached their persons, by seat; without proof none.

    A statement for every 500 seats.
    """
    found: dict[int, datetime] = {}
    rest = iter(seats)
    while some := list(islice(rest, AT_ONCE)):
        by_key = proofs("seat.invited", [f"seat:{seat.id}" for seat in some])
        for seat in some:
            at = by_key.get((f"seat:{seat.id}", seat.asked, f"person:{seat.person_id}"))
            if at is not None:
                found[seat.id] = at
    return found


def mailed_invitations() -> Sequence[Row[Any]]:
    """Return the invitations that wait for an answer and went out by mail, with the moments.

    Rows of id, asked, invited_at, answer_by, sent_at and zone (ix_seat_waiting,
    ix_message_subject).
    """
    of_seat = Message.subject == literal("seat:", String) + cast(Seat.id, String)
    columns = (Seat.id, Seat.asked, Seat.invited_at, Seat.answer_by, Message.sent_at, Body.zone)
    mailed = (
        select(*columns)
        .join(Message, of_seat & (Message.subject_version == Seat.asked))
        .join(Panel, Panel.id == Seat.panel_id)
        .join(Body, Body.id == Panel.body_id)
        .where(*WAITING, Panel.state == PanelState.DRAWN, Seat.answer_by.is_not(None))
        .where(
            Message.rule == "seat.invited",
            Message.channel == Channel.MAIL,
            Message.state == MessageState.SENT,
        )
    )
    return db.session.execute(mailed.order_by(Seat.id)).all()
