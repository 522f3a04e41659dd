"""Small acts of the people pages take no more than they say, and hand out no more."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.terms import RoleKind
from app.people.models import Absence
from app.people.terms import AbsenceKind, Half
from app.shared.db import db
from app.shared.spreadsheets import read_table
from tests.builders import Make
from tests.trials.panels import a_browser

DAY = date(2040, 5, 7)


@pytest.fixture
def assessor(app: Flask, make: Make):
    """A browser of a court's personnel officer, and an assessor without a known education."""
    court = make.court()
    person = make.assessor(court, make.roll(court), education="", until=None)
    user = make.user(court, RoleKind.PERSONNEL, language="zh_Hans")
    return make.signed_in(a_browser(app), user), person


def test_a_half_day_is_withdrawn_without_the_other(assessor, make: Make):
    browser, person = assessor
    for half, kind in ((Half.AM, AbsenceKind.OWN), (Half.PM, AbsenceKind.LEAVE)):
        make.add(Absence(person_id=person.id, day=DAY, half=half, kind=kind))
    page = browser.get(f"/people/{person.uid}").text
    assert f'name="half" value="{Half.AM}"' in page
    sent = {"since": DAY, "until": DAY, "half": Half.AM, "once": "k" * 20}
    assert browser.post(f"/people/{person.uid}/absence/withdraw", data=sent).status_code == 302
    assert db.session.scalars(select(Absence.half)).all() == [Half.PM]


def test_a_withdrawal_that_fails_says_so(assessor, make: Make):
    browser, person = assessor
    make.add(Absence(person_id=person.id, day=DAY, half=Half.AM, kind=AbsenceKind.OWN))
    sent = {"since": DAY, "until": DAY, "half": "night", "once": "k" * 20}
    answer = browser.post(f"/people/{person.uid}/absence/withdraw", data=sent)
    assert (answer.status_code, answer.location) == (422, None)
    assert len(db.session.scalars(select(Absence)).all()) == 1


def test_an_unknown_education_is_empty_in_the_sheet(assessor):
    browser, person = assessor
    rows = read_table(browser.post("/people/export", data={}).data, "register.xlsx").rows
    assert [(row[1], row[7]) for row in rows] == [(person.name, "")]
