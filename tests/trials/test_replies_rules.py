"""The rules of answering and counting, with plain values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rulebooks.loader import load
from app.trials.replies_rules import (
    Answer,
    AskedSeat,
    LinkState,
    Silence,
    answer_refusals,
    attendance_refusals,
    begins_anew,
    came_late,
    cannot_sit,
    deadline,
    link_refusal,
    link_state,
    may_be_answered,
    move_refusals,
    real_deadline,
    served_refusals,
    silence,
    working_days_to_answer,
)
from app.trials.tally import Total, differences, tally
from app.trials.terms import SeatState

BOOK = load("cn-2018")
NOW = datetime(2026, 11, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def asked(**given: Any) -> AskedSeat:
    words = {"state": SeatState.INVITED, "answer_by": NOW, "link_until": NOW}
    return AskedSeat(**{**words, **given})


def test_three_working_days_and_one_in_the_last_week():
    today = date(2026, 11, 2)
    assert working_days_to_answer(today, date(2026, 12, 3), BOOK) == 3
    assert working_days_to_answer(today, date(2026, 11, 10), BOOK) == 3
    assert working_days_to_answer(today, date(2026, 11, 9), BOOK) == 1


@pytest.mark.parametrize(
    ("from_proof", "real"),
    [
        (None, NOW),
        (NOW - HOUR, NOW),  # never earlier than was said
        (NOW + timedelta(minutes=4), NOW),  # mail takes a little while
        (NOW + 24 * HOUR, NOW + 24 * HOUR),
    ],
)
def test_the_time_to_answer_runs_from_the_proof(from_proof: datetime | None, real: datetime):
    assert real_deadline(NOW, from_proof) == real


@pytest.mark.parametrize(
    ("came", "late"),
    [
        (NOW - 70 * HOUR, False),
        (NOW - 48 * HOUR, True),  # on the day after
        (NOW - timedelta(minutes=54), True),  # not even an hour is left
    ],
)
def test_an_invitation_came_late_on_a_later_day_or_in_the_last_hour(came: datetime, late: bool):
    assert came_late(NOW - 72 * HOUR, NOW, came, "Asia/Shanghai") == late
    short = came_late(NOW - HOUR, NOW, NOW - HOUR + timedelta(minutes=1), "Asia/Shanghai")
    assert not short  # an hour was given, and the mail went out at once


def test_an_answer_is_due_at_five_before_the_sitting_and_never_within_the_hour():
    begins = datetime(2026, 11, 9, 1, tzinfo=UTC)
    zone = "Asia/Shanghai"
    assert deadline(NOW - 3 * HOUR, date(2026, 11, 6), begins, zone).hour == 17
    assert deadline(NOW, date(2026, 11, 9), begins, zone) == begins
    this_morning = begins - timedelta(minutes=20)
    assert deadline(this_morning, date(2026, 11, 10), begins, zone) == this_morning + HOUR


@pytest.mark.parametrize(
    ("seat", "said"),
    [
        (asked(), None),  # the last moment still counts
        (asked(answer_by=NOW - HOUR), Silence.UNPROVEN),
        (asked(answer_by=NOW - HOUR, delivered_at=NOW - 2 * HOUR), Silence.PROVEN),
        (asked(answer_by=NOW - HOUR, served_at=NOW - 2 * HOUR), Silence.PROVEN),
        (asked(answer_by=NOW - HOUR, delivered_at=NOW), Silence.UNPROVEN),  # came too late
        (asked(answer_by=NOW - HOUR, answered_at=NOW - 2 * HOUR), None),  # "not then"
        (asked(answer_by=NOW - HOUR, state=SeatState.ACCEPTED), None),
    ],
)
def test_silence_is_a_no_only_with_proof_in_time(seat: AskedSeat, said: Silence | None):
    assert silence(seat, NOW) == said


@pytest.mark.parametrize(
    ("seat", "current", "state"),
    [
        (asked(), True, LinkState.OPEN),
        (asked(), False, LinkState.SUPERSEDED),
        (asked(link_until=NOW - HOUR), True, LinkState.EXPIRED),
        (asked(misses=5), True, LinkState.LOCKED),
        (asked(misses=4), True, LinkState.OPEN),
        (asked(state=SeatState.ACCEPTED), True, LinkState.OPEN),
        (asked(state=SeatState.SILENT), True, LinkState.EXPIRED),
        (asked(state=SeatState.REPLACED), True, LinkState.GIVEN),
        (asked(state=SeatState.DECLINED), True, LinkState.GIVEN),
        (asked(state=SeatState.DECLINED, open_again=True), True, LinkState.OPEN),
    ],
)
def test_what_a_link_opens(seat: AskedSeat, current: bool, state: LinkState):
    assert link_state(seat, NOW, current) == state
    assert (link_refusal(state) is None) == (state == LinkState.OPEN)


def test_a_no_needs_a_reason_and_not_then_a_day():
    assert answer_refusals(Answer.YES, "", []) == []
    assert [r.place for r in answer_refusals(Answer.NO, "  ", [])] == ["reason"]
    assert answer_refusals(Answer.NO, "", [], by_phone=True) == []
    assert [r.place for r in answer_refusals(Answer.NOT_THEN, "", [])] == ["other_days"]
    assert answer_refusals(Answer.NOT_THEN, "", [date(2026, 12, 1)]) == []


def test_only_who_is_asked_or_whose_seat_is_open_can_answer():
    assert may_be_answered(SeatState.ACCEPTED, False) is None
    assert may_be_answered(SeatState.SILENT, True) is None
    for state in (SeatState.SILENT, SeatState.ALTERNATE, SeatState.DRAWN, SeatState.REPLACED):
        assert may_be_answered(state, False) is not None


def test_a_delivery_lies_between_the_invitation_and_today():
    first, last = date(2026, 11, 2), date(2026, 11, 5)
    assert served_refusals(first, first, last) == []
    assert served_refusals(last, first, last) == []
    assert served_refusals(first - timedelta(days=1), first, last)
    assert served_refusals(last + timedelta(days=1), first, last)


def test_the_hearing_begins_anew_only_after_a_day_was_held():
    assert begins_anew(BOOK, False) is None
    refusal = begins_anew(BOOK, True)
    assert refusal is not None
    assert refusal.article == "Art 301"


def test_who_sat_is_recorded_from_the_day_on_and_in_two_halves_at_most():
    day = date(2026, 12, 3)
    eve = day - timedelta(days=1)
    keys = lambda *given: [r.key for r in attendance_refusals(*given)]  # noqa: E731
    assert keys(day, eve, {1: 2}) == ["day.not_yet"]
    assert keys(day, day, {1: 3}) == ["day.halves"]
    assert keys(day, day, {1: 0, 2: 0}) == ["day.nobody"]
    assert keys(day, day, {1: 2, 2: 0}) == []


def test_a_new_day_lies_ahead_and_is_not_taken():
    today = date(2026, 11, 2)
    keys = lambda *given: [(r.key, r.strength) for r in move_refusals(*given)]  # noqa: E731
    assert keys(today - timedelta(days=1), today, True, []) == [("day.past", "hard")]
    assert keys(today, today, True, [today]) == [("day.double", "hard")]
    assert keys(today, today, False, []) == [("day.not_working", "soft")]
    assert keys(today, today, True, []) == []
    assert [(r.key, r.strength) for r in cannot_sit(["a", "b"], [], today)] == [
        ("day.member_away", "soft")
    ]
    assert [r.key for r in cannot_sit(["a"], ["b"], today)] == [
        "day.member_away",
        "day.member_lost",
    ]
    assert cannot_sit([], [], today) == []


def test_cases_count_once_in_the_year_first_sat_and_days_in_their_own():
    sat = [(date(2027, 1, 5), 2), (date(2026, 12, 30), 1), (date(2026, 12, 29), 0)]
    assert tally(sat, 2, 2026) == {2026: Total(2, 1, 0), 2027: Total(0, 2, 0)}
    assert tally([(date(2026, 12, 29), 0)], 2, 2026) == {2026: Total(0, 0, 2)}
    assert tally([], 2, None) == {}


records = st.lists(
    st.tuples(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 2)), max_size=6
)


@settings(max_examples=50, deadline=None)
@given(st.lists(records, min_size=1, max_size=5), st.integers(1, 3))
def test_totals_are_those_of_the_last_record_whatever_was_corrected(
    versions: list[list[tuple[date, int]]], cases: int
):
    total: dict[int, Total] = {}
    before: dict[int, Total] = {}
    for sat in versions:
        after = tally(sat, cases, 2026)
        for year, change in differences(before, after).items():
            was = total.get(year, Total())
            total[year] = Total(
                was.cases + change.cases, was.halves + change.halves, was.assigned + change.assigned
            )
            assert min(total[year].cases, total[year].halves, total[year].assigned) >= 0
        before = after
    assert {y: t for y, t in total.items() if t != Total()} == before
    assert sum(t.halves for t in total.values()) == sum(halves for _, halves in versions[-1])
    assert sum(t.cases + t.assigned for t in total.values()) == cases
