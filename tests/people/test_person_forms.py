"""The forms about a person: corrected, appointed, sworn, annulled, as an officer meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from stdnum.cn.ric import calc_check_digit

from app.accounts.terms import RoleKind
from app.bodies.models import Body
from app.people.identity import read_number
from app.people.labels import rolls_under
from app.people.models import Absence, Act, Oath, Person, Roll
from app.people.queries import tenures_of
from app.people.service import Said, change_person, enter_person
from app.people.service.acts import act_numbered, enter_act
from app.people.terms import Office, RollKind
from app.rulebooks.loader import load
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from tests.builders import Make
from tests.people.register_pages import acting, get, shown

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


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
    assert rolls_under(load("cn-1953")) == [RollKind.GENERAL, RollKind.WORKERS, RollKind.NAMED]
