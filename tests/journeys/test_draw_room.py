"""The draw room: one name each half second, in places that stand still; anyone may skip."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from app.draws.service import commit_days
from app.shared import clock
from app.shared.transactions import transaction
from app.trials.facts import DayWords
from app.trials.service.drawing import freeze_panel
from app.trials.terms import DayPart
from tests.builders import Make
from tests.journeys.conftest import Site, faults_of, sign_in
from tests.journeys.court import CLERK, PASSWORD, make_court
from tests.trials.cases import a_panel

pytestmark = pytest.mark.journey
NAMES = 6  # of two seats and four alternates
# The test is the page's clock: it lets the time between two names pass by itself.
BY_HAND = """window.setInterval = (turn, after) => { window.turn = turn; window.after = after; };
window.clearInterval = () => { window.turn = null; };"""


@pytest.fixture
def frozen(site: Site) -> str:
    """The address of a panel whose roll is frozen."""
    with site.app.app_context():
        make = Make()
        court = make_court(make)
        make.assessors(court, make.roll(court), 12, until=None)
        own, today = make.desk(court), clock.today()
        days = (DayWords(today + timedelta(days=21), DayPart.WHOLE, "09:00"),)
        with transaction():
            commit_days(court.id, today, 1)
            panel = a_panel(own, case={"filed": today}, days=days)
            freeze_panel(own, panel, {})
            return f"{site.address}/panels/{panel.uid}/draw/open"


def draw(page: Page, site: Site, address: str) -> None:
    """Sign in and draw."""
    sign_in(page, site, CLERK, PASSWORD)
    page.goto(address)
    page.fill("[name=contribution]", "271828")
    page.get_by_role("button", name="Draw", exact=True).click()
    page.wait_for_url("**/draw/result")


def seen(page: Page) -> int:
    """Return how many names can be seen."""
    return page.locator(".drawn b:visible").count()


def places(page: Page) -> list[object]:
    """Return where everything in the list of names stands."""
    return page.eval_on_selector_all(
        "#names, .drawn, .drawn *", "all => all.map(e => Object.values(e.getBoundingClientRect()))"
    )


def test_one_name_each_half_second_and_nothing_moves(site: Site, page: Page, frozen: str):
    page.add_init_script(BY_HAND)
    draw(page, site, frozen)
    assert seen(page) == 0
    before = places(page)
    for number in range(1, NAMES):
        page.evaluate("turn()")
        assert seen(page) == number
        expect(page.locator("[role=log] p")).to_have_count(number)
        assert places(page) == before
    assert faults_of(page) == []
    assert page.evaluate("after") == 500
    page.evaluate("turn()")
    assert (seen(page), page.evaluate("turn")) == (NAMES, None)
    assert places(page) == before
    expect(page.get_by_role("button", name="Show all at once (Esc)")).to_be_hidden()
    page.reload()
    assert seen(page) == NAMES  # though no time has passed


@pytest.mark.parametrize("key", ["Escape", "Enter", "Space"])
def test_a_key_skips(site: Site, page: Page, frozen: str, key: str):
    page.add_init_script(BY_HAND)
    draw(page, site, frozen)
    assert seen(page) == 0
    page.keyboard.press(key)
    assert seen(page) == NAMES
    expect(page.locator("[role=log] p")).to_have_count(NAMES)
    expect(page.get_by_role("heading", name="Drawn into the seats")).to_be_focused()


def test_less_motion_shows_all_at_once(site: Site, page: Page, frozen: str):
    page.emulate_media(reduced_motion="reduce")
    draw(page, site, frozen)
    assert seen(page) == NAMES
    expect(page.get_by_role("button", name="Show all at once (Esc)")).to_be_hidden()


def test_without_scripts_all_stand_there_at_once(site: Site, browser: Browser, frozen: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    draw(page, site, frozen)
    assert seen(page) == NAMES
    context.close()
