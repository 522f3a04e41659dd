"""How votes elect under the resolution of 1953, § 8: pure."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bodies.terms import BodyKind
from app.elections.rules import forms_under, may_name_for_a_case
from app.elections.terms import ElectionForm, Electors
from app.elections.votes import (
    Votes,
    act_after_vote,
    counted,
    elected_by,
    nature_named,
    organisation_named,
    region_named,
    vote_in_time,
    votes_within,
    workers_elect,
)
from app.rulebooks.loader import load
from app.shared.refusals import HARD

OLD, NEW = load("cn-1953"), load("cn-2018")


def votes(*ayes: int) -> list[Votes]:
    """Return candidates A, B, C … with so many votes for each."""
    return [Votes(chr(65 + n), chr(65 + n), number) for n, number in enumerate(ayes)]


def test_who_has_more_than_half_of_those_present_is_elected_the_most_votes_first():
    count = counted(votes(51, 90, 50, 70), present=100, seats=3)
    assert count.elected == ("B", "D", "A")  # C has exactly half
    assert count.level == ()


def test_a_seat_stays_open_where_too_few_have_enough():
    assert counted(votes(60, 20), present=100, seats=2).elected == ("A",)


def test_of_many_with_enough_votes_the_seats_go_to_the_most():
    assert counted(votes(60, 80, 70), present=100, seats=2).elected == ("B", "C")


def test_people_level_at_the_last_seats_leave_it_to_a_lot():
    count = counted(votes(80, 70, 70, 70), present=100, seats=3)
    assert count.elected == ("A",)
    assert set(count.level) == {"B", "C", "D"}
    assert count.open == 2


def test_people_level_who_all_have_a_seat_need_no_lot():
    assert counted(votes(80, 70, 70), present=100, seats=3).level == ()


ballots = st.lists(st.integers(0, 40), max_size=12)


@given(ballots, st.integers(1, 40), st.integers(1, 6))
def test_no_more_are_elected_than_seats_and_only_a_lot_is_left_at_the_edge(ayes, present, seats):
    given_votes = votes(*(min(number, present) for number in ayes))
    count = counted(given_votes, present, seats)
    of = {one.of: one.ayes for one in given_votes}
    assert len(count.elected) + count.open <= seats
    assert all(2 * of[one] > present for one in (*count.elected, *count.level))
    assert len({of[one] for one in count.level}) <= 1
    assert not count.level or len(count.level) > count.open > 0
    outside = of.keys() - set(count.elected) - set(count.level)
    edge = min((of[one] for one in (*count.elected, *count.level)), default=0)
    assert all(2 * of[one] <= present or of[one] < edge for one in outside)


def test_nobody_has_more_votes_than_people_were_present():
    (refusal,) = votes_within([Votes("A", "王甲", 30, 10, 1), Votes("B", "李乙", 40)], 40)
    assert refusal.key == "election.votes"
    assert refusal.facts == {"name": "王甲", "cast": 41, "present": 40}
    assert [one.key for one in votes_within([], 0)] == ["election.present"]


def test_the_vote_is_written_down_after_the_call_and_once_it_was_held():
    called, today = date(1953, 6, 1), date(1953, 6, 20)
    assert vote_in_time(date(1953, 6, 10), called, today) is None
    assert vote_in_time(date(1953, 5, 31), called, today)
    assert vote_in_time(date(1953, 6, 21), called, today)


def test_the_act_is_not_older_than_the_vote():
    assert act_after_vote(date(1953, 6, 10), date(1953, 6, 10)) is None
    refusal = act_after_vote(date(1953, 6, 9), date(1953, 6, 10))
    assert refusal
    assert refusal.place == "adopted"


def test_form_a_is_elected_by_an_assembly_or_congress_region_by_region():
    """form_a.allowed, form_a.elected_by, form_a.by_region."""
    assert forms_under(OLD, BodyKind.BASIC) == (ElectionForm.ASSEMBLY,)
    assert elected_by(Electors.ASSEMBLY, OLD) is None
    assert elected_by(Electors.CONGRESS, OLD) is None
    for wrong in (Electors.WORKERS, None):
        refusal = elected_by(wrong, OLD)
        assert refusal
        assert (refusal.key, refusal.article) == ("form_a.elected_by", "§ 8")
        assert refusal.strength == HARD
    assert region_named("  ", OLD)
    assert region_named("第三选区", OLD) is None


def test_the_workers_of_its_line_elect_the_assessors_of_a_special_court():
    """special_court.jurors_elected_by."""
    assert forms_under(OLD, BodyKind.SPECIAL) == (ElectionForm.WORKERS,)
    assert workers_elect(Electors.WORKERS, OLD) is None
    refusal = workers_elect(Electors.CONGRESS, OLD)
    assert refusal
    assert refusal.article == "§ 4"


def test_form_b_is_named_by_an_organisation_for_the_nature_of_a_case():
    """form_b.allowed, form_b.named_by, form_b.by_nature_of_case."""
    assert may_name_for_a_case(OLD)
    assert nature_named("", OLD)
    assert not nature_named("劳资争议", OLD)
    assert organisation_named(" ", OLD)
    assert not organisation_named("县总工会", OLD)


@pytest.mark.parametrize("kind", [BodyKind.BASIC, BodyKind.SPECIAL])
def test_the_law_of_2018_selects_and_knows_neither_form(kind: BodyKind):
    assert forms_under(NEW, kind) == (ElectionForm.APPOINTMENT,)
    assert not may_name_for_a_case(NEW)
    assert elected_by(None, NEW) is region_named("", NEW) is workers_elect(None, NEW) is None
