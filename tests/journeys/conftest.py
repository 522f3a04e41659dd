"""Journeys: a real server, a real SQLite file, a real mail server, a real Chromium."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message as Mail
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from app.messages.delivery import deliver
from app.reminders.poll import Poll
from tests.conftest import build

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "pictures"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
REFUSED = re.compile("status of (403|404|405|422|500)")  # each is judged where it is opened
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@dataclass
class PostBox:
    """What a real SMTP server received."""

    mails: list[Mail] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        from email import message_from_bytes, policy

        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def links_to(self, address: str) -> list[str]:
        """Return the links in mails to an address, newest last."""
        found = []
        for mail in self.mails:
            if address in str(mail["To"]):
                found += re.findall(r"http://[^\s>]+", mail.get_content())  # type: ignore[attr-defined]
        return found


@dataclass
class Site:
    """A running site."""

    address: str
    app: Flask
    post: PostBox


@pytest.fixture
def post() -> Iterator[PostBox]:
    """A mail server on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box = PostBox(port=free.getsockname()[1])
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path, post: PostBox) -> Iterator[Site]:
    """A site on an empty database; fill it through `site.app.app_context()`."""
    import shutil

    path = tmp_path / "peishen.db"
    shutil.copy(sqlite_template, path)
    server = make_server("127.0.0.1", 0, lambda _env, _start: [], threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    settings = {"SITE": address, "SMTP": f"127.0.0.1:{post.port}", "TESTING": False}
    app = build(f"sqlite:///{path}", tmp_path, **settings)
    server.app = app
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(address, app, post)
    server.shutdown()
    thread.join()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page 1280 wide; its picture is kept when the test fails."""
    yield from _page(browser, request, WIDE, "en")


@pytest.fixture
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page 360 wide, Chinese."""
    yield from _page(browser, request, PHONE, "zh-CN")


def _page(
    browser: Browser, request: pytest.FixtureRequest, size: Any, locale: str
) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(viewport=size, locale=locale)
    context.set_default_timeout(30_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    report = getattr(request.node, "rep_call", None)
    if report is not None and report.failed:
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{request.node.name}.png", full_page=True)
    context.close()
    assert [said for said in wrong if not REFUSED.search(said)] == []


def clock_wakes(site: Site) -> None:
    """Let the clock look at what is due, and the deliverer send what waits."""
    with site.app.app_context():
        Poll().once()
        deliver(500)


def sign_in(page: Page, site: Site, email: str, password: str) -> None:
    """Sign in as a person does."""
    page.goto(f"{site.address}/login")
    page.fill("#email", email)
    page.fill("#password", password)
    page.click("main button")
    page.wait_for_url(lambda url: "/login" not in url)


def sits_down(page: Page, site: Site, email: str, password: str) -> None:
    """Sign in where somebody else, or nobody any more, is signed in."""
    page.context.clear_cookies()
    sign_in(page, site, email, password)


def faults_of(page: Page) -> list[str]:
    """Return what axe finds on a page, with enhanced contrast and target size switched on."""
    page.wait_for_load_state("load")  # styles decide what is large and dark enough
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        """() => axe.run(document, {resultTypes: ['violations'], rules: {
        'color-contrast-enhanced': {enabled: true}, 'target-size': {enabled: true}}})"""
    )
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:200]} {v['nodes'][0]['failureSummary'][:400]}"
        for v in found["violations"]
    ]
