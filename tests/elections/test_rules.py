"""The arithmetic of a selection under the law of 2018, by plain objects."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.elections.rules import (
    Places,
    enough_places,
    judge_call,
    most_unsolicited,
    pool_large_enough,
    unsolicited_within,
    verdict_of,
)
from app.elections.terms import Standing
from app.rulebooks.loader import load
from app.shared.refusals import HARD, SOFT, Refusal

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


@given(st.integers(0, 500), st.integers(0, 500), NUMBERS)
def test_those_in_office_who_applied_count_with_those_who_are_chosen(
    chosen: int, in_office: int, quota: int
):
    refusal = unsolicited_within(chosen, in_office, quota, 10, BOOK)
    fits = 5 * (chosen + in_office) <= quota
    assert (refusal is None) == (fits or not chosen)  # whoever serves already stays in office


@given(NUMBERS, st.integers(1, 5000))
def test_five_candidates_are_drawn_for_each_seat(listed: int, seats: int):
    assert (pool_large_enough(listed, seats, BOOK) is None) == (listed >= 5 * seats)


@given(st.lists(st.sampled_from(["hard", "soft", "open"])), st.booleans())
def test_a_hard_rule_bars_and_what_is_missing_or_unexplained_leaves_it_open(
    kinds: list[str], explained: bool
):
    against = {
        "hard": Refusal("bar.personal", "x", strength=HARD),
        "soft": Refusal("education.minimum", "x", strength=SOFT),
        "open": Refusal("selection.consent", "x", strength=HARD),
    }
    reasons = {"education.minimum": "a reason"} if explained else {}
    found = verdict_of([against[kind] for kind in kinds], reasons)
    left = {kind for kind in kinds if not (kind == "soft" and explained)}
    assert found == (
        Standing.BARRED if "hard" in left else Standing.CANDIDATE if left else Standing.PASSED
    )
