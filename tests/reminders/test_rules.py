"""Which days the clock does after standing still, and what it then tells."""

from __future__ import annotations

from datetime import date, timedelta

from app.messages.terms import Notice, Recipient
from app.reminders.rules import MOST_DAYS, caught_up, days_to_do, done_through

D = date(2026, 11, 23)


def later(days: int) -> date:
    """Return the day some days after D."""
    return D + timedelta(days=days)


def notice(day: date, rule: str = "sitting.ahead", seat: int = 1) -> Notice:
    """Return a reminder of a day."""
    who = Recipient(f"person:{seat}", "赵", "en")
    return Notice(rule, f"seat:{seat}", 1, day, 1, who, "Title", "Text")


def test_a_first_start_does_only_today():
    assert days_to_do(None, D) == [D]


def test_today_is_done_again_and_again():
    assert days_to_do(D, D) == [D]
    assert days_to_do(later(-1), D) == [D]


def test_days_missed_are_done_in_order():
    assert days_to_do(D, later(7)) == [later(n) for n in range(1, 8)]


def test_a_clock_put_back_does_today():
    assert days_to_do(later(3), D) == [D]


def test_after_a_year_only_the_last_month_is_done():
    days = days_to_do(D, later(365))
    assert (len(days), days[-1]) == (MOST_DAYS, later(365))


def test_a_day_with_a_failure_is_not_done_nor_those_after_it():
    days = [later(n) for n in range(4)]
    assert done_through(days, []) == later(3)
    assert done_through(days, [later(2), later(1)]) == D
    assert done_through(days, [D]) == later(-1)


def test_lead_times_that_fell_into_a_stop_are_told_once():
    told, passed = caught_up([notice(later(4)), notice(D), notice(later(6))])
    assert told == [notice(later(6))]
    assert passed == [notice(D), notice(later(4))]


def test_other_rules_seats_and_the_same_day_are_told_each():
    several = [notice(D), notice(later(1), "answer.due"), notice(later(1), seat=2)]
    assert caught_up(several) == (several, [])
