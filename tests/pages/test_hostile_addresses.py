"""Addresses that nobody types by mistake lead nowhere else; browsers keep no papers."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from app.accounts.terms import RoleKind
from tests.builders import Make

HUGE = "9" * 20


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\t/evil.example", "/\\evil.example", "/\n/evil.example", "evil"]
)
def test_the_way_back_stays_in_the_house(client: FlaskClient, target: str):
    answer = client.get(f"/language/en?next={quote(target, safe='')}")
    assert answer.location == "/"


def test_the_way_back_keeps_the_page(client: FlaskClient):
    answer = client.get(f"/language/en?next={quote('/draws?q=法院', safe='')}")
    assert answer.location == f"/draws?q={quote('法院')}"


def test_a_value_that_no_column_holds_is_not_our_fault(client: FlaskClient, make: Make):
    court = make.court()
    user = make.user(court, *RoleKind, person_id=make.assessor(court).id)
    make.signed_in(client, user)
    for path in (
        f"/draws?before={HUGE}",
        f"/audit?before={HUGE}",
        f"/imports?before={HUGE}",
        f"/cases?after=2026-01-01~{HUGE}",
        "/cases?q=%00",
        "/people?q=%00&district=%00",
        "/draws/record/%00",
        "/a/%00",
        "/my/days?month=%C2%B2-1",
    ):
        assert client.get(path).status_code in (200, 400, 404), path
    assert client.get("/").status_code == 200  # and the session goes on


def test_browsers_keep_neither_papers_nor_sheets(client: FlaskClient, make: Make):
    court = make.court()
    make.signed_in(client, make.user(court, *RoleKind, person_id=make.assessor(court).id))
    for path in ("/", "/audit?sheet=1", "/my/calendar.ics"):
        assert client.get(path).headers["Cache-Control"] == "no-store", path
    assert "no-store" not in client.get("/static/peishen.css").headers["Cache-Control"]
