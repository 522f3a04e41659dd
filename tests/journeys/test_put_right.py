"""What is put right: an import undone, a draw annulled and held again, a seat lost and filled."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import Page, expect

from app.accounts.terms import Desk
from app.shared.transactions import transaction
from app.trials.service.seats import invite_panel
from tests.builders import Make
from tests.journeys.conftest import Site, clock_wakes, faults_of, sits_down
from tests.journeys.court import CLERK, PASSWORD, PERSONNEL, make_court, make_officers
from tests.people.importing.sheets import applied, people, xlsx
from tests.trials.cases import NOON, TODAY, a_court
from tests.trials.panels import an_invited_panel, held, one_more

pytestmark = pytest.mark.journey


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """It is noon of the day on which panels are drawn."""
    with time_machine.travel(NOON, tick=True):
        yield


def bring_in(site: Site, desk: Desk, roll: bytes) -> str:
    """Apply a roll at a desk; return the address of the import."""
    with site.app.app_context():
        return f"{site.address}/imports/{applied(desk, roll).uid}"


def undo(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Undo this import").click()


def test_an_import_is_undone_until_something_rests_on_it(site: Site, page: Page):
    with site.app.app_context():
        make = Make()
        desk = make.desk(make_court(make))
    roll, someone = xlsx(people(10)), people(10)[3][0]
    sits_down(page, site, PERSONNEL, PASSWORD)
    undo(page, bring_in(site, desk, roll))
    expect(page.locator("h1")).to_contain_text("Undone: roll.xlsx")
    expect(page.get_by_role("status")).to_contain_text("the register is as it was before")
    page.goto(f"{site.address}/people?q={someone}")
    expect(page.locator("main")).to_contain_text("Nobody in the register is like this.")
    again = bring_in(site, desk, roll)
    page.goto(again)
    page.get_by_role("link", name=someone).click()
    page.get_by_role("link", name="Change contact").click()
    page.fill("[name=occupation]", "退休教师")
    page.get_by_role("button", name="Save").click()
    undo(page, again)
    expect(page.get_by_role("alert")).to_contain_text(someone)
    assert faults_of(page) == []
    page.goto(f"{site.address}/people?q={someone}")
    expect(page.get_by_role("link", name=someone, exact=True)).to_be_visible()


def draw_again(phone: Page) -> None:
    """From the annulment to the next attempt's result, as before."""
    phone.get_by_role("button", name="锁定名册").click()
    phone.fill("[name=contribution]", "161803")
    phone.get_by_role("button", name="抽取", exact=True).click()
    phone.wait_for_url("**/draw/result")


def read_as_a_stranger(page: Page, address: str) -> None:
    """The public record names both attempts, and each holds."""
    page.goto(address)
    expect(page.locator("h1")).to_contain_text("This draw holds")
    expect(page.get_by_role("heading", name=re.compile("All draws for"))).to_be_visible()
    assert faults_of(page) == []
    page.get_by_role("link", name="Draw no. 1").click()
    expect(page.locator("h1")).to_contain_text("This draw was annulled; its record holds")
    expect(page.locator("main")).to_contain_text("开庭日误填")


def annul(phone: Page, reason: str) -> None:
    phone.fill("[name=reason]", reason)
    phone.get_by_role("button", name="作废抽取").click()


def test_a_draw_is_annulled_and_held_again(site: Site, phone: Page, page: Page):
    with site.app.app_context():
        make = Make()
        court, _, panel = an_invited_panel(make)
        make_officers(make, court, "zh_Hans")
        address, drawn = f"{site.address}/panels/{panel.uid}", held(panel)[1].person
        mail, name = str(drawn.mail), drawn.name
    sits_down(phone, site, CLERK, PASSWORD)
    phone.goto(address)
    phone.get_by_role("link", name="作废", exact=True).click()
    annul(phone, f"{name}的开庭日误填")
    expect(phone.get_by_role("alert")).to_contain_text(name)
    assert faults_of(phone) == []
    annul(phone, "开庭日误填")
    expect(phone.locator("main")).to_contain_text("第 2 次抽取")
    assert faults_of(phone) == []
    clock_wakes(site)
    told = [str(one["Subject"]) for one in site.post.mails if mail in str(one["To"])]
    assert told == ["You need not come: the seat is given up"]
    draw_again(phone)
    link = phone.get_by_role("link", name="核验记录").get_attribute("href") or ""
    read_as_a_stranger(page, site.address + link)


def a_short_line(site: Site) -> list[str]:
    """Let a panel be asked that has one alternate; return the pages of its two members."""
    with site.app.app_context():
        make = Make()
        court, desk, _ = a_court(make)
        panel = one_more(desk, 1, line=1)
        with transaction():
            invite_panel(desk, panel)
        make_officers(make, court)
        return [f"{site.address}/people/{seat.person.uid}" for seat in held(panel).values()]


def end_the_tenure(page: Page, person: str) -> None:
    page.goto(person)
    page.get_by_role("link", name="End the tenure").click()
    page.fill("[name=last]", TODAY.isoformat())
    page.fill("[name=why]", "调离本市")
    page.get_by_role("button", name="End the tenure").click()


def find_a_bar(page: Page, person: str) -> None:
    page.goto(person)
    page.get_by_role("link", name="Record a check").first.click()
    page.select_option("[name=kind]", "criminal_punishment")
    page.get_by_label("Barred").check()
    page.fill("[name=source]", "公安机关")
    page.fill("[name=day]", TODAY.isoformat())
    page.get_by_role("button", name="Record the check").click()


def test_a_seat_lost_after_the_draw_is_filled(site: Site, page: Page):
    first, second = a_short_line(site)
    sits_down(page, site, PERSONNEL, PASSWORD)
    end_the_tenure(page, first)
    find_a_bar(page, second)
    clock_wakes(site)
    sits_down(page, site, CLERK, PASSWORD)
    page.get_by_role("link", name=re.compile("and nobody holds it")).first.click()
    expect(page.locator("h1")).to_have_text("A seat is open")
    left = page.get_by_role("region", name="Left a seat")
    expect(left).to_contain_text("Not in office on every sitting day")
    expect(left).to_contain_text("Barred in person, as checked last")
    assert faults_of(page) == []
    page.get_by_role("button", name="Go on down the drawn order").click()
    expect(page.locator("h1")).to_have_text("0 of 2 will come")
    page.get_by_role("link", name="Inbox").click()
    expect(page.get_by_text(re.compile("can no longer sit"))).to_have_count(2)
