"""Every page of every route: axe finds nothing, nothing scrolls sideways, nothing fails.

The demonstration stands behind it, with what it does not show by itself (states.py). A page of each
kind is opened by the first role that reaches it, once 1280 wide in English and once 360 wide in
Chinese; the long tests open each kind for each role, the other way round, and send every form
empty. PEISHEN_PICTURES=folder keeps a picture of each.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from app.demo.officers import ASSESSOR, OFFICERS, PASSWORD
from app.demo.story import load
from app.shared import clock
from tests.journeys.conftest import Site, faults_of, sign_in
from tests.journeys.states import ASKED, CLERK, NEWCOMER, prepare
from tests.journeys.states_school import SCHOOL

pytestmark = pytest.mark.journey
ROLES = ["", *(officer.email for officer in OFFICERS), ASSESSOR[0], ASKED, SCHOOL, NEWCOMER]
FILLED_IN = "main form[method=post]:has(input:not([type=hidden]), textarea) .btn-primary"
PICTURES = os.environ.get("PEISHEN_PICTURES")
NOT_YET_REAL = {
    "en": "Trial version: not yet for real personal data.",
    "zh_Hans": "试用版本：暂不得录入真实个人信息。",
}
# What answers GET without a page of its own: files, parts of pages, what leads on, machines.
NO_PAGE = {
    *("static", "bootstrap.static", "security.static", "pages.health"),
    *("days.paper", "trials.minutes", "imports.template", "imports.bad_rows", "portal.calendar"),
    *("answer.calendar", "people.export_file", "promotion.paper", "cohort_papers.paper"),
    *("certificates.paper", "elections.bad_rows", "elections.paper", "ends.paper"),
    "portal.evidence",
    *("bringing_in.wrong_rows_ahead", "bringing_in.left_out", "records.evidence"),
    *("draws.day", "draws.record_json", "draws.roots"),
    *("imports.progress", "replies.live"),
    *("pages.language", "pages.letters", "people.shown", "people.previous", "people.following"),
}


def pages_of(app: Flask) -> set[str]:
    """Return the endpoints that show a page: a new one must be reached by the walk."""
    shows = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert shows >= NO_PAGE
    return shows - NO_PAGE


@dataclass
class Walk:
    """A walk through the site, as wide and in the language that it is told."""

    page: Page
    site: Site
    width: int
    language: str
    each_role: bool = False
    thorough: bool = True  # axe looks at every state of a kind of page, not only at the first
    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    forms: dict[str, tuple[str, str]] = field(default_factory=dict)  # kind: (role, address)

    def kind_of(self, address: str) -> str | None:
        """Return the endpoint behind an address of the site, None where it is no page of ours."""
        parts = urlsplit(address)
        if not address.startswith(self.site.address) or "sheet=1" in address:
            return None
        try:
            kind = self.site.app.url_map.bind("127.0.0.1").match(parts.path)[0]
        except HTTPException:
            return f"no page: {parts.path}"
        return None if kind in NO_PAGE else kind

    def enter(self, email: str) -> None:
        """Sign in as somebody, or as nobody."""
        self.page.context.clear_cookies()
        if email:
            sign_in(self.page, self.site, email, PASSWORD)
        self.page.goto(f"{self.site.address}/language/{self.language}")

    def follow(self, email: str, states: Iterable[str]) -> None:
        """Open everybody's own Today, what was prepared for him, and a page of each new kind."""
        self.enter(email)
        first = [self.site.address + path for path in ("/", *states)]
        waiting, asked = list(first), set(first)
        mine: set[str] = set() if self.each_role else self.seen
        while waiting:
            address = waiting.pop(0)
            kind = self.kind_of(address)
            if kind is None or (kind in mine and address not in asked):
                continue
            asked.discard(address)
            self.look(email, address, kind, axe=self.thorough or kind not in mine)
            mine.add(kind)
            links = self.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
            waiting += [urldefrag(link)[0] for link in links]
        self.seen |= mine

    def look(
        self, email: str, address: str, kind: str, status: int = 200, axe: bool = True
    ) -> None:
        """Open one page and keep what is wrong with it."""
        answer = self.page.goto(address)
        name = f"{email or 'nobody'} {address.removeprefix(self.site.address)}"
        if not answer or answer.status != status:
            self.wrong.append(f"{name} answers {answer and answer.status}")
        self.judge(name, f"{email.split('@')[0] or 'nobody'}-{kind}", axe)
        if self.page.locator(FILLED_IN).count():
            self.forms.setdefault(kind, (email, address))

    def judge(self, name: str, picture: str, axe: bool = True) -> None:
        """Keep what is wrong with the page that is open."""
        said = faults_of(self.page) if axe else []
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        said += [f"is {wide} wide"] if wide > self.width else []
        title = self.page.title()
        said += [f"has the title {title!r}"] if not re.match(r"\S.* · ", title) else []
        trial = self.page.get_by_text(NOT_YET_REAL[self.language], exact=True)
        said += [] if trial.is_visible() else ["does not say that this is a trial version"]
        self.wrong += [f"{name} {one}" for one in said]
        if PICTURES:
            path = Path(PICTURES) / f"{picture}-{self.language}-{self.width}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            number = len(list(path.parent.glob(f"{path.stem}*.png")))
            path = path.with_stem(f"{path.stem}-{number}") if number else path
            self.page.screenshot(path=path, full_page=True)

    def send_empty(self, email: str, address: str, kind: str) -> None:
        """Send the form of a page with nothing in it, and look at what comes back."""
        self.page.goto(address)
        self.page.eval_on_selector_all(
            "main form[method=post]",
            """forms => forms.forEach(form => {
                form.noValidate = true;
                form.querySelectorAll("input:not([type=hidden],[type=radio],[type=checkbox]),"
                    + "textarea").forEach(field => { field.value = ""; });
            })""",
        )
        button = self.page.locator(FILLED_IN)
        if button.count():  # gone where another form has done the same before
            button.first.click()
            self.judge(f"{kind} sent empty", f"empty-{kind}")


