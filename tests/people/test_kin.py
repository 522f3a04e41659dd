"""Kin of a person: noted, seen by few, heeded by draws, deleted when nobody needs it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.terms import RoleKind
from app.audit.models import AuditLine
from app.people.due import acts
from app.people.models import Kinship, Tenure
from app.people.service import forget_unneeded_kin, note_kinship
from app.people.terms import KinKind
from app.shared import clock
from app.shared.db import db
from app.shared.once import new_key
from app.shared.refusals import Refused
from app.shared.transactions import set_mode, transaction
from tests.builders import Make

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
TODAY = date(2026, 11, 21)
TYPED = {"kin_name": "卢 强", "kind": "sibling", "since": "", "source": "本人申报"}


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


def post(client: FlaskClient, path: str, **data: str):
    answer = client.post(path, data={"once": new_key(), **data})
    db.session.rollback()
    set_mode("write")
    return answer


def test_kin_are_noted_ended_and_deleted_on_the_persons_page(make: Make, client: FlaskClient):
    court = make.court()
    person = make.assessor(court)
    make.signed_in(client, make.user(court, RoleKind.PERSONNEL))
    page = f"/people/{person.uid}"
    assert "Nobody is noted" in client.get(page).text
    assert post(client, f"{page}/kin", **TYPED).status_code == 302
    kin = db.session.scalars(select(Kinship)).one()
    assert (kin.kin_name, kin.kind, kin.source) == ("卢强", KinKind.SIBLING, "本人申报")
    shown = client.get(page).text
    assert "卢强" in shown
    assert "Brother or sister" in shown
    again = post(client, f"{page}/kin", **TYPED)
    assert again.status_code == 422
    assert "is noted with this tie already" in again.text
    one = f"{page}/kin/{kin.id}"
    assert "卢强" in client.get(one).text
    missing = post(client, one, what="ended", until="")
    assert "Give the last day of the tie" in missing.text
    assert post(client, one, what="ended", until="2026-11-20").status_code == 302
    assert db.session.get_one(Kinship, kin.id, populate_existing=True).until == date(2026, 11, 20)
    assert post(client, one, what="delete").status_code == 302
    assert db.session.scalars(select(Kinship)).all() == []
    assert client.get(one).status_code == 404
    facts = str([line.facts for line in db.session.scalars(select(AuditLine))])
    assert "卢强" not in facts


def test_the_days_of_a_tie_do_not_turn_round(make: Make, client: FlaskClient):
    court = make.court()
    person = make.assessor(court)
    make.signed_in(client, make.user(court, RoleKind.PERSONNEL))
    days = {"since": "2026-11-02", "until": "2026-11-01"}
    answer = post(client, f"/people/{person.uid}/kin", **{**TYPED, **days})
    assert answer.status_code == 422
    assert "lies before its first" in answer.text
    assert 'value="卢 强"' in answer.text


@pytest.mark.parametrize("role", [RoleKind.CLERK, RoleKind.PRESIDENT, RoleKind.INSPECTOR])
def test_others_of_the_court_do_not_see_it(make: Make, client: FlaskClient, role: RoleKind):
    court = make.court()
    person = make.assessor(court)
    with transaction():
        kin = note_kinship(make.desk(court), person, "卢强", KinKind.SPOUSE)
        kin_id = kin.id
    make.signed_in(client, make.user(court, role))
    page = client.get(f"/people/{person.uid}").text
    assert "卢强" not in page
    assert "Kin, for recusal" not in page
    for path in ("kin", f"kin/{kin_id}"):
        assert client.get(f"/people/{person.uid}/{path}").status_code == 403


def test_the_personnel_office_of_another_court_does_not_either(make: Make, client: FlaskClient):
    higher = make.court()
    court = make.court(under=higher)
    person, other = make.assessor(court), make.assessor(court)
    with transaction():
        kin_id = note_kinship(make.desk(court), person, "卢强", KinKind.SPOUSE).id
    make.signed_in(client, make.user(higher, RoleKind.PERSONNEL))
    assert "卢强" not in client.get(f"/people/{person.uid}").text
    assert client.get(f"/people/{person.uid}/kin").status_code == 404
    make.signed_in(client, make.user(court, RoleKind.PERSONNEL))
    assert client.get(f"/people/{other.uid}/kin/{kin_id}").status_code == 404


def test_the_person_sees_the_own_kin(make: Make, client: FlaskClient):
    court = make.court()
    person = make.assessor(court)
    with transaction():
        note_kinship(make.desk(court), person, "卢强", KinKind.SPOUSE, source="本人申报")
    make.signed_in(client, make.user(None, person_id=person.id))
    page = client.get("/my/record").text
    assert "卢强" in page
    assert "本人申报" in page


def test_the_clock_deletes_what_nobody_needs(app: Flask, make: Make):
    court = make.court()
    desk = make.desk(court)
    stays, left, returns = (make.assessor(court) for _ in range(3))
    with transaction():
        lasting = note_kinship(desk, stays, "甲", KinKind.SPOUSE).id
        note_kinship(desk, stays, "乙", KinKind.IN_LAW, until=TODAY - timedelta(days=31))
        lately = note_kinship(desk, stays, "丙", KinKind.IN_LAW, until=TODAY).id
        note_kinship(desk, left, "丁", KinKind.SPOUSE)
        coming = note_kinship(desk, returns, "戊", KinKind.SPOUSE).id
    tenures = {t.person_id: t for t in db.session.scalars(select(Tenure))}
    for person in (left, returns):
        tenures[person.id].ended = TODAY - timedelta(days=40)
    again = Tenure(person_id=returns.id, body_id=court.id, office="assessor", since=TODAY)
    make.add(again)
    (act,) = acts(TODAY)
    with transaction():
        assert act.run() == "2"
    assert set(db.session.scalars(select(Kinship.id))) == {lasting, lately, coming}
    with transaction():
        assert forget_unneeded_kin(TODAY) == "0"
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "kinship:forgotten")).first()
    assert line is not None
    assert (line.body_id, line.actor_id) == (court.id, None)


def test_days_are_refused_by_the_verb_too(app: Flask, make: Make):
    court = make.court()
    person = make.assessor(court)
    with pytest.raises(Refused, match=r"kinship\.days"), transaction():
        note_kinship(make.desk(court), person, "甲", KinKind.SPOUSE, TODAY, date(2026, 1, 1))
