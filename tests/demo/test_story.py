"""The demonstration tells what a court lives through: a leave, a merger, rolls brought in."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.bodies.models import Body
from app.bodies.terms import COURTS
from app.demo.officers import OFFICERS
from app.demo.story import load
from app.demo.world import BASIC, FORMER
from app.people.models import Pause, Person, RollImport, Tenure
from app.people.queries import in_office
from app.people.terms import Office
from app.shared import clock
from app.shared.db import db
from app.trials.models import Case, Panel
from app.trials.terms import PanelState
from tests.builders import Make
from tests.trials.panels import a_browser

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
CLERK, PERSONNEL = OFFICERS[0].email, OFFICERS[1].email


def test_a_leave_a_merger_and_two_rolls_are_seen(app: Flask, make: Make):
    load(clock.today(), lambda *_: None, weeks=0)
    _the_living_courts_are_as_many_as_is_said()
    browser = a_browser(app)
    make.signed_in(browser, _user(CLERK))
    _who_is_on_leave_cannot_be_drawn(browser)
    number = db.session.scalars(select(Case.number).join(Body).where(_former())).one()
    assert number in browser.get("/cases").text
    make.signed_in(browser, _user(PERSONNEL))
    _whose_court_was_merged_has_both_in_his_life(browser)
    _both_rolls_are_there(browser)


def _user(email: str) -> User:
    return db.session.scalars(select(User).where(User.email == email)).one()


def _former():
    return Body.code == FORMER.code


def _the_living_courts_are_as_many_as_is_said() -> None:
    open_ones = select(Body).where(Body.closed.is_(None), Body.kind.in_(COURTS))
    courts, today = db.session.scalars(open_ones).all(), clock.today()
    counted = [
        sum(len(in_office(court.id, office, today)) for court in courts)
        for office in (Office.ASSESSOR, Office.JUDGE)
    ]
    assert (len(courts), *counted) == (6, 600, 120)


def _who_is_on_leave_cannot_be_drawn(browser: FlaskClient) -> None:
    on_leave = db.session.scalars(select(Person).join(Tenure).join(Pause)).one()
    assert "请假中" in browser.get(f"/people/{on_leave.uid}").text
    waits = select(Panel.uid).join(Body).where(Body.code == BASIC[0].code)
    for panel in db.session.scalars(waits.where(Panel.state == PanelState.REQUESTED)):
        page = browser.get(f"/panels/{panel}/draw?rule=person.in_office").text
        assert on_leave.name in page


def _whose_court_was_merged_has_both_in_his_life(browser: FlaskClient) -> None:
    where = (_former(), Tenure.office == Office.ASSESSOR, Tenure.superseded_at.is_(None))
    people = select(Person.uid).join(Tenure).join(Body).where(*where)
    found = db.session.scalars(people).all()
    assert len(found) == FORMER.assessors
    page = browser.get(f"/people/{found[0]}").text
    for court in (FORMER, BASIC[0]):
        assert f"任{court.name}人民陪审员" in page


def _both_rolls_are_there(browser: FlaskClient) -> None:
    applied, waiting = db.session.scalars(select(RollImport).order_by(RollImport.id)).all()
    assert [applied.state, waiting.state] == ["applied", "previewed"]
    outcomes = ("new", "changed", "same", "wrong")
    assert [applied.counts[one] for one in outcomes] == [9, 0, 0, 2]
    assert [waiting.counts[one] for one in outcomes] == [4, 4, 5, 2]
    page = browser.get("/imports").text
    for row in (applied, waiting):
        assert row.filename in page
        assert browser.get(f"/imports/{row.uid}/wrong-rows").status_code == 200
