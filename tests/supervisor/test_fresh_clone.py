"""A clone of this repository on a bare environment: `make run` once, and once again.

Whoever comes with nothing but the README sees an address and log-ins, and draws a panel.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
FIRST, SECOND, STOP = 900.0, 5.0, 10.0  # seconds that each may take

pytestmark = pytest.mark.long


def share() -> float:
    """Return how many programs want each processor now: a time limit is for a machine at rest."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def status(port: int, path: str) -> int:
    """Return the status of `path`, or 0 while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


def as_a_newcomer(browser: Browser, printed: str, port: int) -> None:
    """Sign in with what was printed, draw the panel that waits, check its record, read a duty."""
    words = dict(re.findall(r"(\S+@example\.org)\s{2,}(\S.*?)\s{2,}", printed))
    address = f"http://127.0.0.1:{port}"
    page = browser.new_page(locale="en")
    enter(page, address, "clerk@example.org", words)
    page.goto(f"{address}/language/en")
    page.get_by_role("link", name=re.compile("^Check and draw")).first.click()
    page.get_by_role("button", name="Freeze the roll").click()
    page.get_by_label("The number, as it was read out").fill("271828")
    page.get_by_role("button", name=re.compile("^Draw")).click()
    page.wait_for_url("**/draw/result")
    record = page.locator("a[href*='/draws/record/']").first.get_attribute("href")
    page.goto(f"{address}{record}")
    assert page.get_by_role("heading", name=re.compile("^This draw holds")).is_visible()
    phone = browser.new_page(viewport={"width": 360, "height": 740}, locale="zh-CN")
    enter(phone, address, "assessor@example.org", words)
    assert phone.locator("main h1").first.is_visible()
    page.close()
    phone.close()


def enter(page: Page, address: str, email: str, words: dict[str, str]) -> None:
    """Sign in as a person does."""
    page.goto(f"{address}/login")
    page.fill("#email", email)
    page.fill("#password", words[email])
    page.click("main button")
    page.wait_for_url(lambda url: "/login" not in url)


def run_once(
    clone: Path, said: Path, seconds: float, healthy: float = 30.0, newcomer: Browser | None = None
) -> float:
    """Run the site until its three processes beat, stop it; return the seconds to the welcome."""
    port = free_port()
    bare = {"HOME": os.environ["HOME"], "PATH": "/usr/bin:/bin"}
    started = time.monotonic()
    with said.open("w") as out:
        site = subprocess.Popen(
            ["make", "run", f"PORT={port}"], cwd=clone, env=bare,
            stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        while f"Peishen runs at http://127.0.0.1:{port}" not in said.read_text():
            assert site.poll() is None, said.read_text()
            assert time.monotonic() - started < seconds, said.read_text()
            time.sleep(0.05)
        took = time.monotonic() - started
        while status(port, "/healthz") != 200:
            assert time.monotonic() - started < took + healthy, said.read_text()
            time.sleep(0.2)
        assert status(port, "/") == 200
        assert status(port, "/static/vendor/htmx.min.js") == 200
        if newcomer is not None:
            as_a_newcomer(newcomer, said.read_text(), port)
    finally:
        os.killpg(site.pid, signal.SIGINT)  # what Ctrl-C does at a terminal
        site.wait(timeout=STOP)
    assert status(port, "/healthz") == 0
    return took


def test_a_clone_runs_and_its_second_start_is_quick(tmp_path: Path, browser: Browser) -> None:
    clone = tmp_path / "peishen"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    first = run_once(clone, tmp_path / "first.txt", FIRST, newcomer=browser)
    second = run_once(clone, tmp_path / "second.txt", SECOND * share())
    print(f"first start {first:.1f} s, second {second:.1f} s")
    log_ins = (clone / "instance" / "log-ins.txt").read_text()
    assert "clerk@example.org" in log_ins
    for said in ("first.txt", "second.txt"):
        assert log_ins in (tmp_path / said).read_text()
    changed = subprocess.run(["git", "status", "--short"], cwd=clone, capture_output=True)
    assert changed.stdout == b""
