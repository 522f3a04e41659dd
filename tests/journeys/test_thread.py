"""The first thread, as its people walk it: from a court's own sheet to a counted day in court."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page, expect

from app.shared import clock
from tests.builders import Make
from tests.journeys.conftest import ROOT, Site, clock_wakes, faults_of, sign_in
from tests.journeys.court import CLERK, PASSWORD, PERSONNEL, make_court, people, roll_sheet

pytestmark = pytest.mark.journey
MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # half past nine in the court
FIRST, SECOND, THIRD = date(2026, 12, 8), date(2026, 12, 9), date(2026, 12, 10)
NUMBER = "（2026）临0101刑初318号"


def bring_in_the_roll(page: Page, site: Site, tmp_path: Path) -> None:
    sheet = tmp_path / "名册.xlsx"
    sheet.write_bytes(roll_sheet(30, clock.today()))
    sign_in(page, site, PERSONNEL, PASSWORD)
    page.get_by_role("link", name="Bring in the roll").click()
    assert faults_of(page) == []
    page.set_input_files("#file", sheet)
    page.get_by_role("button", name="Upload and check").click()
    if page.get_by_role("button", name="Check the rows").count():
        assert faults_of(page) == []
        page.get_by_role("button", name="Check the rows").click()
    expect(page.get_by_role("button", name="Apply 30 changes")).to_be_visible()
    assert faults_of(page) == []
    with page.expect_download() as wrong:
        page.get_by_role("link", name=re.compile("wrong rows with their reasons")).click()
    assert wrong.value.suggested_filename.endswith(".xlsx")
    for reason in page.locator("input[name^='waive:']").all():
        reason.fill("known to the court")
    page.get_by_role("button", name="Apply 30 changes").click()
    expect(page.locator("h1")).to_contain_text("In the register")


def find_a_person(page: Page) -> None:
    someone = people(30)[4]
    page.fill("#find", someone.id_number[-4:])
    page.press("#find", "Enter")
    expect(page.locator("main")).to_contain_text(someone.name)
    assert faults_of(page) == []
    page.locator("main").get_by_role("link", name=someone.name).first.click()
    expect(page.locator("h1")).to_contain_text(someone.name)
    expect(page.locator("main")).to_contain_text("3")
    assert faults_of(page) == []


def enter_case_and_panel(page: Page, site: Site) -> None:
    sign_in(page, site, CLERK, PASSWORD)
    page.get_by_role("link", name="New case").click()
    page.fill("[name=number]", NUMBER)
    page.fill("[name=filed]", "2026.11.9")
    page.select_option("[name=matter]", "criminal")
    page.fill("[name=nature]", "交通肇事罪")
    page.check("input[value=ten_years_major]")
    page.select_option("[name=parties-0-role]", "accused")
    page.fill("[name=parties-0-name]", "钱大海")
    whose = page.locator("[name=kin-0-party]")
    assert whose.locator("option:checked").text_content() == "1 钱大海"
    assert whose.locator("option[hidden]").count() == whose.locator("option").count() - 1
    assert faults_of(page) == []
    page.get_by_role("button", name="Enter the case").click()
    page.get_by_role("link", name=re.compile("panel", re.I)).first.click()
    expect(page.locator("main")).to_contain_text("Art 16")
    page.fill("[name=presiding]", "周文")
    for n, day in enumerate((FIRST, SECOND)):
        page.fill(f"[name=days-{n}-day]", day.isoformat())
        page.select_option(f"[name=days-{n}-part]", "whole")
        page.fill(f"[name=days-{n}-begins]", "09:00")
    assert faults_of(page) == []
    page.get_by_role("button", name="Request the panel").click()


def draw(page: Page, site: Site, tmp_path: Path) -> None:
    expect(page.locator("main")).to_contain_text("30 can be drawn, 0 cannot")
    assert faults_of(page) == []
    page.get_by_role("button", name="Freeze the roll").click()
    expect(page.locator("h1")).to_contain_text("is frozen")
    assert faults_of(page) == []
    page.check("input[name=how] >> nth=0")
    page.fill("[name=contribution]", "271828")
    page.get_by_role("button", name="Draw", exact=True).click()
    expect(page.locator("h1")).to_contain_text("is drawn")
    assert faults_of(page) == []
    verify_as_a_stranger(page, site, tmp_path)
    page.get_by_role("button", name="Send the invitations").click()


def verify_as_a_stranger(page: Page, site: Site, tmp_path: Path) -> None:
    link = page.get_by_role("link", name="Verify the record").get_attribute("href") or ""
    answer = page.request.get(f"{site.address}{link}.json")
    assert answer.ok
    assert "钱大海" not in answer.text()
    kept = tmp_path / "record.json"
    kept.write_bytes(answer.body())
    command = [sys.executable, "docs/verify_draw.py", str(kept)]
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 0
    kept.write_bytes(answer.body().replace(b"271828", b"271829"))
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 1


def answer_on_phones(phone: Page, site: Site, asked: set[str], one_cannot: bool = False) -> None:
    """Everybody who has a new link answers it; the first one cannot, where that is wanted."""
    known = {one.mail or f"m{one.number}@example.org": one for one in people(30)}
    clock_wakes(site)
    for mail, one in known.items():
        links = [link for link in site.post.links_to(mail) if "/a/" in link]
        if not links or links[-1] in asked:
            continue
        asked.add(links[-1])
        phone.goto(links[-1])
        assert faults_of(phone) == []
        phone.fill("#digits", one.phone[-4:])
        if one_cannot:
            phone.locator("summary").last.click()
            phone.fill("[name=reason]", "住院")
            phone.locator("button[value=no]").click()
            one_cannot = False
        else:
            phone.locator("button[value=yes]").first.click()
        assert faults_of(phone) == []


def move_the_second_day(page: Page, site: Site) -> None:
    page.get_by_role("link", name=NUMBER).first.click()
    page.locator("a[href*='/move']").nth(1).click()
    page.fill("[name=day]", THIRD.isoformat())
    page.fill("[name=reason]", "法庭另有使用")
    assert faults_of(page) == []
    page.get_by_role("button", name="Move the day").click()
    expect(page.locator("h1")).to_contain_text("0 of 4 will come")


def replace_who_is_sick(page: Page, site: Site) -> None:
    """The first day's morning: one is sick, the next in order says yes on the phone."""
    page.goto(f"{site.address}/replies")
    page.get_by_role("link", name=NUMBER).first.click()
    page.locator("a[href$='/replace']").first.click()
    page.fill("[name=reason]", "突发疾病")
    assert faults_of(page) == []
    page.get_by_role("button", name="Replace and call the next").click()
    page.get_by_role("link", name=re.compile("Answered by phone")).first.click()
    page.check("input[value=yes]")
    assert faults_of(page) == []
    page.get_by_role("button", name="Write the answer down").click()
    expect(page.locator("h1")).to_contain_text("All will come")


