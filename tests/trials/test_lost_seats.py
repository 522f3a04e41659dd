"""Who may not sit any more loses the seat at the clock's next look; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.accounts.terms import RoleKind
from app.messages.models import Message
from app.messages.terms import Channel
from app.people.models import Check, Kinship, Tenure
from app.people.service import note_death
from app.people.terms import CheckKind, KinKind
from app.reminders.models import ActDone
from app.reminders.poll import Poll
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.trials.due import lost_seats
from app.trials.models import Panel, Party, Seat
from app.trials.seat_queries import alternates, open_numbers
from app.trials.terms import PartyRole, SeatState
from tests.builders import Make
from tests.trials.cases import NOON, TODAY
from tests.trials.panels import an_invited_panel, held, one_more

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def look(after: timedelta) -> None:
    """Let the clock look, so long after noon."""
    with clock.standing_at(NOON + after):
        Poll().once()
    db.session.expire_all()


def end_tenure(seat: Seat, day: date) -> None:
    """End the tenure of who holds a seat."""
    tenure = db.session.scalars(select(Tenure).where(Tenure.person_id == seat.person_id)).one()
    tenure.ended = day
    db.session.commit()


def test_a_tenure_ended_at_noon_opens_the_seat_at_the_next_look(app: Flask, make: Make):
    _, _, panel = an_invited_panel(make)
    lost, following = held(panel)[1], alternates(panel)[0]
    look(timedelta(0))  # the day's first look finds nothing
    assert lost.state == SeatState.INVITED
    end_tenure(lost, TODAY)
    look(timedelta(minutes=1))
    assert (lost.state, lost.reason) == (SeatState.RELEASED, "person.in_office")
    assert held(panel)[1].id == following.id


def test_a_death_that_is_noted_opens_the_seat_and_nothing_is_sent_to_the_dead(
    app: Flask, make: Make
):
    _, desk, panel = an_invited_panel(make)
    lost, following = held(panel)[1], alternates(panel)[0]
    with transaction():
        note_death(desk, lost.person, TODAY, "death certificate")
    look(HOUR)
    assert (lost.state, lost.reason) == (SeatState.RELEASED, "person.in_office")
    assert held(panel)[1].id == following.id
    word = (Message.rule == "seat.released", Message.recipient == f"person:{lost.person_id}")
    sent = db.session.scalars(select(Message.channel).where(*word)).all()
    assert set(sent).isdisjoint({Channel.MAIL, Channel.LETTER})


def test_who_takes_the_seat_and_is_barred_an_hour_later_loses_it_the_same_day(
    app: Flask, make: Make
):
    _, _, panel = an_invited_panel(make)
    end_tenure(held(panel)[1], TODAY)
    look(HOUR)
    second = held(panel)[1]
    found = {"kind": CheckKind.CRIMINAL, "barred": True, "source": "court", "day": TODAY}
    db.session.add(Check(person_id=second.person_id, **found))
    db.session.commit()
    look(2 * HOUR)
    assert (second.state, second.reason) == (SeatState.RELEASED, "bar.personal")
    acts = db.session.scalars(select(ActDone).where(ActDone.verb == "seat.lost")).all()
    assert {act.day for act in acts} == {TODAY}
    assert len({act.subject for act in acts}) == 2


def test_two_seats_lost_at_once_are_opened_in_one_act(app: Flask, make: Make):
    _, _, panel = an_invited_panel(make)
    for seat in list(held(panel).values()):
        end_tenure(seat, TODAY)
    look(HOUR)
    states = [seat.state for seat in panel.seats if seat.seat_no]
    assert states.count(SeatState.RELEASED) == 2
    assert states.count(SeatState.INVITED) == 2


def test_one_who_is_left_takes_the_first_of_two_lost_seats_and_the_clerk_hears_of_the_other(
    app: Flask, make: Make
):
    court, _, panel = an_invited_panel(make, assessors=3)
    clerk = make.user(court, RoleKind.CLERK)
    (waiting,) = alternates(panel)
    for seat in list(held(panel).values()):
        end_tenure(seat, TODAY)
    look(HOUR)
    assert (waiting.state, waiting.seat_no) == (SeatState.INVITED, 1)
    assert open_numbers(panel) == [2]
    where = (Message.rule == "seat.nobody_left", Message.recipient == f"user:{clerk.id}")
    told = db.session.scalars(select(Message).where(*where, Message.channel == Channel.INBOX))
    assert "seat 2" in told.one().title


def test_each_panel_is_judged_by_its_own_case_and_days(app: Flask, make: Make):
    _, desk, first = an_invited_panel(make, assessors=40)
    second = one_more(desk, 2)
    lost = held(second)[1]
    case = second.cases[0]
    db.session.add(Party(case_id=case.id, role=PartyRole.VICTIM, name="孟昭"))
    kin = Kinship(person_id=lost.person_id, kin_name="孟昭", kind=KinKind.SPOUSE)
    db.session.add(kin)
    db.session.commit()
    before = {number: seat.id for number, seat in held(first).items()}
    look(HOUR)
    assert (lost.state, lost.reason) == (SeatState.RELEASED, "recusal.kin")
    assert {number: seat.id for number, seat in held(first).items()} == before


def test_a_look_at_which_nobody_is_lost_writes_nothing(app: Flask, make: Make):
    _, _, panel = an_invited_panel(make)
    version = panel.version
    look(HOUR)
    look(2 * HOUR)
    assert panel.version == version
    lost = select(ActDone).where(ActDone.verb == "seat.lost")
    assert db.session.scalars(lost).all() == []


def statements() -> int:
    """Return how many statements the question for lost seats takes."""
    seen: list[str] = []

    def count(*given: object) -> None:
        seen.append(str(given[2]))

    db.session.expire_all()
    event.listen(db.engine, "before_cursor_execute", count)
    with transaction("read"):
        assert list(lost_seats(TODAY)) == []
    event.remove(db.engine, "before_cursor_execute", count)
    return len(seen)


def test_statements_do_not_grow_with_panels_and_seats(app: Flask, make: Make):
    _, desk, _ = an_invited_panel(make, assessors=60)
    one = statements()
    for number in (2, 3, 4, 5):
        one_more(desk, number)
    assert statements() == one
    assert one <= 30
    assert len(db.session.scalars(select(Panel)).all()) == 5
