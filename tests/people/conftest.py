"""A browser for the pages of people: each request begins with nothing of the one before."""

from __future__ import annotations

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from app.shared.db import db


@pytest.fixture
def client(app: Flask, client: FlaskClient) -> FlaskClient:
    """The tests keep a context open; here each request forgets what the one before left in it."""

    def forget() -> None:
        for name in list(g):
            g.pop(name)
        db.session.rollback()

    app.before_request_funcs.setdefault(None, []).insert(0, forget)
    return client
