"""Words of the bench: a figure with its aim, and how large a run is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure: what, how much, in which unit; its aim as written, if reached.

    `note` says what it stands against, or what makes it less than it seems.
    """

    what: str
    value: float
    unit: str
    aim: str = ""
    reached: bool | None = None
    note: str = ""


@dataclass(frozen=True)
class Scale:
    """How much is measured. `seconds` is the length of one stretch of load."""

    import_rows: int
    courts: int
    assessors: int
    days: int
    clients: int
    seconds: float
    rounds: int
    roll: int
    draws: int
    mails: int
    clerks: int
    papers: int
    nominations: int
    cohorts: int


FULL = Scale(
    import_rows=20_000,
    courts=160,
    assessors=20_000,
    days=60_000,
    clients=16,
    seconds=5.0,
    rounds=3,
    roll=5_000,
    draws=9,
    mails=2_000,
    clerks=64,
    papers=300,
    nominations=10_000,
    cohorts=150,
)
TINY = Scale(
    import_rows=20,
    courts=6,
    assessors=120,
    days=240,
    clients=2,
    seconds=0.3,
    rounds=1,
    roll=30,
    draws=1,
    mails=20,
    clerks=3,
    papers=3,
    nominations=24,
    cohorts=3,
)


def at_most(value: float, limit: float) -> bool:
    """Say whether a figure stays at or under its aim."""
    return value <= limit


def at_least(value: float, limit: float) -> bool:
    """Say whether a figure reaches its aim from below."""
    return value >= limit
