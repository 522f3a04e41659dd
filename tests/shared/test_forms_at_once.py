"""Two who save the same page at once: the second is told; on both databases."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update

from app.people.models import Person
from app.shared.db import db
from app.shared.forms import ActingForm
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from tests.builders import Make


def test_the_version_is_compared_with_what_is_committed_by_now(app: Flask, make: Make):
    person_id = make.person().id
    newer = update(Person).where(Person.id == person_id).values(version=2)
    with transaction():
        row = db.session.get_one(Person, person_id)
        assert row.version == 1
        if db.engine.dialect.name == "postgresql":  # SQLite's second writer waits for the first
            with db.engine.begin() as other:
                other.execute(newer)
        else:
            db.session.connection().execute(newer)
        with app.test_request_context(method="POST", data={"version": "1"}):
            form = ActingForm(meta={"csrf": False})
            with pytest.raises(Refused, match=r"page\.stale"):
                form.check_version(row)
