"""Take the pictures of the documents from the demonstration, in a real Chromium.

    .venv/bin/python -m docs.take_pictures

Loads the demonstration into a folder of its own, serves it, and writes docs/pictures/*.png.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from app.setup import machine

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
PASSWORD = "peishen demonstration"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
WIDE, PHONE = (1280, 860), (360, 740)


@contextmanager
def site() -> Iterator[str]:
    """Serve the demonstration from a folder of its own; yield its address."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        env = os.environ | {"PEISHEN_INSTANCE": folder, "PORT": str(port)}
        flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
        for words in (["db", "upgrade"], ["demo"]):
            subprocess.run([*flask, *words], cwd=ROOT, env=env, check=True)
        gunicorn = [sys.executable, "-m", "gunicorn", "--threads", "4", "-b", f"127.0.0.1:{port}"]
        server = subprocess.Popen([*gunicorn, "wsgi:app"], cwd=ROOT, env=env)
        try:
            _wait_for(f"http://127.0.0.1:{port}/login")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urlopen(address)
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"nothing answers at {address}")


def _sign_in(page: Page, address: str, email: str, language: str) -> None:
    page.goto(f"{address}/login")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto(f"{address}/language/{language}")


def take(address: str, path: Path) -> None:
    """Take each picture: who looks, where, how wide, in which language."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=machine.chromium(), args=FLAGS)
        for name, email, steps, size, language in SHOTS:
            context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
            page = context.new_page()
            _sign_in(page, address, email, language)
            page.goto(address + steps[0])
            for words in steps[1:]:
                page.click(words)
            page.screenshot(path=path / f"{name}.png")
            context.close()
        chromium.close()


CLERK, ASSESSOR = "clerk@example.org", "assessor@example.org"
PERSONNEL, SCHOOL = "personnel@example.org", "school@example.org"
COUNTY = "officer.1953@example.org"
OPENED = "tbody a >> nth=0"
SHOTS = (
    ("today", CLERK, ("/",), WIDE, "en"),
    ("draw", CLERK, ("/", ".rows >> a.btn >> nth=-1"), WIDE, "en"),
    ("replies", CLERK, ("/replies",), WIDE, "en"),
    ("duty", ASSESSOR, ("/my/",), PHONE, "zh_Hans"),
    ("election", PERSONNEL, ("/elections", OPENED), WIDE, "en"),
    ("promotion", COUNTY, ("/promotion",), WIDE, "en"),
    ("cohorts", SCHOOL, ("/cohorts",), WIDE, "en"),
    ("record", ASSESSOR, ("/my/record",), PHONE, "zh_Hans"),
    ("today.zh", CLERK, ("/",), WIDE, "zh_Hans"),
    ("replies.zh", CLERK, ("/replies",), WIDE, "zh_Hans"),
    ("election.zh", PERSONNEL, ("/elections", OPENED), WIDE, "zh_Hans"),
    ("promotion.zh", COUNTY, ("/promotion",), WIDE, "zh_Hans"),
    ("cohorts.zh", SCHOOL, ("/cohorts",), WIDE, "zh_Hans"),
)


def main() -> None:
    """Load, serve, look."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with site() as address:
        take(address, PICTURES)


if __name__ == "__main__":
    main()
