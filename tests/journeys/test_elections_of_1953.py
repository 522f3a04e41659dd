"""The elections of 1953 in a browser: a vote with a tie, and people named for one case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask_security import hash_password
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.accounts.terms import RoleKind
from app.draws.service import commit_days
from app.people.models import Person, Tenure
from app.people.service import Decision, set_posts
from app.people.terms import Form, Office
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.trials.facts import DayWords
from app.trials.terms import DayPart
from tests.builders import LONG_AGO, Make
from tests.journeys.conftest import Site, faults_of, sign_in
from tests.journeys.court import PASSWORD
from tests.journeys.paper import text_of
from tests.trials.cases import a_panel

pytestmark = pytest.mark.journey
PERSONNEL, CLERK = "officer@county.org", "clerk@county.org"
CASE = "（2026）试刑初1号"


def a_county(site: Site, language: str = "en") -> str:
    """Make a county of 1953 with places, its officers, a case that asks for a panel; its case."""
    with site.app.app_context():
        make = Make()
        court = make.court("cn-1953", name="红旗县人民法院", name_en="Hongqi County Court")
        desk = make.desk(court)
        words = {"password": hash_password(PASSWORD), "language": language}
        make.user(court, RoleKind.PERSONNEL, email=PERSONNEL, **words)
        make.user(court, RoleKind.CLERK, email=CLERK, **words)
        today = clock.today()
        with transaction():
            commit_days(court.id, today, 8)
            set_posts(desk, Office.ASSESSOR, 9, LONG_AGO, Decision("县政府", "府8号", today))
        with transaction():
            days = (DayWords(today + timedelta(days=21), DayPart.WHOLE, "09:00", "2"),)
            case = {"filed": today, "nature": "劳资争议"}
            return a_panel(desk, case=case, roll_kind="named", days=days).cases[0].uid


def put_on_list(page: Page, *names: str) -> None:
    """Write people on the list one by one."""
    for n, name in enumerate(names):
        page.fill("#name", name)
        page.fill("#birth", f"{1971 + n}-05-01")
        page.locator("form.sheet button.btn-primary").click()
        expect(page.get_by_role("status")).to_contain_text(name)


def test_an_assembly_votes_and_a_lot_decides_the_tie(site: Site, page: Page):
    a_county(site)
    sign_in(page, site, PERSONNEL, PASSWORD)
    page.get_by_role("link", name="Elections").click()
    page.get_by_role("link", name="Call an election").first.click()
    page.get_by_label("Seats").fill("1")
    page.fill("#begins", clock.today().isoformat())
    page.get_by_label("Organ that decides").fill("红旗县第三选区选民大会")
    page.get_by_role("button", name="Call the election").click()
    expect(page.get_by_role("alert")).to_contain_text("region by region")
    page.get_by_label("Region or line of work").fill("第三选区")
    assert faults_of(page) == []
    page.get_by_role("button", name="Call the election").click()
    page.get_by_role("link", name="Write a name down").click()
    put_on_list(page, "沈玉和", "韩桂芬")
    assert faults_of(page) == []
    page.get_by_role("link", name="Back").click()
    page.get_by_role("link", name="Write down the vote").click()
    page.fill("#present", "50")
    for votes in page.get_by_role("textbox", name="For: ").all():
        votes.fill("60")
    page.get_by_role("button", name="Write down the vote").click()
    expect(page.get_by_role("alert")).to_contain_text("more than the 50 people who were present")
    for votes in page.get_by_role("textbox", name="For: ").all():
        votes.fill("40")
    assert faults_of(page) == []
    page.get_by_role("button", name="Write down the vote").click()
    page.get_by_role("link", name="Draw the lot").click()
    page.get_by_role("button", name="Freeze the list").click()
    page.get_by_label("The number, as it was read out").fill("407 112")
    page.get_by_role("button", name="Draw", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("its record is public")
    expect(page.locator("main")).to_contain_text("by lot")
    page.get_by_role("link", name="Enter the act").click()
    page.get_by_label("Number of the act").fill("红选一号")
    page.fill("#adopted", clock.today().isoformat())
    assert faults_of(page) == []
    page.get_by_role("button", name="Enter the act").click()
    with page.expect_response("**/papers/*.pdf") as sent:
        row = page.get_by_role("listitem").filter(has_text="Letter of appointment")
        row.get_by_role("button", name="Print").click()
    assert "选举您为" in text_of(page.request.get(sent.value.url).body())
    with site.app.app_context():
        tenure = db.session.scalars(select(Tenure)).one()
        assert (tenure.form, tenure.since) == (Form.A, clock.today())


def test_a_clerk_asks_an_organisation_whose_people_join_the_panel(site: Site, phone: Page):
    case = a_county(site, "zh_Hans")
    sign_in(phone, site, CLERK, PASSWORD)
    phone.goto(f"{site.address}/cases/{case}")
    phone.get_by_role("link", name="商请团体选派人员").click()
    assert phone.input_value("#case_number") == CASE
    phone.get_by_label("商请的团体").fill("红旗县总工会")
    phone.get_by_label("人数").fill("2")
    assert faults_of(phone) == []
    phone.get_by_role("button", name="商请选派").click()
    phone.get_by_role("link", name="录入人员").click()
    put_on_list(phone, "沈玉和", "韩桂芬")
    phone.get_by_role("link", name="返回").click()
    phone.get_by_role("link", name="录入来函").click()
    phone.get_by_label("函件文号").fill("红工〔2026〕5号")
    phone.fill("#adopted", clock.today().isoformat())
    assert faults_of(phone) == []
    phone.get_by_role("button", name="录入来函").click()
    expect(phone.get_by_role("status")).to_contain_text("已登记选派 2 人")
    phone.goto(f"{site.address}/cases/{case}")
    phone.get_by_role("link", name="核查并抽取").click()
    assert faults_of(phone) == []
    expect(phone.locator("main")).to_contain_text("可抽取 2 人")
    with site.app.app_context():
        names = db.session.scalars(select(Person.name).join(Tenure, Tenure.person_id == Person.id))
        assert sorted(names) == ["沈玉和", "韩桂芬"]
