"""The first screens of an import: the file sent, the preview opened."""

from __future__ import annotations

import io

from tests.trials.panels import Browser, once_of


def upload(browser: Browser, content: bytes, filename: str = "roll.xlsx", **fields: str):
    """Send a file by the first screen's form."""
    once = once_of(browser.get("/imports").text)
    form = {"once": once, "office": "assessor", **fields, "file": (io.BytesIO(content), filename)}
    return browser.post("/imports", data=form, content_type="multipart/form-data")


def shown(browser: Browser, content: bytes) -> str:
    """Upload a file of which every heading is known; return the path of its preview."""
    answer = upload(browser, content)
    assert answer.status_code == 303, answer.text
    return answer.location
