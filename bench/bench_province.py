"""The invented province that pages are measured on: how long it takes to make."""

from __future__ import annotations

import time
from pathlib import Path

from bench.province import Size, province
from bench.terms import Figure, Scale


def run(scale: Scale, folder: Path) -> list[Figure]:
    """Make the province, or find the one of today."""
    began = time.perf_counter()
    province(Size(scale.courts, scale.assessors, scale.days))
    note = f"{scale.assessors} assessors, {scale.days} sitting days; kept for a second run"
    return [Figure("Province: made in bulk", time.perf_counter() - began, "s", note=note)]
