"""A court that brings in its roll, and its officer's browser."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts.terms import RoleKind
from app.bodies.models import Body
from tests.builders import Make
from tests.trials.panels import Browser, a_browser


@pytest.fixture
def court(make: Make) -> Body:
    """A court of 2018 with its own officers."""
    return make.court()


@pytest.fixture
def browser(app: Flask, make: Make, court: Body) -> Browser:
    """A personnel officer's browser."""
    browser = a_browser(app)
    make.signed_in(browser, make.user(court, RoleKind.PERSONNEL))
    return browser
