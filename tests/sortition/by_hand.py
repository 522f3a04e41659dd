"""Record format 1 written out once more by hand, from the protocol's words alone, for the tests."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from app.sortition.draw import freeze
from app.sortition.leaves import make_leaves, path_of, root_of
from app.sortition.record import carry_out
from app.sortition.terms import Composition, Entry, Frozen

COURT, DAY = "linhe", "2026-11-30"
MADE_AT = "2026-11-30T01:30:00Z"


def sha(*parts: bytes) -> bytes:
    """H over parts that are bytes already."""
    return hashlib.sha256(b"".join(struct.pack(">I", len(p)) + p for p in parts)).digest()


def numbered_leaves() -> list[bytes]:
    """256 secrets that are the same in every run."""
    numbers = iter(range(256))
    return make_leaves(token=lambda size: hashlib.sha256(bytes([next(numbers)])).digest()[:size])


def pool_of(*features: dict[str, str], weights: list[int] | None = None) -> tuple[Entry, ...]:
    """Entries with these features, tagged by hand from their place."""
    weights = weights or [1] * len(features)
    return tuple(
        Entry(sha(b"tag of", str(place).encode()).hex(), weights[place], one)
        for place, one in enumerate(features)
    )


def frozen_of(pool: tuple[Entry, ...], seats: int = 2, **changed: Any) -> Frozen:
    """A panel draw as a court would freeze it, with `changed` fields."""
    usual: dict[str, Any] = {
        "court": COURT,
        "day": DAY,
        "index": 3,
        "purpose": "panel",
        "subject": "（2026）临河刑初318号",
        "rulebook": "cn-2018",
        "code_version": "0.1.0",
        "excluded_count_by_rule": {"assessor.cap": 19},
    }
    return Frozen(pool=pool, seats=seats, **(usual | changed))


def drawn(frozen: Frozen, contribution: str | None = "4711") -> tuple[dict[str, Any], str]:
    """The record of a draw with the numbered leaves, and the published root."""
    leaves = numbered_leaves()
    root = root_of(COURT, DAY, leaves)
    path = path_of(COURT, DAY, leaves, frozen.index)
    values, mark = freeze(frozen)
    leaf = leaves[frozen.index]
    record = carry_out(values, leaf, path, root, contribution, MADE_AT, frozen_hash=mark)
    return record, root


def small_record() -> tuple[dict[str, Any], str]:
    """Six people, three seats, at least one woman, at most two from the town."""
    pool = pool_of(
        *({"sex": "man", "district": "town"},) * 3,
        *({"sex": "man", "district": "north"},) * 2,
        {"sex": "woman", "district": "town"},
        weights=[1, 2, 3, 1, 1, 1],
    )
    asked = Composition({("sex", "woman"): 1}, {("district", "town"): 2})
    return drawn(frozen_of(pool, 3, composition=asked))


def keeps(panel: tuple[Entry, ...] | list[Entry], asked: Composition) -> bool:
    """Say whether a panel keeps every minimum and maximum, by counting heads."""
    for (feature, value), least in asked.minimum.items():
        if sum(one.features.get(feature) == value for one in panel) < least:
            return False
    return all(
        sum(one.features.get(feature) == value for one in panel) <= most
        for (feature, value), most in asked.maximum.items()
    )


def panels(order: list[Entry], seats: int, asked: Composition) -> Iterator[tuple[Entry, ...]]:
    """Every panel that keeps the composition, the one that is first in the order first."""
    return (panel for panel in combinations(order, seats) if keeps(panel, asked))
