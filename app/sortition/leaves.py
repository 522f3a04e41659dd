"""The day's secrets and the Merkle tree that commits to them (record.md, "Before the day").

A tree holds 256 leaves. A day that needs more gets a further tree whose indexes go on at 256,
so an index of a court and day stands for one secret only.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from app.sortition.encoding import Malformed, digest, from_hex

TREE_SIZE = 256
DEPTH = 8
SECRET_SIZE = 32


def make_leaves(count: int = TREE_SIZE, token: Callable[[int], bytes] | None = None) -> list[bytes]:
    """Return `count` fresh secrets of 32 bytes from `token(size)`, by default the system's."""
    return [(token or secrets.token_bytes)(SECRET_SIZE) for _ in range(count)]


def leaf_hash(court: str, day: str, index: int, leaf: bytes) -> bytes:
    """Return the bottom node for one secret: H("leaf", court, day, index, leaf), 32 bytes."""
    return digest("leaf", court, day, index, leaf)


def root_of(court: str, day: str, leaves: Sequence[bytes], first: int = 0) -> str:
    """Return the Merkle root in hex over one tree of 256 leaves.

    `court` is the public code, `day` an ISO date, `first` the index of the first leaf (0, or a
    multiple of 256 for a further tree). Raises Malformed on any other number of leaves.
    """
    return _levels(court, day, leaves, first)[-1][0].hex()


def path_of(court: str, day: str, leaves: Sequence[bytes], index: int, first: int = 0) -> list[str]:
    """Return the eight sisters, in hex and from the bottom up, that lead from a leaf to the root.

    `index` counts through the day, as in the record. Raises Malformed if it is not in this tree.
    """
    levels = _levels(court, day, leaves, first)
    if not first <= index < first + TREE_SIZE:
        raise Malformed("index", f"the tree holds {first} to {first + TREE_SIZE - 1}")
    at = index - first
    return [levels[height][(at >> height) ^ 1].hex() for height in range(DEPTH)]


def root_from(court: str, day: str, index: int, leaf: bytes, path: Sequence[str]) -> str:
    """Return the root in hex that `leaf` and `path` lead to.

    The sides come from the index and the length is fixed: with sides or lengths of its own a
    path could lead from two different secrets of one index to one root. Raises Malformed.
    """
    if len(path) != DEPTH:
        raise Malformed("path", f"not {DEPTH} steps")
    node = leaf_hash(court, day, index, leaf)
    for height, step in enumerate(path):
        sister = from_hex(step, "path")
        pair = (sister, node) if index >> height & 1 else (node, sister)
        node = digest("node", *pair)
    return node.hex()


def check_path(
    court: str, day: str, index: int, leaf: bytes, path: Sequence[str], root: str
) -> bool:
    """Say whether `leaf` stands at `index` under `root` (hex); False too for a malformed path."""
    try:
        return root_from(court, day, index, leaf, path) == root
    except Malformed:
        return False


def _levels(court: str, day: str, leaves: Sequence[bytes], first: int) -> list[list[bytes]]:
    if len(leaves) != TREE_SIZE or first < 0 or first % TREE_SIZE:
        raise Malformed("leaves", f"a tree has {TREE_SIZE} leaves and begins at a multiple of it")
    if any(len(leaf) != SECRET_SIZE for leaf in leaves):
        raise Malformed("leaves", f"a secret has {SECRET_SIZE} bytes")
    level = [leaf_hash(court, day, first + i, leaf) for i, leaf in enumerate(leaves)]
    levels = [level]
    while len(level) > 1:
        level = [digest("node", *level[i : i + 2]) for i in range(0, len(level), 2)]
        levels.append(level)
    return levels
