"""A database that was restored from a backup draws nothing under the secrets in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.bodies.models import Body
from app.draws.leaves import open_rest
from app.draws.models import Draw, LeafTree
from app.draws.service import annul, carry_out, freeze
from app.draws.terms import Asked, Roll
from app.shared import clock
from app.shared.db import db, kept_tables
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.sortition.findings import is_sound
from app.sortition.record import verify
from tests.builders import Make
from tests.draws.test_public import a_draw, lots
from tests.trials.cases import NOON, TODAY


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def desk(app: Flask, make: Make, tmp_path: Path):
    """The desk of a court with one draw made and one frozen, restored from a backup."""
    a_draw(make)
    a_draw(make, "panel:2", frozen_only=True)
    desk = make.desk(make.drawing)  # type: ignore[attr-defined]
    path = tmp_path / "kept.zip"
    assert app.test_cli_runner().invoke(args=["backup", str(path)]).exit_code == 0
    for table in reversed(kept_tables()):
        db.session.execute(table.delete())
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["restore", str(path)])
    assert result.exit_code == 0, result.output
    assert "8 published roots are burned" in result.output
    db.session.expire_all()
    return desk


def of_subject(subject: str) -> Draw:
    return db.session.scalars(select(Draw).where(Draw.subject == subject)).one()


def test_the_same_roll_is_not_drawn_twice(desk):
    with pytest.raises(Refused, match=r"draw\.burned"), transaction():
        carry_out(desk, of_subject("panel:2"), "another number")
    with transaction():
        annul(desk, of_subject("panel:2"), "court", "Restored from a backup")
    closed = of_subject("panel:2")
    assert closed.record is not None
    assert closed.record["leaf"] is None
    assert is_sound(verify(closed.record, closed.tree.root))


def test_a_new_draw_takes_a_secret_that_the_backup_does_not_hold(desk):
    body = db.session.get_one(Body, desk.body_id)
    with transaction():
        draw = freeze(desk, body, Asked("panel:3", "trial_panel", 2, "cn-2018@1"), Roll(lots(9)))
        carry_out(desk, draw, "407")
        assert draw.leaf_index == 256
        assert draw.tree.late
        assert is_sound(verify(draw.record, draw.tree.root))
    of_backup = of_subject("panel:1")
    assert is_sound(verify(of_backup.record, of_backup.tree.root))


def test_every_day_ahead_has_a_new_root_beside_the_burned_one(desk):
    trees = db.session.scalars(select(LeafTree).order_by(LeafTree.day, LeafTree.tree)).all()
    assert [tree.tree for tree in trees] == [0, 1] * 8
    assert [tree.burned_at is not None for tree in trees] == [True, False] * 8
    assert len({tree.root for tree in trees}) == 16


def test_burned_secrets_are_shown_as_such(desk, client: FlaskClient):
    code = db.session.get_one(Body, desk.body_id).code
    assert client.get(f"/draws/{code}").text.count("burned: restored from a backup") == 8
    with clock.standing_at(NOON + timedelta(days=1)), transaction():
        open_rest(TODAY)
    day = client.get(f"/draws/{code}/{TODAY}.json").json
    assert day is not None
    uses = [[leaf["use"] for leaf in tree["leaves"]] for tree in day["trees"]]
    assert uses[0][:3] == ["made", "frozen", "burned"]
    assert set(uses[1]) == {"unused"}
