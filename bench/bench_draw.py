"""A draw from a large roll: judged, frozen, drawn, its record and its seats kept."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from app.accounts.terms import Desk
from app.shared.db import db
from app.shared.transactions import transaction
from app.trials.models import Panel
from app.trials.service.drawing import draw_panel, freeze_panel
from bench.panels import court_with, waiting_panels
from bench.site import migrated
from bench.terms import Figure, Scale

LONGEST = 1.0


def run(scale: Scale, folder: Path) -> list[Figure]:
    """Draw several panels one after the other, each from the whole roll."""
    app = migrated(f"sqlite:///{folder / 'draw.db'}", folder)
    with court_with(app, scale.roll) as desk:
        panels = waiting_panels(desk, scale.draws, scale.draws)
        taken = [_drawn(desk, panel) for panel in panels]
    whole = median(sum(both) for both in taken)
    frozen, drawn = (median(one[n] for one in taken) for n in (0, 1))
    note = f"freeze {frozen:.2f} s, draw {drawn:.2f} s; median of {len(taken)}, SQLite"
    what = f"Draw from {scale.roll} with its record"
    return [Figure(what, whole, "s", "under 1", whole < LONGEST, note)]


def _drawn(desk: Desk, panel_id: int) -> tuple[float, float]:
    """Return the seconds of the freeze and of the draw, each with its commit."""
    began = time.perf_counter()
    with transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
    frozen = time.perf_counter()
    with transaction():
        draw_panel(desk, db.session.get_one(Panel, panel_id), "407 112")
    return frozen - began, time.perf_counter() - frozen
