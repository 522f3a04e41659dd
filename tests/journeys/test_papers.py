"""Papers, as they are used: a letter is printed, its mark read by a phone and answered; the parties
are told; who sat is written down, and the sheet to sign says it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Page, expect

from app.shared.transactions import transaction
from app.trials.models import Panel
from app.trials.replies_rules import Answer
from app.trials.seat_queries import panel_by_uid
from app.trials.service.replies import answer_by_phone
from app.trials.service.seats import invite_panel
from tests.builders import Make
from tests.journeys.conftest import Site, clock_wakes, faults_of, sits_down
from tests.journeys.court import CLERK, PASSWORD, make_officers
from tests.journeys.paper import marks_of, printed, text_of
from tests.trials.cases import FIRST, NOON
from tests.trials.panels import a_drawn_panel, held

pytestmark = pytest.mark.journey
EVENING = datetime(2026, 12, 3, 10, tzinfo=UTC)  # of the sitting day, six o'clock in the court
TELL = "Tell the parties who sits, and when"


@pytest.fixture
def panel(site: Site) -> str:
    """A panel whose first member has no mail and the second will come, as he said by phone."""
    with time_machine.travel(NOON, tick=True), site.app.app_context():
        make = Make()
        court, desk, panel = a_drawn_panel(make)
        by_letter, by_mail = held(panel)[1].person, held(panel)[2]
        by_letter.mail, by_letter.language, by_letter.name = None, "zh_Hans", "王𬍛"
        make_officers(make, court)
        with transaction():
            invite_panel(desk, panel)
            answer_by_phone(desk, by_mail, Answer.YES, "")
        return panel.uid


def member(site: Site, panel: str, seat: int) -> tuple[str, str]:
    """Return the name of who holds a seat, and the last four digits of the phone."""
    with site.app.app_context():
        person = held(_panel(panel))[seat].person
        return person.name, person.phone_last4


def _panel(uid: str) -> Panel:
    found = panel_by_uid(uid)
    assert found is not None
    return found


def print_the_letter(page: Page, site: Site) -> bytes:
    """From Today to the letter, as a clerk goes."""
    sits_down(page, site, CLERK, PASSWORD)
    page.get_by_role("link", name="1 letter to print").first.click()
    return printed(page, "Print letters and call sheets")


def answer_as_the_mark_leads(phone: Page, letter: bytes, name: str, digits: str) -> None:
    """Scan the mark of a letter, type the digits, wrong ones first: I will come."""
    assert name in text_of(letter)
    [address] = marks_of(letter)
    phone.goto(address)
    phone.fill("#digits", "0000")
    phone.get_by_role("button", name="我能参加").click()
    expect(phone.locator("main")).to_contain_text("数字有误")
    assert faults_of(phone) == []
    phone.fill("#digits", digits)
    phone.get_by_role("button", name="我能参加").click()
    expect(phone.locator("main")).to_contain_text("收到你的答复")


def tell_the_parties(page: Page, site: Site, *members: str) -> None:
    """What waits on Today goes when its button is pressed."""
    page.goto(site.address)
    page.get_by_role("link", name=TELL, exact=True).click()
    expect(page.locator("main")).to_contain_text("the parties have not been told")
    expect(page.get_by_role("button", name="Print letters")).to_have_count(0)
    assert ", ".join(members) in text_of(printed(page, "Print the notice to the parties"))
    page.go_back()
    page.get_by_role("button", name="The parties are told").click()
    expect(page.locator("main")).to_contain_text("The parties were told on Mon 2026-11-02")
    expect(page.get_by_role("button", name="The parties are told")).to_have_count(0)
    assert faults_of(page) == []
    page.goto(site.address)
    expect(page.get_by_role("link", name=TELL)).to_have_count(0)


def record_the_day(page: Page, first: str, second: str) -> bytes:
    """The first sat half the day, the second all of it; return the sheet that both sign."""
    page.get_by_role("link", name=f"Write down who sat on {FIRST}", exact=True).click()
    page.get_by_role("group", name=first).get_by_label("half a day").check()
    page.get_by_role("group", name=first).get_by_label("Note").fill("下午请假")
    assert page.get_by_role("group", name=second).get_by_label("the whole day").is_checked()
    page.get_by_role("button", name="Write down who sat").click()
    page.get_by_role("link", name=f"Who sat on {FIRST}").click()
    assert page.get_by_role("group", name=first).get_by_label("half a day").is_checked()
    assert faults_of(page) == []
    return printed(page, "Print the sheet")


def test_from_the_letter_to_the_signed_sheet(site: Site, page: Page, phone: Page, panel: str):
    first, digits = member(site, panel, 1)
    second, _ = member(site, panel, 2)
    with time_machine.travel(NOON, tick=True) as time:
        answer_as_the_mark_leads(phone, print_the_letter(page, site), first, digits)
        tell_the_parties(page, site, first, second)
        time.move_to(EVENING)
        clock_wakes(site)
        sits_down(page, site, CLERK, PASSWORD)
        sheet = text_of(record_the_day(page, first, second)).splitlines()
        assert "Sitting Thu 3 December 2026 at 09:00, the whole day, room 2" in sheet
        assert f"1 {first} 0.5 下午请假" in sheet
        assert f"2 {second} 1" in sheet
