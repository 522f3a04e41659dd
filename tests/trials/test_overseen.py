"""Who oversees courts finds on Today which of them are late, and the days one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from app.accounts.terms import Desk, RoleKind
from app.bodies.models import Body, BodyLink, Succession
from app.bodies.terms import BodyKind, LinkKind, SuccessionKind
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.trials import today, today_overseen, today_replies
from app.trials.models import Panel
from app.trials.queries import hearings, overseen
from app.trials.queries.overseen import late_courts, late_days
from app.trials.service.days import Presence, record_day
from app.trials.terms import PanelState
from tests.builders import Make
from tests.trials.cases import FIRST, NOON, TODAY, days
from tests.trials.panels import a_browser, an_invited_panel, held
from tests.trials.screens.forms import statements

AFTER = NOON + timedelta(days=40)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day on which the panels were invited."""
    with clock.standing_at(NOON):
        yield


def two_courts(make: Make) -> tuple[Body, Body, Body]:
    """Return a high court and two under it, with two late days in the one and one in the other."""
    high = make.court(kind=BodyKind.HIGH, name_en="High Court")
    one, _, _ = an_invited_panel(make, days=days(0, 1))
    two, _, _ = an_invited_panel(make, days=days(0))
    elsewhere, _, _ = an_invited_panel(make, days=days(0))
    for court, name in ((one, "One"), (two, "Two"), (elsewhere, "Elsewhere")):
        court.name_en = f"Court {name}"
    since = TODAY - timedelta(days=400)
    link = {"to_id": high.id, "kind": LinkKind.HIGHER, "since": since}
    make.add(BodyLink(body_id=one.id, **link), BodyLink(body_id=two.id, **link))
    return high, one, two


def test_late_days_are_counted_by_court_and_a_recorded_one_is_not(app: Flask, make: Make):
    high, one, two = two_courts(make)
    assert late_courts(high.id, clock.today()) == []
    with clock.standing_at(AFTER):
        today = clock.today()
        assert [(c.court.id, c.days) for c in late_courts(high.id, today)] == [
            (one.id, 2),
            (two.id, 1),
        ]
        day = late_days(two.id, today)[0][0]
        with transaction():
            record_day(make.desk(two), day, {held(day.panel)[1].id: Presence(2)})
        assert [c.court.id for c in late_courts(high.id, today)] == [one.id]


def test_what_a_court_that_merged_left_open_is_still_overseen(app: Flask, make: Make):
    high, one, two = two_courts(make)
    gone = TODAY + timedelta(days=30)
    db.session.query(BodyLink).filter_by(body_id=two.id).update({"until": gone})
    merged = {"kind": SuccessionKind.MERGED, "on": gone + timedelta(days=1)}
    make.add(Succession(before_id=two.id, after_id=one.id, **merged))
    with clock.standing_at(AFTER):
        late = {court.court.id: court.days for court in late_courts(high.id, clock.today())}
        assert late == {one.id: 2, two.id: 1}
        assert len(late_days(two.id, clock.today(), alone=True)[0]) == 1


def test_the_list_goes_on_by_pages(app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch):
    high, _, _ = two_courts(make)
    monkeypatch.setattr(overseen, "PAGE", 2)
    with clock.standing_at(AFTER):
        first, more = late_days(high.id, clock.today())
        assert (len(first), more) == (2, True)
        last = (first[-1].day, first[-1].id)
        rest, more = late_days(high.id, clock.today(), last)
    assert (len(rest), more) == (1, False)
    assert len({day.id for day in (*first, *rest)}) == 3


