"""Many clerks draw at once from one roll, on both databases."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app.accounts.terms import Desk
from app.draws.models import Draw
from app.draws.terms import DrawState
from app.shared.db import db
from app.shared.transactions import transaction
from app.trials.models import Panel
from app.trials.service.drawing import draw_panel, freeze_panel
from bench.panels import court_with, waiting_panels
from bench.site import databases, migrated
from bench.terms import Figure, Scale

ROLL = 120
SITTINGS = 8  # so several draws meet on each day


def run(scale: Scale, folder: Path) -> list[Figure]:
    """Let each clerk freeze and draw a panel of his own, all at the same moment."""
    figures = []
    for name, uri in databases(folder, "clerks"):
        options = {"pool_size": scale.clerks, "pool_pre_ping": True}
        app = migrated(uri, folder, SQLALCHEMY_ENGINE_OPTIONS=options)
        with court_with(app, ROLL) as desk:
            panels = waiting_panels(desk, scale.clerks, min(SITTINGS, scale.clerks))
            seconds, fell = _all_at_once(app, desk, panels)
            made = _made()
        note = f"{made} records; {_said(fell)}"
        what = f"{scale.clerks} clerks draw at once, {name}"
        figures.append(Figure(what, seconds, "s", "all drawn", made == scale.clerks, note))
    return figures


def _all_at_once(app: Flask, desk: Desk, panels: list[int]) -> tuple[float, list[str]]:
    """Return the seconds until the last has drawn, and what fell in between."""
    gate, fell = threading.Barrier(len(panels) + 1), []

    def clerk(panel_id: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                for act in (_freeze, _draw):
                    act(desk, panel_id)
            except Exception as error:  # the figure says what kept a clerk from drawing
                fell.append(type(error).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=clerk, args=(panel,)) for panel in panels]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, fell


def _freeze(desk: Desk, panel_id: int) -> None:
    with transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel_id), {})


def _draw(desk: Desk, panel_id: int) -> None:
    with transaction():
        draw_panel(desk, db.session.get_one(Panel, panel_id), "407 112")


def _made() -> int:
    """Return how many draws have a record and a secret that no other used."""
    with transaction("read") as session:
        made = select(Draw.tree_id, Draw.leaf_index).where(Draw.state == DrawState.MADE)
        return len(set(session.execute(made).tuples()))


def _said(fell: Iterable[str]) -> str:
    counted = Counter(fell)
    return ", ".join(f"{number} × {name}" for name, number in counted.items()) or "none fell"
