"""True draw records, thousands in a minute: the bytes of record.md without the steps in between.

What the product's own engine does for one draw with every check is done here for a plain draw
(weight 1, no composition) alone. The tests, and anyone with docs/verify_draw.py, check the records.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple

from app.demo.province.assessors import OnRoll
from app.demo.province.writer import Writer
from app.draws.models import LeafTree
from app.draws.terms import CODE_VERSION
from app.sortition.encoding import lp
from app.sortition.leaves import DEPTH, SECRET_SIZE, TREE_SIZE
from app.sortition.terms import ENGINE_RULES, FORMAT

ONE = lp(b"0")  # the only lot of an entry of weight 1
canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
RULES = ("person.in_office", "person.on_roll", "person.away", "cap.cases")


@dataclass
class Tree:
    """A court's secrets of a day with all levels above them; `used` counts those taken."""

    id: int
    day: str
    leaves: list[bytes]
    levels: list[list[bytes]]
    used: int = 0

    @property
    def root(self) -> str:
        """The published root in hex."""
        return self.levels[-1][0].hex()

    def path(self, index: int) -> list[str]:
        """Return the sisters that lead from a leaf to the root, in hex."""
        return [self.levels[height][(index >> height) ^ 1].hex() for height in range(DEPTH)]


Placed = tuple[str, OnRoll]  # somebody with the tag under which he stands in a record


class Drawn(NamedTuple):
    """A draw that was made: its row's columns, and the people in the order of the draw."""

    columns: dict[str, Any]
    order: list[Placed]


@dataclass
class DrawRoom:
    """Where a court draws in an invented past: each draw takes the next secret of its day."""

    write: Writer
    body_id: int
    code: str
    book: str  # name@version
    random: Random
    trees: dict[date, Tree] = field(default_factory=dict)

    def publish(self, day: date, draws: int) -> None:
        """Publish a day's root a week before it; `draws` secrets will be taken, all are open."""
        raw = self.random.randbytes(TREE_SIZE * SECRET_SIZE)
        leaves = [raw[n : n + SECRET_SIZE] for n in range(0, len(raw), SECRET_SIZE)]
        levels = _levels(self.code, day.isoformat(), leaves)
        night = datetime.combine(day, time(16, 5), UTC)
        tree = self.write.add(
            LeafTree,
            body_id=self.body_id,
            day=day,
            root=levels[-1][0].hex(),
            leaves=raw,
            next_index=draws,
            published_at=datetime.combine(day - timedelta(days=7), time(16, 5), UTC),
            opened_at=night,
        )
        self.trees[day] = Tree(tree, day.isoformat(), leaves, levels)

    def draw(
        self,
        day: date,
        subject: str,
        seats: int,
        can: Sequence[OnRoll],
        cannot: Mapping[str, Collection[int]],
    ) -> Drawn:
        """Draw among those who can on a day whose root is published."""
        tree = self.trees[day]
        index, tree.used = tree.used, tree.used + 1
        people = self._tagged(tree, index, can)
        tags = sorted(people)
        frozen = {
            "attempt": 1,
            "code_version": CODE_VERSION,
            "composition": [],
            "court": self.code,
            "day": tree.day,
            "excluded_count_by_rule": {key: len(ids) for key, ids in cannot.items()},
            "format": FORMAT,
            "index": index,
            "pool": [{"features": {}, "tag": tag, "weight": 1} for tag in tags],
            "purpose": "trial_panel",
            "rulebook": self.book,
            "rules": sorted((*ENGINE_RULES, *RULES)),
            "seats": seats,
            "subject": subject,
            "weights": "plain",
        }
        contribution = f"{self.random.randrange(10**6):06}"
        made = datetime.combine(day, time(2, 30), UTC)
        record = _record(frozen, tree, index, contribution, made)
        columns = {
            "tree_id": tree.id,
            "leaf_index": index,
            "frozen": frozen,
            "frozen_hash": record["frozen_hash"],
            "contribution": contribution,
            "record": record,
            "tags": canonical({tag: people[tag].person for tag in tags}).encode(),
            "excluded": canonical({key: sorted(ids) for key, ids in cannot.items()}).encode(),
            "frozen_at": made - timedelta(minutes=20),
            "made_at": made,
        }
        return Drawn(columns, [(tag, people[tag]) for tag in record["order"]])

    def _tagged(self, tree: Tree, index: int, can: Sequence[OnRoll]) -> dict[str, OnRoll]:
        sha256, salt, tag = hashlib.sha256, lp(b"salt"), lp(b"tag")
        where = lp(self.code.encode()) + lp(tree.day.encode()) + lp(str(index).encode())
        found = {}
        for one in can:
            own = sha256(salt + lp(one.secret) + where).digest()
            found[sha256(tag + lp(own) + lp(one.number.encode())).hexdigest()] = one
        return found


def _record(
    frozen: dict[str, Any], tree: Tree, index: int, contribution: str, made: datetime
) -> dict[str, Any]:
    """Return the record of a draw, sealed by its own hash."""
    fixed = _digest(b"frozen", canonical(frozen).encode())
    seed = _digest(b"seed", tree.leaves[index], fixed, contribution.encode())
    order = _order(seed, [entry["tag"] for entry in frozen["pool"]])
    seats = order[: frozen["seats"]]
    record = {
        "format": FORMAT,
        "frozen": frozen,
        "frozen_hash": fixed.hex(),
        "root": tree.root,
        "leaf": tree.leaves[index].hex(),
        "path": tree.path(index),
        "contribution": contribution,
        "seed": seed.hex(),
        "order": order,
        "seats": seats,
        "alternates": order[frozen["seats"] :],
        "passed": [],
        "lottery": None,
        "ticket": None,
        "annulled": None,
        "made_at": f"{made:%Y-%m-%dT%H:%M:%SZ}",
    }
    return record | {"record_hash": _digest(b"record", canonical(record).encode()).hex()}


def _order(seed: bytes, tags: Sequence[str]) -> list[str]:
    sha256, start = hashlib.sha256, lp(b"key") + lp(seed)
    return sorted(tags, key=lambda tag: sha256(start + lp(bytes.fromhex(tag)) + ONE).digest())


def _levels(court: str, day: str, leaves: Sequence[bytes]) -> list[list[bytes]]:
    """Return the nodes over a day's leaves from the bottom up; the last level is the root."""
    sha256, node, size = hashlib.sha256, lp(b"node"), lp(bytes(32))[:4]
    start = lp(b"leaf") + lp(court.encode()) + lp(day.encode())
    level = [
        sha256(start + lp(str(n).encode()) + lp(leaf)).digest() for n, leaf in enumerate(leaves)
    ]
    levels = [level]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=True)
        level = [sha256(node + size + left + size + right).digest() for left, right in pairs]
        levels.append(level)
    return levels


def _digest(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(map(lp, parts))).digest()
