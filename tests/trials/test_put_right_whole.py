"""What is put right leaves nothing behind of what was wrong: presence, letters, fresh starts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.accounts.terms import Desk
from app.messages.models import Message
from app.messages.terms import MessageState
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.trials.models import Panel
from app.trials.replies_rules import Answer
from app.trials.seat_queries import other_free_days
from app.trials.service.changes import cancel_day, replace_member
from app.trials.service.days import Presence, record_day
from app.trials.service.replies import answer_by_phone, record_served
from app.trials.service.seats import keep_day
from app.trials.service.taking_back import take_back_answer, take_back_day, take_back_served
from app.trials.terms import SeatState
from app.trials.ways import ways_of
from tests.builders import Make
from tests.trials.cases import NOON, days
from tests.trials.panels import an_invited_panel, held

EVENING = datetime(2026, 12, 3, 10, tzinfo=UTC)  # 18:00 on the first day
WHY = "another panel was meant"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day on which the panel was invited."""
    with clock.standing_at(NOON):
        yield


def all_sat(desk: Desk, panel: Panel) -> None:
    """Write down that everybody sat the whole first day."""
    record_day(desk, panel.days[0], {seat.id: Presence(2) for seat in held(panel).values()})


@pytest.mark.parametrize("verb", ["taken back", "corrected"])
def test_who_did_not_come_after_all_has_not_answered_by_coming(app: Flask, make: Make, verb: str):
    _, desk, panel = an_invited_panel(make, days=days(0, 1))
    silent, offers = held(panel)[1], held(panel)[2]
    with transaction():
        answer_by_phone(desk, offers, Answer.NOT_THEN, "", other_free_days(offers)[:1])
    with clock.standing_at(EVENING):
        with transaction():
            all_sat(desk, panel)
        assert (silent.state, silent.answered_how) == (SeatState.ACCEPTED, "came")
        with transaction():
            if verb == "taken back":
                take_back_day(desk, panel.days[0], WHY)
            else:
                record_day(desk, panel.days[0], {offers.id: Presence(2)}, WHY)
    assert (silent.state, silent.answered_at, silent.answered_how) == (SeatState.INVITED, None, "")
    if verb == "taken back":  # he still offers other days
        assert offers.state == SeatState.INVITED
        assert (offers.answered_at is not None, offers.answered_how) == (True, "")
    else:
        assert (offers.state, offers.answered_how) == (SeatState.ACCEPTED, "came")


def test_a_hearing_that_was_not_held_does_not_begin_again(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, days=days(0, 1))
    with clock.standing_at(EVENING):
        with transaction():
            all_sat(desk, panel)
        with transaction():
            replace_member(desk, held(panel)[1], "ill")
        assert panel.begins_again == panel.days[1].day
        with transaction():
            take_back_day(desk, panel.days[0], WHY)
    with clock.standing_at(EVENING + timedelta(days=1)):
        with transaction():
            cancel_day(desk, panel.days[0], "nobody came")
        assert panel.begins_again is None


def test_with_the_old_member_back_the_hearing_goes_on(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, assessors=3, days=days(0, 1))
    old = held(panel)[1]
    with clock.standing_at(EVENING):
        with transaction():
            all_sat(desk, panel)
        with transaction():
            replace_member(desk, old, "ill")
        new = held(panel)[1]
        assert panel.begins_again == panel.days[1].day
        with transaction():
            answer_by_phone(desk, new, Answer.NO, "away")
        with transaction():
            take_back_answer(desk, old, WHY)
        assert (held(panel)[1] is old, panel.begins_again) == (True, None)


def test_a_letter_that_was_never_printed_waits_to_be_printed_again(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    seat = held(panel)[1]
    db.session.query(Message).filter_by(subject=f"seat:{seat.id}", channel="mail").update(
        {"channel": "letter", "state": MessageState.WAITING}
    )
    db.session.commit()
    assert ways_of([seat])[seat.id].to_print
    with transaction():
        record_served(desk, seat, clock.today(), "by hand")
    with transaction():
        take_back_served(desk, seat, "another house")
    assert ways_of([seat])[seat.id].to_print


def test_who_offered_other_days_is_told_that_the_day_stays(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    seat = held(panel)[1]
    with transaction():
        answer_by_phone(desk, seat, Answer.NOT_THEN, "", other_free_days(seat)[:1])
    with transaction():
        keep_day(desk, seat)
    told = db.session.query(Message).filter_by(
        subject=f"seat:{seat.id}", subject_version=seat.asked, rule="seat.invited", channel="mail"
    )
    assert "new link" not in told.one().text
    assert "offered; it stays" in told.one().text
