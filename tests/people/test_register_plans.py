"""Every list of the register reads indexes: asked of the planners of both databases."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, text

from app.people.queries import caps_under, finding, register
from app.people.queries.finding import sight_from
from app.people.searching import search_of
from app.people.service import index_names
from app.rulebooks.loader import load
from app.shared.db import db
from app.shared.transactions import transaction
from tests.builders import Make

DAY = date(2026, 11, 21)
ASKED = (
    {},
    {"sort": "-name"},
    {"sort": "until"},
    {"sort": "-cases"},
    {"sort": "cases"},
    {"q": "王"},
    {"q": "王小明"},
    {"q": "wang"},
    {"q": "w"},
    {"q": "0015"},
    {"q": "13912345678"},
    {"district": "东街"},
    {"sex": "male", "q": "小"},
    {"near": "1", "sort": "-cases"},
    {"within": "90", "sort": "until"},
    {"roll": "juvenile"},
    {"status": "all"},
)
BIG = "tenure|person|person_year|name_gram|identifier|roll_entry|absence"


@pytest.fixture
def a_country(make: Make, monkeypatch: pytest.MonkeyPatch) -> int:
    """A court seen as a country is: more bodies than few, more people than are gathered."""
    monkeypatch.setattr(finding, "FEW_BODIES", 0)
    monkeypatch.setattr(register, "MANY", 2)
    court = make.court()
    roll = make.roll(court)
    people = [make.assessor(court, roll, name=f"王小{c}", district="东街") for c in "明华强云"]
    with transaction():
        for person in people:
            index_names(person)
    return court.id


def told(asked: dict[str, str], body_id: int) -> list[tuple[str, Any]]:
    """Return the statements of a page and the one after it, with their parameters."""
    statements: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        statements.append((statement, parameters))

    sight = sight_from(body_id, DAY, caps_under(body_id, DAY, load("cn-2018")))
    event.listen(db.engine, "before_cursor_execute", note)
    what = register.found(search_of(asked), sight)
    page = register.page_of(what, size=2)
    if page.after:
        register.page_of(what, after=page.after, size=2)
    event.remove(db.engine, "before_cursor_execute", note)
    return statements


def scans(statement: str, parameters: Any) -> list[str]:
    """Return the large tables that the planner would read from end to end."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plan = [row[3] for row in rows]
        return [line for line in plan if re.match(rf"SCAN ({BIG})(_\d+)?$", line)]
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    plan = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]
    return [line for line in plan if re.search(rf"Seq Scan on ({BIG})\b", line)]


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_no_large_table_is_read_from_end_to_end(a_country: int, asked: dict[str, str]):
    statements = told(asked, a_country)
    assert len(statements) <= 14
    for statement, parameters in statements:
        assert scans(statement, parameters) == [], statement


def test_a_scan_would_be_seen(a_country: int):
    assert scans("SELECT id FROM person WHERE occupation = 'x'", ()) != []


def test_many_are_told_as_more_than(a_country: int):
    sight = sight_from(a_country, DAY, caps_under(a_country, DAY, load("cn-2018")))
    assert register.found(search_of({}), sight).ids is None
    assert register.found(search_of({"q": "王小明"}), sight).count == 1
