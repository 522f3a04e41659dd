"""A browser for the pages of people: each request begins with nothing of the one before."""

from __future__ import annotations

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from app.accounts.terms import RoleKind
from app.bodies.models import Body
from app.people.models import Roll
from app.shared.db import db
from tests.builders import Make


@pytest.fixture
def client(app: Flask, client: FlaskClient) -> FlaskClient:
    """The tests keep a context open; here each request forgets what the one before left in it."""

    def forget() -> None:
        for name in list(g):
            g.pop(name)
        db.session.rollback()

    app.before_request_funcs.setdefault(None, []).insert(0, forget)
    return client


@pytest.fixture
def court(make: Make) -> Body:
    """A court of 2018."""
    return make.court()


@pytest.fixture
def roll(make: Make, court: Body) -> Roll:
    """The court's roll."""
    return make.roll(court)


@pytest.fixture
def officer(make: Make, court: Body, client: FlaskClient) -> FlaskClient:
    """The browser of the court's officer, who is its clerk too."""
    return make.signed_in(client, make.user(court, RoleKind.PERSONNEL, RoleKind.CLERK))
