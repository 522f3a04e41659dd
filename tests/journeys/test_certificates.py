"""A certificate in a browser: made, printed, checked by anyone, revoked, issued anew."""

from __future__ import annotations

import re

import pytest
import time_machine
from flask_security import hash_password
from playwright.sync_api import Page, expect

from app.accounts.models import User
from app.shared.db import db
from tests.builders import Make
from tests.journeys.conftest import Site, faults_of, sign_in
from tests.journeys.court import PASSWORD
from tests.journeys.paper import marks_of, text_of
from tests.training.schools import NOON, a_world, an_open_cohort, seated
from tests.training.test_results_and_certificates import AFTER, attended

pytestmark = pytest.mark.journey
SCHOOL = "school@journey.org"


def a_held_cohort(site: Site) -> tuple[str, str]:
    """Let two people come to every half day of a cohort; return its address and one's name."""
    with site.app.app_context():
        with time_machine.travel(NOON, tick=True):
            world = a_world(Make(), 2)
            user = db.session.get_one(User, world.officer.id)
            user.email, user.password = SCHOOL, hash_password(PASSWORD)
            world.people[0].name = "欧阳文静"
            db.session.commit()
            cohort = an_open_cohort(world.officer)
            people = seated(world, cohort, world.people)
        with time_machine.travel(AFTER, tick=True):
            attended(world, cohort, people)
        return cohort.uid, world.people[0].name


def test_what_a_certificate_says_anyone_can_check(site: Site, page: Page, phone: Page):
    cohort, name = a_held_cohort(site)
    with time_machine.travel(AFTER, tick=True):
        sign_in(page, site, SCHOOL, PASSWORD)
        page.goto(f"{site.address}/cohorts/{cohort}/results")
        assert faults_of(page) == []
        page.get_by_role("button", name="Write down the results").click()
        page.get_by_role("link", name="Certificates").last.click()
        page.get_by_role("button", name="Issue 2 certificates").click()
        expect(page.get_by_role("heading", name="Everybody who passed")).to_be_visible()
        assert faults_of(page) == []
        row = page.get_by_role("row").filter(has_text=name)
        number = row.locator(".mono").inner_text()
        with page.expect_response(re.compile("/certificates/papers/")) as printed:
            row.get_by_role("button", name="Print").click()
        paper = page.request.get(printed.value.url).body()
        text = text_of(paper)
        assert all(word in text for word in (name, number, "人民陪审员岗前培训"))

        (mark,) = marks_of(paper)
        phone.goto(mark)  # nobody is signed in on this phone
        expect(phone.get_by_role("heading", name="该证书有效")).to_be_visible()
        expect(phone.locator("main")).to_contain_text("欧**静")
        expect(phone.locator("main")).not_to_contain_text(name)
        assert faults_of(phone) == []

        page.goto(f"{site.address}/cohorts/{cohort}/certificates")
        page.get_by_role("link", name=f"Issue anew: {number}").click()
        page.get_by_label("Why").fill("姓名用字更正")
        page.get_by_role("button", name="Issue anew").click()
        anew = page.get_by_role("row").filter(has_text=name).locator(".mono").inner_text()
        assert anew != number
        phone.goto(mark)
        expect(phone.get_by_role("heading", name="该证书已失效")).to_be_visible()
        expect(phone.locator("main")).to_contain_text("已换发新证书。")
        phone.get_by_label("证书编号").fill(anew)
        phone.get_by_role("button", name="查验").click()
        expect(phone.get_by_role("heading", name="该证书有效")).to_be_visible()

        page.get_by_role("link", name=f"Revoke {anew}").click()
        page.get_by_label("Why").fill("系冒名顶替")
        page.get_by_role("button", name="Revoke").click()
        phone.get_by_role("button", name="查验").click()
        expect(phone.get_by_role("heading", name="该证书已失效")).to_be_visible()
        expect(phone.locator("main")).not_to_contain_text("冒名")
