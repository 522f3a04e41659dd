"""From assessor to judge: the officer proposes, a second reviews, the president approves, one act.

Nobody is told where to go: each begins at Today.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask_security import hash_password
from playwright.sync_api import Page, expect

from app.accounts.models import User
from app.people.models import PersonYear
from app.people.queries import tenures_of
from app.people.terms import Office
from app.promotion.models import Proposal
from app.promotion.service import propose, review
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from tests.builders import Make
from tests.journeys.conftest import Site, faults_of, sign_in
from tests.journeys.court import PASSWORD
from tests.journeys.paper import text_of
from tests.promotion.court import County, candidate, county

pytestmark = pytest.mark.journey
FIRST, SECOND, PRESIDENT = "first@court.org", "second@court.org", "president@court.org"


def signs_in(at: County) -> None:
    """Give the three desks of a court an address and a password; the second reads Chinese."""
    hashed = hash_password(PASSWORD)
    for email, desk in {FIRST: at.first, SECOND: at.second, PRESIDENT: at.president}.items():
        user = db.session.get_one(User, desk.id)
        user.email, user.password = email, hashed
        user.language = "zh_Hans" if email == SECOND else "en"
    db.session.commit()


def a_county(site: Site) -> int:
    """Make a court of 1953 with an assessor who lacks two cases; return his id."""
    with site.app.app_context():
        make = Make()
        at = county(make)
        person = candidate(make, at, cases=8, name="郑向前")
        signs_in(at)
        return person.id


def a_reviewed_proposal(site: Site) -> int:
    """Let somebody who sat in twelve cases be proposed and reviewed; return the proposal's id."""
    with site.app.app_context():
        make = Make()
        at = county(make)
        with transaction():
            row = propose(at.first, candidate(make, at, name="郑向前"), {})
            review(at.second, row, "")
        signs_in(at)
        return row.id


def cases_are_corrected(site: Site, proposal: int) -> None:
    """Correct how many cases were sat in: one was counted twice."""
    with site.app.app_context(), transaction():
        person_id = db.session.get_one(Proposal, proposal).person_id
        db.session.get_one(PersonYear, (person_id, 2025)).cases = 11


def at_today(page: Page, site: Site, email: str) -> None:
    """Sign in as somebody else; Today is shown."""
    page.context.clear_cookies()
    sign_in(page, site, email, PASSWORD)


def test_three_people_and_one_act_make_an_assessor_a_judge(site: Site, page: Page, phone: Page):
    person_id = a_county(site)
    at_today(page, site, FIRST)
    page.get_by_role("link", name="Promotion").click()
    expect(page.locator("main")).to_contain_text("Sat in 8 of 10 cases.")
    page.get_by_role("link", name="郑向前").click()
    assert faults_of(page) == []
    page.get_by_role("button", name="Propose for judge").click()
    page.get_by_label("Go on all the same").fill("群众威信高")
    page.get_by_role("button", name="Propose for judge").click()
    expect(page.locator("main")).to_contain_text("群众威信高")
    at_today(phone, site, SECOND)
    phone.get_by_role("link", name="复核").click()
    phone.get_by_label("同意", exact=True).check()
    assert faults_of(phone) == []
    phone.get_by_role("button", name="提交复核意见").click()
    at_today(page, site, PRESIDENT)
    page.get_by_role("link", name="Decide").click()
    page.get_by_label("I am for it").check()
    page.get_by_role("button", name="Decide").click()
    at_today(page, site, FIRST)
    page.get_by_role("link", name="Enter the act").click()
    today = clock.today()
    page.get_by_label("Organ that appointed").fill("红旗县人民委员会")
    page.get_by_label("Number of the act").fill("红人任九号")
    page.locator("#adopted").fill(today.isoformat())
    page.locator("#since").fill((today - timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Enter the act").click()
    expect(page.locator("main")).to_contain_text("before the act of")
    page.locator("#since").fill(today.isoformat())
    page.get_by_role("button", name="Enter the act").click()
    with page.expect_response(re.compile("/promotion/papers/")) as printed:
        page.get_by_role("button", name="Print the letter").click()
    assert printed.value.headers["content-type"] == "application/pdf"
    letter = text_of(page.request.get(printed.value.url).body())
    assert all(word in letter for word in ("郑向前", "红人任九号"))
    with site.app.app_context():
        judge, assessor = tenures_of(person_id)
        assert (judge.office, judge.since) == (Office.JUDGE, today)
        assert (assessor.office, assessor.ended) == (Office.ASSESSOR, today - timedelta(days=1))


def test_what_was_corrected_meanwhile_is_not_approved_unseen(site: Site, page: Page, phone: Page):
    proposal = a_reviewed_proposal(site)
    at_today(page, site, PRESIDENT)
    page.get_by_role("link", name="Decide").click()
    page.get_by_label("I am for it").check()
    cases_are_corrected(site, proposal)  # while the president reads
    page.get_by_role("button", name="Decide").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Cases sat: 12 were seen, now there are 11.")
    expect(alert).to_contain_text("Let the personnel office look at the proposal anew.")
    assert faults_of(page) == []

    at_today(page, site, FIRST)
    page.goto(f"{site.address}/promotion/proposals")
    page.get_by_role("link", name="郑向前").click()
    page.get_by_role("button", name="Look at it anew").click()
    expect(page.get_by_text("the review begins again")).to_be_visible()
    at_today(phone, site, SECOND)
    phone.get_by_role("link", name="复核").click()
    phone.get_by_label("同意", exact=True).check()
    phone.get_by_role("button", name="提交复核意见").click()
    at_today(page, site, PRESIDENT)
    page.get_by_role("link", name="Decide").click()
    page.get_by_label("I am for it").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("main")).to_contain_text("Approved by")
    with site.app.app_context():
        row = db.session.get_one(Proposal, proposal)
        assert (row.state, row.seen["cases"]) == ("approved", 11)
