"""The demonstration's draws and posts look as those of a real court."""

from __future__ import annotations

from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from app.demo.people import make_people
from app.demo.story import load
from app.demo.world import COURTS, make_bodies
from app.draws.models import Draw
from app.people.queries.posts import posts_of
from app.people.terms import Office
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
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


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_posts_of_a_court_are_set_by_an_act_and_not_all_taken(app: Flask):
    plan, today = COURTS[0], clock.today()
    with transaction():
        body = make_bodies()[plan.code]
        make_people(plan, body, today, Random(1))
        posts = {one.office: one for one in posts_of(body.id, today)}
    assert {Office.JUDGE} <= posts.keys()
    for one in posts.values():
        assert one.office == Office.PRESIDENT or (one.act is not None and (one.free or 0) > 0)
