"""How long sanctions stand against a promotion: plain values, no database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rulebooks.loader import load
from app.service.rules import (
    Sanctioned,
    added_up,
    freezes,
    frozen,
    frozen_until,
    months_later,
    months_of,
)
from app.service.terms import SanctionKind

BOOK, OLD = load("cn-2018"), load("cn-1953")
WARNING, DEMERIT = SanctionKind.WARNING, SanctionKind.DEMERIT
DAYS = st.dates(date(1950, 1, 1), date(2090, 1, 1))
SANCTIONS = st.lists(st.builds(Sanctioned, DAYS, st.sampled_from(SanctionKind)), max_size=6)
NEAR = st.dates(date(2024, 1, 1), date(2026, 1, 1))
CLOSE = st.lists(st.builds(Sanctioned, NEAR, st.sampled_from(SanctionKind)), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2026, 8, 31), 6, date(2027, 3, 1)),  # February has no such day
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2026, 12, 31), 18, date(2028, 7, 1)),
        (date(2026, 6, 30), 24, date(2028, 6, 30)),
    ],
)
def test_months_go_by_the_anniversary(day: date, months: int, later: date):
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("kind", "months"),
    [("warning", 6), ("demerit", 12), ("major_demerit", 18), ("demotion", 24), ("removal", 24)],
)
def test_each_kind_runs_its_months_from_the_decision(kind: str, months: int):
    assert months_of(SanctionKind(kind), BOOK) == months_of(SanctionKind(kind), OLD) == months
    (run,) = freezes([Sanctioned(date(2026, 1, 15), SanctionKind(kind))], BOOK)
    assert run.since == date(2026, 1, 15)
    assert run.until + timedelta(days=1) == months_later(date(2026, 1, 15), months)


def test_it_stands_until_its_last_day_and_lifts_by_itself():
    one = [Sanctioned(date(2026, 1, 15), WARNING)]
    refusal = frozen(one, date(2026, 7, 14), BOOK)
    assert refusal is not None
    assert (refusal.key, refusal.article) == ("sanction.stops_promotion", "Art 64")
    assert refusal.strength == "hard"
    assert frozen(one, date(2026, 7, 15), BOOK) is None  # Art 65: lifted, it stands no more
    assert frozen(one, date(2026, 1, 14), BOOK) is None  # not decided yet
    softer = frozen(one, date(2026, 7, 14), OLD)
    assert softer is not None
    assert softer.strength == "soft"  # the office's own setting never shuts a door


def test_two_of_a_kind_add_up_and_two_kinds_run_side_by_side():
    twice = [Sanctioned(date(2026, 1, 15), WARNING), Sanctioned(date(2026, 6, 1), WARNING)]
    assert frozen_until(twice, date(2026, 6, 2), BOOK) == date(2027, 1, 14)
    apart = [Sanctioned(date(2026, 1, 15), WARNING), Sanctioned(date(2026, 7, 15), WARNING)]
    assert frozen_until(apart, date(2026, 8, 1), BOOK) == date(2027, 1, 14)
    mixed = [Sanctioned(date(2026, 1, 15), WARNING), Sanctioned(date(2026, 1, 20), DEMERIT)]
    assert frozen_until(mixed, date(2026, 2, 1), BOOK) == date(2027, 1, 19)
    many = [Sanctioned(date(2026, 1, n), SanctionKind.DEMOTION) for n in range(1, 5)]
    assert freezes(many, BOOK)[0].until == date(2030, 1, 3)  # 48 months from the last decision
    late = added_up(date(2026, 2, 28), date(2026, 1, 31), 24, BOOK)
    assert late == date(2028, 2, 29)  # what is left of the first, then the whole of the second


@given(SANCTIONS, DAYS)
def test_what_stands_covers_the_day_and_is_never_longer_than_the_most(
    sanctions: list[Sanctioned], day: date
):
    until = frozen_until(sanctions, day, BOOK)
    assert until is None or day <= until
    for run in freezes(sanctions, BOOK):
        inside = [o.decided for o in sanctions if o.kind == run.kind and o.decided >= run.since]
        last = max(decided for decided in inside if decided <= run.until)
        assert months_later(last, months_of(run.kind, BOOK)) <= run.until + timedelta(days=1)
        assert run.until < months_later(last, 48)


@given(CLOSE)
def test_one_more_never_frees_earlier_and_the_order_of_writing_does_not_matter(
    sanctions: list[Sanctioned],
):
    day = max(one.decided for one in sanctions)
    whole = frozen_until(sanctions, day, BOOK)
    assert whole is not None  # the last of them runs on its own day
    assert whole == frozen_until(sanctions[::-1], day, BOOK)
    fewer = frozen_until(sanctions[1:], day, BOOK)
    assert fewer is None or fewer <= whole
