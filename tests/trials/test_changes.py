"""A day moved or cancelled, a member replaced, a seat lost; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.terms import RoleKind
from app.audit.models import AuditLine
from app.messages.models import Message
from app.messages.terms import Channel, MessageState
from app.people.models import Absence, PersonYear, Tenure
from app.people.terms import AbsenceKind, Half
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.exclusions import LABELS
from app.trials.facts import DayWords
from app.trials.models import Panel
from app.trials.replies_rules import Answer
from app.trials.seat_queries import alternates, open_numbers
from app.trials.service import changes
from app.trials.service.changes import (
    add_day,
    cancel_day,
    move_day,
    reopen_lost,
    replace_member,
    replace_today,
)
from app.trials.service.days import Presence, close_panel, record_day
from app.trials.service.replies import answer_by_phone, opens, seat_of_token
from app.trials.terms import DayPart, DayState, SeatState
from tests.builders import Make
from tests.trials.cases import FIRST, NOON, a_court, a_panel, days
from tests.trials.panels import a_drawn_panel, an_invited_panel, held, token_of, year

TUESDAY = DayWords(date(2026, 12, 8), DayPart.AM, "09:30", "3")


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def halves(person_id: int) -> set[tuple[date, Half]]:
    rows = db.session.scalars(select(Absence).where(Absence.person_id == person_id))
    return {(row.day, row.half) for row in rows}


def told(subject: str, version: int) -> set[MessageState]:
    where = (Message.subject == subject, Message.subject_version == version)
    return set(db.session.scalars(select(Message.state).where(*where)))


def test_a_moved_day_asks_anew_and_takes_old_messages_back(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    seat, day = held(panel)[1], panel.days[0]
    with transaction():
        answer_by_phone(desk, seat, Answer.YES)
    old = token_of(seat)
    with transaction():
        new = move_day(desk, day, TUESDAY, "the room is taken", {})
    assert (day.state, day.moved_to_id, day.why) == (DayState.MOVED, new.id, "the room is taken")
    assert (new.day, new.part, new.state) == (TUESDAY.day, DayPart.AM, DayState.SET)
    assert (seat.state, seat.asked, seat.answered_at) == (SeatState.INVITED, 2, None)
    assert halves(seat.person_id) == {(TUESDAY.day, Half.AM)}
    assert told(f"seat:{seat.id}", 1) == {MessageState.SUPERSEDED}
    assert told(f"seat:{seat.id}", 2) == {MessageState.WAITING, MessageState.SHOWN}
    assert opens(seat, old) == "superseded"
    assert opens(seat, token_of(seat)) == "open"
    assert seat_of_token(old) is seat
    assert year(seat.person_id) == (0, 0, 1)
    first_in_line = alternates(panel)[0]
    assert told(f"alternate:{first_in_line.id}", 1) == {MessageState.SUPERSEDED}
    assert told(f"alternate:{first_in_line.id}", 3) == {MessageState.WAITING, MessageState.SHOWN}


def test_who_is_away_on_the_new_day_is_shown_before_and_replaced(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    away, stays, following = held(panel)[1], held(panel)[2], alternates(panel)[0]
    own = {"kind": AbsenceKind.OWN, "day": TUESDAY.day, "half": Half.AM}
    make.add(Absence(person_id=away.person_id, **own))
    with pytest.raises(Refused) as refused, transaction():
        move_day(desk, panel.days[0], TUESDAY, "the room is taken", {})
    refusal = refused.value.refusals[0]
    assert (refusal.key, refusal.strength) == ("day.member_away", "soft")
    assert away.person.name in refusal.facts["names"]
    assert held(panel)[1].id == away.id
    assert [day.state for day in panel.days] == [DayState.SET]
    with transaction():
        move_day(desk, panel.days[0], TUESDAY, "no other", {"day.member_away": "no other room"})
    assert away.state == SeatState.RELEASED
    assert held(panel)[1].id == following.id
    assert held(panel)[2].id == stays.id
    assert halves(away.person_id) == {(TUESDAY.day, Half.AM)}
    assert [year(seat.person_id) for seat in (away, stays, following)] == [
        (0, 0, 0),
        (0, 0, 1),
        (0, 0, 1),
    ]
    assert len(told(f"seat:{away.id}", 2)) == 2  # he is told that he need not come


@pytest.mark.parametrize(
    ("to", "key"),
    [
        (date(2026, 11, 1), "day.past"),
        (FIRST + timedelta(days=1), "day.double"),
        (date(2026, 12, 5), "day.not_working"),
    ],
)
def test_a_bad_new_day_is_refused_with_its_reason(app: Flask, make: Make, to: date, key: str):
    _, desk, panel = an_invited_panel(make, days=days(0, 1))
    with pytest.raises(Refused, match=key.replace(".", r"\.")), transaction():
        move_day(desk, panel.days[0], DayWords(to, DayPart.AM, "09:00"), "why", {})
    assert {day.state for day in panel.days} == {DayState.SET}


def test_a_day_moves_once(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    day = panel.days[0]
    with transaction():
        move_day(desk, day, TUESDAY, "the room is taken", {})
    with pytest.raises(Refused, match=r"day\.not_set"), transaction():
        move_day(desk, day, TUESDAY, "again", {})


def test_a_panel_not_invited_yet_moves_without_a_word(app: Flask, make: Make):
    _, desk, panel = a_drawn_panel(make)
    with transaction():
        move_day(desk, panel.days[0], TUESDAY, "the room is taken", {})
    assert {seat.state for seat in held(panel).values()} == {SeatState.DRAWN}
    assert halves(held(panel)[1].person_id) == {(TUESDAY.day, Half.AM)}
    assert db.session.scalar(select(func.count(Message.id))) == 0


def test_a_further_day_asks_the_members_anew_and_tells_those_in_line(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    seat, in_line = held(panel)[1], alternates(panel)[0]
    with transaction():
        answer_by_phone(desk, seat, Answer.YES)
    with transaction():
        new = add_day(desk, panel, TUESDAY, {})
    assert [(day.day, day.state) for day in panel.days] == [
        (FIRST, DayState.SET),
        (TUESDAY.day, DayState.SET),
    ]
    assert (seat.state, seat.asked) == (SeatState.INVITED, 2)
    whole = {(FIRST, Half.AM), (FIRST, Half.PM)}
    assert halves(seat.person_id) == {*whole, (new.day, Half.AM)}
    where = (Message.subject == f"seat:{seat.id}", Message.subject_version == 2)
    for text in db.session.scalars(select(Message.text).where(*where)):
        assert FIRST.isoformat() in text
        assert TUESDAY.day.isoformat() in text
    assert told(f"seat:{seat.id}", 1) == {MessageState.SUPERSEDED}
    assert told(f"alternate:{in_line.id}", 1) == {MessageState.SUPERSEDED}
    assert told(f"alternate:{in_line.id}", 2) == {MessageState.WAITING, MessageState.SHOWN}
    assert year(seat.person_id) == (0, 0, 1)  # still one case
    assert "day:added" in db.session.scalars(select(AuditLine.act)).all()


def test_a_further_day_that_is_taken_for_a_member_is_refused_with_the_way_out(
    app: Flask, make: Make
):
    _, desk, panel = an_invited_panel(make)
    away, following = held(panel)[1], alternates(panel)[0]
    own = {"kind": AbsenceKind.COURSE, "day": TUESDAY.day, "half": Half.AM}
    make.add(Absence(person_id=away.person_id, **own))
    with pytest.raises(Refused) as refused, transaction():
        add_day(desk, panel, TUESDAY, {})
    refusal = refused.value.refusals[0]
    assert (refusal.key, refusal.strength) == ("day.member_away", "soft")
    assert refusal.facts["names"] == away.person.name
    assert "another day" in refusal.way_out
    assert len(panel.days) == 1
    with transaction():
        add_day(desk, panel, TUESDAY, {"day.member_away": "the expert comes then only"})
    assert (away.state, held(panel)[1].id) == (SeatState.RELEASED, following.id)
    assert (TUESDAY.day, Half.AM) in halves(following.person_id)


def test_a_term_that_ends_before_the_further_day_stands_against_it(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    seat = held(panel)[2]
    tenure = db.session.scalars(select(Tenure).where(Tenure.person_id == seat.person_id)).one()
    tenure.ended = FIRST
    db.session.commit()
    with pytest.raises(Refused) as refused, transaction():
        add_day(desk, panel, TUESDAY, {})
    assert [one.key for one in refused.value.refusals] == ["day.member_lost"]
    assert refused.value.refusals[0].facts["names"] == seat.person.name


def test_the_limit_of_cases_counts_where_the_case_comes_into_another_year(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, days=days(33))  # 5 January
    seat = held(panel)[1]
    make.add(PersonYear(person_id=seat.person_id, year=2026, cases=30, halves=60, assigned=0))
    january = DayWords(date(2027, 1, 12), DayPart.AM, "09:30")
    with transaction():
        add_day(desk, panel, january, {})
    assert held(panel)[1].id == seat.id
    with pytest.raises(Refused, match=r"day\.member_lost"), transaction():
        add_day(desk, panel, TUESDAY, {})  # in December the case would be one of 2026
    with transaction():
        add_day(desk, panel, TUESDAY, {"day.member_lost": "no other day"})
    assert held(panel)[1].id != seat.id
    assert year(held(panel)[2].person_id) == (0, 0, 1)
    assert year(held(panel)[2].person_id, 2027) == (0, 0, 0)


def test_the_hearing_goes_on_on_a_further_day_after_the_last_was_held(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    one, two = held(panel)[1], held(panel)[2]
    with clock.standing_at(datetime(2026, 12, 3, 10, tzinfo=UTC)):
        with transaction():
            record_day(desk, panel.days[0], {one.id: Presence(2), two.id: Presence(2)})
        with transaction():
            add_day(desk, panel, TUESDAY, {})
        assert {seat.state for seat in held(panel).values()} == {SeatState.INVITED}
        assert panel.fresh_start is None
        with pytest.raises(Refused, match=r"day\.double"), transaction():
            add_day(desk, panel, DayWords(FIRST, DayPart.AM, "09:00"), {})
    with clock.standing_at(datetime(2026, 12, 8, 10, tzinfo=UTC)), transaction():
        record_day(desk, panel.days[1], {one.id: Presence(1), two.id: Presence(1)})
    assert year(one.person_id) == (1, 3, 0)


def test_only_a_drawn_panel_gets_a_further_day(app: Flask, make: Make):
    _, desk, _ = a_court(make)
    with transaction():
        panel = a_panel(desk)
    with pytest.raises(Refused, match=r"panel\.not_drawn"), transaction():
        add_day(desk, panel, TUESDAY, {})
    _, desk, panel = an_invited_panel(make)
    with clock.standing_at(datetime(2026, 12, 3, 10, tzinfo=UTC)):
        with transaction():
            record_day(desk, panel.days[0], {held(panel)[1].id: Presence(2)})
        with transaction():
            close_panel(desk, panel)
        with pytest.raises(Refused, match=r"panel\.over"), transaction():
            add_day(desk, panel, TUESDAY, {})


def test_a_cancelled_day_frees_its_half_days_and_all_are_told(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, days=days(0, 1))
    seat = held(panel)[1]
    with transaction():
        cancel_day(desk, panel.days[0], "a party is ill")
    kept = FIRST + timedelta(days=1)
    assert halves(seat.person_id) == {(kept, Half.AM), (kept, Half.PM)}
    subject = f"day:{panel.days[0].id}"
    rows = db.session.scalars(select(Message).where(Message.subject == subject)).all()
    people = {f"person:{one.person_id}" for one in held(panel).values()}
    in_line = {f"person:{one.person_id}" for one in alternates(panel)}
    assert {row.recipient for row in rows} == people | in_line
    assert all(kept.isoformat() in row.text for row in rows)
    assert held(panel)[1].state == SeatState.INVITED


def test_sick_this_morning_the_next_is_asked_and_the_hearing_begins_again(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, days=days(0, 1))
    sick, other, following = held(panel)[1], held(panel)[2], alternates(panel)[0]
    with transaction():
        for seat in (sick, other):
            answer_by_phone(desk, seat, Answer.YES)
    evening = datetime(2026, 12, 3, 10, tzinfo=UTC)
    with clock.standing_at(evening), transaction():
        record_day(desk, panel.days[0], {sick.id: Presence(2), other.id: Presence(2)})
    morning = datetime(2026, 12, 4, 0, 15, tzinfo=UTC)  # 08:15, the sitting begins at 09:00
    with clock.standing_at(morning), transaction():
        called = replace_today(desk, sick, "fever")
    assert called is not None
    assert called.id == following.id
    assert following.answer_by == morning + timedelta(hours=1)
    assert panel.fresh_start == date(2026, 12, 4)
    assert sick.state == SeatState.REPLACED
    assert halves(sick.person_id) == {(FIRST, Half.AM), (FIRST, Half.PM)}
    assert year(sick.person_id) == (1, 2, 0)
    assert year(following.person_id) == (0, 0, 1)
    assert "hearing:restarted" in db.session.scalars(select(AuditLine.act)).all()
    with clock.standing_at(morning), transaction():
        answer_by_phone(desk, following, Answer.YES)
    assert held(panel)[1].state == SeatState.ACCEPTED


def test_a_no_between_two_days_begins_the_hearing_again_too(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, days=days(0, 1))
    one, two = held(panel)[1], held(panel)[2]
    with clock.standing_at(datetime(2026, 12, 3, 10, tzinfo=UTC)):
        with transaction():
            record_day(desk, panel.days[0], {one.id: Presence(2), two.id: Presence(2)})
        with transaction():
            answer_by_phone(desk, one, Answer.NO, "fever")
    assert panel.fresh_start == date(2026, 12, 4)


def test_before_any_day_was_held_nothing_begins_again(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    with transaction():
        replace_member(desk, held(panel)[1], "moved house")
    assert panel.fresh_start is None
    with pytest.raises(Refused, match=r"day\.not_today"), transaction():
        replace_today(desk, held(panel)[1], "fever")


def test_a_replacement_needs_its_reason_and_happens_once(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    seat = held(panel)[1]
    with pytest.raises(Refused, match=r"change\.reason"), transaction():
        replace_member(desk, seat, "  ")
    with transaction():
        replace_member(desk, seat, "fever")
    with pytest.raises(Refused, match=r"seat\.not_held"), transaction():
        replace_member(desk, seat, "fever")
    assert len(held(panel)) == 2


def test_who_loses_office_after_the_draw_opens_the_seat(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    clerk = make.user(court, RoleKind.CLERK)
    lost, following = held(panel)[1], alternates(panel)[0]
    tenure = db.session.scalars(select(Tenure).where(Tenure.person_id == lost.person_id)).one()
    tenure.ended = date(2026, 11, 20)
    db.session.commit()
    for outcome in ("1", "0"):
        with transaction():
            assert reopen_lost(panel.id) == outcome
    assert (lost.state, lost.reason) == (SeatState.RELEASED, "person.in_office")
    assert held(panel)[1].id == following.id
    assert halves(lost.person_id) == set()
    assert year(lost.person_id) == (0, 0, 0)
    where = (Message.rule == "seat.released", Message.channel == Channel.MAIL)
    text = db.session.scalars(select(Message.text).where(*where)).one()
    assert "You are not needed in this case." in text
    where = (Message.rule == "seat.lost", Message.recipient == f"user:{clerk.id}")
    told = db.session.scalars(select(Message).where(*where, Message.channel == Channel.INBOX))
    assert f"{lost.person.name} can no longer sit" in told.one().title


@pytest.mark.parametrize("rule", sorted(LABELS))
def test_a_mail_never_says_which_rule_stands_against_a_person(
    app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch, rule: str
):
    _, _, panel = an_invited_panel(make)
    lost = held(panel)[1]
    monkeypatch.setattr(changes, "still_eligible", lambda *_: {lost.person_id: rule})
    with transaction():
        assert reopen_lost(panel.id) == "1"
    assert lost.reason == rule
    texts = db.session.scalars(select(Message.text).where(Message.rule == "seat.released")).all()
    assert texts
    assert not any(LABELS[rule] in text or rule in text for text in texts)


def test_nobody_loses_a_seat_by_the_seat_itself(app: Flask, make: Make):
    _, _, panel = an_invited_panel(make)
    before = {number: seat.id for number, seat in held(panel).items()}
    with transaction():
        assert reopen_lost(panel.id) == "0"
    assert {number: seat.id for number, seat in held(panel).items()} == before


def test_with_all_alternates_gone_the_seat_stays_open(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, assessors=2)
    with transaction():
        assert replace_member(desk, held(panel)[2], "fever") is None
    assert open_numbers(db.session.get_one(Panel, panel.id)) == [2]
