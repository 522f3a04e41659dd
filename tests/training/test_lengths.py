"""How long a course of some purpose lasts at least, and that leaders go in batches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from app.people.models import Tenure
from app.people.terms import Office
from app.rulebooks.loader import load
from app.shared import clock
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.training.facts import Audience
from app.training.length_rules import in_batches, judge_length
from app.training.service.cohorts import open_nominations
from app.training.terms import Purpose
from tests.builders import LONG_AGO, Make
from tests.training.schools import NOON, a_cohort, a_course, a_world

BOOK, OLD = load("cn-2018"), load("cn-1953")
FIRST = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("purpose", "hours", "days", "key"),
    [
        (Purpose.PRE_SERVICE, 39, 5, "training.pre_service"),
        (Purpose.PRE_SERVICE, 40, 5, ""),
        (Purpose.INITIAL, 90, 11, "training.initial_days"),
        (Purpose.INITIAL, 10, 12, ""),
        (Purpose.POST, 90, 29, "training.post_days"),
        (Purpose.POST, 10, 30, ""),
        (Purpose.IN_SERVICE, 1, 1, ""),
    ],
)
def test_a_course_shorter_than_its_purpose_asks_goes_on_with_a_reason(
    purpose: Purpose, hours: int, days: int, key: str
):
    span = (FIRST, FIRST + timedelta(days=days - 1))
    found = judge_length(purpose, hours, span, BOOK)
    assert [(r.key, r.strength, r.article) for r in found] == (
        [(key, "soft", "whole text")] if key else []
    )
    assert all(r.document and r.way_out for r in found)
    assert judge_length(purpose, hours, span, OLD) == []  # of 1953 no length is written


def test_school_in_batches_warns_where_all_leaders_go_at_once():
    refusal = in_batches(True, 30, 30, OLD)
    assert refusal is not None
    assert (refusal.key, refusal.strength, refusal.article) == ("school.in_batches", "soft", "§ 10")
    assert in_batches(True, 29, 30, OLD) is None
    assert in_batches(True, 30, 1, OLD) is None  # one alone is no crowd
    assert in_batches(False, 30, 30, OLD) is None
    assert in_batches(True, 30, 30, BOOK) is None


@pytest.fixture
def noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


@pytest.mark.usefixtures("noon")
def test_the_leaders_of_all_courts_in_reach_are_counted_when_a_cohort_is_opened(
    app: Flask, make: Make
):
    world = a_world(make, 0, book="cn-1953")
    for _ in range(2):
        leads = Tenure(person_id=make.person().id, office=Office.PRESIDENT, since=LONG_AGO)
        leads.body_id = make.court(None, under=world.high).id
        make.add(leads)
    words = {"purpose": Purpose.LEADING, "audience": Audience((Office.PRESIDENT,))}
    course = a_course(world.officer, code="L", **words)
    all_at_once = a_cohort(world.officer, course)
    reason = {"school.province": "省委决定"}
    with pytest.raises(Refused, match=r"school\.in_batches"), transaction():
        open_nominations(world.officer, all_at_once, reason)
    half = a_cohort(world.officer, course, number="2", seats=1)
    with transaction():
        open_nominations(world.officer, half, reason)
