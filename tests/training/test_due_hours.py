"""Class hours that are missing are told: before a first sitting, and late in the year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from app.people.models import Absence, PersonYear, Tenure
from app.people.terms import AbsenceKind, Half, Office
from app.reminders.rules import caught_up
from app.shared import clock
from app.shared.transactions import transaction
from app.training.due_hours import messages
from app.training.service.outside import enter_outside
from tests.builders import LONG_AGO, Make
from tests.training.schools import NOON, World, a_world
from tests.training.test_record import WORDS

SITS = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def world(app: Flask, make: Make) -> World:
    return a_world(make, 3)


def sits(make: Make, world: World, at: int, day: date = SITS) -> None:
    half = {"day": day, "half": Half.AM, "kind": AbsenceKind.SITTING}
    make.add(Absence(person_id=world.people[at].id, **half))


def told(day: date, body_id: int | None = None) -> list[tuple[str, str]]:
    return [(one.recipient.key, one.title) for one in messages(day, body_id)]


def test_hours_missing_before_a_first_sitting_are_told_to_the_assessor_and_his_court(
    world: World, make: Make
):
    new, sat, trained = world.people
    new.language = "zh_Hans"
    for at in range(3):
        sits(make, world, at)
    sits(make, world, 0, SITS + timedelta(days=11))  # by then it is not the first any more
    make.add(PersonYear(person_id=sat.id, year=2025, cases=1, halves=1))
    with transaction():
        enter_outside(world.personnel, trained, replace(WORDS, hours=40))
        enter_outside(world.personnel, new, WORDS)
    for lead in (14, 3):
        found = list(messages(SITS - timedelta(days=lead)))
        assert [one.recipient.key for one in found] == [
            f"person:{new.id}",
            f"user:{world.personnel.id}",
        ]
        assert found[0].title == "您首次参审（2026-12-01）前岗前培训学时不足"
        assert "24 of 40 class hours" in found[1].text
        assert found[1].link.endswith(f"/people/{new.uid}/training")
    assert [told(SITS - timedelta(days=days)) for days in (15, 13, 4, 2)] == [[], [], [], []]
    assert told(SITS - timedelta(days=14), make.court().id) == []
    both = [one for lead in (14, 3) for one in messages(SITS - timedelta(days=lead))]
    assert len(caught_up(both)[0]) == 2  # after a stop each is told once


def test_courts_are_told_in_october_and_december_who_is_short_in_the_year(world: World, make: Make):
    enough, short, leads = world.people
    offices = (Office.CADRE, Office.JUDGE, Office.PRESIDENT)
    for person, office in zip((enough, short, leads), offices, strict=True):
        row = Tenure(person_id=person.id, body_id=world.court.id, office=office)
        row.since = LONG_AGO
        make.add(row)
    days = replace(WORDS, hours=20, until=date(2026, 3, 17), days=12)
    with transaction():
        enter_outside(world.personnel, enough, days)  # twelve days in the place of ninety hours
    said = (f"user:{world.personnel.id}", "1 cadre has fewer than 90 class hours this year")
    for day in (date(2026, 10, 1), date(2026, 12, 1)):
        assert told(day) == [said]
        assert told(day, world.court.id) == [said]
    assert told(date(2026, 11, 1)) == []
    assert told(date(2026, 12, 1), world.high.id) == []