def walk(
    site: Site,
    page: Page,
    width: int,
    language: str,
    each_role: bool = False,
    thorough: bool = True,
) -> Walk:
    """Load a short demonstration with every state, and walk it."""
    page.set_viewport_size({"width": width, "height": 900 if width > 500 else 740})
    with site.app.app_context():
        load(clock.today(), lambda *_: None, weeks=1)
        states: Mapping[str, list[str]] = prepare()
    through = Walk(page, site, width, language, each_role, thorough)
    for email in ROLES:
        through.follow(email, states.get(email, ()))
    return through


def missed(through: Walk) -> list[str]:
    """Return the routes with a page that the walk did not reach: link them, or add a state."""
    return sorted(pages_of(through.site.app) - through.seen)


def test_every_kind_of_page_on_a_desk(site: Site, page: Page):
    through = walk(site, page, 1280, "en")
    assert (through.wrong, missed(through)) == ([], [])


def test_every_kind_of_page_on_a_phone(site: Site, phone: Page):
    through = walk(site, phone, 360, "zh_Hans", thorough=False)
    assert (through.wrong, missed(through)) == ([], [])


def test_what_is_refused_has_a_page(site: Site, page: Page, monkeypatch: pytest.MonkeyPatch):
    def breaks() -> str:
        raise ZeroDivisionError

    with site.app.app_context():
        load(clock.today(), lambda *_: None, weeks=1)
    monkeypatch.setitem(site.app.view_functions, "pages.courts", _like_the_old(site.app, breaks))
    site.app.config["PROPAGATE_EXCEPTIONS"] = False
    through = Walk(page, site, 1280, "zh_Hans")
    through.enter(CLERK)
    refused = {"/imports": 403, "/nowhere": 404, "/people/nobody": 404, "/inbox/read": 405}
    for path, status in (refused | {"/courts": 500}).items():
        through.look(CLERK, site.address + path, f"fault-{status}", status)
    assert through.wrong == []


def _like_the_old(app: Flask, view: Callable[[], str]) -> Callable[[], str]:
    view.access = app.view_functions["pages.courts"].access  # type: ignore[attr-defined]
    return view


@pytest.mark.long
@pytest.mark.parametrize(
    ("width", "language"), [(1280, "en"), (1280, "zh_Hans"), (360, "en"), (360, "zh_Hans")]
)
def test_every_kind_of_page_for_each_role(site: Site, page: Page, width: int, language: str):
    assert walk(site, page, width, language, each_role=True).wrong == []


@pytest.mark.long
@pytest.mark.parametrize(("width", "language"), [(1280, "zh_Hans"), (360, "en")])
def test_every_form_sent_empty(site: Site, page: Page, width: int, language: str):
    through = walk(site, page, width, language)
    assert len(through.forms) > 20
    through.wrong.clear()
    for kind, (email, address) in through.forms.items():
        through.enter(email)
        through.send_empty(email, address, kind)
    assert through.wrong == []
