"""The pages of a cohort that is held: sheets, attendance, results, certificates, few statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.shared import clock
from app.shared.db import db
from app.training.models import Cohort, Enrolment
from app.training.terms import CohortState, EnrolmentState
from tests.builders import Make
from tests.training.schools import NOON, World, a_world, an_open_cohort, seated
from tests.training.test_courses import signed_in
from tests.training.test_school_pages import send
from tests.trials.screens.forms import statements

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
AFTER = datetime(2026, 12, 9, 4, tzinfo=UTC)


@pytest.fixture
def world(app: Flask, make: Make) -> World:
    return a_world(make)


@pytest.fixture
def held(world: World) -> Iterator[tuple[Cohort, list[Enrolment]]]:
    """A cohort with three people; it is the day after its last."""
    with clock.standing_at(NOON):
        cohort = an_open_cohort(world.officer)
        people = seated(world, cohort, world.people[:3])
    with clock.standing_at(AFTER):
        yield cohort, people


def there(people: list[Enrolment], *absent: Enrolment) -> dict[str, str]:
    return {f"presence-{one.uid}": "absent" if one in absent else "present" for one in people}


def addresses(cohort: Cohort) -> list[str]:
    return [f"/cohorts/{cohort.uid}/sessions/{s.day}/{s.half.value}" for s in cohort.sessions]


def written_down(school: FlaskClient, cohort: Cohort, people: list[Enrolment]) -> None:
    for path in addresses(cohort):
        assert send(school, path, **there(people)).status_code == 303


def test_a_day_has_a_sheet_to_sign(app: Flask, make: Make, world: World, held):
    cohort, _ = held
    school = signed_in(app, make, world.officer)
    page, sheets = f"/cohorts/{cohort.uid}/sessions", f"/cohorts/{cohort.uid}/sheets"
    for more in ({}, {"half": "am"}):
        led = send(school, page, f"{sheets}/{cohort.sessions[0].day}", **more)
        assert school.get(led.location).data.startswith(b"%PDF")
    assert send(school, page, f"{sheets}/2026-01-01").status_code == 404


def test_who_missed_too_much_is_said_before_anything_is_saved(
    app: Flask, make: Make, world: World, held
):
    cohort, people = held
    school, path = signed_in(app, make, world.officer), addresses(cohort)[0]
    typed = there(people, people[1])
    asked = send(school, path, **typed)
    assert asked.status_code == 422
    assert "missed 4 of 24 class hours, more than 1/7" in asked.text
    assert f'name="out-{people[1].uid}"' in asked.text
    assert f'name="out-{people[0].uid}"' not in asked.text
    assert cohort.sessions[0].closed_at is None
    assert send(school, path, **typed, **{f"out-{people[1].uid}": "1"}).status_code == 303
    db.session.expire_all()
    assert people[1].state is EnrolmentState.OUT
    assert send(school, path, **typed).status_code == 422  # a correction says why


def test_from_the_results_to_the_certificates(app: Flask, make: Make, world: World, held):
    cohort, people = held
    school = signed_in(app, make, world.officer)
    early = school.get(f"/cohorts/{cohort.uid}/results").text
    assert ("there is no result yet" in early, "Passed" in early) == (True, False)
    written_down(school, cohort, people)
    said = {f"result-{one.uid}": "passed" for one in people}
    path = f"/cohorts/{cohort.uid}/results"
    assert send(school, path, **said).status_code == 303
    db.session.expire_all()
    assert cohort.state is CohortState.FINISHED
    path = f"/cohorts/{cohort.uid}/certificates"
    assert send(school, path, f"{path}/issue").status_code == 303
    page = school.get(path).text
    assert f"{world.school.code}-2026-00003" in page
    assert "Everybody who passed has a certificate" in page


def test_few_statements_a_page(app: Flask, make: Make, world: World, held):
    cohort, people = held
    school = signed_in(app, make, world.officer)
    written_down(school, cohort, people)
    own = f"/cohorts/{cohort.uid}"
    for path in (f"{own}/sessions", addresses(cohort)[0], f"{own}/results", f"{own}/certificates"):
        assert statements(school, path) <= 20, path


def test_another_school_finds_nothing(app: Flask, make: Make, world: World, held):
    cohort, _ = held
    elsewhere = signed_in(app, make, a_world(make, 0).officer)
    for path in ("sessions", "results", "certificates"):
        assert elsewhere.get(f"/cohorts/{cohort.uid}/{path}").status_code == 404
