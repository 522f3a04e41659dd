"""Who is told of terms and caps, what Today shows, what a life says outside of a page."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient

from app.accounts.terms import RoleKind
from app.bodies.models import Body, LocalRule
from app.messages.writing import in_language
from app.people.due import messages
from app.people.life import lines
from app.people.models import PersonYear, Roll
from app.people.queries import tenures_of
from app.people.service import enter_absence, record_oath
from app.people.warnings import warnings
from app.shared import clock
from app.shared.transactions import transaction
from tests.builders import Make

UNTIL = date(2029, 12, 31)
NINETY, BEFORE = date(2029, 10, 2), date(2029, 7, 4)


@pytest.fixture
def court(make: Make) -> Body:
    return make.court()


@pytest.fixture
def roll(make: Make, court: Body) -> Roll:
    return make.roll(court)


def test_officers_are_told_once_a_court_and_the_assessor_at_the_last(
    make: Make, court: Body, roll: Roll
):
    make.assessors(court, roll, 3)
    without_mail = make.assessor(court, roll, mail=None)
    chinese = make.user(court, RoleKind.PERSONNEL, language="zh_Hans")
    early, late = list(messages(BEFORE)), list(messages(NINETY))
    assert [n.recipient.key for n in early] == [f"user:{chinese.id}"]
    assert len(late) == 5
    assert late[0].text.count("90") == 1
    assert {n.rule for n in late} == {"reminder.term_end"}
    letter = next(n for n in late if n.recipient.key == f"person:{without_mail.id}")
    assert letter.recipient.letter
    assert letter.title == "Your term as assessor ends on 2029-12-31"
    assert list(messages(date(2029, 10, 3))) == []
    assert list(messages(NINETY, body_id=court.id + 1)) == []


def test_a_court_may_have_its_own_days(make: Make, court: Body, roll: Roll):
    make.assessor(court, roll)
    make.user(court, RoleKind.PERSONNEL)
    make.add(
        LocalRule(body_id=court.id, key="reminder.term_end", value=[30], since=date(2020, 1, 1))
    )
    assert list(messages(NINETY)) == []
    assert len(list(messages(date(2029, 12, 1)))) == 2


def test_the_cap_that_comes_near_is_told_once_a_week(make: Make, court: Body, roll: Roll):
    make.user(court, RoleKind.PERSONNEL, language="en")
    for cases in (26, 27, 31):
        person = make.assessor(court, roll)
        make.add(PersonYear(person_id=person.id, year=2026, cases=cases))
    tuesday, friday = date(2026, 11, 17), date(2026, 11, 20)
    (one,) = messages(tuesday)
    (again,) = messages(friday)
    assert one.title == "2 assessors are near the yearly cap"
    assert (one.due_day, one.version) == (again.due_day, again.version)
    assert next(iter(messages(date(2026, 11, 23)))).version != one.version


def test_no_cap_is_told_where_the_book_sets_none(make: Make):
    county = make.court(book="cn-1953")
    make.user(county, RoleKind.PERSONNEL)
    person = make.assessor(county, make.roll(county), until=None)
    make.add(PersonYear(person_id=person.id, year=2026, cases=99))
    assert list(messages(date(2026, 11, 20))) == []


def test_today_shows_terms_and_caps_to_who_keeps_the_people(
    make: Make, court: Body, roll: Roll, client: FlaskClient
):
    make.assessors(court, roll, 2)
    person = make.assessor(court, roll, until=date(2029, 11, 30))
    make.add(PersonYear(person_id=person.id, year=2029, cases=29))
    officer, clerk = make.user(court, RoleKind.PERSONNEL), make.user(court, RoleKind.CLERK)
    make.signed_in(client, officer)
    with clock.standing_at(datetime(2029, 10, 10, 4, tzinfo=UTC)):
        page = client.get("/").text
    assert "2 terms end" in page
    assert "One term ends" in page or "1 term ends" in page
    assert "near the yearly cap" in page
    make.signed_in(client, clerk)
    assert "terms end" not in client.get("/").text


@pytest.mark.parametrize(("book", "asked"), [("cn-2018", True), ("cn-1953", False)])
def test_today_asks_for_oaths_and_for_the_end_of_who_has_died(
    make: Make, client: FlaskClient, book: str, asked: bool
):
    court = make.court(book=book)
    make.assessor(court, sworn=False)
    dead = make.assessor(court)
    dead.died = date(2026, 1, 5)
    make.signed_in(client, make.user(court, RoleKind.PERSONNEL))
    page = client.get("/").text
    assert ("One assessor has not taken the oath" in page) == asked
    assert f"{dead.name} has died and is still in office" in page
    assert f"/people/{dead.uid}/offices/{tenures_of(dead.id)[0].uid}/end" in page


def test_the_register_shows_nobody_in_office_who_has_died(make: Make, client: FlaskClient):
    court = make.court()
    dead = make.assessor(court)
    dead.died = date(2026, 1, 5)
    make.signed_in(client, make.user(court, RoleKind.PERSONNEL))
    for path in ("/people", f"/people/{dead.uid}"):
        page = client.get(path).text
        assert "Has died</span>" in page
        assert '<span class="tag good">In office' not in page


def test_a_life_is_told_without_a_page(make: Make, court: Body, roll: Roll):
    person = make.assessor(court, roll, sworn=False)
    desk = make.desk(court)
    with transaction():
        record_oath(desk, tenures_of(person.id), date(2025, 1, 20), "Hall 1")
        enter_absence(desk, person, [date(2026, 5, day) for day in (4, 5, 6)])
    with in_language("en"):
        known = list(lines(person.id, desk))
    told = {(line.day, line.text) for line in known}
    assert (date(2025, 1, 20), "Takes the oath") in told
    assert (date(2026, 5, 4), "Not free until 2026-05-06: Own days") in told
    begins = next(line for line in known if "Takes office" in line.text)
    assert begins.link.startswith("/people/acts/")
    assert begins.act


def test_warnings_of_a_person_are_finished_words(make: Make, court: Body, roll: Roll):
    person = make.assessor(court, roll, sworn=False, phone=None, mail=None)
    desk = make.desk(court)
    with in_language("en"):
        found = list(warnings(person.id, desk, NINETY))
    assert "The term ends on 2029-12-31, in 90 days." in found
    assert any("oath" in said for said in found)
    assert any("write letters" in said for said in found)
