"""Asking the features what is to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from inspect import signature
from typing import Any

from app.messages.terms import Notice
from app.shared.collected import collected

Source = Callable[..., Iterable[Notice]]


@lru_cache(maxsize=64)
def _knows_bodies(source: Any) -> bool:
    return "body_id" in signature(source).parameters


def gathered(source: Source, day: date, body_id: int | None = None) -> list[Notice]:
    """Return what one feature would tell on `day`; of one body where `body_id` is given.

    A feature whose `messages(day, body_id=None)` knows bodies is asked for that one only.
    """
    if body_id is None:
        return list(source(day))
    found = source(day, body_id=body_id) if _knows_bodies(source) else source(day)
    return [notice for notice in found if notice.body_id == body_id]


def coming(body_id: int, days: Iterable[date]) -> list[tuple[date, list[Notice]]]:
    """Return day by day what all features would tell in one body. A dry run: nothing is written.

    What one week is told once stands on the first day on which it is due.
    """
    sources, told = collected().messages, set()
    found = []
    for day in days:
        notices = {n.key: n for source in sources for n in gathered(source, day, body_id)}
        found.append((day, [n for key, n in notices.items() if key not in told]))
        told |= notices.keys()
    return found
