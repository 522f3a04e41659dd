"""A public page of a record shows what the check found, and checks nothing anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.draws import reading
from app.draws.due import acts
from app.draws.models import Draw
from app.draws.verdicts import forget_verdicts, to_check
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from tests.builders import Make
from tests.draws.test_public import a_draw
from tests.trials.cases import NOON, TODAY

HOLDS = "every step was computed again"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The roots for which a record was checked, one for each time."""
    done: list[str] = []

    def counted(record: Any, root: str) -> Any:
        done.append(root)
        return verify(record, root)

    verify = reading.verify
    monkeypatch.setattr(reading, "verify", counted)
    return done


def test_a_view_of_a_kept_verdict_checks_nothing_and_reads_once(
    app: Flask, make: Make, client: FlaskClient, checks: list[str]
):
    uid = a_draw(make).uid
    assert len(checks) == 1
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, text: str, *_more: Any) -> None:
        if " draw.record" in text or "CAST(draw.record" in text:
            sent.append(text)

    event.listen(db.engine, "before_cursor_execute", note)
    page = client.get(f"/draws/record/{uid}").text
    event.remove(db.engine, "before_cursor_execute", note)
    assert HOLDS in page
    assert "the seats are full here" in page
    assert len(checks) == 1
    assert len(sent) == 1
    whole = client.get(f"/draws/record/{uid}?all=1").text
    assert HOLDS in whole
    assert len(checks) == 1
    assert HOLDS in client.get(f"/draws/record/{uid}?again=1").text
    assert len(checks) == 2


def test_a_record_that_was_changed_is_checked_and_fails(
    app: Flask, make: Make, client: FlaskClient, checks: list[str]
):
    draw = a_draw(make)
    draw.record = (draw.record or {}) | {"seats": (draw.record or {})["seats"][::-1]}
    db.session.commit()
    assert "This record does not hold" in client.get(f"/draws/record/{draw.uid}").text
    assert len(checks) == 2


def test_the_clock_checks_what_another_version_or_a_restore_left(
    app: Flask, make: Make, client: FlaskClient, checks: list[str]
):
    uid = a_draw(make).uid
    a_draw(make, "panel:2", frozen_only=True)
    assert to_check(10) == []
    with transaction():
        forget_verdicts()
    assert HOLDS in client.get(f"/draws/record/{uid}").text  # nothing is kept, so it is checked
    assert len(checks) == 2
    with transaction():
        for act in acts(TODAY):
            if act.verb == "keep_verdict":
                act.run()
    assert len(checks) == 3
    assert to_check(10) == []
    assert db.session.query(Draw).filter(Draw.verdict_code == "").count() == 1  # the frozen one
    assert HOLDS in client.get(f"/draws/record/{uid}").text
    assert len(checks) == 3
