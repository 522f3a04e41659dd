"""Today of those who do not act: the assessor on a phone, the president and the inspector."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import time_machine
from flask_security import hash_password
from playwright.sync_api import Page, expect

from app.accounts.terms import RoleKind
from app.shared.db import db
from tests.builders import Make
from tests.journeys.conftest import Site, faults_of, sign_in
from tests.journeys.court import PASSWORD, PRESIDENT
from tests.trials.cases import NOON
from tests.trials.panels import an_invited_panel, held

pytestmark = pytest.mark.journey
ASSESSOR, INSPECTOR = "assessor@home.org", "inspector@court.org"


def people_of_a_court(site: Site) -> str:
    """Make a panel that is asked, and accounts of who looks on; return the number of its case."""
    with site.app.app_context():
        make = Make()
        court, _, panel = an_invited_panel(make)
        hashed = hash_password(PASSWORD)
        words = {"password": hashed, "language": "zh_Hans"}
        make.user(None, email=ASSESSOR, person_id=held(panel)[1].person_id, **words)
        make.user(court, RoleKind.PRESIDENT, email=PRESIDENT, password=hashed)
        make.user(court, RoleKind.INSPECTOR, email=INSPECTOR, password=hashed)
        db.session.commit()
        return panel.cases[0].number


def test_an_assessor_answers_takes_the_calendar_and_keeps_days_free(
    site: Site, phone: Page, page: Page
):
    with time_machine.travel(NOON, tick=True):
        number = people_of_a_court(site)
        sign_in(phone, site, ASSESSOR, PASSWORD)
        expect(phone.locator("main")).to_contain_text(number)
        phone.get_by_role("link", name="答复", exact=True).click()
        phone.locator("button[value=yes]").click()
        phone.goto(f"{site.address}/my/")
        assert faults_of(phone) == []
        with phone.expect_download() as saved:
            phone.get_by_role("link", name="加入我的日历（文件）").click()
        assert number in Path(saved.value.path()).read_text("utf-8").replace("\r\n ", "")
        phone.get_by_role("link", name="不便日期").click()
        phone.get_by_role("link", name="下个月").click()
        day = phone.locator("input[name=away]").nth(8)
        chosen = day.get_attribute("value") or ""
        day.check()
        phone.get_by_role("button", name="保存").click()
        expect(phone.locator(f"input[name=away][value='{chosen}']")).to_be_checked()
        for email in (PRESIDENT, INSPECTOR):
            page.context.clear_cookies()
            sign_in(page, site, email, PASSWORD)
            assert faults_of(page) == []
            page.get_by_role("link", name=re.compile("answers? awaited|Replies")).first.click()
            expect(page.locator("main")).to_contain_text(number)
            assert page.locator("main form").count() == 0  # they read, and have nothing to press
