"""Hours of whole groups: who is due, who has them, who is short and when; the pages of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.people.models import PersonYear, Tenure
from app.people.terms import Office
from app.rulebooks.loader import load
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.coverage import Covered, Target, asked_of, asked_where, need_of, worst_first
from app.training.hours import Done
from app.training.queries.coverage import (
    PAGE,
    coverage_by_court,
    coverage_by_district,
    short_page,
)
from app.training.service.outside import enter_outside
from app.training.shortfalls import shortfalls_of
from app.training.terms import Purpose
from tests.builders import Make
from tests.training.schools import NOON, TODAY, World, a_world
from tests.training.test_courses import signed_in
from tests.training.test_record import WORDS
from tests.trials.screens.forms import statements

BOOK, OLD = load("cn-2018"), load("cn-1953")
DAYS = st.dates(date(2019, 1, 1), TODAY)
DONE = st.builds(Done, DAYS, st.integers(1, 300), st.sampled_from(list(Purpose)),
                 st.integers(0, 9), st.integers(0, 60))  # fmt: skip
COVERED = st.builds(Covered, st.integers(1, 99), st.integers(5, 50), st.integers(0, 5))


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def world(app: Flask, make: Make) -> World:
    return a_world(make)


def trained(world: World, person: int, **given) -> None:
    with transaction():
        enter_outside(world.personnel, world.people[person], replace(WORDS, **given))


def in_office(world: World, person: int, office: Office) -> None:
    with transaction():
        who = {"person_id": world.people[person].id, "body_id": world.court.id}
        db.session.add(Tenure(office=office, since=date(2020, 1, 1), **who))


def test_a_book_asks_what_it_has():
    asked = {target: asked_of(target, BOOK, TODAY) for target in Target}
    hours = {target: one and one.hours for target, one in asked.items()}
    assert hours == {"assessors": 40, "cadres": 90, "leading": 550, "study": None}
    leading = asked[Target.LEADING]
    assert leading is not None
    assert leading.since == date(2022, 1, 1)
    assert [target for target in Target if asked_of(target, OLD, TODAY)] == []


def test_a_court_with_hours_of_its_own_is_judged_by_them_and_one_without_a_rule_not_at_all():
    asked = asked_of(Target.CADRES, BOOK, TODAY)
    assert asked is not None
    own, bodies = asked_where(asked, {1: 90, 2: 60, 3: None})
    assert (own.hours_at, bodies) == ({2: 60}, (1, 2))


@given(st.lists(COVERED, max_size=9))
def test_the_worst_stand_first_and_nobody_is_rounded_up_to_all(places: list[Covered]):
    found = worst_first(places)
    assert sorted(found, key=repr) == sorted(places, key=repr)
    assert [one.share for one in found] == sorted(one.share for one in places)
    assert all((one.share == 100) == (one.short == 0) for one in found)


@given(st.lists(DONE, max_size=6), st.sampled_from([Target.CADRES, Target.LEADING]))
def test_short_in_the_window_is_who_is_short_by_the_end_of_the_year(done, target: Target):
    asked = asked_of(target, BOOK, TODAY)
    assert asked is not None
    assert asked.since is not None
    counted = [one for one in done if one.until >= asked.since]
    have = sum(one.hours for one in counted)
    leads = target is Target.LEADING
    spent = sum(one.span if leads else one.days for one in counted)
    need = need_of(target, done, None, BOOK, TODAY)
    assert need is not None
    short = need.short_from is not None and need.short_from <= date(TODAY.year, 12, 31)
    assert short == (have < asked.hours and spent < (asked.days or 0))


def test_who_is_due_is_counted_by_court_and_district(app: Flask, make: Make, world: World):
    asked = asked_of(Target.ASSESSORS, BOOK, TODAY)
    assert asked is not None
    other = make.assessor(make.court(None, under=world.high))
    trained(world, 0, hours=24)
    trained(world, 0, title="庭审实务", hours=16)
    trained(world, 1, hours=40, purpose=Purpose.ASSESSORS)  # it prepares for nothing
    with transaction():
        for n, person in enumerate(world.people):
            db.session.merge(person).district = ("城关", "河西")[n % 2]
    courts = (world.court.id, world.high.id)
    assert coverage_by_court(asked, courts, TODAY) == [Covered(world.court.id, 4, 1)]
    districts = worst_first(coverage_by_district(asked, courts, TODAY))
    assert districts == [Covered("河西", 2, 0), Covered("城关", 2, 1)]
    own = replace(asked, hours_at={world.court.id: 41})
    assert coverage_by_court(own, courts, TODAY) == [Covered(world.court.id, 4, 0)]
    page = short_page(asked, courts, TODAY)
    assert {one.person_id for one in page.lines} == {one.id for one in world.people[1:]}
    assert other.id not in {one.person_id for one in page.lines}


def test_who_leads_is_counted_over_the_years_and_not_in_this_one(app: Flask, world: World):
    in_office(world, 0, Office.JUDGE)
    in_office(world, 1, Office.CADRE)
    in_office(world, 1, Office.PRESIDENT)
    for n in range(10):
        first = date(2021, 12, 16) if n == 9 else date(2026, 1 + n, 2)
        trained(world, 1, title=f"研修{n}", since=first, until=first + timedelta(4), hours=60)
    courts = [world.court.id]
    cadres, leading = (asked_of(t, BOOK, TODAY) for t in (Target.CADRES, Target.LEADING))
    assert cadres is not None
    assert leading is not None
    (one,) = shortfalls_of(short_page(cadres, courts, TODAY).lines, cadres, BOOK, TODAY)
    assert (one.line.person_id, one.missing) == (world.people[0].id, 90)
    assert one.when == date(2026, 12, 31)
    trained(world, 0, hours=20, until=WORDS.since + timedelta(13), days=12)
    assert short_page(cadres, courts, TODAY).lines == []  # twelve days are as good as ninety hours
    # 600 hours now; what ended in December 2021 falls out before the year ends.
    (one,) = shortfalls_of(short_page(leading, courts, TODAY).lines, leading, BOOK, TODAY)
    assert (one.line.have, one.missing, one.when) == (540, 10, date(2026, 12, 20))
    first = date(2026, 11, 1) - timedelta(60)
    trained(world, 1, title="进修", since=first, until=TODAY, hours=1, days=1)
    assert short_page(leading, courts, TODAY).lines == []  # three months are as good as 550 hours


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_pages_show_shares_and_list_who_is_short(app: Flask, make: Make, world: World):
    roll = make.roll(world.court)
    make.assessors(world.court, roll, PAGE)
    trained(world, 0, hours=40)
    with transaction():
        db.session.add(PersonYear(person_id=world.people[1].id, year=2025, cases=1, halves=2))
    officer = signed_in(app, make, world.personnel)
    page = officer.get("/training/hours").text
    assert "1 % have the hours: 1 of 54 people" in page
    assert "Cadres this year" in page
    first = officer.get("/training/hours/short").text
    assert "has sat without them" in first
    assert first.count(">before the first sitting</td>") == PAGE - 1
    address = first.split('class="pages"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    assert officer.get(address).text.count('<th scope="row"') == 53 - PAGE
    assert statements(officer, "/training/hours") <= 12
    assert statements(officer, "/training/hours/short") <= 14
    assert "Nobody of this group" in officer.get("/training/hours?of=leading").text
    assert officer.get("/training/hours/short?of=study").status_code == 404
    stranger = make.court()
    away = f"/training/hours/short?court={stranger.uid}"
    assert officer.get(away).status_code == 404
    desk = make.desk(world.high)
    above = signed_in(app, make, desk)
    page = above.get("/training/hours").text
    assert world.court.name_en in page
    assert f"court={world.court.uid}" in page
