"""64 clerks draw at once from one small roll, on both databases: nothing lost, nothing doubled."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from app.accounts.terms import Desk
from app.bodies.models import Body
from app.draws.leaves import take_leaf
from app.draws.models import Draw, LeafTree
from app.people.models import Absence
from app.shared import clock
from app.shared.acting import refusal_of
from app.shared.busy import BUSY
from app.shared.db import db
from app.shared.transactions import transaction
from app.sortition.findings import is_sound
from app.sortition.record import verify
from app.trials.models import Panel, Seat
from app.trials.service.drawing import draw_panel, freeze_panel
from app.trials.terms import PanelState, SeatState
from tests.builders import Make
from tests.trials.cases import NOON, TODAY, a_court, a_panel, days

CLERKS = 64
DAYS = 8


def at_once(app: Flask, work: Callable[[Any], Any], items: list[Any]) -> list[Any]:
    """Do `work` for every item, each in a thread with its own session, all let go together."""
    start = threading.Barrier(len(items))

    def one(item: Any) -> Any:
        start.wait(timeout=60)
        with app.app_context():
            return work(item)

    with ThreadPoolExecutor(len(items)) as pool:
        jobs = [pool.submit(copy_context().run, one, item) for item in items]
        return [job.result(timeout=300) for job in jobs]


def pressed_again(press: Callable[[], Any]) -> Any:
    """Do as the page asks where the database was busy: press the button once more."""
    for _ in range(4):
        try:
            with transaction():
                return press()
        except OperationalError as busy:
            if refusal_of(busy) is not BUSY:
                raise
    with transaction():
        return press()


def a_clerk_draws(desk: Desk) -> Callable[[int], None]:
    """Return a clerk's work: freeze the roll for a panel, then draw."""

    def work(panel_id: int) -> None:
        pressed_again(lambda: freeze_panel(desk, db.session.get_one(Panel, panel_id), {}))
        pressed_again(lambda: draw_panel(desk, db.session.get_one(Panel, panel_id), "407"))

    return work


def test_64_clerks_draw_at_once_from_one_small_roll(app: Flask, make: Make):
    with clock.standing_at(NOON):
        _, desk, people = a_court(make, assessors=12)
        with transaction():
            ids = [
                a_panel(desk, n, judges=2, assessors=1, days=days(n % DAYS)).id
                for n in range(CLERKS)
            ]
        on_roll = {person.id for person in people}
        db.session.remove()
        at_once(app, a_clerk_draws(desk), ids)
    assert {panel.state for panel in db.session.scalars(select(Panel))} == {PanelState.DRAWN}
    draws = db.session.scalars(select(Draw)).all()
    assert sorted(draw.leaf_index for draw in draws) == list(range(CLERKS))
    for draw in draws:
        assert is_sound(verify(draw.record, draw.tree.root))
    seated = db.session.scalars(select(Seat).where(Seat.state == SeatState.DRAWN)).all()
    assert len(seated) == CLERKS
    assert len({seat.panel_id for seat in seated}) == CLERKS
    sat = Counter((seat.person_id, seat.panel.days[0].day) for seat in seated)
    assert set(sat.values()) == {1}  # nobody has two seats on one day
    held = db.session.scalars(select(Absence)).all()
    assert {(row.person_id, row.day) for row in held} == set(sat)
    assert {seat.person_id for seat in seated} <= on_roll


def _taken_without_a_lock(body_id: int, together: threading.Barrier) -> int:
    """Take an index as careless code would: read, then write."""
    where = (LeafTree.body_id == body_id, LeafTree.day == TODAY)
    tree_id, index = db.session.execute(
        select(LeafTree.id, LeafTree.next_index).where(*where)
    ).one()
    together.wait(timeout=60)
    changed = update(LeafTree).where(LeafTree.id == tree_id).values(next_index=index + 1)
    db.session.execute(changed)
    return index


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_control_without_a_lock_gives_one_index_twice(app: Flask, make: Make):
    with clock.standing_at(NOON):
        court, _, _ = a_court(make, assessors=0)
        body_id = court.id
        db.session.remove()
        together = threading.Barrier(8)

        def careless(_: int) -> int:
            with transaction():
                return _taken_without_a_lock(body_id, together)

        def careful(_: int) -> int:
            with transaction():
                return take_leaf(db.session.get_one(Body, body_id), date(2026, 11, 3))[1]

        assert len(set(at_once(app, careless, list(range(8))))) == 1
        assert sorted(at_once(app, careful, list(range(8)))) == list(range(8))
