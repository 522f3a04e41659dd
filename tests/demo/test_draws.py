"""The demonstration's draws look as those of a real court."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.demo.story import load
from app.draws.models import Draw
from app.shared import clock
from app.shared.db import db
from app.sortition.findings import is_sound
from app.sortition.record import verify


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nobody_came_on_the_roll_after_the_root_of_the_day(app: Flask):
    load(clock.today(), lambda *_: None, weeks=2)
    draws = db.session.scalars(select(Draw)).all()
    assert len(draws) >= 5
    for draw in draws:
        assert "late" not in draw.frozen
        assert not any("late" in entry for entry in draw.frozen["pool"])
        assert not draw.tree.late
        assert is_sound(verify(draw.record, draw.tree.root))
        assert "person.away_by_office" not in draw.frozen["excluded_count_by_rule"]
