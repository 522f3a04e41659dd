"""The two pages that are read: rules with their values in words, and what was done."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.accounts.terms import RoleKind
from app.audit.service import record
from app.shared.transactions import transaction
from tests.builders import Make


def test_a_rule_is_found_and_its_value_stands_in_words(client: FlaskClient, make: Make):
    make.signed_in(client, make.user(make.court(), RoleKind.CLERK))
    page = client.get("/rules?q=age.minimum").text
    assert "28 years old" in page
    assert "education.minimum" not in page
    assert "senior high school" in client.get("/rules?q=education.minimum").text
    assert "1 + 2, 2 + 1" in client.get("/rules?q=panel.three").text
    assert "No rule has these words." in client.get("/rules?q=nothing+like+it").text


def test_what_was_done_is_read_by_act_under_the_own_court_only(client: FlaskClient, make: Make):
    court, other = make.court(), make.court()
    with transaction():
        record(make.desk(court), "roll:entered", court, court.id)
        record(make.desk(court), "day:moved", court, court.id)
        record(make.desk(other), "oath:recorded", other, other.id)
    make.signed_in(client, make.user(court, RoleKind.PRESIDENT))
    table = client.get("/audit").text.partition("<tbody>")[2]
    assert "put on a roll" in table
    assert "sitting moved" in table
    assert "oath recorded" not in table
    one = client.get("/audit?act=day:moved").text.partition("<tbody>")[2]
    assert "sitting moved" in one
    assert "put on a roll" not in one


def test_who_may_not_read_the_audit_is_told_so(client: FlaskClient, make: Make):
    make.signed_in(client, make.user(make.court(), RoleKind.CLERK))
    answer = client.get("/audit")
    assert answer.status_code == 403
    assert "This is not for your role" in answer.text
