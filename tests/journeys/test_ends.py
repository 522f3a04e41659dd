"""An assessor resigns on his phone, the president moves it, an act ends the office, and the seat
goes to the next; a removal is proven, answered on the phone, heard and decided."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask_security import hash_password
from playwright.sync_api import FilePayload, Page, expect
from sqlalchemy import select

from app.accounts.terms import RoleKind
from app.draws.service import commit_days
from app.people.models import Check, Tenure
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.trials.due import acts
from app.trials.facts import DayWords
from app.trials.models import Panel
from app.trials.service.drawing import draw_panel, freeze_panel
from app.trials.service.seats import invite_panel
from app.trials.terms import DayPart
from tests.builders import Make
from tests.journeys.conftest import Site, faults_of, sign_in
from tests.journeys.court import PASSWORD
from tests.trials.cases import a_panel as asked_for
from tests.trials.panels import held

pytestmark = pytest.mark.journey
OFFICER, PRESIDENT, ASSESSOR = "officer@court.org", "president@court.org", "assessor@court.org"


def a_panel(site: Site) -> int:
    """Make a court with an invited panel; who has its first seat signs in; the panel's id."""
    with site.app.app_context():
        make = Make()
        court = make.court()
        desk, today = make.desk(court), clock.today()
        make.assessors(court, make.roll(court), 12)
        days = (DayWords(today + timedelta(days=21), DayPart.WHOLE, "09:00", "2"),)
        with transaction():
            commit_days(court.id, today, 8)
            panel = asked_for(desk, case={"filed": today}, days=days)
            freeze_panel(desk, panel, {})
            draw_panel(desk, panel, None)
            invite_panel(desk, panel)
        words = {"password": hash_password(PASSWORD), "language": "en"}
        make.user(court, RoleKind.PERSONNEL, email=OFFICER, **words)
        make.user(court, RoleKind.PRESIDENT, email=PRESIDENT, **words)
        who = held(panel)[1].person_id
        words["language"] = "zh_Hans"
        make.user(None, email=ASSESSOR, person_id=who, **words)
        return panel.id


def at(page: Page, site: Site, email: str) -> None:
    """Sign in as somebody else."""
    page.context.clear_cookies()
    sign_in(page, site, email, PASSWORD)


def enters_the_act(page: Page, last: str) -> None:
    """Enter the act that ends an office, adopted today."""
    page.get_by_label("Organ that decided").fill("试验区人大常委会")
    page.get_by_label("Number of the act").fill("试人免〔2026〕2号")
    page.fill("#adopted", clock.today().isoformat())
    page.fill("#last", last)
    assert faults_of(page) == []
    page.get_by_role("button", name="Enter the act").click()
    expect(page.get_by_role("status")).to_contain_text("ends")


def test_an_assessor_resigns_and_his_seat_goes_to_the_next(site: Site, page: Page, phone: Page):
    panel_id = a_panel(site)
    last = clock.today() + timedelta(days=1)
    at(phone, site, ASSESSOR)
    phone.get_by_role("link", name="我的任职").click()
    phone.fill("#wished", last.isoformat())
    phone.get_by_label("理由").fill("迁居外省")
    assert faults_of(phone) == []
    phone.get_by_role("button", name="申请辞职").click()
    expect(phone.get_by_role("status")).to_contain_text("辞职申请已经收到")
    at(page, site, PRESIDENT)
    page.get_by_role("link", name="Move it").click()
    page.get_by_role("link", name="Move it").click()
    assert faults_of(page) == []
    page.get_by_role("button", name="Move it").click()
    at(page, site, OFFICER)
    page.get_by_role("link", name="Enter the act").first.click()
    page.get_by_role("link", name="Enter the act", exact=True).click()
    enters_the_act(page, last.isoformat())
    with site.app.app_context():
        panel = db.session.get_one(Panel, panel_id)
        before = held(panel)[1].person_id
        for due in acts(clock.today()):
            with transaction():
                due.run()
        db.session.expire_all()
        assert held(panel)[1].person_id != before


def test_a_removal_is_answered_by_the_person_before_it_is_decided(
    site: Site, page: Page, phone: Page
):
    panel_id = a_panel(site)
    today = clock.today().isoformat()
    with site.app.app_context():
        person = held(db.session.get_one(Panel, panel_id))[1].person
        uid, name = person.uid, person.name
    at(page, site, OFFICER)
    page.goto(f"{site.address}/people/{uid}")
    page.get_by_role("link", name="Resignation or removal").click()
    page.select_option("#ground", "malpractice")
    page.get_by_label("Reason").fill("收受当事人财物")
    assert faults_of(page) == []
    page.get_by_role("button", name="Open the file").click()
    page.get_by_role("link", name="Write evidence down").click()
    page.get_by_label("What it shows").fill("转账记录一份")
    page.get_by_label("Source").fill("区监察委")
    page.fill("#day", today)
    wrong: FilePayload = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90"}
    page.get_by_label("Paper").set_input_files(wrong)
    page.get_by_role("button", name="Write evidence down").click()
    expect(page.get_by_role("alert").first).to_contain_text("neither a PDF nor")
    right: FilePayload = {**wrong, "buffer": b"%PDF-1.7\n"}
    page.get_by_label("Paper").set_input_files(right)
    page.get_by_role("button", name="Write evidence down").click()
    at(phone, site, ASSESSOR)
    phone.get_by_role("link", name="我的任职").click()
    expect(phone.locator("main")).to_contain_text("转账记录一份")
    phone.get_by_label("我的意见").fill("款项为归还借款")
    assert faults_of(phone) == []
    phone.get_by_role("button", name="提交意见").click()
    page.goto(f"{site.address}/ends")
    page.get_by_role("link", name=name).click()
    expect(page.locator("main")).to_contain_text("款项为归还借款")
    page.goto(page.url + "/hearing")
    page.fill("#heard", today)
    page.get_by_label("What was said").fill("坚持书面意见")
    page.get_by_role("button", name="Write the hearing down").click()
    at(page, site, PRESIDENT)
    page.get_by_role("link", name="Move it").click()
    page.get_by_role("link", name="Move it").click()
    page.get_by_role("button", name="Move it").click()
    at(page, site, OFFICER)
    page.get_by_role("link", name="Enter the act").first.click()
    page.get_by_role("link", name="Enter the act", exact=True).click()
    enters_the_act(page, today)
    with site.app.app_context():
        assert db.session.scalars(select(Check.barred)).all() == [True]
        ended = select(Tenure.ended).where(
            Tenure.superseded_at.is_(None), Tenure.ended.is_not(None)
        )
        assert db.session.scalars(ended).all() == [clock.today()]