def look_at_the_board(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/replies")
    expect(page.locator("main")).to_contain_text("4 of 4 will come")
    assert faults_of(page) == []


def record_the_days(page: Page, site: Site) -> None:
    page.goto(site.address)
    line = page.get_by_role("link", name=re.compile("Write down who sat|Record"))
    line.first.click()
    assert faults_of(page) == []
    page.get_by_role("button", name="Write down who sat").click()
    expect(page.locator(".said.good, [role=status]").first).to_be_visible()


def test_from_the_sheet_to_the_counted_day(
    site: Site, page: Page, phone: Page, tmp_path: Path
) -> None:
    with time_machine.travel(MONDAY, tick=True) as time:
        with site.app.app_context():
            make_court(Make())
        clock_wakes(site)
        bring_in_the_roll(page, site, tmp_path)
        find_a_person(page)
        page.context.clear_cookies()
        enter_case_and_panel(page, site)
        draw(page, site, tmp_path)
        asked: set[str] = set()
        answer_on_phones(phone, site, asked, one_cannot=True)
        answer_on_phones(phone, site, asked)
        assert len(asked) == 5
        look_at_the_board(page, site)
        move_the_second_day(page, site)
        answer_on_phones(phone, site, asked)
        assert len(asked) == 9
        look_at_the_board(page, site)
        time.move_to(datetime(2026, 12, 8, 0, 10, tzinfo=UTC))
        clock_wakes(site)
        page.context.clear_cookies()  # a session lasts twelve hours
        sign_in(page, site, CLERK, PASSWORD)
        replace_who_is_sick(page, site)
        time.move_to(datetime(2026, 12, 10, 9, 5, tzinfo=UTC))
        clock_wakes(site)
        page.context.clear_cookies()  # a session lasts twelve hours
        sign_in(page, site, CLERK, PASSWORD)
        record_the_days(page, site)
        record_the_days(page, site)
        reminded = {str(mail["Subject"]) for mail in site.post.mails}
        assert any("2026-12-08" in subject for subject in reminded)
        page.context.clear_cookies()
        sign_in(page, site, PERSONNEL, PASSWORD)
        page.goto(f"{site.address}/people?sort=-cases")
        expect(page.locator("main")).to_contain_text("4")
        assert faults_of(page) == []
