"""Silence, delivery and the clock's rounds, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.accounts.terms import RoleKind
from app.messages.models import Message
from app.messages.service import tell
from app.messages.terms import Channel
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.due import acts, messages
from app.trials.letter_code import letter_code
from app.trials.models import Panel, SeatEvent
from app.trials.replies_rules import Answer, LinkState
from app.trials.seat_queries import alternates
from app.trials.service.replies import (
    answer_by_link,
    answer_by_phone,
    deadline_of,
    fall_silent,
    opens,
    record_served,
)
from app.trials.service.seats import invite_panel
from app.trials.terms import SeatState
from tests.builders import Make
from tests.trials.cases import FIRST, NOON, TODAY
from tests.trials.panels import a_drawn_panel, an_invited_panel, held, mailed, one_more, token_of

AFTER = datetime(2026, 11, 5, 9, 1, tzinfo=UTC)  # a minute after the deadline


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def rounds(moment: datetime, day: date) -> list[str]:
    """Let the clock make one round: what is due is done and told; return the verbs."""
    done = []
    with clock.standing_at(moment):
        with transaction():
            tell(list(messages(day)))
        with transaction("read"):
            due = [act for act in acts(day) if act.verb != "seat.lost"]
        for act in due:
            with transaction():
                act.run()
            done.append(act.verb)
    return done


def told(rule: str) -> list[tuple[str, date]]:
    """Return to whom a rule was told in the inbox, and for what day."""
    where = (Message.rule == rule, Message.channel == Channel.INBOX)
    rows = db.session.scalars(select(Message).where(*where).order_by(Message.id))
    return [(row.recipient, row.due_day) for row in rows]


def test_silence_with_proof_is_a_no_and_the_next_is_asked(app: Flask, make: Make):
    _, _, panel = an_invited_panel(make)
    silent, other, following = held(panel)[1], held(panel)[2], alternates(panel)[0]
    mailed(silent)
    assert rounds(NOON, TODAY) == []
    assert rounds(AFTER, date(2026, 11, 5)) == ["seat.silent"]
    assert silent.state == SeatState.SILENT
    assert (following.state, following.seat_no) == (SeatState.INVITED, 1)
    assert following.answer_by is not None
    assert following.answer_by > AFTER
    assert other.state == SeatState.INVITED  # nothing proves that the message came
    assert rounds(AFTER, date(2026, 11, 5)) == []
    released = f"person:{silent.person_id}"
    assert [who for who, _ in told("seat.released")] == [released]


def test_the_clock_run_twice_replaces_once(app: Flask, make: Make):
    _, _, panel = an_invited_panel(make)
    seat = held(panel)[1]
    mailed(seat)
    with clock.standing_at(AFTER):
        outcomes = []
        for _ in range(2):
            with transaction():
                outcomes.append(fall_silent(seat.id))
    assert outcomes == ["replaced", "kept"]
    asked = db.session.scalars(select(SeatEvent.seat_id).where(SeatEvent.what == "invited")).all()
    assert len(asked) == 3


def test_silence_without_proof_is_told_to_the_clerk_once(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    clerk = make.user(court, RoleKind.CLERK)
    key = f"user:{clerk.id}"
    for moment in (AFTER, AFTER + timedelta(minutes=5), AFTER + timedelta(days=1)):
        assert rounds(moment, moment.date()) == []
    mine = [day for who, day in told("seat.unproven") if who == key]
    assert mine == [date(2026, 11, 5)] * 2  # one for each seat
    assert {seat.state for seat in held(panel).values()} == {SeatState.INVITED}


FIVE_TO_FIVE = datetime(2026, 11, 5, 8, 55, tzinfo=UTC)  # the deadline is at five
TUESDAY = datetime(2026, 11, 10, 9, tzinfo=UTC)  # three working days later, 17:00


@pytest.mark.parametrize("moment", [FIVE_TO_FIVE, AFTER])
def test_mail_that_waited_until_the_deadline_leaves_the_whole_time(
    app: Flask, make: Make, moment: datetime
):
    _, _, panel = an_invited_panel(make)
    seat = held(panel)[1]
    with clock.standing_at(moment):
        mailed(seat)
    with clock.standing_at(AFTER):
        assert deadline_of(seat) == TUESDAY  # the page knows it before the clock's next look
        assert opens(seat, token_of(seat)) == LinkState.OPEN
    assert rounds(AFTER, date(2026, 11, 5)) == ["seat.late_mail"]
    assert (seat.state, seat.answer_by, seat.link_until) == (SeatState.INVITED, TUESDAY, TUESDAY)
    assert rounds(TUESDAY, date(2026, 11, 10)) == ["seat.late_mail"]  # ActDone keeps it to once
    assert (seat.state, seat.answer_by) == (SeatState.INVITED, TUESDAY)
    assert rounds(TUESDAY + timedelta(minutes=1), date(2026, 11, 10))[-1] == "seat.silent"
    assert seat.state == SeatState.SILENT


def test_after_a_stop_over_the_moved_deadline_silence_still_counts_from_delivery(
    app: Flask, make: Make
):
    _, _, panel = an_invited_panel(make)
    seat = held(panel)[1]
    with clock.standing_at(FIVE_TO_FIVE):
        mailed(seat)
    with clock.standing_at(TUESDAY), transaction():
        assert fall_silent(seat.id) == "kept"
    with clock.standing_at(TUESDAY + timedelta(minutes=1)), transaction():
        assert fall_silent(seat.id) == "replaced"


def test_mail_that_went_out_at_once_moves_nothing(app: Flask, make: Make):
    _, _, panel = an_invited_panel(make)
    seat = held(panel)[1]
    before = seat.answer_by
    with clock.standing_at(NOON + timedelta(hours=2)):
        mailed(seat)
    assert rounds(NOON + timedelta(hours=3), TODAY) == []
    assert seat.answer_by == before == deadline_of(seat)


def test_the_clock_stopped_for_a_week_loses_and_doubles_nothing(app: Flask, make: Make):
    _, _, panel = an_invited_panel(make)
    for seat in held(panel).values():
        mailed(seat)
    late = NOON + timedelta(days=10)
    assert rounds(late, late.date()) == ["seat.silent", "seat.silent"]
    assert {seat.asked for seat in held(panel).values()} == {1}
    assert all((seat.answer_by or NOON) > late for seat in held(panel).values())


def test_a_letter_served_is_proof_and_the_time_runs_from_it(app: Flask, make: Make):
    _, desk, panel = a_drawn_panel(make)
    for seat in panel.seats:
        seat.person.mail = None
    db.session.commit()
    with transaction():
        invite_panel(desk, panel)
    seat = held(panel)[1]
    wednesday = datetime(2026, 11, 4, 8, tzinfo=UTC)
    with clock.standing_at(wednesday):
        with pytest.raises(Refused, match=r"seat\.served_day"), transaction():
            record_served(desk, seat, date(2026, 11, 5), "by post")
        with transaction():
            record_served(desk, seat, date(2026, 11, 4), "by hand, signed")
    assert seat.answer_by == datetime(2026, 11, 9, 9, tzinfo=UTC)  # Monday 17:00
    assert rounds(AFTER, date(2026, 11, 5)) == []
    monday = datetime(2026, 11, 9, 9, 1, tzinfo=UTC)
    assert rounds(monday, date(2026, 11, 9)) == ["seat.silent"]
    assert seat.state == SeatState.SILENT


def test_not_then_waits_for_the_clerk(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    seat = held(panel)[1]
    mailed(seat)
    with transaction():
        answer_by_phone(desk, seat, Answer.NOT_THEN, "", [date(2026, 12, 8)])
    assert (seat.state, seat.other_days) == (SeatState.INVITED, ["2026-12-08"])
    assert rounds(AFTER, date(2026, 11, 5)) == []
    assert held(panel)[1].id == seat.id


def test_who_was_never_asked_cannot_be_answered_for(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    with pytest.raises(Refused, match=r"seat\.not_asked"), transaction():
        answer_by_phone(desk, alternates(panel)[0], Answer.YES)


def test_an_answer_is_recalled_a_working_day_before_and_the_sitting_in_7_3_1(
    app: Flask, make: Make
):
    court, desk, panel = an_invited_panel(make)
    clerk = make.user(court, RoleKind.CLERK)
    seat, other = held(panel)[1], held(panel)[2]
    with transaction():
        answer_by_phone(desk, other, Answer.YES)
    day = TODAY
    while day <= FIRST:
        moment = datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC)
        for _ in range(2):
            rounds(moment, day)
        if day == date(2026, 11, 4):
            with clock.standing_at(moment), transaction():
                answer_by_phone(desk, seat, Answer.YES)
        day += timedelta(days=1)
    due = told("seat.answer_due")
    assert set(due) >= {
        (f"person:{seat.person_id}", date(2026, 11, 4)),
        (f"user:{clerk.id}", date(2026, 11, 4)),
    }
    assert f"person:{other.person_id}" not in {who for who, _ in due}
    person = f"person:{other.person_id}"
    days = [on for who, on in told("reminder.sitting") if who == person]
    assert days == [FIRST - timedelta(days=n) for n in (7, 3, 1)]


def test_the_reminder_to_answer_holds_the_same_link(app: Flask, make: Make):
    _, _, panel = an_invited_panel(make)
    rounds(NOON + timedelta(days=2), date(2026, 11, 4))
    seat = held(panel)[1]
    mine = (Message.subject == f"seat:{seat.id}", Message.recipient == f"person:{seat.person_id}")
    rows = db.session.scalars(select(Message).where(*mine)).all()
    assert {row.rule for row in rows} == {"seat.invited", "seat.answer_due"}
    assert len({row.link for row in rows}) == 1


def test_a_day_not_written_down_is_told_after_a_working_day(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    clerk = make.user(court, RoleKind.CLERK)
    for n in range(4):
        moment = datetime(2026, 12, 3, 10, tzinfo=UTC) + timedelta(days=n)
        rounds(moment, moment.date())
    mine = [day for who, day in told("day.not_recorded") if who == f"user:{clerk.id}"]
    assert mine == [date(2026, 12, 4)]
    assert panel.days[0].recorded_at is None


def statements(day: date, body_id: int | None = None) -> tuple[int, int]:
    """Return how many statements a round of messages takes, and how many it has to tell."""
    seen: list[str] = []

    def count(_connection, _cursor, statement, *_more):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    with transaction("read"):
        db.session.expire_all()
        notices = list(messages(day, body_id))
    event.remove(db.engine, "before_cursor_execute", count)
    return len(seen), len(notices)


@pytest.mark.parametrize("day", [date(2026, 11, 4), date(2026, 11, 26), date(2026, 12, 4)])
def test_statements_of_a_round_grow_neither_with_seats_nor_with_bodies(
    app: Flask, make: Make, day: date
):
    court, desk, _ = an_invited_panel(make, assessors=40)
    make.user(court, RoleKind.CLERK)
    few, told_few = statements(day)
    assert told_few
    for number in (2, 3, 4):
        more = one_more(desk, number).id
        with transaction():
            invite_panel(desk, db.session.get_one(Panel, more))
    for _ in range(3):
        other, _, _ = an_invited_panel(make)
        make.user(other, RoleKind.CLERK)
    many, told_many = statements(day)
    assert told_many == 7 * told_few
    assert many <= few <= 30
    one, told_one = statements(day, court.id)
    assert (one, told_one) == (many, 4 * told_few)


def test_who_said_no_by_phone_is_told_that_it_was_written_down_for_him(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    by_phone, by_link = held(panel)[1], held(panel)[2]
    with transaction():
        answer_by_phone(desk, by_phone, Answer.NO, "harvest")
        own = by_link.person.phone_last4 or letter_code(by_link)
        assert answer_by_link(by_link, token_of(by_link), own, Answer.NO, "harvest")
    assert [who for who, _ in told("seat.released")] == [f"person:{by_phone.person_id}"]
    where = (Message.rule == "seat.released", Message.channel == Channel.INBOX)
    text = db.session.scalars(select(Message.text).where(*where)).one()
    assert "you said no by phone" in text
    assert "please call at once" in text
    assert "harvest" not in text
