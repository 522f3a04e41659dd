"""Tries of a password: slowed by account and address, and nobody locks another person out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts import tries
from app.accounts.models import User
from app.accounts.terms import RoleKind
from app.accounts.tries import ACCOUNT, ADDRESS, COOKIE, HERE
from app.reminders.process import ClockProcess
from app.shared import clock
from app.shared.db import db
from app.shared.limits import TryCount
from app.shared.transactions import transaction
from tests.builders import Make
from tests.trials.cases import NOON

RIGHT, WRONG = "the right password", "a wrong password"
COURT, STRANGER = "198.51.100.7", "203.0.113.9"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def user(app: Flask, make: Make) -> User:
    """A clerk with a password."""
    return make.user(make.court(), RoleKind.CLERK, password=hash_password(RIGHT), active=True)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let the wide limits end after a few misses: each costs a password's hash."""
    for limit in (ADDRESS, ACCOUNT):
        name = limit.name.partition(".")[2].upper()
        monkeypatch.setattr(tries, name, replace(limit, free=4))
    return 4


def sign_in(
    client: FlaskClient, email: str, password: str, address: str = COURT, **more: object
) -> TestResponse:
    """Send the form of the sign-in page from an address."""
    data = {"email": email, "password": password}
    return client.post("/login", data=data, environ_base={"REMOTE_ADDR": address}, **more)


def miss(app: Flask, email: str, times: int, address: str = COURT) -> list[int]:
    """Try a wrong password several times from a browser that nobody knows."""
    return [sign_in(app.test_client(), email, WRONG, address).status_code for _ in range(times)]


def count(app: Flask, client: FlaskClient) -> dict[str, int]:
    """Return what is counted, by limit."""
    db.session.rollback()
    db.session.expire_all()
    return {row.what: row.number for row in db.session.scalars(select(TryCount))}


def test_after_five_misses_one_waits_longer_each_time_then_the_right_one_works(
    app: Flask, client: FlaskClient, user: User
):
    email = user.email
    assert miss(app, email, 5) == [200] * 5
    answer = sign_in(client, email, RIGHT)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert "the next one has to wait: 1 minute." in answer.get_data(as_text=True)
    assert client.get("/account").status_code == 302  # signed in by nothing
    with clock.standing_at(NOON + MINUTE):
        assert miss(app, email, 2) == [200, 429]
        page = sign_in(client, email, RIGHT).get_data(as_text=True)
        assert "the next one has to wait: 2 minutes." in page
    with clock.standing_at(NOON + 3 * MINUTE):
        assert sign_in(client, email, RIGHT).status_code == 302
    assert client.get("/account").status_code == 200
    assert count(app, client)["sign_in.here"] == 0  # he begins anew


def test_the_page_speaks_the_readers_language(app: Flask, client: FlaskClient, user: User):
    email = user.email
    miss(app, email, 6)
    client.get("/language/zh_Hans")
    page = sign_in(client, email, RIGHT).get_data(as_text=True)
    assert 'lang="zh-Hans"' in page
    assert "1 分钟" in page


def test_nobody_locks_out_who_signs_in_from_elsewhere_or_from_his_own_browser(
    app: Flask, client: FlaskClient, user: User
):
    email = user.email
    assert sign_in(client, email, RIGHT).status_code == 302
    client.post("/logout")
    assert miss(app, email, 6) == [200] * 5 + [429]  # a colleague, at the same address
    assert sign_in(app.test_client(), email, RIGHT).status_code == 429
    assert sign_in(app.test_client(), email, RIGHT, STRANGER).status_code == 302
    assert sign_in(client, email, RIGHT).status_code == 302  # his own browser


def test_a_browser_that_an_account_knows_has_its_own_five(
    app: Flask, client: FlaskClient, user: User
):
    email = user.email
    sign_in(client, email, RIGHT)
    client.post("/logout")
    codes = [sign_in(client, email, WRONG).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]
    assert sign_in(app.test_client(), email, RIGHT).status_code == 302


def test_a_mark_is_of_one_account_and_is_not_forged(
    app: Flask, make: Make, client: FlaskClient, user: User
):
    other = make.user(make.court(), RoleKind.CLERK, password=hash_password(RIGHT), active=True)
    email, other_email, account = user.email, other.email, f"user:{user.id}"
    sign_in(client, other_email, RIGHT)
    client.post("/logout")
    miss(app, email, 5)
    assert sign_in(client, email, RIGHT).status_code == 429
    forged = app.test_client()
    forged.set_cookie(COOKIE, f'{{"{account}":"x"}}.c2lnbmVk')
    assert sign_in(forged, email, RIGHT).status_code == 429


