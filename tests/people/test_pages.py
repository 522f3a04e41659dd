"""The register and the person's page, as an officer meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from stdnum.cn.ric import calc_check_digit

from app.accounts.terms import RoleKind
from app.audit.models import AuditLine
from app.bodies.models import Body
from app.people.identity import read_number
from app.people.labels import rolls_under
from app.people.models import Absence, Act, Check, Identity, Oath, Person, PersonYear, Roll, Tenure
from app.people.queries import tenures_of
from app.people.service import Said, change_person, enter_person, index_names
from app.people.service.acts import act_numbered, enter_act
from app.people.terms import AbsenceKind, CheckKind, Half, Office, RollKind
from app.rulebooks.loader import load
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.spreadsheets import read_table
from app.shared.transactions import set_mode, transaction
from tests.builders import Make

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def court(make: Make) -> Body:
    return make.court()


@pytest.fixture
def roll(make: Make, court: Body) -> Roll:
    return make.roll(court)


@pytest.fixture
def officer(make: Make, court: Body, client: FlaskClient) -> FlaskClient:
    return make.signed_in(client, make.user(court, RoleKind.PERSONNEL, RoleKind.CLERK))


def indexed(make: Make, court: Body, roll: Roll, *names: str, **given: Any) -> list[Person]:
    people = [make.assessor(court, roll, name=name, **given) for name in names]
    with transaction():
        for person in people:
            index_names(person)
    return people


def shown(page: str) -> list[str]:
    """Return the names of the lines of the register, in order."""
    return re.findall(r'href="/people/[\w-]+\?list=1[^"]*">([^<]+)</a>', unescape(page))


def get(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    db.session.rollback()
    set_mode("write")
    assert response.status_code == 200, address
    return response.text


@contextmanager
def statements() -> Iterator[list[str]]:
    told: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        told.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield told
    event.remove(db.engine, "before_cursor_execute", note)


def acting(client: FlaskClient, address: str, **fields: object):
    """Open a form, fill it in, and send it as a browser does: hidden fields with it."""
    page = get(client, address)
    hidden = dict(re.findall(r'name="(once|version)" type="hidden" value="([^"]*)"', page))
    return client.post(address, data={**hidden, **fields})


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


CARD = "11010119850307002"  # born 1985-03-07, a woman; its check digit follows


def test_a_birth_is_corrected_only_with_the_number_and_both_values_stay_to_be_seen(
    make: Make, court: Body, roll: Roll, officer: FlaskClient
):
    born = {"birth": date(1985, 7, 3), "sex": "female"}
    person = make.assessor(court, roll, name="单雄信", pinyin="shan xiongxin", **born)
    base = f"/people/{person.uid}"
    number = read_number(CARD + calc_check_digit(CARD + "0")).number
    who = {"name": "单雄信", "pinyin": "shan xiongxin", "sex": "female", "reason": "Card compared"}
    wrong = acting(officer, f"{base}/identity", **who, birth="1985-07-03", id_number=number)
    assert wrong.status_code == 422
    assert "the ID number says 1985-03-07" in wrong.text
    right = acting(officer, f"{base}/identity", **who, birth="1985-03-07", id_number=number)
    assert right.status_code == 302, right.text
    again = acting(officer, f"{base}/identity", **who, birth="1985-03-08")  # the number stands
    assert again.status_code == 422
    page = get(officer, base)
    assert "birth from 1985-07-03 to 1985-03-07" in page
    other = "11010119850307204"
    other += calc_check_digit(other + "0")
    acting(officer, f"{base}/identity", **who, birth="1985-03-07", id_number=other)
    page = get(officer, base)
    assert f"ID number corrected from 110101****{number[-4:]} to 110101****{other[-4:]}" in page
    assert number not in page


def test_one_act_is_found_with_whichever_brackets(make: Make, court: Body):
    desk = make.desk(court)
    with transaction():
        act = enter_act(desk, organ="区人大常委会", number="（2024）5号", adopted=date(2024, 1, 2))
        assert act_numbered(court.id, "区人大常委会", "(2024)5号") is act
        with pytest.raises(Refused, match=r"act\.double"):
            enter_act(desk, organ="区人大常委会", number="(2024)5号", adopted=date(2024, 1, 2))
        assert act_numbered(court.id, "区人大常委会", "(2024)6号") is None


def test_a_stale_page_shows_both_values(make: Make, court: Body, roll: Roll, officer: FlaskClient):
    person = make.assessor(court, roll, phone="13912345678")
    address = f"/people/{person.uid}/contact"
    page = get(officer, address)
    assert "13912345678" not in page
    with transaction():
        change_person(make.desk(court), person, phone="13900000001")
    hidden = dict(re.findall(r'name="(once|version)" type="hidden" value="([^"]*)"', page))
    late = officer.post(address, data={**hidden, "phone": "13711112222", "language": "en"})
    assert late.status_code == 422
    assert "Somebody else has changed this" in late.text
    assert "13711112222" in late.text
    assert "Stands there now: 139****0001" in late.text
    again = dict(re.findall(r'name="(once|version)" type="hidden" value="([^"]*)"', late.text))
    saved = officer.post(address, data={**again, "phone": "13711112222", "language": "en"})
    assert saved.status_code == 302
    db.session.expire_all()
    changed = db.session.get_one(Person, person.id)
    assert (changed.phone, changed.mail) == ("13711112222", person.mail)
    acting(officer, address, language="en", mail="-")
    db.session.expire_all()
    assert (changed.phone, changed.mail) == ("13711112222", None)


def test_an_assessor_becomes_judge_by_the_act_that_ends_his_tenure(
    make: Make, court: Body, roll: Roll, officer: FlaskClient
):
    person = make.assessor(court, roll, name="王甲")
    address = f"/people/{person.uid}/appoint"
    said = {
        "organ": "Standing committee",
        "act_number": "9",
        "adopted": "2026-11-20",
        "office": "judge",
        "since": "2026-11-21",
        "roll": str(roll.id),
        "earlier_terms": "0",
    }
    assert "The same act ends the tenure as assessor" in get(officer, address)
    refused = officer.post(address, data={"once": "a" * 20, **said})
    assert refused.status_code == 422
    assert "is an assessor of" in refused.text
    assert "Tick that the tenure as assessor ends in the same act." in refused.text
    done = officer.post(address, data={"once": "b" * 20, **said, "ends_assessor": "y"})
    assert done.status_code == 302
    db.session.expire_all()
    judge, assessor = tenures_of(person.id)
    assert (judge.office, judge.until) == (Office.JUDGE, None)
    assert assessor.ended == date(2026, 11, 20)
    assert "Took another office: Judge" in get(officer, f"/people/{person.uid}")


def test_the_small_forms_act_and_lead_back(
    make: Make, court: Body, roll: Roll, officer: FlaskClient
):
    person = make.assessor(court, roll, name="王甲", sworn=False)
    tenure = tenures_of(person.id)[0]
    base = f"/people/{person.uid}"
    office = f"{base}/offices/{tenure.uid}"
    steps = [
        (f"{office}/oath", {"day": "2025.2.1", "place": "Hall 1"}),
        (
            f"{base}/absence",
            {"since": "2026-12-01", "until": "12月3日", "part": "am", "kind": "own_days"},
        ),
        (
            f"{base}/check",
            {
                "kind": "judgment_debtor",
                "result": "clear",
                "source": "Court list",
                "day": "2026-11-20",
            },
        ),
        (
            f"{office}/pause",
            {"kind": "leave", "since": "2026-12-01", "until": "2026-12-31", "reason": "Abroad"},
        ),
        (
            f"{base}/identity",
            {"name": "王贾", "birth": "1980-02-03", "sex": "male", "reason": "Card compared"},
        ),
        (
            f"{office}/end",
            {
                "last": "2026-12-31",
                "why": "Moved away",
                "organ": "Standing committee",
                "act_number": "7",
                "adopted": "2026-11-20",
            },
        ),
    ]
    for address, fields in steps:
        response = acting(officer, address, **fields)
        assert response.status_code == 302, (address, response.text)
        assert response.location.endswith(base)
    page = get(officer, base)
    assert "王贾" in page
    for words in ("Takes the oath", "2026-12-01", "Nothing found", "Card compared", "Leave"):
        assert words in page
    ended = tenures_of(person.id)[0]
    assert (ended.id, ended.ended) == (tenure.id, date(2026, 12, 31))
    withdrawn = {"since": "2026-12-01", "until": "2026-12-03", "once": "b" * 20}
    assert officer.post(f"{base}/absence/withdraw", data=withdrawn).status_code == 302
    assert db.session.query(Absence).count() == 0
    assert db.session.query(Oath).count() == 1


def test_a_refused_form_keeps_what_was_typed_and_names_the_rule(
    make: Make, court: Body, roll: Roll, officer: FlaskClient
):
    fields = {
        "name": "王少年",
        "birth": "2005-01-01",
        "organ": "Standing committee",
        "act_number": "8",
        "adopted": "2026-11-01",
        "since": "2026-12-01",
        "roll": str(roll.id),
        "earlier_terms": "0",
        "id_kind": "id_number",
        "language": "en",
        "education": "junior_high",
    }
    response = acting(officer, "/people/new", **fields)
    assert response.status_code == 422
    assert "age.minimum" in response.text
    assert "王少年" in response.text
    assert db.session.query(Person).count() == 0
    fields["birth"] = "1980-01-01"
    asked = acting(officer, "/people/new", **fields)
    assert "education.minimum" in asked.text
    assert "identity.number_required" in asked.text
    reasons = {
        "waive:education.minimum": "Known farmer",
        "waive:identity.number_required": "The card is being made",
    }
    done = acting(officer, "/people/new", **fields, **reasons)
    assert done.status_code == 302
    made = db.session.query(Person).one()
    assert tenures_of(made.id)[0].until == date(2031, 11, 30)
    assert shown(get(officer, "/people?status=all&q=wang")) == ["王少年"]


def test_one_line_of_an_act_is_annulled_on_its_page(
    make: Make, court: Body, roll: Roll, officer: FlaskClient
):
    person = make.assessor(court, roll, name="王甲")
    act = db.session.query(Act).one()
    asked = get(officer, f"/people/acts/{act.uid}/lines/1/annul")
    assert "王甲: the tenure from 2025-01-01 is as if it had never been." in asked
    done = acting(officer, f"/people/acts/{act.uid}/lines/1/annul", why="The wrong person")
    assert done.status_code == 302
    assert "The wrong person" in get(officer, f"/people/acts/{act.uid}")
    assert tenures_of(person.id) == []
    assert "A line of an act is annulled" in get(officer, f"/people/{person.uid}")


def test_one_goes_from_person_to_person_in_the_list(
    make: Make, court: Body, roll: Roll, officer: FlaskClient
):
    one, two, three = (make.assessor(court, roll, sort_key=f"k{n}") for n in range(3))
    following = officer.get(f"/people/{one.uid}/following?sort=name")
    assert f"/people/{two.uid}?" in following.location
    back = officer.get(f"/people/{two.uid}/previous?sort=-name")
    assert f"/people/{three.uid}?" in back.location
    end = officer.get(f"/people/{three.uid}/following")
    assert end.location.endswith("/people")
    assert "The list ends here." in get(officer, end.location)


def test_who_may_not_is_kept_out(make: Make, court: Body, roll: Roll, client: FlaskClient):
    person = make.assessor(court, roll)
    make.signed_in(client, make.user(court, RoleKind.INSPECTOR))
    page = get(client, f"/people/{person.uid}")
    assert "Show in full" not in page
    assert client.post(f"/people/{person.uid}/shown").status_code == 403
    assert client.get("/people/new").status_code == 403
    client.get("/people")
    with transaction():
        enter_person(make.desk(court), Said("王乙"))
    make.signed_in(client, make.user(court, RoleKind.IT))
    assert client.get("/people").status_code == 403


def test_a_roll_that_the_law_does_not_know_is_not_offered(officer: FlaskClient):
    page = officer.get("/people").text
    assert 'value="specialist"' in page
    assert 'value="workers"' not in page
    assert rolls_under(load("cn-1953")) == [RollKind.GENERAL, RollKind.WORKERS]
