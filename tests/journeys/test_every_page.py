"""Every page that a link leads to: axe finds nothing, nothing scrolls sideways, nothing fails.

A page of each kind is opened, once 1280 wide in English and once 360 wide in Chinese, by the first
role that reaches it; the demonstration stands behind it.
"""

from __future__ import annotations

from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from app.demo.officers import ASSESSOR, OFFICERS, PASSWORD
from app.demo.story import load
from app.shared import clock
from tests.journeys.conftest import Site, faults_of, sign_in

pytestmark = pytest.mark.journey
NOT_PAGES = (".pdf", ".json", ".ics", ".xlsx", "/static/", "/template", "sheet=1", "/wrong-rows")
ROLES = [*(officer.email for officer in OFFICERS), ASSESSOR[0]]


def kind_of(site: Site, address: str) -> str | None:
    """Return the endpoint behind an address of the site, None where it is no page of ours."""
    parts = urlsplit(address)
    inside = address.startswith(site.address) and "/language/" not in parts.path
    if not inside or any(mark in address for mark in NOT_PAGES):
        return None
    try:
        return site.app.url_map.bind("127.0.0.1").match(parts.path)[0]
    except HTTPException:
        return f"no page: {parts.path}"


def walk(page: Page, site: Site, width: int, axe: bool) -> list[str]:
    """Open a page of each kind that can be reached, and return what is wrong with them."""
    seen: set[str] = set()
    wrong: list[str] = []
    for email in ROLES:
        page.context.clear_cookies()
        sign_in(page, site, email, PASSWORD)
        page.goto(f"{site.address}/language/{'en' if width > 500 else 'zh_Hans'}")
        waiting = [site.address + "/"]
        first = set(waiting)  # everybody's own Today, once
        while waiting:
            address = waiting.pop(0)
            kind = kind_of(site, address)
            if kind is None or (kind in seen and address not in first):
                continue
            seen.add(kind)
            first.discard(address)
            wrong += look(page, address, width, axe)
            links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
            waiting += [urldefrag(link)[0] for link in links]
    assert len(seen) > 30
    return wrong


def look(page: Page, address: str, width: int, axe: bool) -> list[str]:
    """Open one page and return what is wrong with it."""
    answer = page.goto(address)
    wrong = [] if answer and answer.status == 200 else [f"answers {answer and answer.status}"]
    wrong += faults_of(page) if axe else []
    wide = page.evaluate("document.documentElement.scrollWidth")
    wrong += [f"is {wide} wide"] if wide > width else []
    title = page.title()
    wrong += [f"has the title {title!r}"] if title.startswith(" ·") else []
    return [f"{urlsplit(address).path} {one}" for one in wrong]


def walk_the_demonstration(site: Site, page: Page, width: int, axe: bool) -> list[str]:
    """Load a short demonstration and walk it."""
    with site.app.app_context():
        load(clock.today(), lambda *_: None, weeks=1)
    return walk(page, site, width, axe)


def test_every_kind_of_page_on_a_desk(site: Site, page: Page):
    assert walk_the_demonstration(site, page, 1280, axe=True) == []


def test_every_kind_of_page_on_a_phone(site: Site, phone: Page):
    assert walk_the_demonstration(site, phone, 360, axe=True) == []
