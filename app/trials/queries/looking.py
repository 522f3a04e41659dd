"""What the clock asks of seats and panels at each look: fixed numbers of statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Row, String, cast, exists, literal, select, tuple_
from sqlalchemy.orm import selectinload

from app.bodies.models import Body
from app.messages.models import Message
from app.messages.queries import proofs
from app.messages.terms import Channel, MessageState
from app.shared import clock
from app.shared.db import db
from app.trials.models import Case, Panel, Party, Seat, SittingDay
from app.trials.terms import DayState, PanelState, SeatState

AT_ONCE = 500
PANELS_AT_ONCE = 300
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


def mailed_invitations() -> Sequence[Row[*tuple[Any, ...]]]:
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


def panels_ahead() -> Iterator[list[Panel]]:
    """Yield the drawn panels that sit today or later, court by court, some hundreds at a time.

    With seats, days, cases, parties and kin: eight statements a batch (ix_panel_state,
    ix_sitting_day_panel).
    """
    day = clock.today() - timedelta(days=1)  # today may be another day in another zone
    ahead = exists().where(
        SittingDay.panel_id == Panel.id, SittingDay.state == DayState.SET, SittingDay.day >= day
    )
    parties = selectinload(Panel.cases).selectinload(Case.parties).selectinload(Party.kin)
    place = tuple_(Panel.body_id, Panel.id)
    panels = (
        select(Panel)
        .where(Panel.state == PanelState.DRAWN, ahead)
        .options(selectinload(Panel.seats), selectinload(Panel.days), parties)
        .options(selectinload(Panel.body))
        .order_by(Panel.body_id, Panel.id)
        .limit(PANELS_AT_ONCE)
    )
    after = (0, 0)
    while some := list(db.session.scalars(panels.where(place > after))):
        yield some
        after = (some[-1].body_id, some[-1].id)