def test_an_inspector_sees_his_courts_and_no_others(app: Flask, make: Make):
    high, one, _ = two_courts(make)
    elsewhere = db.session.query(Body).filter_by(name_en="Court Elsewhere").one()
    browser = a_browser(app)
    make.signed_in(browser, make.user(high, RoleKind.INSPECTOR))
    with clock.standing_at(AFTER):
        today = browser.get("/").text
        assert "Court One: 2 sitting days are not written down" in today
        assert "Elsewhere" not in today
        page = browser.get(f"/days/late?court={one.code}").text
        assert page.count("Court One") >= 2
        assert "Court Two" not in page
        own = browser.get(f"/days/late?court={high.code}").text
        assert "Court One" not in own  # what Today counts of a court is its own
        assert browser.get(f"/days/late?court={elsewhere.code}").status_code == 404
        assert browser.get("/days/late?after=nonsense~x").status_code == 200


def shown(app: Flask, desk: Desk, day: date) -> tuple[dict[str, int], dict[date, int]]:
    """Return the figures of cases on Today by their names, and the week."""
    with app.test_request_context():
        parts = [one.part(desk, day) for one in (today, today_replies, today_overseen)]
    figures = {figure.label: figure.number for part in parts for figure in part.figures}
    return figures, {on: n for part in parts for on, n in part.week.items()}


def test_the_figures_and_the_week_are_of_all_courts_that_are_overseen(app: Flask, make: Make):
    high, one, two = two_courts(make)
    panels = db.session.query(Panel).filter(Panel.body_id.in_((one.id, two.id))).all()
    asked = sum(len(held(panel)) for panel in panels)
    for role in (RoleKind.INSPECTOR, RoleKind.PRESIDENT):
        figures, week = shown(app, make.desk(high, role), FIRST)
        assert (figures["answers awaited"], week[FIRST]) == (asked, 2)
    figures, week = shown(app, make.desk(two, RoleKind.PRESIDENT), FIRST)
    assert (figures["answers awaited"], week) == (len(held(panels[-1])), {FIRST: 1})
    figures, week = shown(app, make.desk(high, RoleKind.PRESIDENT, RoleKind.CLERK), FIRST)
    assert (figures["answers awaited"], week) == (0, {})  # a clerk is shown his own court's work
    panels[0].state = PanelState.REQUESTED
    db.session.commit()
    assert shown(app, make.desk(high, RoleKind.PRESIDENT), FIRST)[0]["panel to be drawn"] == 1
    assert "panel to be drawn" not in shown(app, make.desk(high, RoleKind.INSPECTOR), FIRST)[0]


def test_what_the_figures_lead_to_lists_the_same(
    app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch
):
    high, one, two = two_courts(make)
    numbers = [panel.cases[0].number for panel in db.session.query(Panel).order_by(Panel.id)]
    browser = a_browser(app)
    make.signed_in(browser, make.user(high, RoleKind.INSPECTOR))
    board, on = browser.get("/replies").text, browser.get(f"/days/on/{FIRST}").text
    for page in (board, on):
        assert [court in page for court in (one.name_en, two.name_en)] == [True, True]
        assert "Court Elsewhere" not in page
    assert "every 15s" not in board
    assert "2 hearings on" in on
    assert numbers[0] in board
    monkeypatch.setattr(hearings, "PAGE", 1)
    first = browser.get(f"/days/on/{FIRST}").text
    following = re.findall(r'href="(/days/on/[^"]*after=[^"]*)"', first)[0].replace("&amp;", "&")
    second = browser.get(following).text
    assert "2 hearings on" in first
    assert (two.name_en in first, two.name_en in second) == (False, True)
    assert browser.get(f"/days/on/{FIRST}?after=no~mark").status_code == 200


def test_today_of_an_inspector_asks_no_more_with_more_courts(app: Flask, make: Make):
    high, _, _ = two_courts(make)
    browser = a_browser(app)
    make.signed_in(browser, make.user(high, RoleKind.INSPECTOR))
    pages = ("/", "/replies", f"/days/on/{FIRST}")
    few = [statements(browser, page) for page in pages]
    since = TODAY - timedelta(days=400)
    for _ in range(3):
        court, _, _ = an_invited_panel(make, days=days(0))
        make.add(BodyLink(body_id=court.id, to_id=high.id, kind=LinkKind.HIGHER, since=since))
    assert [statements(browser, page) for page in pages] == few
