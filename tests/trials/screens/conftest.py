"""A browser without scripts, a court with its clerk, at noon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.terms import RoleKind
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import set_mode
from tests.builders import Make
from tests.trials.cases import NOON, a_court


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


class Browser(FlaskClient):
    """Each request has a context of its own, as on the site."""

    def open(self, *args: Any, **more: Any) -> TestResponse:
        db.session.rollback()
        with self.application.app_context():
            answer = super().open(*args, **more)
        set_mode("write")
        return answer


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts."""
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = Browser
    return app.test_client()


@pytest.fixture
def court(app: Flask, make: Make, client: FlaskClient):
    """A court with a roll, its clerk signed in."""
    body, _, people = a_court(make)
    make.signed_in(client, make.user(body, RoleKind.CLERK))
    return body, people
