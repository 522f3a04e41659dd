"""What waits at a clerk's desk, as Today shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from app.accounts.terms import RoleKind
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.trials.replies_rules import Answer
from app.trials.service.changes import replace_today
from app.trials.service.replies import answer_by_phone
from app.trials.service.seats import give_up
from app.trials.terms import SeatState
from app.trials.today_replies import part
from tests.builders import Make
from tests.trials.cases import NOON, days
from tests.trials.desk_pages import clerk_at, press
from tests.trials.panels import a_drawn_panel, an_invited_panel, held


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def test_today_shows_the_next_step(app: Flask, make: Make):
    court, _, panel = a_drawn_panel(make)
    browser = clerk_at(app, make, court)
    desk = make.desk(court, RoleKind.CLERK)
    with app.test_request_context():
        told = [one.title for one in part(desk, NOON.date()).waiting]
    assert told == ["Send the invitations"]
    press(browser, f"/replies/{panel.uid}/invite")
    late = datetime(2026, 12, 4, 4, tzinfo=UTC)
    with clock.standing_at(late), app.test_request_context():
        found = part(desk, late.date())
        titles = [one.title for one in found.waiting]
        assert "Write down who sat on 2026-12-03" in titles
        assert all(one.late for one in found.waiting)
        assert found.week == {panel.days[0].day: 1}


def urgent(app: Flask, desk, at: datetime) -> list[str]:
    with clock.standing_at(at), app.test_request_context():
        db.session.expire_all()
        return [one.title for one in part(desk, at.date()).waiting if one.late]


def test_today_names_whom_to_call_before_it_is_too_late(app: Flask, make: Make):
    court, desk, panel = an_invited_panel(make, days=days(0, 1))
    one, two = held(panel)[1], held(panel)[2]
    deadline = two.answer_by
    assert deadline is not None
    with transaction():
        answer_by_phone(desk, one, Answer.YES)
    assert urgent(app, desk, deadline - timedelta(hours=3)) == []
    (line,) = urgent(app, desk, deadline - timedelta(minutes=50))
    assert line == f"{two.person.name} has little time left to answer: call now"
    with transaction():
        answer_by_phone(desk, two, Answer.YES)
    morning = datetime(2026, 12, 3, 0, tzinfo=UTC)  # 08:00, the panel sits at 09:00
    with clock.standing_at(morning), transaction():
        came = replace_today(desk, one, "fever")
    assert came is not None
    told = urgent(app, desk, morning)
    assert any(came.person.name in line and "call now" in line for line in told)
    with transaction():
        give_up(desk, came, SeatState.RELEASED, "term.length")
    left = f"{came.person.name} left seat 1, and nobody holds it"
    assert left in urgent(app, desk, morning)
    browser = clerk_at(app, make, court)
    with clock.standing_at(morning):
        page = browser.get("/").get_data(as_text=True)
        listed = page.count("<li>") - page[: page.index('class="figures"')].count("<li>")
        found = re.search(r"(\d+) things wait for you", page)
        assert found
        assert int(found[1]) == listed


def test_the_answers_awaited_are_the_same_number_on_both_pages(app: Flask, make: Make):
    court, desk, panel = an_invited_panel(make)
    browser, seat = clerk_at(app, make, court), held(panel)[1]
    with transaction():
        answer_by_phone(desk, seat, Answer.NOT_THEN, other_days=[date(2026, 12, 8)])
    today = browser.get("/").get_data(as_text=True)
    assert re.search(r"<b>1</b><span>answer awaited", today)
    assert "One answer is awaited" in browser.get("/replies").get_data(as_text=True)


def test_a_day_of_the_week_leads_to_its_hearings(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    browser = clerk_at(app, make, court)
    with clock.standing_at(datetime(2026, 12, 1, 4, tzinfo=UTC)):
        today = browser.get("/").get_data(as_text=True)
        assert 'href="/days/on/2026-12-03"' in today
        page = browser.get("/days/on/2026-12-03").get_data(as_text=True)
        assert "1 hearing on Thu 2026-12-03" in page
        assert panel.cases[0].number in page
        assert '<td data-label="Room">2</td>' in page
        assert "No hearing is set" in browser.get("/days/on/2026-12-04").get_data(as_text=True)
        assert browser.get("/days/on/nonsense").status_code == 404
        other = clerk_at(app, make, make.court())
        assert "No hearing is set" in other.get("/days/on/2026-12-03").get_data(as_text=True)
