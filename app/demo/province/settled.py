"""A court of an invented province with its people as they were written."""

from __future__ import annotations

from dataclasses import dataclass

from app.demo.province.assessors import OnRoll
from app.demo.province.plans import Place
from app.demo.province.staff import Cadre
from app.demo.province.trials import CourtYears


@dataclass(frozen=True)
class Settled:
    """A court: its plan, its staff, its assessors, their years in court."""

    place: Place
    body_id: int
    staff: list[Cadre]
    assessors: list[OnRoll]
    years: CourtYears | None = None
