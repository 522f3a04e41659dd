"""A first court comes into the system by commands, without the demonstration."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.users import grants_of
from app.audit.models import AuditLine
from app.bodies.queries import body_by_code, chain, districts_of, rulebook_of
from app.bodies.workdays import is_working_day
from app.shared import clock
from app.shared.db import db

HIGH = ("court", "add", "HD", "河东高院", "--name-en", "High Court", "--kind", "high_court")
COURT = ("court", "add", "HD01", "临河法院", "--name-en", "Linhe Court")


@pytest.fixture
def run(app: Flask):
    """Run a command; return its output, or fail with it."""
    runner: FlaskCliRunner = app.test_cli_runner()

    def command(*args: str, fails: bool = False) -> str:
        result = runner.invoke(args=list(args))
        db.session.rollback()
        assert (result.exit_code != 0) is fails, result.output
        return result.output

    return command


@pytest.fixture
def court(run) -> int:
    """A court under a high court that works by cn-2018; its id."""
    run(*HIGH, "--book", "cn-2018")
    run(*COURT, "--under", "HD")
    found = body_by_code("HD01")
    assert found is not None
    return found.id


def test_a_court_stands_under_another_and_works_by_its_book(court: int):
    assert len(chain(court, clock.today())) == 2
    assert rulebook_of(court, clock.today()).name == "cn-2018"


def test_a_court_without_any_book_is_refused_and_nothing_is_kept(run):
    said = run(*COURT, fails=True)
    assert "No rulebook would hold" in said
    assert body_by_code("HD01") is None


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((*COURT, "--under", "HD"), "belongs to another body"),
        (("court", "value", "HD01", "term.length", "7"), "term.length"),
        (("court", "value", "HD01", "no.such_rule", "7"), "no.such_rule"),
        (("court", "book", "HD01", "cn-1066"), "cn-1066"),
        (("court", "districts", "XX", "东街"), "no body with the code XX"),
        (("court", "value", "HD01", "cap.cases", "7", "--since", "tomorrow"), "2026-11-25"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(run, court: int, args: tuple[str, ...], said: str):
    assert said in run(*args, fails=True)


def test_a_court_has_its_own_values_and_districts(run, court: int):
    run("court", "value", "HD01", "cap.cases", "20")
    run("court", "value", "HD01", "cap.cases", "25")
    assert rulebook_of(court, clock.today()).value("cap.cases") == 25
    assert "1 new" in run("court", "districts", "HD01", "东街", "东街")
    assert districts_of(court) == {"东街"}


def test_an_announced_day_goes_before_the_calendar(run):
    sunday = date(2031, 3, 2)
    assert not is_working_day(sunday)
    run("court", "holiday", "2031-03-02", "--working", "--name", "调休")
    assert is_working_day(sunday)


def test_a_clerk_signs_in_with_the_first_password_and_not_after_he_is_closed(
    app: Flask, run, court: int
):
    password = _password(run("account", "add", "Clerk@court.example", "刘芳"))
    run("account", "grant", "clerk@court.example", "clerk", "HD01")
    assert _signs_in(app, password)
    run("account", "close", "clerk@court.example")
    assert not _signs_in(app, password)


def test_a_role_is_given_and_taken_back(run, court: int):
    run("account", "add", "clerk@court.example", "刘芳")
    for _ in range(2):
        run("account", "grant", "clerk@court.example", "clerk", "HD01")
    user = db.session.scalars(select(User)).one()
    assert [grant.body_id for grant in grants_of(user.id)] == [court]
    run("account", "revoke", "clerk@court.example", "clerk", "HD01")
    assert grants_of(user.id) == []
    assert "does not hold" in run(
        "account", "revoke", "clerk@court.example", "clerk", "HD01", fails=True
    )
    acts = set(db.session.scalars(select(AuditLine.act)))
    assert {"account:opened", "account:granted", "account:revoked", "body:founded"} <= acts


def test_a_school_officer_is_one_of_a_school(run, court: int):
    school = ("court", "add", "HDX", "河东政法干校", "--name-en", "Hedong Cadre School")
    run(*school, "--kind", "cadre_school", "--under", "HD")
    run("account", "add", "school@example.org", "刘芳")
    grant = ("account", "grant", "school@example.org", "school_officer")
    assert "is no cadre school" in run(*grant, "HD01", fails=True)
    run(*grant, "HDX")
    user = db.session.scalars(select(User)).one()
    assert [grant.role.value for grant in grants_of(user.id)] == ["school_officer"]


def test_another_password_ends_the_first(app: Flask, run, court: int):
    first = _password(run("account", "add", "clerk@court.example", "刘芳"))
    run("account", "grant", "clerk@court.example", "clerk", "HD01")
    second = _password(run("account", "password", "clerk@court.example"))
    assert first != second
    assert not _signs_in(app, first)
    assert _signs_in(app, second)


def test_nobody_gets_two_accounts_and_no_stranger_one(run):
    run("account", "add", "one@court.example", "刘芳")
    assert "already" in run("account", "add", "ONE@court.example", "刘芳", fails=True)
    assert "no account" in run("account", "close", "two@court.example", fails=True)
    assert "has the number 9" in run(
        "account", "add", "three@court.example", "王小明", "--person", "9", fails=True
    )


def _password(output: str) -> str:
    found = re.search(r"password: (\S+)", output)
    assert found is not None, output
    return found[1]


def _signs_in(app: Flask, password: str) -> bool:
    app.config["WTF_CSRF_ENABLED"] = False
    form = {"email": "clerk@court.example", "password": password}
    with app.test_client() as browser:
        answer = browser.post("/login", data=form)
        db.session.rollback()
        return answer.status_code in (302, 303)
