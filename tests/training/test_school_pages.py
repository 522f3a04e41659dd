"""The pages of the schools: from plan to seats by forms, each sees what is his, few statements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.facts import QuotaWords
from app.training.models import Cohort, Enrolment
from app.training.service.admitting import give_seats_to
from app.training.terms import CohortState, EnrolmentState
from tests.builders import Make
from tests.training.schools import (
    NOON,
    World,
    a_course,
    a_world,
    an_open_cohort,
    approved,
    nominated,
)
from tests.training.test_courses import signed_in
from tests.trials.panels import once_of
from tests.trials.screens.forms import statements

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TYPED = {
    "number": "2026年第3期",
    "starts": "2026-12-3",
    "ends": "20261208",
    "nominate_by": "2026.11.20",
    "results_by": "2026-12-31",
    "seats": "３",
    "minimum": "",
    "host": "",
    "place": "二楼",
    "contact": "宋老师",
}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def world(app: Flask, make: Make) -> World:
    return a_world(make)


def send(browser: FlaskClient, path: str, to: str = "", **given: Any) -> Any:
    """Open a page and send its form, with what is given."""
    once = once_of(browser.get(path).text)
    return browser.post(to or path, data={"once": once, **given})


def test_a_cohort_goes_from_plan_to_seats(app: Flask, make: Make, world: World):
    course = a_course(world.officer)
    school = signed_in(app, make, world.officer)
    new = f"/courses/{course.uid}/cohorts/new"
    quota = {"quotas-0-holder": world.court.name, "quotas-0-seats": "4"}
    wrong = send(school, new, **TYPED, **quota)
    assert wrong.status_code == 422
    assert "The quotas hold 4 seats" in wrong.text
    quota["quotas-0-seats"] = "2"
    done = send(school, new, **TYPED, **quota)
    assert done.status_code == 303, done.text
    cohort = db.session.scalars(select(Cohort)).one()
    timetable = f"{done.location}/timetable"
    days = {"sessions-0-day": "2026-12-4", "sessions-0-half": "pm", "sessions-0-hours": "12"}
    assert "outside" in send(school, timetable, **{**days, "sessions-0-day": "2026-12-9"}).text
    assert send(school, timetable, **days).status_code == 303
    refused = send(school, f"{done.location}/open")
    assert "the sessions hold 12" in refused.text
    reason = {"waive:cohort.hours": "余下学时自学", "waive:training.pre_service": "分两期培训"}
    assert send(school, f"{done.location}/open", **reason).status_code == 303

    court = signed_in(app, make, world.personnel)
    assert course.title in court.get("/nominations").text
    sits = "Sitting days this week"  # at a court; nobody sits at a school
    assert (sits in court.get("/").text, sits in school.get("/").text) == (True, False)
    uids = [person.uid for person in world.people[:3]]
    nominate = f"/nominations/{cohort.uid}/nominate"
    assert send(court, nominate, chosen=uids).status_code == 303
    twice = send(court, nominate, chosen=uids[:1])
    assert twice.status_code == 422
    assert "is nominated for this cohort already" in twice.text
    rows = db.session.scalars(select(Enrolment).order_by(Enrolment.id)).all()

    president = signed_in(app, make, world.president)
    page = f"/nominations/{cohort.uid}"
    ticked = [row.uid for row in rows]
    assert send(president, page, f"{page}/decide", chosen=ticked[:2]).status_code == 303
    again = send(president, page, f"{page}/decide", chosen=ticked[2:], act="decline")
    assert "Say why these nominations are declined" in again.text

    seats = f"/cohorts/{cohort.uid}/admission"
    assert "2 people can have a seat" in school.get(seats).text
    assert send(school, seats, chosen=ticked[:2], act="give").status_code == 303
    assert [row.state.value for row in rows] == ["admitted", "admitted", "nominated"]
    assert cohort.state is CohortState.ADMITTED
    back = send(school, f"/cohorts/{cohort.uid}/people/{ticked[0]}/withdraw", reason="病假")
    assert back.status_code == 303
    assert rows[0].state is EnrolmentState.WITHDRAWN
    paper = send(school, f"/cohorts/{cohort.uid}", f"/cohorts/{cohort.uid}/letters", part="1")
    assert school.get(paper.location).data.startswith(b"%PDF")


def test_each_sees_what_is_his(app: Flask, make: Make, world: World):
    cohort = an_open_cohort(world.officer)
    nominated(world.personnel, cohort, world.people[:1])
    elsewhere = a_world(make, 1)
    for desk, path, status in (
        (world.personnel, f"/cohorts/{cohort.uid}", 302),
        (world.officer, f"/cohorts/{cohort.uid}", 200),
        (elsewhere.officer, f"/cohorts/{cohort.uid}", 404),
        (elsewhere.personnel, f"/nominations/{cohort.uid}", 404),
        (elsewhere.officer, f"/cohorts/{cohort.uid}/admission", 404),
        (elsewhere.officer, f"/courses/{cohort.course.uid}", 404),
    ):
        assert signed_in(app, make, desk).get(path).status_code == status, (desk, path)
    other = make.desk(make.court(None, under=world.high))
    assert (
        world.people[0].name
        not in signed_in(app, make, other).get(f"/nominations/{cohort.uid}").text
    )


@pytest.mark.parametrize(
    ("path", "desk"),
    [
        ("/cohorts", "officer"),
        ("/cohorts/{}", "officer"),
        ("/cohorts/{}/admission", "officer"),
        ("/nominations", "personnel"),
        ("/nominations/{}", "personnel"),
        ("/nominations/{}/nominate", "personnel"),
    ],
)
def test_pages_ask_no_more_for_more_people(app: Flask, make: Make, path: str, desk: str):
    counts = []
    for number in (2, 40):
        world = a_world(make, number)
        cohort = an_open_cohort(world.officer, seats=40)
        approved(world, cohort, world.people[: number // 2])
        browser, page = signed_in(app, make, getattr(world, desk)), path.format(cohort.uid)
        browser.get(page)
        counts.append(statements(browser, page))
    assert counts[0] == counts[1]
    assert counts[1] <= 30


def test_a_cohort_shows_how_full_it_is_by_quota_and_in_the_list(
    app: Flask, make: Make, world: World
):
    quota = QuotaWords(world.court.name, 2, world.court.id)
    cohort = an_open_cohort(world.officer, minimum=2, quotas=(quota,))
    one, _ = approved(world, cohort, world.people[:2])
    with transaction():
        give_seats_to(world.officer, cohort, [one.uid], {})
    school = signed_in(app, make, world.officer)
    page = school.get(f"/cohorts/{cohort.uid}").text
    assert "1 of 3 seats given" in page
    drawing = page.split("<figure")[1].split("</svg>")[0]
    inks = [drawing.count(f'class="{ink}"') for ink in ("full", "open", "room")]
    assert inks == [2, 1, 3]  # all seats, the quota, what is under none
    assert drawing.count("<line") == 1
    rows = page.split("<figure")[1].split("<tbody>")[1].split("</tbody>")[0]
    assert rows.count("<tr>") == 3
    assert '<td class="num">1</td><td class="num">1</td></tr>' in rows  # given, and waiting
    assert "1 of 3 seats given" in school.get("/cohorts").text
    assert statements(school, f"/cohorts/{cohort.uid}") <= 20
