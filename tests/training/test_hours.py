"""Hours of training in the windows of the rulebook, and the day on which they are too few."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.terms import Office
from app.rulebooks.loader import load
from app.training.hours import (
    Done,
    before_first_sitting,
    hours_in,
    needs_of,
    short_from,
    studied_this_year,
    within_the_period,
    within_the_year,
)
from app.training.terms import Purpose
from app.training.trainee_rules import years_before

TODAY = date(2026, 11, 25)
BOOK, OLD = load("cn-2018"), load("cn-1953")
DAYS = st.dates(date(2015, 1, 1), date(2032, 12, 31))
DONE = st.builds(Done, DAYS, st.integers(1, 300), st.just(Purpose.LEADING))


def done(until: str, hours: int, purpose: Purpose = Purpose.IN_SERVICE) -> Done:
    return Done(date.fromisoformat(until), hours, purpose)


def test_training_pre_service_counts_what_prepares_before_the_first_sitting():
    own = [done("2026-03-01", 24, Purpose.PRE_SERVICE), done("2026-04-01", 30, Purpose.ASSESSORS)]
    need = before_first_sitting(own, date(2026, 12, 1), BOOK, TODAY)
    assert need is not None
    assert (need.hours, need.have, need.missing) == (40, 24, 16)
    assert need.short_from == date(2026, 12, 1)
    enough = before_first_sitting([*own, done("2026-05-01", 16, Purpose.PRE_SERVICE)], None, BOOK,
                                  TODAY)  # fmt: skip
    assert enough is not None
    assert (enough.missing, enough.short_from) == (0, None)
    assert before_first_sitting(own, None, OLD, TODAY) is None


def test_training_leading_hours_are_counted_over_the_training_leading_period():
    own = [done("2021-11-25", 100), done("2021-11-26", 300), done("2025-01-01", 250)]
    need = within_the_period(own, BOOK, TODAY)
    assert need is not None
    assert (need.since, need.have, need.missing) == (date(2021, 11, 26), 550, 0)
    assert need.short_from == date(2026, 11, 26)


def test_training_section_hours_are_counted_in_the_calendar_year():
    own = [done("2025-12-31", 60), done("2026-01-01", 50)]
    need = within_the_year(own, BOOK, TODAY)
    assert need is not None
    assert (need.have, need.missing, need.short_from) == (50, 40, date(2026, 12, 31))


def test_study_hours_are_asked_only_where_a_court_has_set_them():
    assert studied_this_year([], OLD, TODAY) is None
    need = studied_this_year([done("2026-02-02", 30)], OLD.with_local({"study.hours": 80}), TODAY)
    assert need is not None
    assert need.missing == 50


@pytest.mark.parametrize(
    ("offices", "keys"),
    [
        ([Office.ASSESSOR], ["training.pre_service"]),
        ([Office.PRESIDENT], ["training.leading_hours"]),
        ([Office.CADRE], ["training.section_hours"]),
        ([Office.PRESIDENT, Office.JUDGE], ["training.leading_hours"]),
        ([], []),
    ],
)
def test_each_office_has_its_needs(offices: list[Office], keys: list[str]):
    assert [need.key for need in needs_of(offices, [], None, BOOK, TODAY)] == keys


@given(st.lists(DONE, max_size=8), st.integers(1, 900), st.integers(1, 6), DAYS)
def test_the_day_on_which_hours_are_too_few_is_the_first(
    courses: list[Done], hours: int, years: int, today: date
):
    completed = [one for one in courses if one.until <= today]
    found = short_from(courses, hours, years, today)

    def have(day: date) -> int:
        return hours_in(completed, years_before(day, years) + timedelta(days=1), day)

    assert found is not None
    assert have(found) < hours
    if found > today:
        assert have(found - timedelta(days=1)) >= hours
        assert have(today) >= hours


@given(st.lists(DONE, max_size=6), DONE, st.integers(1, 900), DAYS)
def test_another_course_never_brings_the_day_nearer(
    courses: list[Done], more: Done, hours: int, today: date
):
    before = short_from(courses, hours, 5, today)
    after = short_from([*courses, more], hours, 5, today)
    assert before is not None
    assert after is not None
    assert after >= before


def test_training_section_days_suffice_in_the_place_of_hours():
    own = [replace(done("2026-03-01", 20), days=5), replace(done("2026-05-01", 20), days=6)]
    short = within_the_year(own, BOOK, TODAY)
    assert short is not None
    assert (short.days, short.days_done, short.missing) == (12, 11, 50)
    enough = within_the_year([*own, replace(done("2026-06-01", 2), days=1)], BOOK, TODAY)
    assert enough is not None
    assert (enough.missing, enough.short_from) == (0, None)


def test_training_leading_months_suffice_in_the_place_of_hours_as_long_as_they_last():
    long = replace(done("2022-03-31", 400), span=90)
    need = within_the_period([long, done("2025-01-01", 150)], BOOK, TODAY)
    assert need is not None
    assert (need.have, need.days, need.days_done, need.missing) == (550, 90, 90, 0)
    assert need.short_from == date(2027, 3, 31)
    months_only = within_the_period([long], BOOK, TODAY)
    assert months_only is not None
    assert (months_only.missing, months_only.short_from) == (0, date(2027, 3, 31))
    neither = within_the_period([replace(long, span=89)], BOOK, TODAY)
    assert neither is not None
    assert (neither.missing, neither.short_from) == (150, TODAY)
