"""The inbox holds what was told to a user and to his desks, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask_babel import gettext
from sqlalchemy import event

from app.accounts.recipients import desk_recipients, user_recipient
from app.accounts.terms import RoleKind
from app.messages.service import tell
from app.messages.terms import Notice, Recipient
from app.messages.writing import absolute, in_language, path_to
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from tests.builders import Make
from tests.messages.conftest import Notices, Visits, rows

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def to(key: str, notice: Notices, number: int = 1) -> Notice:
    """Return a notice to a recipient without an address."""
    return notice(number, recipient=Recipient(key, "刘芳", "en"), title=f"Told {number}")


def told(*notices: Notice) -> None:
    """Tell in a transaction of its own."""
    with transaction():
        tell(notices)


def test_one_sees_what_was_told_to_him_and_to_his_desks(app: Flask, make: Make, visits: Visits):
    court = make.court()
    notice, user = Notices(court.id), make.user(court, RoleKind.CLERK)
    make.signed_in(visits.client, user)
    told(
        to(f"user:{user.id}", notice, 1),
        to(f"desk:{court.id}:clerk", notice, 2),
        to(f"desk:{court.id}:president", notice, 3),
        to(f"user:{user.id + 1}", notice, 4),
    )
    page = visits.get("/inbox/").text
    assert "2 messages are unread" in page
    assert [f"Told {n}" in page for n in (1, 2, 3, 4)] == [True, True, False, False]
    assert "Mail is not set up here" in page
    assert "{link}" not in page


def test_what_is_read_leaves_the_unread_and_stays_among_all(app: Flask, make: Make, visits: Visits):
    court = make.court()
    user, other = make.user(court, RoleKind.CLERK), make.user(court, RoleKind.CLERK)
    notice = Notices(court.id)
    told(*(to(f"user:{user.id}", notice, n) for n in (1, 2, 3)))
    first = rows()[0].uid
    make.signed_in(visits.client, other)
    visits.post(f"/inbox/{first}/read")
    assert rows()[0].read_at is None
    make.signed_in(visits.client, user)
    answer = visits.post(f"/inbox/{first}/read", show="all")
    assert answer.location == "/inbox/?show=all"
    assert "Told 1" not in visits.get("/inbox/").text
    assert "Told 1" in visits.get("/inbox/?show=all").text
    visits.post("/inbox/read")
    assert "Everything is read" in visits.get("/inbox/").text


def test_pages_follow_each_other_without_gap_or_double(app: Flask, make: Make, visits: Visits):
    court = make.court()
    user = make.user(court, RoleKind.CLERK)
    notice = Notices(court.id)
    for n in range(65):
        with clock.standing_at(clock.now() - timedelta(hours=n // 2)):  # pairs at one moment
            told(to(f"user:{user.id}", notice, n))
    make.signed_in(visits.client, user)
    found: list[str] = []
    link: str | None = "/inbox/"
    while link:
        page = visits.get(link).text
        found += [part.split("</a>")[0] for part in page.split(">Told ")[1:]]
        link = None
        if ">Next<" in page:
            link = page.split(">Next<")[0].rsplit('href="', 1)[1].split('"')[0]
            link = link.replace("&amp;", "&")
    assert len(found) == 65
    assert set(found) == {str(n) for n in range(65)}


def test_the_number_of_statements_does_not_grow(app: Flask, make: Make, visits: Visits):
    court = make.court()
    user = make.user(court, RoleKind.CLERK)
    make.signed_in(visits.client, user)
    counted: list[str] = []

    def count(*given: object) -> None:
        counted.append(str(given[2]))

    visits.get("/inbox/")  # what is kept of the bodies is found once
    event.listen(db.engine, "before_cursor_execute", count)
    numbers = []
    for some in (range(2), range(2, 30)):
        told(*(to(f"user:{user.id}", Notices(court.id), n) for n in some))
        counted.clear()
        visits.get("/inbox/")
        numbers.append(len(counted))
    event.remove(db.engine, "before_cursor_execute", count)
    assert numbers[0] == numbers[1] <= 30


def test_desk_recipients_are_those_who_hold_the_role_today(app: Flask, make: Make):
    court, other = make.court(), make.court()
    clerk = make.user(court, RoleKind.CLERK, language="zh_Hans")
    make.user(court, RoleKind.PRESIDENT)
    make.user(other, RoleKind.CLERK)
    gone = make.user(court, RoleKind.CLERK, active=False)
    assert gone.id
    found = desk_recipients(court.id, RoleKind.CLERK)
    assert found == [user_recipient(clerk)]
    assert found[0].language == "zh_Hans"
    assert replace(found[0], mail="").mail == ""


def test_a_reader_is_written_to_in_his_language_outside_of_a_request(app: Flask):
    with in_language("zh_Hans"):
        first = gettext("Sign in")
        with in_language("en"):
            assert gettext("Sign in") == "Sign in"
        assert gettext("Sign in") == first
    app.config["SITE"] = "https://court.example/"
    path = path_to("inbox.inbox", show="all")
    assert path == "/inbox/?show=all"
    assert absolute(path) == "https://court.example/inbox/?show=all"
    assert absolute("https://elsewhere.example/x") == "https://elsewhere.example/x"
