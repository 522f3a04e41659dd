"""The way of a proposal through the pages, each step at another desk."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app.accounts.models import User
from app.accounts.terms import Desk, RoleKind
from app.people.models import PersonYear
from app.shared import clock
from app.shared.db import db
from tests.builders import Make
from tests.promotion.court import NOW, candidate, county


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def at_desk(client: FlaskClient, make: Make):
    def sit(desk: Desk) -> FlaskClient:
        return make.signed_in(client, db.session.get_one(User, desk.id))

    return sit


YES, NO = {"result": "yes", "why": ""}, {"result": "no", "why": ""}
ACT = {"organ": "红旗县人民委员会", "act_number": "红人任9号", "adopted": "2026-11-21"}


def test_three_desks_and_an_act(make: Make, at_desk):
    at = county(make)
    person = candidate(make, at, cases=8)
    dossier = f"/promotion/people/{person.uid}"
    first = at_desk(at.first)
    asked = first.post(dossier, data={"once": "a"})
    assert asked.status_code == 422
    assert "waive:promotion.participations" in asked.text
    assert "Sat in 8 of 10 cases." in asked.text
    made = first.post(dossier, data={"once": "b", "waive:promotion.participations": "比较突出"})
    page = made.location
    assert "比较突出" in first.get(page).text
    assert "Do you support" not in first.get(page).text  # not the one who proposed
    assert "stands already" in first.get(dossier).text
    second = at_desk(at.second)
    assert f'href="{page}"' in second.get("/").text
    assert "Cases sat before promotion" in second.get(page).text
    assert second.post(page, data=NO | {"once": "c"}).status_code == 422  # says why
    assert second.post(page, data=YES | {"once": "d"}).status_code == 303
    president = at_desk(at.president)
    year = db.session.get_one(PersonYear, (person.id, 2025))
    year.cases = 7
    db.session.commit()
    refused = president.post(page, data=YES | {"once": "e"})
    assert refused.status_code == 422
    assert "8 were seen, now there are 7" in refused.text
    year.cases = 8
    db.session.commit()
    assert president.post(page, data=YES | {"once": "f"}).status_code == 303
    first = at_desk(at.first)
    wrong = first.post(page, data=ACT | {"since": "2026-11-20", "once": "g"})
    assert (wrong.status_code, "before the act of" in wrong.text) == (422, True)
    assert first.post(page, data=ACT | {"since": "2026-12-01", "once": "h"}).status_code == 303
    done = first.get(page).text
    assert "Print the letter" in done
    letter = first.post(f"{page}/letter", data={"once": "i"})
    paper = first.get(letter.location)
    assert (paper.mimetype, paper.data[:4]) == ("application/pdf", b"%PDF")
    assert "Appointed" in first.get("/promotion/proposals").text
    life = first.get(f"/people/{person.uid}").text
    assert "Proposed for judge" in life
    assert dossier in life
    assert first.post(page, data=ACT | {"since": "2026-12-01"}).status_code == 404
    audit = at_desk(at.president).get("/audit").text
    assert "proposal reviewed" in audit
    assert person.name in audit


def test_a_stale_page_withdrawal_and_looking_anew(make: Make, at_desk):
    at = county(make)
    person = candidate(make, at)
    first = at_desk(at.first)
    page = first.post(f"/promotion/people/{person.uid}", data={"once": "a"}).location
    year = db.session.get_one(PersonYear, (person.id, 2025))
    year.cases = 11
    db.session.commit()
    shown = first.get(page).text
    assert "12 were seen, now there are 11" in shown
    assert first.post(f"{page}/anew", data={"once": "b"}).status_code == 303
    assert "were seen" not in first.get(page).text
    second = at_desk(at.second)
    stale = second.post(page, data=YES | {"once": "c", "version": "1"})
    assert (stale.status_code, "page.stale" in stale.text) == (422, True)
    version = re.findall(r'name="version"[^>]*value="(\d+)"', second.get(page).text)[0]
    assert second.post(page, data=YES | {"once": "d", "version": version}).status_code == 303
    first = at_desk(at.first)
    assert first.post(f"{page}/withdraw", data={"why": "", "once": "e"}).status_code == 422
    assert first.post(f"{page}/withdraw", data={"why": "本人不愿", "once": "f"}).status_code == 303
    assert "本人不愿" in first.get(page).text


def test_others_neither_see_nor_act(client: FlaskClient, make: Make, at_desk):
    at = county(make)
    person = candidate(make, at)
    page = at_desk(at.first).post(f"/promotion/people/{person.uid}", data={"once": "a"}).location
    inspector = make.signed_in(client, make.user(at.body, RoleKind.INSPECTOR))
    assert inspector.get(page).status_code == 200
    assert inspector.post(page, data=YES | {"once": "b"}).status_code == 404
    assert inspector.post(f"/promotion/people/{person.uid}", data={"once": "c"}).status_code == 404
    stranger = make.user(make.court("cn-1953"), RoleKind.PERSONNEL, RoleKind.PRESIDENT)
    elsewhere = make.signed_in(client, stranger)
    assert elsewhere.get(page).status_code == 404
    assert elsewhere.post(page, data=YES | {"once": "d"}).status_code == 404
    assert elsewhere.post(f"{page}/withdraw", data={"why": "x", "once": "e"}).status_code == 404
