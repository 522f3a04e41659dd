"""A cohort in a browser: who sits cannot be nominated, who has a seat cannot be drawn."""

from __future__ import annotations

import pytest
import time_machine
from flask_security import hash_password
from playwright.sync_api import Page, expect

from app.accounts.models import User
from app.draws.service import commit_days
from app.people.terms import Sex
from app.shared.db import db
from app.shared.transactions import transaction
from app.trials.service.drawing import draw_panel, freeze_panel
from tests.builders import Make
from tests.journeys.conftest import Site, faults_of, sign_in, sits_down
from tests.journeys.court import PASSWORD
from tests.training.schools import NOON, TODAY, a_world, an_open_cohort
from tests.trials.cases import a_panel

pytestmark = pytest.mark.journey
SCHOOL, PERSONNEL, PRESIDENT, CLERK = (f"{who}@journey.org" for who in ("s", "p", "h", "c"))


def a_school_and_a_court(site: Site) -> tuple[str, str]:
    """Make an open cohort and a court of eight of whom two are drawn for its first day; return
    the address of the cohort and of a second panel of that day that waits for its draw."""
    with site.app.app_context():
        make = Make()
        world = a_world(make, 8)
        for n, person in enumerate(world.people):
            person.sex = Sex.FEMALE if n % 2 else Sex.MALE
        cohort, clerk = an_open_cohort(world.officer, seats=8), make.desk(world.court)
        desks = (world.officer, world.personnel, world.president, clerk)
        for email, desk in zip((SCHOOL, PERSONNEL, PRESIDENT, CLERK), desks, strict=True):
            user = db.session.get_one(User, desk.id)
            user.email, user.password = email, hash_password(PASSWORD)
        db.session.commit()
        with transaction():
            commit_days(world.court.id, TODAY, 8)
        with transaction():
            drawn, waits = a_panel(clerk, 1), a_panel(clerk, 2)
            freeze_panel(clerk, drawn, {})
            draw_panel(clerk, drawn, "407 112")
            return cohort.uid, waits.uid


def test_nobody_learns_and_sits_at_once(site: Site, page: Page):
    with time_machine.travel(NOON, tick=True):
        cohort, panel = a_school_and_a_court(site)
        sign_in(page, site, PERSONNEL, PASSWORD)
        page.get_by_role("link", name="Nominations").click()
        page.get_by_role("link", name="人民陪审员岗前培训").click()
        page.get_by_role("link", name="Nominate people").first.click()
        expect(page.get_by_text("is already away on 2026-12-03")).to_have_count(2)
        assert faults_of(page) == []
        boxes = page.get_by_role("checkbox")
        expect(boxes).to_have_count(6)
        for n in range(6):
            boxes.nth(n).check()
        page.get_by_role("button", name="Nominate those ticked").click()
        expect(page.get_by_text("6 people are nominated.")).to_be_visible()

        sits_down(page, site, PRESIDENT, PASSWORD)
        page.get_by_role("link", name="6 nominations for").or_(
            page.get_by_role("link", name="Decide")
        ).first.click()
        page.get_by_role("button", name="Approve those ticked").click()
        expect(page.get_by_text("6 nominations are approved.")).to_be_visible()

        sits_down(page, site, SCHOOL, PASSWORD)
        page.goto(f"{site.address}/cohorts/{cohort}")
        page.get_by_role("link", name="Give seats").click()
        expect(page.get_by_role("heading", name="6 people can have a seat")).to_be_visible()
        page.get_by_role("button", name="Give those ticked a seat").click()
        expect(page.get_by_text("6 people have a seat and are told.")).to_be_visible()

        sits_down(page, site, CLERK, PASSWORD)
        page.goto(f"{site.address}/panels/{panel}/draw")
        expect(page.locator("main")).to_contain_text("0 can be drawn, 8 cannot")
