"""The register and the person's page, as an officer meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.accounts.terms import RoleKind
from app.audit.models import AuditLine
from app.bodies.models import Body
from app.people.models import Absence, Act, Check, Identity, Person, PersonYear, Roll, Tenure
from app.people.queries import tenures_of
from app.people.service import change_person
from app.people.terms import AbsenceKind, CheckKind, Half, Office, RollKind
from app.shared import clock
from app.shared.db import db
from app.shared.spreadsheets import read_table
from app.shared.transactions import transaction
from tests.builders import Make
from tests.people.register_pages import acting, get, indexed, shown, statements

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("雄", ["单雄信"]),
        ("单雄信", ["单雄信"]),
        ("shanxiong", ["单雄信"]),
        ("Dan Xiong", ["单雄信"]),
        ("dxx", ["单雄信"]),
        ("王", ["王小明", "王明"]),
        ("wang", ["王小明", "王明"]),
        ("明小", []),
        ("0015", ["李四"]),
        ("１３９１２３４５６７８", ["李四"]),
        ("!", []),
    ],
)
def test_people_are_found_as_people_look(
    make: Make, court: Body, roll: Roll, officer: FlaskClient, q: str, found: list[str]
):
    indexed(make, court, roll, "单雄信", "王小明", "王明")
    desk = make.desk(court)
    four = indexed(make, court, roll, "李四")[0]
    from app.people.service import correct_identifier
    from app.people.terms import IdKind

    with transaction():
        correct_identifier(desk, four, IdKind.NUMBER, "110101198503070015")
        change_person(desk, four, phone="13912345678")
    page = get(officer, f"/people?q={q}")
    assert sorted(shown(page)) == sorted(found)


def test_the_filters_stand_in_the_address_and_can_be_taken_off(
    make: Make, court: Body, roll: Roll, officer: FlaskClient
):
    near, _ = indexed(make, court, roll, "王甲", "李乙", district="东街")
    indexed(make, court, roll, "孙丙", district="西街", until=date(2027, 1, 10))
    make.assessor(court, name="周丁", since=date(2015, 1, 1), until=date(2019, 12, 31))
    make.add(PersonYear(person_id=near.id, year=2026, cases=27, halves=54))
    assert len(shown(get(officer, "/people"))) == 3
    assert shown(get(officer, "/people?near=1")) == ["王甲"]
    assert shown(get(officer, "/people?within=90&sort=until")) == ["孙丙"]
    assert shown(get(officer, "/people?status=ended")) == ["周丁"]
    assert len(shown(get(officer, "/people?status=all"))) == 4
    assert len(shown(get(officer, "/people?roll=general"))) == 3
    assert shown(get(officer, f"/people?roll={RollKind.JUVENILE}")) == []
    assert shown(get(officer, "/people?sort=-cases"))[0] == "王甲"
    page = get(officer, "/people?district=东街&sex=male")
    assert "27 / 30" in get(officer, "/people?district=东街")
    assert 'href="/people?sex=male"' in page
    assert get(officer, "/people?sort=nonsense&status=x&within=abc&after=none")


def test_the_list_is_paged_without_losing_or_doubling_anybody(
    make: Make, court: Body, roll: Roll, officer: FlaskClient
):
    people = make.assessors(court, roll, 3)
    for n in range(118):
        people.append(make.person(sort_key="same" if n % 2 else f"k{n}"))
        tenure = Tenure(person_id=people[-1].id, body_id=court.id, office=Office.ASSESSOR)
        tenure.since, tenure.until = date(2025, 1, 1), date(2029, 1, 1 + n % 28)
        db.session.add(tenure)
        if n % 3:
            db.session.add(PersonYear(person_id=people[-1].id, year=2026, cases=n % 7))
    db.session.commit()
    for sort in ("name", "-name", "until", "-until", "cases", "-cases"):
        seen: list[str] = []
        address = f"/people?sort={sort}"
        while address:
            page = get(officer, address)
            seen += shown(page)
            following = re.search(r'href="([^"]+after=[^"]+)">Next', page)
            address = unescape(following[1]) if following else ""
        assert len(seen) == len(set(seen)) == 121, sort
        before = re.search(r'href="([^"]+before=[^"]+)">Previous', page)
        assert before
        assert shown(get(officer, unescape(before[1]))) == seen[50:100], sort


def test_another_courts_people_are_not_there(make: Make, roll: Roll, officer: FlaskClient):
    other = make.court()
    stranger = make.assessor(other, make.roll(other), name="外人")
    act = db.session.query(Act).one()
    assert shown(get(officer, "/people")) == []
    for path in ("", "/contact", "/identity", "/absence", "/check", "/appoint", "/next"):
        assert officer.get(f"/people/{stranger.uid}{path}").status_code == 404
    assert officer.post(f"/people/{stranger.uid}/shown").status_code == 404
    assert officer.get(f"/people/acts/{act.uid}").status_code == 404
    tenure = tenures_of(stranger.id)[0]
    for verb in ("end", "oath", "pause"):
        address = f"/people/{stranger.uid}/offices/{tenure.uid}/{verb}"
        assert officer.get(address).status_code == 404


def test_a_higher_court_reads_and_does_not_act(make: Make, client: FlaskClient):
    above = make.court()
    court = make.court(under=above)
    person = make.assessor(court, make.roll(court), name="王甲")
    make.signed_in(client, make.user(above, RoleKind.PERSONNEL))
    assert shown(get(client, "/people")) == ["王甲"]
    page = get(client, f"/people/{person.uid}")
    assert "Change contact" not in page
    assert client.get(f"/people/{person.uid}/contact").status_code == 404


def test_the_export_is_the_list_and_masks_numbers_unless_asked(
    make: Make, court: Body, roll: Roll, officer: FlaskClient
):
    indexed(make, court, roll, "王甲", phone="13912345678")
    indexed(make, court, roll, "李乙")
    sheet = officer.post("/people/export?q=王", data={})
    rows = read_table(sheet.data, "register.xlsx").rows
    assert [row[1] for row in rows] == ["王甲"]
    assert rows[0][6] == "139****5678"
    full = officer.post("/people/export?q=王", data={"full": "1"})
    assert read_table(full.data, "register.xlsx").rows[0][6] == "13912345678"
    facts = [line.facts for line in db.session.query(AuditLine).order_by(AuditLine.id)]
    assert [fact["full_numbers"] for fact in facts] == [False, True]
    assert "王" not in str(facts)


def test_statements_do_not_grow_with_the_register(
    make: Make, court: Body, roll: Roll, officer: FlaskClient
):
    make.assessors(court, roll, 5)
    get(officer, "/people")
    with statements() as few:
        get(officer, "/people")
    make.assessors(court, roll, 60)
    with statements() as many:
        get(officer, "/people")
    assert len(few) == len(many) <= 25


def test_a_persons_page_stays_small_whatever_the_history(
    make: Make, court: Body, roll: Roll, officer: FlaskClient
):
    person = make.assessor(court, roll, name="王甲")
    tenure = tenures_of(person.id)[0]
    address = f"/people/{person.uid}?list=1"
    get(officer, address)
    with statements() as few:
        get(officer, address)
    for n in range(60):
        day = date(2024, 1, 1) + timedelta(days=2 * n)
        words = {"person_id": person.id, "day": day}
        db.session.add(Absence(half=Half.AM, kind=AbsenceKind.OWN, **words))
        db.session.add(Check(kind=CheckKind.DEBTOR, barred=False, source="List", **words))
        db.session.add(Identity(person_id=person.id, name=f"王{n}", reason=f"Nr {n}"))
    db.session.commit()
    with statements() as many:
        page = get(officer, address)
    assert len(few) == len(many) <= 30
    assert page.count("<time") == 50
    assert "earlier lines" in page
    assert get(officer, f"{address}&lines=500").count("<time") > 150
    assert tenure.uid in page


def test_the_page_says_how_the_person_stands_and_what_is_next(
    make: Make, court: Body, roll: Roll, officer: FlaskClient
):
    person = make.assessor(court, roll, name="王甲", phone=None, mail=None, sworn=False)
    make.add(PersonYear(person_id=person.id, year=2026, cases=30, halves=49))
    page = get(officer, f"/people/{person.uid}")
    assert "The yearly cap is reached: 30 of 30 cases." in page
    assert "write letters" in page
    assert "24.5" in page
    assert "Record the oath</a>" in page
    assert "Takes office: Assessor" in page


def test_contact_is_masked_and_shown_once_on_the_record(
    make: Make, court: Body, roll: Roll, officer: FlaskClient
):
    person = make.assessor(court, roll, phone="13912345678", address="Long Street 1")
    address = f"/people/{person.uid}"
    assert "139****5678" in get(officer, address)
    assert "Long Street" not in get(officer, address)
    shown_page = officer.post(f"{address}/shown", data={"once": "a" * 20})
    assert "13912345678" in shown_page.text
    assert "Long Street 1" in shown_page.text
    assert [line.act for line in db.session.query(AuditLine)] == ["identifier:shown"]
    assert "13912345678" not in get(officer, address)
    assert officer.get(f"{address}/shown").location.endswith(address)


def test_what_people_say_is_kept_as_typed_and_only_numbers_are_narrowed(
    make: Make, court: Body, roll: Roll, officer: FlaskClient
):
    person = make.assessor(court, roll)
    typed = {
        "employer": " 宏远建设（集团）有限公司 ",
        "occupation": "教师，退休",
        "phone": "１３９１２３４５６７８",
    }
    answer = acting(officer, f"/people/{person.uid}/contact", language="en", **typed)
    assert answer.status_code == 302, answer.text
    db.session.expire_all()
    kept = db.session.get_one(Person, person.id)
    assert (kept.employer, kept.occupation) == ("宏远建设（集团）有限公司", "教师，退休")
    assert kept.phone == "13912345678"
    tenure = tenures_of(person.id)[0]
    why = {
        "kind": "leave",
        "since": "2026-12-01",
        "until": "2026-12-31",
        "reason": "出国（探亲）：一个月",
    }
    acting(officer, f"/people/{person.uid}/offices/{tenure.uid}/pause", **why)
    assert "出国（探亲）：一个月" in get(officer, f"/people/{person.uid}")
