"""Two who save the same page at once, and what fails at the commit; on both databases."""

from __future__ import annotations

import pytest
from flask import Flask, flash, get_flashed_messages
from sqlalchemy import update

from app.people.models import Person
from app.shared.acting import act
from app.shared.db import db
from app.shared.forms import ActingForm
from app.shared.refusals import Refusal, Refused
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


def test_what_was_not_committed_is_not_said_to_be_done(app: Flask):
    def view() -> str:
        if not said:
            said.append("done")
            flash("Done.")
            raise Refused([Refusal("commit.fails", "It cannot be done.")])
        return "the page again"

    said: list[str] = []
    with app.test_request_context("/cases/new", method="POST"):
        flash("Said before.")
        answer = act(view)
        assert (answer.status_code, answer.data) == (422, b"the page again")
        assert get_flashed_messages() == ["Said before."]
