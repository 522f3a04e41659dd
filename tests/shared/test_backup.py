"""A backup comes back whole, on either database, or not at all."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditLine
from app.messages.models import Sending
from app.people.models import Person, RollEntry
from app.shared.db import db, kept_tables
from tests.builders import Make
from tests.conftest import admin, build


@pytest.fixture
def kept(app: Flask, make: Make, tmp_path: Path) -> Path:
    """A backup of a court with people, its database emptied afterwards."""
    court = make.court(under=make.court(book=None))
    make.assessors(court, make.roll(court), 5, birth=date(1980, 2, 29))
    path = tmp_path / "kept.zip"
    result = app.test_cli_runner().invoke(args=["backup", str(path)])
    assert result.exit_code == 0, result.output
    for table in reversed(kept_tables()):
        db.session.execute(table.delete())
    db.session.commit()
    return path


def test_what_was_kept_comes_back(app: Flask, kept: Path):
    result = app.test_cli_runner().invoke(args=["restore", str(kept)])
    assert result.exit_code == 0, result.output
    people = db.session.scalars(select(Person).order_by(Person.id)).all()
    assert len(people) == 5
    assert {p.birth for p in people} == {date(1980, 2, 29)}
    assert all(p.phone and p.phone.startswith("139") for p in people)
    assert all(len(e.secret) == 32 for e in db.session.scalars(select(RollEntry)))


def test_a_restored_copy_sends_nothing(app: Flask, kept: Path):
    app.test_cli_runner().invoke(args=["restore", str(kept)])
    assert db.session.scalars(select(Sending.paused)).all()[-1] is True


def test_rows_after_a_restore_get_new_numbers(app: Flask, kept: Path, make: Make):
    app.test_cli_runner().invoke(args=["restore", str(kept)])
    assert make.person(number="after").id == 6


def test_one_changed_byte_is_noticed_and_nothing_is_written(app: Flask, kept: Path, tmp_path: Path):
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "person.jsonl":
                content = content.replace(b"1980-02-29", b"1980-02-28", 1)
            new.writestr(name, content)
    result = app.test_cli_runner().invoke(args=["restore", str(changed)])
    assert result.exit_code == 1
    assert "person was changed" in result.output
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_another_key_is_refused(app: Flask, kept: Path):
    app.config["PEISHEN_SECRET"] = "another"
    result = app.test_cli_runner().invoke(args=["restore", str(kept)])
    assert "another key" in result.output


def test_a_database_with_rows_is_refused(app: Flask, kept: Path, make: Make):
    make.person()
    result = app.test_cli_runner().invoke(args=["restore", str(kept)])
    assert "not empty" in result.output
    with zipfile.ZipFile(kept) as archive:
        assert json.loads(archive.read("manifest.json"))["tables"]["person"]["rows"] == 5


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_backup_of_sqlite_goes_into_postgresql(
    app: Flask, make: Make, postgresql_server: str, postgresql_template: str, tmp_path: Path
):
    make.assessors(court := make.court(), make.roll(court), 3)
    words = {"act": "case:entered", "subject_kind": "trial_case", "subject_uid": "x"}
    make.add(AuditLine(**words, facts={"b": 1, "a": {"z": 1, "y": 2}}))
    path = tmp_path / "kept.zip"
    assert app.test_cli_runner().invoke(args=["backup", str(path)]).exit_code == 0
    admin(postgresql_server, f"CREATE DATABASE crossed TEMPLATE {postgresql_template}")
    other = build(postgresql_server.format(name="crossed"), tmp_path)
    with other.app_context():
        result = other.test_cli_runner().invoke(args=["restore", str(path)])
        db.session.remove()
        db.engine.dispose()
    admin(postgresql_server, "DROP DATABASE crossed WITH (FORCE)")
    assert result.exit_code == 0, result.output
