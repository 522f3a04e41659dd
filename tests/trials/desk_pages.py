"""A clerk's browser: buttons pressed, forms filled in, rows read afresh."""

from __future__ import annotations

import re
from io import BytesIO

from flask import Flask
from pypdf import PdfReader

from app.accounts.terms import RoleKind
from app.shared.db import db
from app.shared.once import new_key
from tests.builders import Make
from tests.trials.panels import Browser, a_browser, once_of


def clerk_at(app: Flask, make: Make, court, role: RoleKind = RoleKind.CLERK) -> Browser:
    """Return a browser with somebody of a court signed in."""
    browser = a_browser(app)
    make.signed_in(browser, make.user(court, role))
    return browser


def press(browser: Browser, path: str, **data: object):
    """Press a button that stands alone."""
    return browser.post(path, data={"once": new_key(), **data})


def fill(browser: Browser, path: str, **data: object):
    """Open a form, fill it in and send it."""
    page = browser.get(path).get_data(as_text=True)
    form = page[page.rindex("<form", 0, page.index('<div class="acts"><button')) :]
    version = re.search(r'name="version"[^>]*value="([^"]*)"', form)
    fixed = {"once": once_of(form), "version": version[1] if version else ""}
    return browser.post(path, data={**fixed, **data})


def fresh(row):
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(type(row), row.id)


def pdf_text(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.mimetype == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
