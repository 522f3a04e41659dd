"""The training record of a person: courses here and elsewhere, hours, warnings, Today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.accounts.models import User
from app.people.models import Absence, PersonYear, Tenure
from app.people.queries.books import books_on
from app.people.terms import AbsenceKind, Half, Office
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.training.due_results import messages
from app.training.life_record import lines
from app.training.outside_rules import OutsideWords
from app.training.queries.held import number_short
from app.training.queries.record import done_of
from app.training.service.certificates import issue_all
from app.training.service.outside import enter_outside, withdraw_outside
from app.training.service.results import give_results
from app.training.terms import Purpose
from app.training.today_results import part
from app.training.warnings import warnings
from tests.builders import Make
from tests.training.schools import NOON, World, a_world, an_open_cohort, seated
from tests.training.test_courses import signed_in
from tests.training.test_results_and_certificates import attended
from tests.training.test_school_pages import send
from tests.trials.screens.forms import statements

WORDS = OutsideWords(
    title="高级法官学院岗前培训",
    provider="省法官培训学院",
    purpose=Purpose.PRE_SERVICE,
    since=date(2026, 3, 2),
    until=date(2026, 3, 6),
    hours=24,
    days=5,
    evidence="结业证书 2026-118",
)
AFTER = datetime(2026, 12, 9, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def world(app: Flask, make: Make) -> World:
    return a_world(make)


def entered(world: World, words: OutsideWords = WORDS):
    with transaction():
        return enter_outside(world.personnel, world.people[0], words)


def sits(world: World, day: date) -> None:
    with transaction():
        row = Absence(person_id=world.people[0].id, day=day, half=Half.AM)
        row.kind = AbsenceKind.SITTING
        db.session.add(row)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"until": date(2026, 3, 1)}, "outside.span"),
        ({"until": date(2027, 3, 1)}, "outside.future"),
        ({"hours": 61}, "outside.hours"),
        ({"days": 6}, "outside.days"),
        ({"evidence": " "}, "outside.evidence"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_course_elsewhere_is_written_down_as_its_evidence_shows_it(
    world: World, given: dict, key: str
):
    with pytest.raises(Refused) as caught:
        entered(world, replace(WORDS, **given))
    assert key in [r.key for r in caught.value.refusals]


def test_a_course_elsewhere_counts_once_and_not_after_it_is_withdrawn(world: World):
    row = entered(world)
    person = world.people[0]
    with pytest.raises(Refused, match=r"outside\.double"):
        entered(world)
    assert [one.hours for one in done_of(person.id)] == [24]
    with transaction():
        withdraw_outside(world.personnel, row, "证书系伪造")
    assert done_of(person.id) == []
    assert row.withdrawn_why == "证书系伪造"
    with pytest.raises(Refused, match=r"outside\.withdrawn"), transaction():
        withdraw_outside(world.personnel, row, "again")
    entered(world)


def warned(app: Flask, world: World) -> list[str]:
    with app.test_request_context():
        return list(warnings(world.people[0].id, world.personnel, clock.today(world.court.zone)))


def test_a_first_sitting_before_the_pre_service_hours_is_warned_of(app: Flask, world: World):
    assert warned(app, world) == []
    sits(world, date(2026, 11, 11))
    entered(world)
    (said,) = warned(app, world)
    assert said.startswith("First sitting on 2026-11-11: 24 of 40 class hours")
    with transaction():
        db.session.add(PersonYear(person_id=world.people[0].id, year=2025, cases=1, halves=2))
    assert warned(app, world) == []


def test_from_october_on_who_is_short_of_hours_waits_on_today(app: Flask, world: World):
    people, today = world.people[:3], clock.today(world.court.zone)
    offices = (Office.CADRE, Office.JUDGE, Office.PRESIDENT)
    with transaction():
        for person, office in zip(people, offices, strict=True):
            tenure = Tenure(person_id=person.id, body_id=world.court.id, office=office)
            tenure.since = date(2020, 1, 1)
            db.session.add(tenure)
    entered(world, replace(WORDS, hours=60))
    entered(world, replace(WORDS, title="审判实务", hours=30))
    assert number_short([world.court.id], 90, today) == 1  # the judge; the president leads
    assert number_short([world.court.id], 91, today) == 2
    assert number_short([world.court.id], 91, today, 10) == 1  # ten days of teaching suffice
    with app.test_request_context():
        (waiting,) = [w for w in part(world.personnel, today).waiting if "class hours" in w.title]
        assert waiting.link == "/training/hours/short?of=cadres"
        assert waiting.title == "1 cadre has fewer than 90 class hours this year"
        assert part(world.personnel, date(2026, 9, 1)).waiting == []


def test_results_wait_on_today_and_the_school_is_reminded(app: Flask, world: World):
    cohort = an_open_cohort(world.officer, results_by=date(2026, 12, 12))
    people = seated(world, cohort, world.people[:2])
    with clock.standing_at(AFTER), app.test_request_context():
        titles = [w.title for w in part(world.officer, date(2026, 12, 9)).waiting]
        assert titles == [
            "Attendance of 6 half days of 人民陪审员岗前培训 is not written down",
            "Write down the results of 人民陪审员岗前培训",
        ]
        assert books_on(date(2026, 12, 9)).value(world.school.id, "reminder.results") == (3, 0)
        assert [n.rule for n in messages(date(2026, 12, 9))] == ["cohort.results"]
        assert list(messages(date(2026, 12, 10))) == []
        attended(world, cohort, people)
        with transaction():
            give_results(world.officer, cohort, dict.fromkeys([p.id for p in people], "passed"))
        assert part(world.officer, date(2026, 12, 9)).waiting == []
        assert list(messages(date(2026, 12, 9))) == []
        with transaction():
            issue_all(world.officer, cohort)
    assert [one.hours for one in done_of(people[0].person_id)] == [24]
    said = [line.text for line in lines(people[0].person_id, world.personnel)]
    assert said == ["Certificate for 人民陪审员岗前培训"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_officer_enters_and_withdraws_a_course_elsewhere_on_the_page(
    app: Flask, make: Make, world: World
):
    personnel = signed_in(app, make, world.personnel)
    path = f"/people/{world.people[0].uid}/training"
    typed = {name: str(value) for name, value in vars(WORDS).items()}
    assert send(personnel, f"{path}/new", **typed).status_code == 303
    page = personnel.get(path).text
    assert "24 of 40 class hours" in page
    assert "training.pre_service" in page
    withdraw = page.split("/withdraw")[0].rpartition('"')[2] + "/withdraw"
    assert send(personnel, withdraw, reason="误登").status_code == 303
    assert "误登" in personnel.get(path).text
    assert statements(personnel, path) <= 25
    user = db.session.get_one(User, world.officer.id)
    assert user is not None
    assert signed_in(app, make, world.officer).get(path).status_code == 403
