"""The service record: written with its source, withdrawn with a reason, never changed."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.accounts.terms import RoleKind
from app.audit.models import AuditLine
from app.service.models import Appraisal, Sanction
from app.service.queries import last_appraisals, sanctions_among
from app.service.service import (
    NewAppraisal,
    NewSanction,
    record_appraisal,
    record_sanction,
    withdraw_row,
)
from app.service.terms import Grade, SanctionKind
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from tests.builders import Make

GOOD = NewAppraisal(2025, Grade.COMPETENT, "考评委员会〔2025〕3号", date(2025, 12, 28))
WARNED = NewSanction(SanctionKind.WARNING, date(2026, 9, 1), "纪检组〔2026〕1号")


def people_of(person_id: int):
    return db.select(User.person_id).where(User.person_id == person_id)


def test_a_row_is_withdrawn_with_a_reason_and_another_written(app: Flask, make: Make):
    court = make.court()
    desk, person = make.desk(court), make.assessor(court)
    with transaction():
        first = record_appraisal(desk, person, GOOD)
    with pytest.raises(Refused, match=r"appraisal\.double"), transaction():
        record_appraisal(desk, person, GOOD)
    with transaction():
        withdraw_row(desk, first, "wrong person")
        record_appraisal(desk, person, NewAppraisal(2025, Grade.EXCELLENT, "同上", GOOD.day))
    with pytest.raises(Refused, match=r"record\.withdrawn"), transaction():
        withdraw_row(desk, first, "again")
    make.user(None, person_id=person.id)
    found = last_appraisals(people_of(person.id), date(2026, 1, 1))[person.id]
    assert (found.grade, found.year) == (Grade.EXCELLENT, 2025)
    assert last_appraisals(people_of(person.id), date(2025, 12, 27)) == {}
    acts = [line.act for line in db.session.query(AuditLine).filter_by(subject_kind="appraisal")]
    assert sorted(acts) == ["appraisal:recorded", "appraisal:recorded", "appraisal:withdrawn"]


def test_what_cannot_be_is_refused(app: Flask, make: Make):
    court = make.court()
    desk, person = make.desk(court), make.assessor(court)
    ahead = clock.today().replace(year=clock.today().year + 1)
    with pytest.raises(Refused, match=r"appraisal\.year"), transaction():
        record_appraisal(desk, person, NewAppraisal(2026, GOOD.grade, "x", date(2025, 12, 1)))
    with pytest.raises(Refused, match=r"record\.day"), transaction():
        record_sanction(desk, person, NewSanction(SanctionKind.DEMERIT, ahead, "x"))
    own = db.session.get_one(User, desk.id)
    own.person_id = person.id
    db.session.commit()
    with pytest.raises(Refused, match=r"record\.own"), transaction():
        record_appraisal(desk, person, GOOD)
    with pytest.raises(Refused, match=r"record\.own"), transaction():
        record_sanction(desk, person, WARNED)
    assert db.session.query(Appraisal).count() + db.session.query(Sanction).count() == 0


def test_the_page_writes_shows_and_withdraws(client: FlaskClient, make: Make):
    court = make.court()
    person = make.assessor(court)
    make.signed_in(client, make.user(court, RoleKind.PERSONNEL))
    page = f"/people/{person.uid}/record"
    typed = {"kind": "warning", "decided": "2026-09-01", "source": "纪检组", "once": "a"}
    assert client.post(f"{page}/sanction", data={**typed, "source": ""}).status_code == 422
    assert client.post(f"{page}/sanction", data=typed).status_code == 303
    typed = {"year": "２０２５", "grade": "competent", "source": "考评", "day": "2025-12-28"}
    assert client.post(f"{page}/appraisal", data={**typed, "year": "x"}).status_code == 422
    assert client.post(f"{page}/appraisal", data=typed | {"once": "b"}).status_code == 303
    with clock.standing_at(clock.now().replace(year=2026, month=12, day=1)):
        shown = client.get(page).text
    assert "A sanction runs until 2027-02-28" in shown
    assert "sanction.stops_promotion" in shown
    assert "Appraised for 2025" in client.get(f"/people/{person.uid}").text
    link = re.search(r'href="([^"]+/sanction/[^"]+/withdraw)"', shown)
    assert link is not None
    assert client.post(link[1], data={"why": "误记", "once": "c"}).status_code == 303
    assert "stops_promotion" not in client.get(page).text
    assert [found for found in sanctions_among(people_of(person.id), clock.today())] == []


def test_clerks_and_other_courts_do_not_see_it(client: FlaskClient, make: Make):
    court = make.court()
    person = make.assessor(court)
    with transaction():
        record_sanction(make.desk(court), person, WARNED)
    page = f"/people/{person.uid}/record"
    make.signed_in(client, make.user(court, RoleKind.CLERK))
    assert client.get(page).status_code == 403
    shown = client.get(f"/people/{person.uid}").text
    assert "Sanctioned" not in shown
    assert page not in shown
    make.signed_in(client, make.user(make.court(), RoleKind.PERSONNEL))
    assert client.get(page).status_code == 404
    make.signed_in(client, make.user(court, RoleKind.INSPECTOR))
    seen = client.get(page).text
    assert "Record an appraisal" not in seen
    assert "Warning" in seen