def test_one_address_that_tries_many_accounts_waits(
    app: Flask, client: FlaskClient, user: User, soon: int
):
    email = user.email
    for n in range(soon):
        assert miss(app, f"nobody{n}@example.org", 1, STRANGER) == [200]
    assert sign_in(client, email, RIGHT, STRANGER).status_code == 429
    assert sign_in(client, email, RIGHT, COURT).status_code == 302


def test_who_comes_without_an_address_of_his_own_is_not_mixed_with_all_others(
    app: Flask, client: FlaskClient, user: User, soon: int
):
    email = user.email
    for n in range(soon + 1):
        miss(app, f"nobody{n}@example.org", 1, "127.0.0.1")
    assert sign_in(client, email, RIGHT, "127.0.0.1").status_code == 302


def test_an_account_tried_from_everywhere_waits_but_not_where_its_owner_was(
    app: Flask, client: FlaskClient, user: User, soon: int
):
    email = user.email
    sign_in(client, email, RIGHT, COURT)
    for n in range(soon):
        assert miss(app, email, 1, f"203.0.113.{n}") == [200]
    assert miss(app, email, 1, "192.0.2.1") == [429]
    assert sign_in(app.test_client(), email, RIGHT, COURT).status_code == 302


@pytest.mark.parametrize("written", ["{EMAIL}", "{local}@EXAMPLE.org"])
def test_an_account_is_one_however_it_is_written(
    app: Flask, client: FlaskClient, user: User, written: str
):
    email = user.email
    miss(app, email, 5)
    asked = written.format(EMAIL=email.upper(), local=email.split("@")[0])
    assert sign_in(client, asked, RIGHT).status_code == 429


def test_whatever_the_answer_a_try_is_counted(app: Flask, client: FlaskClient, user: User):
    email = user.email
    bodies = [{"email": email, "password": WRONG}, {"email": [email], "password": [WRONG]}] * 3
    codes = [client.post("/login", json=body).status_code for body in bodies]
    assert codes == [400] * 5 + [429]
    assert sign_in(client, email, RIGHT, "127.0.0.1").status_code == 429
    assert client.post("/login", json=["no form"]).status_code == 400


def test_what_looks_at_no_password_is_no_try(app: Flask, client: FlaskClient, user: User):
    email = user.email
    for _ in range(6):
        assert sign_in(client, email, "").status_code == 200
        assert sign_in(client, "no address", WRONG).status_code == 200
    assert count(app, client) == {}


def test_the_password_that_holds_now_is_counted_where_it_is_changed(
    app: Flask, client: FlaskClient, user: User
):
    email, address = user.email, {"environ_base": {"REMOTE_ADDR": COURT}}
    sign_in(client, email, RIGHT)

    def change(now: str, new: str) -> TestResponse:
        data = {"password": now, "new_password": new, "new_password_confirm": new}
        return client.post("/change", data=data, **address)

    for _ in range(6):
        assert change(RIGHT, "short").status_code == 200  # right, though the new one is too short
    assert [change(WRONG, "another password").status_code for _ in range(6)] == [200] * 5 + [429]
    assert client.post("/verify", data={"password": RIGHT}, **address).status_code == 429
    with clock.standing_at(NOON + MINUTE):
        assert client.post("/verify", data={"password": RIGHT}, **address).status_code == 302
        assert change(RIGHT, "another password").status_code == 302


def test_the_clock_removes_what_is_over(app: Flask, client: FlaskClient, user: User):
    miss(app, user.email, 3)
    assert count(app, client)["sign_in.here"] == 3
    process = ClockProcess(app, holder="the clock")
    with clock.standing_at(NOON + HERE.after + MINUTE):
        process.renew()
        process.clean()
    assert count(app, client) == {}


def test_who_is_counted_is_not_readable(app: Flask, client: FlaskClient, user: User):
    miss(app, user.email, 1)
    with transaction("read"):
        rows = db.session.scalars(select(TryCount)).all()
        assert {re.fullmatch(r"[0-9a-f]{64}", row.who) is not None for row in rows} == {True}
