"""The migrations make the models' tables, and go up and down with rows in them."""

from __future__ import annotations

from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.people.models import Tenure
from app.people.terms import Form, Office
from app.shared.db import Base, db
from tests.builders import Make


def test_models_and_migrations_agree(app: Flask):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = compare_metadata(context, Base.metadata)
    assert differences == []


def test_down_and_up_with_rows_in_the_tables(app: Flask, make: Make):
    court = make.court()
    make.assessor(court, make.roll(court))
    make.desk(court)
    db.session.remove()
    downgrade(revision="0001")
    upgrade()
    assert db.session.scalar(text("SELECT count(*) FROM tenure")) == 1
    db.session.remove()
    downgrade(revision="base")
    upgrade()
    assert db.session.scalar(text("SELECT count(*) FROM tenure")) == 0


def test_the_database_refuses_one_person_twice_in_one_office(app: Flask, make: Make):
    here, there = make.court(), make.court()
    person = make.assessor(here, since=date(2025, 1, 1), until=date(2029, 12, 31))
    second = Tenure(
        person_id=person.id,
        body_id=there.id,
        office=Office.ASSESSOR,
        form=Form.A,
        since=date(2029, 12, 31),
        until=None,
    )
    with pytest.raises(IntegrityError, match="tenure_no_overlap"):
        make.add(second)
    db.session.rollback()


def test_the_day_after_is_free_again(app: Flask, make: Make):
    here, there = make.court(), make.court()
    person = make.assessor(here, since=date(2025, 1, 1), until=date(2029, 12, 31))
    tenure = Tenure(
        person_id=person.id,
        body_id=there.id,
        office=Office.ASSESSOR,
        since=date(2030, 1, 1),
    )
    assert make.add(tenure).id
