"""Who of a court may be proposed, as of any day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.accounts.terms import RoleKind
from app.people.models import PersonYear
from app.people.service import record_check
from app.people.terms import CheckKind
from app.promotion import readiness as of_promotion
from app.promotion.queries import facts_of, vacancies
from app.promotion.readiness import readiness
from app.promotion.terms import Outcome
from app.service.service import NewSanction, record_sanction
from app.service.terms import SanctionKind
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.models import Certificate, Cohort, Course, Enrolment
from app.training.terms import Assessment, CohortState, EnrolmentState, Purpose
from tests.builders import Make
from tests.promotion.court import NOW, TODAY, County, candidate, county


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


def groups(at: County, day: date = TODAY) -> dict[str, list[str]]:
    found = readiness(at.body.id, day)
    assert found is not None
    return {one.value: [facts.name for facts in found.of(one)] for one in Outcome}


def test_each_stands_in_his_group_as_of_the_day(app: Flask, make: Make):
    at = county(make)
    ready = candidate(make, at, name="甲")
    candidate(make, at, cases=8, name="乙")
    candidate(make, at, cases=0, ready=False, name="丙")
    make.assessor(at.body, name="丁", died=date(2026, 5, 1))
    make.assessor(make.court("cn-1953"), name="戊")
    assert groups(at) == {"ready": ["甲"], "nearly": ["乙"], "not": ["丙"]}
    assert groups(at, date(2026, 2, 1))["nearly"] == ["甲", "乙"]  # the course came in March
    assert groups(at, date(2024, 1, 1)) == {"ready": [], "nearly": [], "not": []}
    with transaction():
        new = NewSanction(SanctionKind.DEMERIT, date(2026, 11, 1), "纪检")
        record_sanction(at.first, ready, new)
    assert groups(at)["ready"] == []
    assert groups(at, date(2027, 11, 1))["ready"] == ["甲"]  # lifted by itself


def test_a_full_court_lets_nobody_be_ready(app: Flask, make: Make):
    at = county(make, posts=0)
    candidate(make, at, name="甲")
    assert groups(at)["nearly"] == ["甲"]
    assert vacancies([at.body.id], TODAY)[at.body.id] == (0, 0)


def test_a_course_here_counts_until_its_certificate_is_revoked(app: Flask, make: Make):
    at = county(make)
    person = candidate(make, at, ready=False)
    words = {"title": "短训班", "purpose": Purpose.ASSESSOR_TO_JUDGE, "hours": 60}
    course = make.add(
        Course(body_id=at.body.id, code="D1", assessment=Assessment.PASS_FAIL, **words)
    )
    days = {"starts": date(2026, 3, 2), "ends": date(2026, 3, 20), "seats": 10}
    days |= {"nominate_by": date(2026, 2, 1), "results_by": date(2026, 4, 1)}
    where = {"body_id": at.body.id, "host_id": at.body.id, "rulebook": "cn-1953"}
    cohort = make.add(
        Cohort(
            course_id=course.id, number="第3期", state=CohortState.FINISHED,
            rulebook_version="1", **days, **where,
        )
    )  # fmt: skip
    who = {"person_id": person.id, "body_id": at.body.id}
    enrolled = make.add(Enrolment(cohort_id=cohort.id, state=EnrolmentState.PASSED, **who))

    def courses(day: date = TODAY) -> list[str]:
        return [one.proof for one in facts_of([at.body.id], day)[0].courses]

    assert courses() == ["第3期"]
    assert courses(date(2026, 3, 19)) == []
    words = {"number": "Z1", "enrolment_id": enrolled.id, "issued": TODAY, "hours": 60, **who}
    paper = make.add(Certificate(**words))
    assert courses() == ["第3期"]
    paper.revoked_at = clock.now()
    db.session.commit()
    assert courses() == []


def test_what_a_check_found_is_a_bar_until_a_later_one(app: Flask, make: Make):
    at = county(make, book="cn-2018")
    person = candidate(make, at)

    def bars() -> list[str]:
        return [bar.kind.value for bar in facts_of([at.body.id], TODAY)[0].bars]

    with transaction():
        record_check(at.first, person, CheckKind.DEBTOR, True, "名单", date(2026, 3, 1))
    assert bars() == ["judgment_debtor"]
    with transaction():
        record_check(at.first, person, CheckKind.DEBTOR, False, "名单", date(2026, 4, 1))
    assert bars() == []


def test_the_page_asks_the_same_number_of_statements_of_three_and_of_thirty(
    client: FlaskClient, make: Make, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(of_promotion, "PAGE", 2)
    at = county(make)
    make.signed_in(client, make.user(at.body, RoleKind.PERSONNEL))

    def asked() -> int:
        statements: list[str] = []

        def note(*words: object) -> None:
            statements.append(str(words[2]))

        event.listen(db.engine, "before_cursor_execute", note)
        assert client.get("/promotion?group=not").status_code == 200
        event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)

    roll = make.roll(at.body)
    make.assessors(at.body, roll, 3)
    asked()  # what is kept of the bodies is learned once
    few = asked()
    make.assessors(at.body, roll, 27)
    assert asked() == few <= 30
    names: list[str] = []
    link: str | None = "/promotion?group=not"
    while link:
        page = client.get(link).text
        names += re.findall(r'promotion/people/[^"]+">([^<]+)<', page)
        more = re.search(r'href="([^"]+after=[^"]+)"', page)
        link = more[1].replace("&amp;", "&") if more else None
    assert len(names) == len(set(names)) == 30


def test_pages_show_who_and_the_proof(client: FlaskClient, make: Make):
    at = county(make)
    person = candidate(make, at)
    make.add(PersonYear(person_id=person.id, year=2026, cases=3, halves=3))
    make.signed_in(client, make.user(at.body, RoleKind.PERSONNEL))
    page = client.get("/promotion").text
    assert f"/promotion/people/{person.uid}" in page
    assert "2 of 2 posts of judges are free" in page
    proof = client.get(f"/promotion/people/{person.uid}").text
    for said in (
        "考评小组",
        "结业证7号",
        "Sat in 15 of 10 cases",
        "2025: 12, 2026: 3",
        "§ 10",
        "编1号",
    ):
        assert said in proof
    assert "no assessor" in client.get(f"/promotion/people/{person.uid}?day=2020-01-01").text
    make.signed_in(client, make.user(at.body, RoleKind.CLERK))
    assert client.get("/promotion").status_code == 403
    stranger = make.court("cn-1953")
    make.signed_in(client, make.user(stranger, RoleKind.PERSONNEL))
    assert client.get(f"/promotion/people/{person.uid}").status_code == 404
    assert client.get(f"/promotion?court={at.body.code}").status_code == 404
    schoolless = make.court(None)
    make.signed_in(client, make.user(schoolless, RoleKind.PERSONNEL))
    assert "No rulebook holds" in client.get("/promotion").text


def test_todays_law_is_said_on_the_page(client: FlaskClient, make: Make):
    at = county(make, book="cn-2018")
    candidate(make, at, education="bachelor")
    make.signed_in(client, make.user(at.body, RoleKind.INSPECTOR))
    page = client.get("/promotion").text
    assert "no path from assessor to judge" in page
    assert "judge.from_assessor" in page
    assert "whether it is in law the register does not know" in page
