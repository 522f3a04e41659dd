"""The forms from case to drawn panel as a clerk fills them in."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.shared.db import db
from tests.trials.cases import FIRST

CASE = {
    "number": "(2026)试刑初318号",
    "filed": "2026-10-20",
    "matter": "criminal",
    "nature": "故意伤害",
    "procedure": "ordinary",
    "instance": "1",
    "circumstances": "wide_public_concern",
    "parties-0-role": "accused",
    "parties-0-name": "卢强",
    "parties-0-employer": "临河造纸厂",
    "kin-0-party": "1",
    "kin-0-name": "卢小妹",
    "kin-0-kind": "collateral_three_generations",
}
PANEL = {
    "form": "1-2",
    "presiding": "周文",
    "days-0-day": FIRST.isoformat(),
    "days-0-part": "whole",
    "days-0-begins": "９:00",
    "days-0-room": "2",
    "roll_kind": "general",
    "women": "1",
}


def send(client: FlaskClient, address: str, form: dict, **more: str) -> TestResponse:
    """Open a page, take its keys, fill it in and send it."""
    page = client.get(address).text
    keys = dict(re.findall(r'name="(once|version)" type="hidden" value="([^"]*)"', page))
    return client.post(address, data={**keys, **form, **more})


def a_drawn_panel(client: FlaskClient) -> str:
    """Go all the way; return the uid of the panel."""
    case = send(client, "/cases/new", CASE).location
    room = send(client, f"{case}/panel", PANEL).location
    frozen = send(client, room, {}).location
    done = send(client, frozen, {"how": "number", "contribution": "407 112"})
    assert done.status_code == 303, done.text
    return done.location.split("/")[2]


def statements(client: FlaskClient, address: str) -> int:
    """Return how many statements a page sends."""
    client.get(address)  # what is asked once for the tree of bodies is known from here on
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, text: str, *_more: Any) -> None:
        if text.lstrip().upper().startswith(("SELECT", "WITH")):
            sent.append(text)

    event.listen(db.engine, "before_cursor_execute", note)
    assert client.get(address).status_code == 200
    event.remove(db.engine, "before_cursor_execute", note)
    return len(sent)
