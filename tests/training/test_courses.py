"""Courses: entered, changed until a cohort is opened, retired."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.terms import Desk
from app.people.terms import Office
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.training.facts import Audience, Subject
from app.training.models import Course
from app.training.rules import judge_course
from app.training.service.courses import change_course, retire_course, words_of
from app.training.terms import Assessment
from tests.builders import Make
from tests.training.schools import COURSE, a_course, a_world
from tests.trials.panels import a_browser, once_of


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"subjects": ()}, "course.subjects"),
        ({"assessment": Assessment.SCORE}, "course.pass_mark"),
        ({}, None),
        ({"assessment": Assessment.SCORE, "pass_mark": 60}, None),
    ],
)
def test_a_course_teaches_something_and_says_when_it_is_passed(changed: dict, key: str | None):
    assert [r.key for r in judge_course(replace(COURSE, **changed))] == ([key] if key else [])


def test_a_code_is_that_of_one_course(app: Flask, make: Make):
    world = a_world(make, 1)
    first = a_course(world.officer)
    with pytest.raises(Refused, match=r"course\.double"):
        a_course(world.officer)
    second = a_course(world.officer, code="P41")
    with pytest.raises(Refused, match=r"course\.double"), transaction():
        change_course(world.officer, second, replace(COURSE, code=first.code))


def test_a_course_is_kept_as_it_was_written_and_retired(app: Flask, make: Make):
    officer = a_world(make, 1).officer
    audience = Audience((Office.JUDGE,), ("一级法官",), 2)
    course = a_course(officer, audience=audience, subjects=(Subject("证据", 8),))
    assert words_of(course).audience == audience
    assert course.hours == 8
    with transaction():
        retire_course(officer, course)
    assert course.retired_at is not None


def signed_in(app: Flask, make: Make, desk: Desk) -> FlaskClient:
    browser = a_browser(app)
    make.signed_in(browser, db.session.get_one(User, desk.id))
    return browser


def typed(page: str, **given: Any) -> dict[str, Any]:
    words = {
        "once": once_of(page),
        "code": "Ｐ４１",
        "title": "新任法官培训",
        "purpose": "judge_pre_appointment",
        "assessment": "score",
        "pass_mark": "60",
        "offices": ["judge"],
        "ranks": "一级法官、二级法官",
        "newly": "1",
        "subjects-0-subject": "证据",
        "subjects-0-hours": "12",
        "subjects-1-subject": "",
        "subjects-1-hours": "",
    }
    return words | given


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_course_is_entered_and_changed_on_its_page(app: Flask, make: Make):
    browser = signed_in(app, make, a_world(make, 1).officer)
    page = browser.get("/courses/new").text
    wrong = browser.post("/courses/new", data=typed(page, **{"subjects-1-hours": "3"}))
    assert wrong.status_code == 422
    assert "A subject has a name and hours" in wrong.text
    done = browser.post("/courses/new", data=typed(page))
    assert done.status_code == 303, done.text
    course = db.session.scalars(select(Course)).one()
    assert (course.code, course.hours, course.pass_mark) == ("P41", 12, 60)
    assert course.audience == {"offices": ["judge"], "ranks": ["一级法官", "二级法官"], "newly": 1}
    shown = browser.get(done.location)
    assert "at most 1 year" in shown.text
    change = browser.get(f"{done.location}/change").text
    assert 'value="一级法官、二级法官"' in change
    retired = browser.post(f"{done.location}/retire", data={"once": once_of(shown.text)})
    assert "is retired" in browser.get(retired.location).text
    assert "新任法官培训" not in browser.get("/courses").text
    assert "新任法官培训" in browser.get("/courses?view=retired").text
