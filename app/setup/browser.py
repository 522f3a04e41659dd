"""The Chromium that the journeys are driven in."""

from __future__ import annotations

from app.setup import machine
from app.setup.console import run, step
from app.setup.environment import PYTHON, ROOT


def lay_chromium() -> None:
    """See to it that there is a Chromium; on Ubuntu, whose own is a snap, Playwright's.

    Raises SetupFailed with the exact command where set-up may not install it itself.
    """
    if machine.chromium() is not None:
        return
    if "ubuntu" not in machine.distribution():
        machine.require(machine.CHROMIUM)
        return
    with step("Installing Chromium by Playwright"):
        run([str(PYTHON), "-m", "playwright", "install", "--with-deps", "chromium"], cwd=ROOT)
