"""Invitations and the next in line, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.terms import RoleKind
from app.audit.models import AuditLine
from app.messages.models import Message
from app.messages.terms import Channel, MessageState
from app.people.models import Absence
from app.people.terms import AbsenceKind, Half
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.models import Panel, Seat
from app.trials.replies_rules import Answer
from app.trials.seat_queries import alternates, open_numbers
from app.trials.service.replies import answer_by_phone
from app.trials.service.seats import (
    call_next,
    give_up,
    invite_panel,
    send_new_link,
    token_hash,
)
from app.trials.terms import SeatState
from tests.builders import Make
from tests.trials.cases import FIRST, NOON
from tests.trials.panels import a_drawn_panel, an_invited_panel, held, one_more, token_of, year


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def test_everybody_drawn_is_asked_once_with_a_deadline_and_a_link(app: Flask, make: Make):
    _, _, panel = an_invited_panel(make)
    # Three working days after Monday 2 November 2026, 17:00 in Shanghai.
    assert panel.answer_by == datetime(2026, 11, 5, 9, tzinfo=UTC)
    for seat in held(panel).values():
        assert (seat.state, seat.asked, seat.answer_by) == (SeatState.INVITED, 1, panel.answer_by)
        assert token_hash(token_of(seat)) == seat.link_hash
        assert year(seat.person_id) == (0, 0, 1)
        halves = db.session.scalars(select(Absence).where(Absence.person_id == seat.person_id))
        assert {(row.day, row.half, row.subject) for row in halves} == {
            (FIRST, half, f"seat:{seat.id}") for half in Half
        }


def test_the_link_stands_sealed_and_not_in_the_text(app: Flask, make: Make):
    _, _, panel = an_invited_panel(make)
    seat = held(panel)[1]
    rows = db.session.scalars(select(Message).where(Message.subject == f"seat:{seat.id}")).all()
    assert {row.channel for row in rows} == {Channel.INBOX, Channel.MAIL}
    for row in rows:
        assert "{link}" in row.text
        assert token_of(seat) not in row.text
        assert row.link == f"/a/{token_of(seat)}"
    raw = db.session.connection().exec_driver_sql("SELECT link FROM message").scalars().all()
    assert all(token_of(seat).encode() not in bytes(box) for box in raw)


def test_alternates_are_told_case_place_and_their_place_in_line(app: Flask, make: Make):
    _, _, panel = an_invited_panel(make)
    for place, seat in enumerate(alternates(panel), 1):
        where = Message.subject == f"alternate:{seat.id}"
        titles = set(db.session.scalars(select(Message.title).where(where)))
        assert titles == {f"You are alternate number {place}"}


def test_who_has_no_mail_is_written_to_by_letter(app: Flask, make: Make):
    _, desk, panel = a_drawn_panel(make)
    for seat in panel.seats:
        seat.person.mail = None
    db.session.commit()
    with transaction():
        invite_panel(desk, panel)
    seat = held(panel)[1]
    where = (Message.subject == f"seat:{seat.id}", Message.channel == Channel.LETTER)
    assert db.session.scalars(select(Message.state).where(*where)).all() == [MessageState.WAITING]


def test_a_panel_is_invited_once(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    with pytest.raises(Refused, match=r"panel\.nobody_to_invite"), transaction():
        invite_panel(desk, panel)
    told = db.session.scalar(
        select(func.count(Message.id)).where(
            Message.rule == "seat.invited", Message.channel == Channel.MAIL
        )
    )
    assert told == 2


def test_in_the_last_week_one_working_day_is_left(app: Flask, make: Make):
    _, desk, panel = a_drawn_panel(make)
    late = datetime(2026, 11, 30, 4, tzinfo=UTC)
    with clock.standing_at(late), transaction():
        invite_panel(desk, panel)
    assert held(panel)[1].answer_by == datetime(2026, 12, 1, 9, tzinfo=UTC)
    evening = datetime(2026, 12, 2, 12, tzinfo=UTC)  # 20:00 the day before
    with clock.standing_at(evening), transaction():
        send_new_link(desk, held(panel)[1])
    # Before the sitting begins at 09:00 in Shanghai.
    assert held(panel)[1].answer_by == datetime(2026, 12, 3, 1, tzinfo=UTC)


def test_a_no_calls_the_next_in_the_drawn_order_at_once(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    first, following = held(panel)[1], alternates(panel)[0]
    with transaction():
        answer_by_phone(desk, first, Answer.NO, "ill")
    assert (first.state, first.reason) == (SeatState.DECLINED, "ill")
    assert (following.state, following.seat_no) == (SeatState.INVITED, 1)
    assert year(first.person_id) == (0, 0, 0)
    assert year(following.person_id) == (0, 0, 1)
    away = db.session.scalars(select(Absence.person_id).distinct()).all()
    assert set(away) == {held(panel)[1].person_id, held(panel)[2].person_id}
    acts = db.session.scalars(select(AuditLine.act)).all()
    assert acts.count("seat:opened") == 1
    assert acts.count("seat:invited") == 3


def test_the_composition_is_kept_when_the_next_is_called(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, women=2, line=18)
    for _ in range(2):
        line = alternates(panel)
        seat = held(panel)[1]
        first_woman = next(one for one in line if one.person.sex == "female")
        with transaction():
            answer_by_phone(desk, seat, Answer.NO, "away")
        assert first_woman.state == SeatState.INVITED
    assert {seat.person.sex for seat in held(panel).values()} == {"female"}


def test_an_alternate_who_is_away_or_left_is_passed_by(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    busy, gone, able = alternates(panel)[:3]
    gone.person.died = FIRST - timedelta(days=20)
    make.add(Absence(person_id=busy.person_id, day=FIRST, half=Half.PM, kind=AbsenceKind.LEAVE))
    with transaction():
        answer_by_phone(desk, held(panel)[1], Answer.NO, "ill")
    assert held(panel)[1].id == able.id
    assert {busy.state, gone.state} == {SeatState.ALTERNATE}


def test_all_alternates_used_up_names_what_to_do(app: Flask, make: Make):
    court, desk, panel = an_invited_panel(make, assessors=5)
    clerk = make.user(court, RoleKind.CLERK)
    for _ in range(3):
        with transaction():
            answer_by_phone(desk, held(panel)[1], Answer.NO, "ill")
    assert open_numbers(panel) == []
    with transaction():
        answer_by_phone(desk, held(panel)[1], Answer.NO, "ill")
    assert open_numbers(panel) == [1]
    told = db.session.scalars(
        select(Message).where(
            Message.rule == "seat.nobody_left",
            Message.recipient == f"user:{clerk.id}",
            Message.channel == Channel.INBOX,
        )
    ).one()
    assert "Go on down the drawn order" in told.text
    with pytest.raises(Refused) as refused, transaction():
        call_next(desk, panel)
    refusal = refused.value.refusals[0]
    assert refusal.key == "seat.nobody_left"
    assert "Go on down the drawn order" in refusal.way_out


def test_who_declined_may_come_back_while_the_seat_is_open(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, assessors=2)
    seat = held(panel)[1]
    with transaction():
        answer_by_phone(desk, seat, Answer.NO, "ill")
    with transaction():
        answer_by_phone(desk, seat, Answer.YES)
    assert held(panel)[1].state == SeatState.ACCEPTED
    assert year(seat.person_id) == (0, 0, 1)


def test_a_new_link_takes_the_place_of_the_old(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    seat = held(panel)[1]
    old = token_of(seat)
    with transaction():
        send_new_link(desk, seat)
    assert token_of(seat) != old
    assert seat.link_hash == token_hash(token_of(seat))
    states = db.session.scalars(
        select(Message.state).where(
            Message.subject == f"seat:{seat.id}", Message.subject_version == 1
        )
    )
    assert set(states) == {MessageState.SUPERSEDED}


def opened(panel: Panel, desk) -> None:
    """Open seat 1 without calling anybody."""
    with transaction():
        give_up(desk, held(panel)[1], SeatState.RELEASED, "test")


def test_two_clerks_who_call_the_next_at_once_call_one(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    panel_id = panel.id
    opened(panel, desk)
    db.session.remove()
    gate, outcomes = threading.Barrier(2), []

    def clerk() -> None:
        with app.app_context(), clock.standing_at(NOON):
            try:
                gate.wait()
                with transaction():
                    outcomes.append(call_next(desk, db.session.get_one(Panel, panel_id)).seat_no)
            except Refused as refused:
                outcomes.append(refused.refusals[0].key)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=clerk) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["1", "seat.none_open"]
    asked = select(func.count(Seat.id)).where(Seat.state == SeatState.INVITED)
    assert db.session.scalar(asked) == 2


def test_an_alternate_called_by_two_panels_at_once_takes_one_seat(app: Flask, make: Make):
    _, desk, panel = a_drawn_panel(make, assessors=5)
    other = one_more(desk, 2)
    ids = [panel.id, other.id]
    for one in (panel, other):
        with transaction():
            invite_panel(desk, db.session.get_one(Panel, one.id))
        opened(db.session.get_one(Panel, one.id), desk)
    db.session.remove()
    gate, failures = threading.Barrier(2), []

    def clerk(panel_id: int) -> None:
        with app.app_context(), clock.standing_at(NOON):
            try:
                gate.wait()
                with transaction():
                    call_next(desk, db.session.get_one(Panel, panel_id))
            except Refused:
                pass
            except Exception as error:
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=clerk, args=(panel_id,)) for panel_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    rows = db.session.execute(select(Absence.person_id, Absence.day, Absence.half)).all()
    assert len(rows) == len(set(rows))
    seated = db.session.scalars(select(Seat).where(Seat.state == SeatState.INVITED)).all()
    assert len({seat.person_id for seat in seated}) == len(seated)
    assert len(rows) == 2 * len(seated)
