"""The two pages that are read: rules with their values in words, and what was done."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.accounts.terms import RoleKind
from app.audit.service import record
from app.shared.transactions import transaction
from tests.builders import Make
from tests.people.register_pages import statements
from tests.trials.cases import a_case


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


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [(RoleKind.PRESIDENT, "name", "number"), (RoleKind.IT, "number", "name")],
)
def test_what_it_was_done_to_is_named_as_a_reader_knows_it(
    client: FlaskClient, make: Make, role: RoleKind, shown: str, hidden: str
):
    court = make.court()
    desk, people = make.desk(court), [make.assessor(court) for _ in range(3)]
    with transaction():
        case = a_case(desk)
    make.signed_in(client, make.user(court, role))
    sent = []
    client.get("/audit")  # the first page of a session asks a little more
    for times in (1, 3):
        with transaction():
            record(desk, "case:changed", case)
            record(desk, "posts:set", court, court.id)
            for person in people[:times]:
                record(desk, "person:changed", person, court.id)
        with statements() as seen:
            page = client.get("/audit").text
        sent.append(len(seen))
    table = page.partition("<tbody>")[2]
    assert sent[0] == sent[1]
    assert case.number in table
    assert court.name_en in table or court.name in table
    assert getattr(people[2], shown) in table
    assert getattr(people[2], hidden) not in table


def test_who_may_not_read_the_audit_is_told_so(client: FlaskClient, make: Make):
    make.signed_in(client, make.user(make.court(), RoleKind.CLERK))
    answer = client.get("/audit")
    assert answer.status_code == 403
    assert "This is not for your role" in answer.text
