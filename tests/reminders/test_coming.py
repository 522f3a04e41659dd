"""The screen of reminders shows the next seven days of one court and writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from flask import Flask

from app.accounts.terms import RoleKind
from app.messages.terms import Notice
from app.shared import clock
from app.shared.collected import Collected
from tests.builders import Make
from tests.messages.conftest import Notices, Visits, rows

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_who_gets_what_in_the_next_seven_days(app: Flask, make: Make, visits: Visits):
    own, other = make.court(), make.court()
    asked: list[int | None] = []

    def every_day(day: date) -> Iterable[Notice]:
        for court in (own, other):
            yield Notices(court.id)(court.id, due_day=day, title=f"{court.id} on {day}")

    def of_one_body(day: date, body_id: int | None = None) -> Iterable[Notice]:
        asked.append(body_id)
        return ()

    app.extensions["collected"] = Collected(messages=(every_day, of_one_body))
    make.signed_in(visits.client, make.user(own, RoleKind.CLERK))
    page = visits.get("/reminders/").text
    today = clock.today()
    days = [today + timedelta(days=n) for n in range(8)]
    assert [f"{own.id} on {day}" in page for day in days] == [True] * 7 + [False]
    assert f"{other.id} on" not in page
    assert "7 messages go out in the next seven days" in page
    assert asked == [own.id] * 7
    assert rows() == []


def test_what_is_told_once_a_week_stands_on_one_day(app: Flask, make: Make, visits: Visits):
    own = make.court()

    def weekly(day: date) -> Iterable[Notice]:
        yield Notices(own.id)(own.id, due_day=date(2026, 11, 2), title="caps come near")

    app.extensions["collected"] = Collected(messages=(weekly,))
    make.signed_in(visits.client, make.user(own, RoleKind.CLERK))
    assert visits.get("/reminders/").text.count("caps come near") == 1


def test_a_week_without_reminders_says_so(app: Flask, make: Make, visits: Visits):
    app.extensions["collected"] = Collected()
    make.signed_in(visits.client, make.user(make.court(), RoleKind.INSPECTOR))
    assert "Nothing is to be told" in visits.get("/reminders/").text
