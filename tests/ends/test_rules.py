"""What a resignation or removal must keep to: pure."""

from __future__ import annotations

from datetime import date

import pytest

from app.ends import rules
from app.ends.terms import Ground, Stage
from app.rulebooks.loader import load

NEW, OLD = load("cn-2018"), load("cn-1953")
DAY = date(2026, 11, 2)


def test_the_law_names_the_grounds_and_who_moves():
    """removal.grounds, removal.moved_by."""
    assert all(rules.ground_known(ground, NEW) is None for ground in Ground)
    assert rules.ground_known(Ground.MALPRACTICE, OLD) is None  # the resolution names none
    assert rules.moved_by_president(True, NEW) is None
    refusal = rules.moved_by_president(False, NEW)
    assert refusal is not None
    assert (refusal.key, refusal.article) == ("removal.moved_by", "Art 27")


@pytest.mark.parametrize(
    ("ground", "lasting"),
    [
        (Ground.GOOD_CAUSE, False),
        (Ground.BARRED, False),
        (Ground.REFUSAL, True),
        (Ground.MALPRACTICE, True),
    ],
)
def test_who_is_removed_for_refusal_or_malpractice_is_barred_for_good(
    ground: Ground, lasting: bool
):
    assert rules.removes(ground, NEW) is lasting
    assert rules.removes(ground, OLD) is False


def test_a_removal_needs_evidence_and_a_hearing_a_resignation_neither():
    assert rules.proven(Ground.MALPRACTICE, 0)
    assert rules.proven(Ground.MALPRACTICE, 1) is None
    assert rules.heard_first(Ground.MALPRACTICE, Stage.OPEN)
    assert rules.heard_first(Ground.MALPRACTICE, Stage.HEARD) is None
    assert rules.proven(Ground.GOOD_CAUSE, 0) is None
    assert rules.heard_first(Ground.GOOD_CAUSE, Stage.OPEN) is None


def test_who_stayed_away_counts_as_heard_only_if_told_of_that_day():
    assert rules.told_before(False, DAY, DAY) is None
    assert rules.told_before(True, None, DAY) is None
    assert rules.told_before(False, None, DAY)
    assert rules.told_before(False, date(2026, 11, 1), DAY)


def test_days_stand_in_the_order_of_the_steps():
    assert rules.act_in_time(DAY, DAY, DAY) is None
    assert rules.act_in_time(date(2026, 11, 1), DAY, DAY)
    assert rules.act_in_time(date(2026, 11, 3), DAY, DAY)
    assert rules.ends_after_act(date(2026, 11, 1), DAY)
    assert rules.ends_after_act(DAY, DAY) is None
    assert rules.within_term(date(2020, 1, 1), date(2021, 1, 1), None)
    assert rules.within_term(DAY, date(2021, 1, 1), date(2026, 11, 1))
    assert rules.told_in_time(date(2026, 11, 4), DAY)
    assert rules.told_in_time(date(2026, 11, 5), DAY) is None


def test_an_office_ends_once():
    assert rules.still_to_end(False, None, DAY) is None
    assert rules.still_to_end(False, date(2026, 11, 3), DAY) is None  # earlier than was decided
    assert rules.still_to_end(False, DAY, DAY)
    assert rules.still_to_end(True, None, DAY)
