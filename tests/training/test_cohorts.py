"""Cohorts: planned on working days, changed without harm to who has a seat, opened, cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.bodies.terms import BodyKind
from app.messages.models import Message
from app.people.models import Absence
from app.people.terms import Half
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.training.facts import QuotaWords, SessionWords, Subject
from app.training.planning import laid_out
from app.training.queries.reach import level_of
from app.training.rules import judge_cohort, judge_sessions
from app.training.service.cohorts import cancel_cohort, change_cohort, open_nominations
from app.training.service.sessions import set_sessions
from app.training.terms import CohortState, EnrolmentState, Purpose
from tests.builders import Make
from tests.training.schools import (
    COHORT,
    FIRST,
    LAST,
    NOON,
    TODAY,
    World,
    a_cohort,
    a_course,
    a_world,
    an_open_cohort,
    seated,
)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def world(app: Flask, make: Make) -> World:
    return a_world(make)


def away(person_id: int) -> int:
    own = select(func.count()).select_from(Absence).where(Absence.person_id == person_id)
    return db.session.scalar(own) or 0


PAST = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"starts": PAST}, "cohort.past"),
        ({"nominate_by": PAST}, "cohort.past"),
        ({"ends": FIRST - timedelta(days=1)}, "cohort.span"),
        ({"nominate_by": LAST}, "cohort.nominate_by"),
        ({"results_by": FIRST}, "cohort.results_by"),
        ({"minimum": 4}, "cohort.minimum"),
        ({"quotas": (QuotaWords("甲", 2, 1), QuotaWords("乙", 2, 2))}, "cohort.quotas"),
        ({"quotas": (QuotaWords("甲", 1, 1), QuotaWords("甲", 1, 1))}, "cohort.quota_twice"),
        ({"quotas": (QuotaWords("甲", 2, 1), QuotaWords("乙", 1, 2))}, None),
    ],
)
def test_a_cohort_lies_ahead_and_holds_its_quotas(changed: dict, key: str | None):
    found = [r.key for r in judge_cohort(replace(COHORT, **changed), TODAY, None)]
    assert key in found if key else found == []


def test_what_was_set_before_its_day_may_stay():
    before = replace(COHORT, starts=PAST, nominate_by=PAST)
    assert judge_cohort(replace(before, seats=9), TODAY, before) == []


def test_the_subjects_fill_the_half_days_in_their_order():
    found = laid_out([FIRST, LAST], [Subject("甲", 6), Subject("乙", 7)])
    assert [(one.day, one.half, one.hours, one.subject) for one in found] == [
        (FIRST, Half.AM, 4, "甲"),
        (FIRST, Half.PM, 4, "甲、乙"),
        (LAST, Half.AM, 4, "乙"),
        (LAST, Half.PM, 1, "乙"),
    ]


@pytest.mark.parametrize(
    ("sessions", "key"),
    [
        ([(FIRST, Half.AM), (FIRST, Half.AM)], "session.twice"),
        ([(LAST + timedelta(days=1), Half.AM)], "session.outside"),
        ([(PAST, Half.AM)], "session.past"),
        ([(FIRST, Half.AM), (FIRST, Half.PM)], None),
    ],
)
def test_a_half_day_lies_within_the_cohort_once(sessions: list, key: str | None):
    words = [SessionWords(day, half, 4) for day, half in sessions]
    span = (PAST, LAST) if key == "session.past" else (FIRST, LAST)
    assert [r.key for r in judge_sessions(words, span, TODAY)] == ([key] if key else [])


def test_a_cohort_is_laid_out_over_its_working_days(world: World):
    cohort = a_cohort(world.officer)
    days = [date(2026, 12, n) for n in (3, 3, 4, 4, 7, 7)]  # the weekend is left out
    assert [one.day for one in cohort.sessions] == days
    assert sum(one.hours for one in cohort.sessions) == cohort.course.hours


def test_numbers_names_and_quotas_are_those_of_one(world: World):
    course = a_course(world.officer)
    a_cohort(world.officer, course)
    nested = (QuotaWords(world.high.code, 1), QuotaWords(world.court.code, 1))
    for words, key in (
        ({}, "cohort.double"),
        ({"number": "2", "host": "无此院"}, "cohort.body"),
        ({"number": "2", "quotas": nested}, "cohort.quota_within"),
    ):
        with pytest.raises(Refused) as refused:
            a_cohort(world.officer, course, **words)
        assert refused.value.refusals[0].key == key


def test_a_cohort_is_not_cut_below_those_who_have_a_seat(world: World):
    quotas = (QuotaWords(world.court.name, 2),)
    cohort = an_open_cohort(world.officer, quotas=quotas)
    seated(world, cohort, world.people[:2])
    for cut in ({"seats": 1, "quotas": ()}, {"quotas": (QuotaWords(world.court.code, 1),)}):
        with pytest.raises(Refused, match=r"cohort\.below_admitted"), transaction():
            change_cohort(world.officer, cohort, replace(COHORT, **{"quotas": quotas, **cut}))
    with pytest.raises(Refused, match=r"cohort\.sessions"), transaction():
        change_cohort(world.officer, cohort, replace(COHORT, quotas=quotas, ends=FIRST))
    with transaction():
        change_cohort(world.officer, cohort, replace(COHORT, quotas=quotas, seats=2, place="三楼"))
    assert (cohort.seats, cohort.place) == (2, "三楼")
    told = select(Message.title).where(Message.rule == "cohort.changed")
    assert len(db.session.scalars(told).all()) == 4  # inbox and mail of two


def test_half_days_move_and_the_people_with_them(world: World):
    cohort = an_open_cohort(world.officer)
    (row, _) = seated(world, cohort, world.people[:2])
    assert away(row.person_id) == 6
    with transaction():
        set_sessions(world.officer, cohort, [SessionWords(LAST, Half.AM, 4)])
    days = select(Absence.day).where(Absence.person_id == row.person_id)
    assert db.session.scalars(days).all() == [LAST]
    with transaction():
        taken = {"person_id": row.person_id, "day": FIRST, "half": Half.AM, "kind": "own_days"}
        db.session.add(Absence(**taken))
    with pytest.raises(Refused, match=r"cohort\.away"), transaction():
        set_sessions(world.officer, cohort, [SessionWords(FIRST, Half.AM, 4)])
    assert [one.day for one in cohort.sessions] == [LAST]


def test_opening_tells_the_courts_in_reach_and_says_who_trains_whom(make: Make):
    old = a_world(make, 1, book="cn-1953")
    course = a_course(old.officer, code="L", purpose=Purpose.LEADING)
    leaders = a_cohort(old.officer, course)
    with pytest.raises(Refused, match=r"school\.province"), transaction():
        open_nominations(old.officer, leaders, {})
    with transaction():
        open_nominations(old.officer, leaders, {"school.province": "省委决定"})
    assert leaders.state is CohortState.OPEN
    assert leaders.waivers == {"school.province": "省委决定"}
    told = select(Message.recipient).where(Message.rule == "cohort.opened").distinct()
    assert db.session.scalars(told).all() == [f"user:{old.personnel.id}"]


def test_a_cohort_too_short_for_its_hours_is_opened_only_with_a_reason(world: World):
    short = a_cohort(world.officer, ends=FIRST)
    with pytest.raises(Refused, match=r"cohort\.hours"), transaction():
        open_nominations(world.officer, short, {})


def test_a_cancelled_cohort_frees_its_people(world: World):
    cohort = an_open_cohort(world.officer)
    rows = seated(world, cohort, world.people[:2])
    with transaction():
        assert cancel_cohort(world.officer, cohort, "师资未落实") == 2
    assert [away(row.person_id) for row in rows] == [0, 0]
    assert {row.state for row in rows} == {EnrolmentState.WITHDRAWN}
    with pytest.raises(Refused, match=r"cohort\.state"), transaction():
        cancel_cohort(world.officer, cohort, "再次")


def test_a_school_trains_as_far_as_it_stands_up_the_tree(make: Make):
    supreme = make.court(kind=BodyKind.SUPREME)
    region = make.court(None, under=supreme, kind=BodyKind.HIGH)
    province = make.court(None, under=region, kind=BodyKind.HIGH)
    county = make.court(None, under=province)
    above = (None, supreme, region, province, county)
    schools = [make.court("cn-1953", under=one, kind=BodyKind.SCHOOL) for one in above]
    found = [level_of(school.id, TODAY).value for school in schools]
    assert found == ["central", "central", "major_region", "province", "court"]
