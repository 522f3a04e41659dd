"""Which courts answer for a person on a day. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class InBody(Protocol):
    """Time in a body; `last` is its last day (None: open)."""

    @property
    def body_id(self) -> int: ...
    @property
    def since(self) -> date: ...
    @property
    def last(self) -> date | None: ...


@dataclass(frozen=True)
class Spell:
    """A person's time in a body; `last` is its last day (None: open)."""

    body_id: int
    since: date
    last: date | None


def in_charge(spells: Iterable[InBody], day: date) -> frozenset[int]:
    """Return the bodies that answer for a person: where he is or will be; else where he was last.

    Only they change what is known of him (decision 0010). Of two that ended on one day, the one
    that began later counts.
    """
    spells = list(spells)
    running = {one.body_id for one in spells if one.last is None or one.last >= day}
    if running or not spells:
        return frozenset(running)
    return frozenset({max(spells, key=lambda one: (one.last or day, one.since)).body_id})
