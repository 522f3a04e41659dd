"""A mail server, and notices in as few words as a test needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.messages.models import Message
from app.messages.terms import Channel, Notice, Recipient
from app.shared.db import db
from app.shared.once import new_key
from app.shared.transactions import transaction
from tests.builders import Make
from tests.messages.post_office import PostOffice, open_post_office

DAY = date(2026, 11, 23)


@pytest.fixture
def office(app: Flask) -> Iterator[PostOffice]:
    """A real mail server, to which the application sends."""
    with open_post_office() as office:
        app.config.update(SMTP=office.address, MAIL_FROM="notices@court.example")
        yield office


class Notices:
    """Makes notices about seats of one court."""

    def __init__(self, body_id: int) -> None:
        self.body_id = body_id

    def __call__(self, seat: int = 1, version: int = 1, **given: Any) -> Notice:
        """Return a notice to the person of a seat; `given` changes its fields."""
        who = Recipient(f"person:{seat}", f"赵{seat}", "en", mail=f"p{seat}@example.org")
        made = Notice(
            rule="seat.invited",
            subject=f"seat:{seat}",
            version=version,
            due_day=DAY,
            body_id=self.body_id,
            recipient=who,
            title=f"You are called to a hearing ({seat})",
            text="Please answer here: {link}",
            link=f"/i/secret{seat}",
        )
        return replace(made, **given)


@pytest.fixture
def notice(make: Make) -> Notices:
    """A maker of notices of a fresh court."""
    return Notices(make.court().id)


def rows(*where: Any) -> list[Message]:
    """Return messages as they stand in the database now, oldest first."""
    with transaction("read") as session:
        found = list(session.scalars(select(Message).where(*where).order_by(Message.id)))
        for row in found:
            session.expunge(row)
    return found


def mails() -> list[Message]:
    """Return the rows that go out by mail."""
    return rows(Message.channel == Channel.MAIL)


class Visits:
    """A browser whose every request has a context of its own, as it has behind a server."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str) -> TestResponse:
        """Fetch a page; the test lets go of what it was reading."""
        db.session.rollback()
        with self.client.application.app_context():
            return self.client.get(path)

    def post(self, path: str, **fields: str) -> TestResponse:
        """Press a button: the fields with a fresh one-time key."""
        db.session.rollback()
        with self.client.application.app_context():
            return self.client.post(path, data={"once": new_key(), **fields})


@pytest.fixture
def visits(client: FlaskClient) -> Visits:
    """A browser; sign in with `make.signed_in(visits.client, user)`."""
    return Visits(client)
