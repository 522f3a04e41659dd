"""The pages of people: opened, filled in, counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event

from app.bodies.models import Body
from app.people.models import Person, Roll
from app.people.service import index_names
from app.shared.db import db
from app.shared.transactions import set_mode, transaction
from tests.builders import Make


def indexed(make: Make, court: Body, roll: Roll, *names: str, **given: Any) -> list[Person]:
    people = [make.assessor(court, roll, name=name, **given) for name in names]
    with transaction():
        for person in people:
            index_names(person)
    return people


def shown(page: str) -> list[str]:
    """Return the names of the lines of the register, in order."""
    return re.findall(r'href="/people/[\w-]+\?list=1[^"]*">([^<]+)</a>', unescape(page))


def get(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    db.session.rollback()
    set_mode("write")
    assert response.status_code == 200, address
    return response.text


@contextmanager
def statements() -> Iterator[list[str]]:
    told: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        told.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield told
    event.remove(db.engine, "before_cursor_execute", note)


def acting(client: FlaskClient, address: str, **fields: object):
    """Open a form, fill it in, and send it as a browser does: hidden fields with it."""
    page = get(client, address)
    hidden = dict(re.findall(r'name="(once|version)" type="hidden" value="([^"]*)"', page))
    return client.post(address, data={**hidden, **fields})
