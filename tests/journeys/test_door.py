"""The door: signing in, in both languages, on both widths, with nothing for axe to find."""

from __future__ import annotations

import pytest
from flask_security import hash_password
from playwright.sync_api import Page, expect

from app.accounts.terms import RoleKind
from tests.builders import Make
from tests.journeys.conftest import Site, faults_of, sign_in

pytestmark = pytest.mark.journey


def test_a_clerk_signs_in_and_changes_the_language(site: Site, page: Page):
    with site.app.app_context():
        make = Make()
        make.user(
            make.court(),
            RoleKind.CLERK,
            email="clerk@example.org",
            password=hash_password("a long password"),
        )
    page.goto(site.address)
    assert faults_of(page) == []
    page.goto(f"{site.address}/login")
    assert faults_of(page) == []
    page.fill("#email", "clerk@example.org")
    page.fill("#password", "not the password")
    page.click("main button")
    expect(page.get_by_role("alert")).to_be_visible()
    sign_in(page, site, "clerk@example.org", "a long password")
    expect(page.locator("h1")).to_contain_text("Nothing waits for you")
    assert faults_of(page) == []
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def signed_in_for_all(site: Site, page: Page) -> None:
    """Sign in as one who has every role at a court of his own."""
    with site.app.app_context():
        make = Make()
        words = {"email": "all@example.org", "password": hash_password("a long password")}
        make.user(make.court(), *RoleKind, **words)
    sign_in(page, site, "all@example.org", "a long password")


OUTLINE = """() => { const style = getComputedStyle(document.activeElement);
    return style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2; }"""


def test_who_uses_the_keyboard_sees_where_he_is(site: Site, page: Page):
    signed_in_for_all(site, page)
    for path in ("/", "/people", "/cases/new"):
        page.goto(site.address + path)
        for _ in range(40):
            page.keyboard.press("Tab")
            at = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
            if at.startswith("<body"):
                break
            assert page.evaluate(OUTLINE), at


def test_every_page_of_the_frame_has_nothing_for_axe(site: Site, page: Page):
    signed_in_for_all(site, page)
    for path in ("/", "/rules", "/audit", "/courts", "/account", "/change", "/nowhere"):
        page.goto(site.address + path)
        assert faults_of(page) == [], path
