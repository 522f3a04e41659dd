"""Who answers for a person: where he is, else where he was last; a former court reads its time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.terms import RoleKind
from app.bodies.models import Body
from app.people.charge import Spell, in_charge
from app.people.models import Absence, Check, Identifier, Person, PersonYear, Tenure
from app.people.queries import scope_of, tenures_of
from app.people.service import annul_line
from app.people.terms import AbsenceKind, CheckKind, Half, IdKind, Office
from app.shared import clock
from app.shared.db import db
from app.shared.sealed import keyed_hash
from app.shared.spreadsheets import read_table
from app.shared.transactions import transaction
from tests.builders import Make
from tests.people.importing.sheets import applied, number_of, person, xlsx

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
DAY = date(2026, 11, 21)
LEFT = date(2026, 6, 30)
CAME = date(2026, 8, 1)
NUMBER = "110101198503070015"
ACTING = ("contact", "identity", "absence", "check", "appoint")


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


def spell(body: int, since: int, last: int | None) -> Spell:
    """Return time in a body, by years."""
    return Spell(body, date(since, 1, 1), date(last, 12, 31) if last else None)


def test_who_is_in_charge():
    was, held, coming = spell(1, 2015, 2019), spell(2, 2025, 2029), spell(3, 2027, None)
    assert in_charge([was, held], DAY) == {2}
    assert in_charge([was, held, coming], DAY) == {2, 3}
    assert in_charge([spell(1, 2015, 2019), spell(2, 2010, 2014)], DAY) == {1}
    assert in_charge([spell(1, 2015, 2019), spell(2, 2018, 2019)], DAY) == {2}
    assert in_charge([Spell(1, DAY, DAY)], DAY) == {1}
    assert in_charge([], DAY) == frozenset()


def moved(make: Make, before: Body, after: Body, **given: Any) -> Person:
    """Return a person who left one court in June and is at another since August."""
    roll = make.roll(before)
    person = make.assessor(before, roll, name="王移", phone="13912345678", **given)
    tenure = tenures_of(person.id)[0]
    tenure.ended, tenure.ended_why = LEFT, "moved away"
    words = {"office": Office.ASSESSOR, "since": CAME, "until": date(2031, 7, 31)}
    numbered = {"kind": IdKind.NUMBER, "last4": NUMBER[-4:], "recorded_at": NOW}
    checked = {"kind": CheckKind.CRIMINAL, "code": "", "source": "procuratorate", "barred": False}
    make.add(
        Tenure(person_id=person.id, body_id=after.id, **words),
        Identifier(person_id=person.id, number=NUMBER, hash=keyed_hash(NUMBER), **numbered),
        PersonYear(person_id=person.id, year=2026, cases=7, halves=9, assigned=0),
        Check(person_id=person.id, day=date(2026, 9, 9), **checked),
        Absence(person_id=person.id, day=date(2026, 12, 1), half=Half.AM, kind=AbsenceKind.OWN),
    )
    return person


def officer_of(app: Flask, make: Make, court: Body) -> FlaskClient:
    """Return the browser of an officer who may do all that officers may."""
    user = make.user(court, RoleKind.PERSONNEL, RoleKind.CLERK)
    return make.signed_in(app.test_client(), user)


def test_a_former_court_reads_its_own_time_and_changes_nothing(
    app: Flask, make: Make, client: FlaskClient
):
    before, after = make.court(), make.court(name="新区人民法院")
    person = moved(make, before, after)
    uid, old = person.uid, tenures_of(person.id)[1].uid
    theirs = officer_of(app, make, before)
    page = theirs.get(f"/people/{uid}").text
    assert "keeps this person's file now" in page
    assert "Shown is what belongs to the time here, until 2026-06-30." in page
    assert "Leaves office" in page
    for hidden in ("新区", "2026-08-01", "2026-09-09", "2026-12-01", "5678", "0015", "7 / 30"):
        assert hidden not in page, hidden
    for act in ACTING:
        assert theirs.get(f"/people/{uid}/{act}").status_code == 404, act
        assert theirs.post(f"/people/{uid}/{act}", data={"once": act}).status_code == 404, act
    for act in ("end", "oath", "pause"):
        assert theirs.get(f"/people/{uid}/offices/{old}/{act}").status_code == 404, act
    assert theirs.post(f"/people/{uid}/shown", data={"once": "s"}).status_code == 404
    assert theirs.post(f"/people/{uid}/absence/withdraw", data={"once": "w"}).status_code == 404


def test_the_court_where_he_is_does_all(app: Flask, make: Make, client: FlaskClient):
    before, after = make.court(), make.court()
    person = moved(make, before, after)
    uid = person.uid
    ours = officer_of(app, make, after)
    page = ours.get(f"/people/{uid}").text
    assert "keeps this person's file now" not in page
    for said in ("2026-06-30", "2026-09-09", "Change contact", "Not free"):
        assert said in page, said
    for act in ACTING:
        assert ours.get(f"/people/{uid}/{act}").status_code == 200, act
    assert "13912345678" in ours.post(f"/people/{uid}/shown", data={"once": "s"}).text


def test_a_higher_court_of_both_sees_the_whole_and_one_of_the_former_only_its_time(make: Make):
    both, other = make.court(), make.court()
    before, after = make.court(under=both), make.court(under=both)
    elsewhere = make.court(under=other)
    near, far = moved(make, before, after), make.assessor(before, name="李远")
    tenure = tenures_of(far.id)[0]
    tenure.ended = LEFT
    make.add(Tenure(person_id=far.id, body_id=elsewhere.id, office=Office.ASSESSOR, since=CAME))
    seen = scope_of(near.id, both.id, DAY)
    assert seen is not None
    assert (seen.whole, seen.own, seen.until) == (True, False, None)
    seen = scope_of(far.id, both.id, DAY)
    assert seen is not None
    assert (seen.whole, seen.own, seen.until) == (False, False, LEFT)
    assert scope_of(far.id, after.id, DAY) is None


def test_without_any_office_the_last_court_answers(app: Flask, make: Make, client: FlaskClient):
    first, last = make.court(), make.court()
    person = make.assessor(first, since=date(2015, 1, 1), until=date(2019, 12, 31))
    words = {"office": Office.ASSESSOR, "since": date(2020, 1, 1), "until": date(2024, 12, 31)}
    make.add(Tenure(person_id=person.id, body_id=last.id, **words))
    uid = person.uid
    for court, code in ((first, 404), (last, 200)):
        browser = officer_of(app, make, court)
        assert browser.get(f"/people/{uid}").status_code == 200
        for act in ACTING:
            assert browser.get(f"/people/{uid}/{act}").status_code == code, act


def test_a_person_whose_only_appointment_was_annulled_is_not_lost(
    app: Flask, make: Make, client: FlaskClient
):
    court = make.court()
    person = make.assessor(court)
    line = tenures_of(person.id)[0].start_line
    desk, uid = make.desk(court), person.uid
    with transaction():
        assert line is not None
        annul_line(desk, db.session.merge(line), "no quorum")
    browser = officer_of(app, make, court)
    assert browser.get(f"/people/{uid}").status_code == 200
    assert browser.get(f"/people/{uid}/appoint").status_code == 200


def test_the_list_of_a_former_court_names_him_without_what_is_of_now(
    app: Flask, make: Make, client: FlaskClient
):
    before, after = make.court(), make.court()
    moved(make, before, after, district="新街道", occupation="教师")
    theirs, ours = officer_of(app, make, before), officer_of(app, make, after)
    page = theirs.get("/people?status=ended").text
    assert "王移" in page
    assert "新街道" not in page
    assert "7 / 30" not in page
    assert "7 / 30" in ours.get("/people").text

    def exported(browser: FlaskClient, address: str) -> str:
        sheet = browser.post(address, data={"once": address, "full": "1"})
        return str(list(read_table(sheet.data).rows))

    gone, here = exported(theirs, "/people/export?status=ended"), exported(ours, "/people/export")
    for hidden in ("13912345678", NUMBER, "新街道", "教师"):
        assert hidden not in gone
        assert hidden in here


def test_the_roll_of_a_former_court_changes_no_person_who_left(make: Make):
    before, after = make.court(), make.court()
    desk = make.desk(before)
    ended = {
        "任期起": "2019-01-01",
        "任期止": "2023-12-31",
        "任命日期": "2019-01-01",
        "任命文号": "试人发〔2019〕1号",
        "宣誓日期": "",
    }
    applied(desk, xlsx([person(1, **ended)]))
    found = db.session.query(Identifier).filter_by(hash=keyed_hash(number_of(1))).one()
    mine = [person(1, 联系电话="13811112222", 职业="医生", **ended)]
    applied(desk, xlsx(mine))  # nobody else answers for him: his last court does
    assert db.session.get_one(Person, found.person_id).phone == "13811112222"
    words = {"person_id": found.person_id, "office": Office.ASSESSOR, "since": CAME}
    make.add(Tenure(body_id=after.id, **words))
    applied(desk, xlsx([person(1, 联系电话="13900009999", **ended), person(2)]))
    assert db.session.get_one(Person, found.person_id).phone == "13811112222"
