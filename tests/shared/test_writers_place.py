"""Nobody waits for the writer's place while somebody else's password or paper is made."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import InternalError, OperationalError

from app.accounts.access import anyone
from app.messages.models import Message
from app.shared.acting import begin_writing, reads_first
from app.shared.db import db
from app.shared.files import StoredFile, keep
from app.shared.once import UsedKey, new_key
from app.shared.transactions import only_reads
from tests.builders import Make


@pytest.fixture
def visited(app: Flask) -> list[str]:
    """The application with a view that reads first; what it noted."""
    notes: list[str] = []

    def slow() -> str:
        notes.append("reads" if only_reads() else "writes")
        keep(b"paper", "text/plain", "paper.txt")
        notes.append("reads" if only_reads() else "writes")
        return "made"

    def plain() -> str:
        notes.append("reads" if only_reads() else "writes")
        return "done"

    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule("/slow", "slow", anyone(reads_first(slow)), methods=["POST"])
    app.add_url_rule("/plain", "plain", anyone(plain), methods=["POST"])
    return notes


def test_a_paper_is_made_before_the_writers_place_is_taken(app: Flask, visited: list[str]):
    assert app.test_client().post("/slow").status_code == 200
    assert visited == ["reads", "writes"]
    assert db.session.scalar(select(StoredFile.name)) == "paper.txt"


def test_any_other_act_writes_from_its_first_line(app: Flask, visited: list[str]):
    app.test_client().post("/plain")
    assert visited == ["writes"]


def test_a_view_that_reads_first_does_its_act_once(app: Flask, visited: list[str]):
    form = {"once": new_key()}
    first, second = (app.test_client().post("/slow", data=form) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 303)
    db.session.rollback()
    assert len(db.session.scalars(select(StoredFile)).all()) == 1
    assert len(db.session.scalars(select(UsedKey)).all()) == 1


def test_who_writes_before_he_begins_to_write_is_stopped(app: Flask, make: Make):
    def early() -> str:
        db.session.execute(text("DELETE FROM message"))
        begin_writing()
        return "done"

    app.config |= {"WTF_CSRF_ENABLED": False, "PROPAGATE_EXCEPTIONS": True}
    app.add_url_rule("/early", "early", anyone(reads_first(early)), methods=["POST"])
    with pytest.raises((OperationalError, InternalError), match="read"):
        app.test_client().post("/early")
    assert db.session.scalars(select(Message)).all() == []


def test_who_only_asks_cannot_write(app: Flask):
    def careless() -> str:
        db.session.execute(text("DELETE FROM message"))
        return "read"

    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.add_url_rule("/careless", "careless", anyone(careless))
    with pytest.raises((OperationalError, InternalError), match="read"):
        app.test_client().get("/careless")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_keeps_what_it_has_confirmed(app: Flask):
    asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    with db.engine.connect() as connection:
        kept = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert kept == ["wal", 2, 1, 10_000]
