"""Who could not write is told for what he waits; on both databases."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app.accounts.terms import RoleKind
from app.shared.acting import act
from app.shared.db import db
from app.shared.jobs.models import Job
from app.shared.jobs.registry import ALONE
from tests.builders import Make


def locked() -> str:
    """Do as SQLite does when another has written for ten seconds."""
    if g.get("refusals"):
        return str([refusal.text % refusal.facts for refusal in g.refusals])
    raise OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))


@pytest.mark.parametrize(
    ("state", "step", "said"),
    [
        ("running", ALONE, "“Bringing in a roll” is being written in one piece"),
        ("running", "Checking the rows once more", "Many people are writing"),
        ("done", ALONE, "Many people are writing"),
    ],
)
def test_the_refusal_names_the_work_that_holds_the_writers_place(
    app: Flask, make: Make, state: str, step: str, said: str
):
    make.add(Job(verb="import.apply", state=state, step=step))
    with app.test_request_context("/cases/new", method="POST"):
        answer = act(locked)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_page_is_read_while_another_writes_and_an_act_says_why_it_was_not_done(
    app: Flask, make: Make, client: FlaskClient, tmp_path: Path
):
    make.signed_in(client, make.user(make.court(), RoleKind.PERSONNEL))
    make.add(Job(verb="import.apply", state="running", step=ALONE))
    db.session.remove()
    db.engine.dispose()  # whoever connects from now on has less patience
    event.listen(db.engine, "connect", lambda c, _: c.execute("PRAGMA busy_timeout=100"))
    writer = sqlite3.connect(tmp_path / "peishen.db")
    writer.execute("BEGIN IMMEDIATE")
    try:
        assert client.get("/people").status_code == 200
        refused = client.post("/people/new", data={"once": "a", "name": "王甲"})
        door = client.post("/login", data={"email": "a@example.org", "password": "b" * 10})
    finally:
        writer.rollback()
        writer.close()
    assert (refused.status_code, door.status_code) == (422, 503)
    for page in (refused.text, door.text):
        assert "“Bringing in a roll” is being written in one piece" in page
    assert 'value="王甲"' in refused.text  # nothing typed is lost
