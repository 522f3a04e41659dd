"""The Chromium that the journeys are driven in."""

from __future__ import annotations

from app.setup import machine
from app.setup.console import run, step
from app.setup.environment import PYTHON, ROOT


def brings_chromium() -> bool:
    """Say whether Playwright brings the Chromium: on Ubuntu, whose own is a snap."""
    return "ubuntu" in machine.distribution()


def lay_chromium() -> None:
    """Install Playwright's Chromium and the libraries it needs, unless it is there."""
    if machine.chromium() is not None:
        return
    with step("Installing Chromium by Playwright"):
        run([str(PYTHON), "-m", "playwright", "install", "--with-deps", "chromium"], cwd=ROOT)
