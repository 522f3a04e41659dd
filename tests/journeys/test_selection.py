"""From the call to the letters of appointment in a browser: one screen a stage, led from Today."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask_security import hash_password
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.draws.service import commit_days
from app.elections.models import Candidate, Election
from app.elections.terms import Standing
from app.people.models import Tenure
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from tests.builders import Make
from tests.elections.builders import ORGAN, a_court, a_row, a_sheet
from tests.journeys.conftest import Site, faults_of, sign_in
from tests.journeys.court import PASSWORD, PERSONNEL
from tests.journeys.paper import text_of

pytestmark = pytest.mark.journey


def an_office(site: Site) -> None:
    """Make a court with places and judges, and its personnel officer."""
    with site.app.app_context():
        make = Make()
        court, desk = a_court(make)
        make.roll(court)
        words = {"email": PERSONNEL, "password": hash_password(PASSWORD), "name": "陈立新"}
        make.user(court, *desk.roles, **words)
        with transaction():
            commit_days(court.id, clock.today(), 8)


def let_pass(site: Site, days: int) -> None:
    """Let so many days pass for the election: what was done lies further back."""
    back = timedelta(days=days)
    with site.app.app_context(), transaction():
        election = db.session.scalars(select(Election)).one()
        for name in ("called", "moved", "notice_from", "notice_until"):
            setattr(election, name, getattr(election, name) - back)
        noticed = select(Candidate).where(Candidate.noticed.is_not(None))
        for one in db.session.scalars(noticed):
            one.noticed = one.noticed - back if one.noticed else None


def up(page: Page) -> None:
    """Go back to the election from one of its pages."""
    page.get_by_role("navigation", name="Where you are").get_by_role("link").last.click()


def holds(page: Page, how: str, number: str) -> None:
    """Freeze, take the number from outside, and draw."""
    page.get_by_role("link", name=how).click()
    assert faults_of(page) == []
    page.get_by_role("button", name="Freeze the list").click()
    page.get_by_label("The number, as it was read out").fill(number)
    assert faults_of(page) == []
    page.get_by_role("button", name="Draw", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("its record is public")


def writes_down(page: Page, what: str) -> None:
    """Write one thing down of all who are to be screened."""
    page.get_by_label("All who are to be screened").check()
    page.get_by_label(what).check()
    page.fill("#source", "District police")
    page.fill("#day", clock.today().isoformat())
    assert faults_of(page) == []
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("status")).to_contain_text("Written down of 5 people")


def prints(page: Page, site: Site, title: str) -> str:
    """Print a paper on the election's page; return what it says."""
    row = page.get_by_role("listitem").filter(has_text=title)
    with page.expect_response("**/papers/*.pdf") as sent:
        row.get_by_role("button", name="Print").click()
    paper = page.request.get(sent.value.url).body()
    return text_of(paper)


def test_an_officer_leads_a_selection_from_the_call_to_the_letters(
    site: Site, page: Page, tmp_path: Path
):
    an_office(site)
    sign_in(page, site, PERSONNEL, PASSWORD)
    page.get_by_role("link", name="Elections").click()
    page.get_by_role("link", name="Call an election").first.click()
    begins = clock.today() + timedelta(days=60)
    page.get_by_label("Seats").fill("1")
    page.fill("#begins", begins.isoformat())
    page.get_by_label("Organ that decides").fill(ORGAN)
    assert faults_of(page) == []
    page.get_by_role("button", name="Call the election").click()
    page.get_by_role("link", name="Upload the list").click()
    sheet = tmp_path / "list.csv"
    sheet.write_bytes(a_sheet(*(a_row(n) for n in range(5)), a_row(9, "提名")))
    page.get_by_label("The list", exact=True).set_input_files(sheet)
    assert faults_of(page) == []
    page.get_by_role("button", name="Upload and check").click()
    with page.expect_download() as wrong:
        page.get_by_role("link", name="These rows with their reasons").click()
    assert wrong.value.suggested_filename == "wrong-rows.xlsx"
    up(page)
    holds(page, "Draw the candidates", "407 112")
    page.get_by_role("link", name="Screening sheet").click()
    writes_down(page, "Checked: nothing stands against them")
    writes_down(page, "They agree to serve")
    up(page)
    holds(page, "Draw the appointments", "271 828")
    page.get_by_role("link", name="Begin the public notice").click()
    page.get_by_role("button", name="Begin the public notice").click()
    expect(page.locator(".track")).to_contain_text("working days left")
    assert faults_of(page) == []
    let_pass(site, 12)
    page.goto(site.address)
    expect(page.locator("main")).to_contain_text("The public notice ended on")
    page.get_by_role("link", name="Submit the list").first.click()
    page.wait_for_url("**/elections/*")
    page.get_by_role("link", name="Submit the list").click()
    page.get_by_role("button", name="Submit the list").click()
    page.get_by_role("link", name="Enter the act").click()
    page.get_by_label("Number of the act").fill("9")
    page.fill("#adopted", clock.today().isoformat())
    assert faults_of(page) == []
    page.get_by_role("button", name="Enter the act").click()
    address = page.url
    assert faults_of(page) == []
    letter = prints(page, site, "Letter of appointment")
    with site.app.app_context():
        chosen = select(Candidate.name).where(Candidate.standing == Standing.ELECTED)
        name = db.session.scalars(chosen).one()
        assert db.session.scalars(select(Tenure).where(Tenure.since == begins)).one()
    assert name in letter.replace(" ", "")
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Record the oath")
