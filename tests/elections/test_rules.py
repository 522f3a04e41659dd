"""The arithmetic of a selection under the law of 2018, by plain objects."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.elections.rules import Places, enough_places, judge_call, most_unsolicited
from app.rulebooks.loader import load

BOOK = load("cn-2018")
NUMBERS = st.integers(0, 100_000)


@given(NUMBERS, NUMBERS)
def test_one_fifth_is_rounded_down(quota: int, seats: int):
    most = most_unsolicited(quota, seats, BOOK)
    assert most is not None
    assert most <= Fraction(quota, 5) < most + 1


@pytest.mark.parametrize(("quota", "most"), [(69, 13), (150, 30), (4, 0)])
def test_69_places_let_13_apply_and_150_thirty(quota: int, most: int):
    assert most_unsolicited(quota, 40, BOOK) == most


def test_a_court_may_count_the_fifth_on_the_seats_of_this_election():
    own = BOOK.with_local({"selection.applied_share_base": "seats"})
    assert most_unsolicited(150, 40, own) == 8


@given(NUMBERS, NUMBERS)
def test_there_are_three_times_as_many_places_as_judges(number: int, judges: int):
    refusal = enough_places(Places(number, 0, judges), BOOK)
    assert (refusal is None) == (number >= 3 * judges)


def test_a_call_needs_fixed_places_and_keeps_to_those_that_are_free():
    keys = [one.key for one in judge_call(3, Places(None, 0, 2), BOOK)]
    assert keys == ["quota.fixed_by"]
    keys = [one.key for one in judge_call(3, Places(5, 4, 2), BOOK)]
    assert keys == ["quota.judges_multiple", "election.vacancies"]
    assert judge_call(1, Places(6, 5, 2), BOOK) == []
