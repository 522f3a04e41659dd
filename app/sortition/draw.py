"""The draw: tags, freeze, seed, order, seats and alternates (record.md, "At the draw").

Pure: the same frozen part, secret and contribution give the same outcome on any machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from app.shared.refusals import Refused
from app.sortition import refusals
from app.sortition.composition import Grouped, group, panel_with
from app.sortition.encoding import Malformed, canonical, digest, from_hex, lp
from app.sortition.frozen import frozen_json, read_frozen
from app.sortition.terms import Composition, Entry, Frozen, Outcome, Passed

LARGEST_TICKETS = 2**40


def salt_for(entry_secret: bytes, court: str, day: str, index: int) -> bytes:
    """Return the salt of one person in one draw, 32 bytes, from the secret on his page."""
    return digest("salt", entry_secret, court, day, index)


def tag_of(salt: bytes, register_number: str) -> str:
    """Return the tag, 64 hex digits, under which a person stands in the pool of one draw."""
    return digest("tag", salt, register_number).hex()


def freeze(frozen: Frozen) -> tuple[dict[str, Any], str]:
    """Return the frozen part as JSON and its hash in hex; from here on nothing may change.

    Raises Malformed where a field is free text or out of range, Refused where the pool is too
    small (`draw.pool_too_small`) or no panel keeps the composition (`draw.composition`).
    """
    values = frozen_json(frozen)
    known = read_frozen(values)
    _first_panel(known.pool, known.seats, known.composition)
    return values, hash_of(values)


def hash_of(frozen: Mapping[str, Any]) -> str:
    """Return H("frozen", canonical JSON) in hex."""
    return digest("frozen", canonical(dict(frozen))).hex()


def seed_of(leaf: bytes, frozen_hash: str, contribution: str | None) -> bytes:
    """Return the seed, 32 bytes: H("seed", leaf, frozen hash as bytes, contribution or "")."""
    return digest("seed", leaf, from_hex(frozen_hash, "frozen_hash"), contribution or "")


def order_of(seed: bytes, pool: Sequence[Entry]) -> list[str]:
    """Return the tags in the order of the draw.

    An entry of weight w holds w equal lots and comes where its smallest lot comes: chances in
    proportion to the weights, exactly and without a fraction.
    """
    heaviest = max((entry.weight for entry in pool), default=0)
    lots = [lp(str(j).encode("ascii")) for j in range(heaviest)]
    start = lp(b"key") + lp(seed)
    sha256 = hashlib.sha256
    keyed = []
    for entry in pool:
        before = start + lp(bytes.fromhex(entry.tag))
        key = min(sha256(before + lot).digest() for lot in lots[: entry.weight])
        keyed.append((key, entry.tag))
    return [tag for _, tag in sorted(keyed)]


def fill_seats(
    order: Sequence[str], pool: Sequence[Entry], seats: int, composition: Composition
) -> Outcome:
    """Go down the order and take whoever leaves the other seats fillable; say who was passed over.

    The seats are so the first panel in the order that keeps the composition. Raises Refused where
    the pool is too small or holds no such panel.
    """
    grouped, panel = _first_panel(pool, seats, composition)
    taken, passed = _go_down(order, grouped, panel, [0] * len(panel), composition)
    seated = set(taken)
    alternates = tuple(tag for tag in order if tag not in seated)
    return Outcome(tuple(order), tuple(taken), alternates, tuple(passed))


def next_alternate(
    record: Mapping[str, Any], kept_tags: Collection[str], left_tags: Collection[str]
) -> str | None:
    """Return the first in the order who keeps the composition beside those who still sit.

    `kept_tags` still sit or are asked and have not said no; `left_tags` are not asked (again).
    None if all seats are kept or the open seats cannot all be filled from those left. Raises
    Refused for an annulled or unopened draw.
    """
    if record["annulled"] is not None:
        raise Refused([refusals.annulled()])
    if record["leaf"] is None:
        raise Refused([refusals.not_opened()])
    frozen = read_frozen(record["frozen"])
    kept, gone = set(kept_tags), set(left_tags) - set(kept_tags)
    pool = [entry for entry in frozen.pool if entry.tag not in gone]
    grouped = group(pool, frozen.seats, frozen.composition)
    sitting = [0] * len(grouped.available)
    for tag in kept:
        if tag not in grouped.kind_of:
            raise Malformed("kept_tags", "a tag that is not in the pool")
        sitting[grouped.kind_of[tag]] += 1
    panel = panel_with(grouped, sitting)
    if panel is None or sum(sitting) >= frozen.seats:
        return None
    order = [tag for tag in record["order"] if tag not in kept | gone]
    taken, _ = _go_down(order, grouped, panel, sitting, frozen.composition)
    return taken[0]


def next_of_too_few(
    record: Mapping[str, Any], kept_tags: Collection[str], waiting_tags: Collection[str]
) -> str | None:
    """Return the first in the order of `waiting_tags` for one of several seats not all fillable.

    Asked where next_alternate finds nobody: the seats that stay open count as filled from the
    roll as drawn, so whoever comes keeps the composition possible. None where nobody does, or
    only one seat is open.
    """
    frozen = read_frozen(record["frozen"])
    grouped = group(frozen.pool, frozen.seats, frozen.composition)
    sitting = [0] * len(grouped.available)
    for tag in kept_tags:
        sitting[grouped.kind_of[tag]] += 1
    if sum(sitting) + 1 >= frozen.seats:
        return None
    kinds = {grouped.kind_of[tag] for tag in waiting_tags}
    fitting = {kind for kind in kinds if panel_with(grouped, _one_more(sitting, kind)) is not None}
    waiting = [tag for tag in record["order"] if tag in set(waiting_tags) - set(kept_tags)]
    return next((tag for tag in waiting if grouped.kind_of[tag] in fitting), None)


def _one_more(sitting: Sequence[int], kind: int) -> list[int]:
    return [number + (one == kind) for one, number in enumerate(sitting)]


def ticket_of(seed: bytes, total: int) -> int:
    """Return the ticket number 0 … total-1: floor(x * total / 2**128), x from H("ticket", seed).

    `total` is the sum of all tickets, 1 to 2**40; ValueError otherwise.
    """
    if not 1 <= total <= LARGEST_TICKETS:
        raise ValueError("tickets: 1 to 2**40")
    return int.from_bytes(digest("ticket", seed)[:16], "big") * total >> 128


def _first_panel(
    pool: Sequence[Entry], seats: int, composition: Composition
) -> tuple[Grouped, list[int]]:
    if len(pool) < seats:
        raise Refused([refusals.pool_too_small(len(pool), seats)])
    grouped = group(pool, seats, composition)
    panel = panel_with(grouped, [0] * len(grouped.available))
    if panel is None:
        raise Refused(refusals.impossible(pool, seats, composition))
    return grouped, panel


def _go_down(
    order: Sequence[str],
    grouped: Grouped,
    panel: list[int],
    sitting: list[int],
    composition: Composition,
) -> tuple[list[str], list[Passed]]:
    """Take down the order until the seats are full; `panel` is any full panel around `sitting`."""
    sitting = list(sitting)
    taken: list[str] = []
    passed: list[Passed] = []
    closed: set[int] = set()  # once no panel has room for a kind, none has later either
    reasons: dict[int, str] = {}
    for tag in order:
        if sum(sitting) == grouped.seats:
            break
        kind = grouped.kind_of[tag]
        wanted = [count + (i == kind) for i, count in enumerate(sitting)]
        if kind not in closed and panel[kind] < wanted[kind]:
            found = panel_with(grouped, wanted)
            panel = found or panel
            if found is None:
                closed.add(kind)
        if kind in closed:
            if kind not in reasons:
                reasons[kind] = _reason(grouped, wanted, kind, composition)
            passed.append(Passed(tag, reasons[kind]))
        else:
            sitting = wanted
            taken.append(tag)
            reasons.clear()
    return taken, passed


def _reason(grouped: Grouped, wanted: Sequence[int], kind: int, composition: Composition) -> str:
    """Return why one more of `kind` would spoil the panel, as a code that anyone can recompute."""
    sums = {
        bound: sum(n for n, met in zip(wanted, grouped.bounds_of, strict=True) if bound in met)
        for bound in composition.bounds()
    }
    for bound in composition.bounds():
        if bound in grouped.bounds_of[kind] and sums[bound] > composition.maximum.get(
            bound, grouped.seats
        ):
            return f"maximum:{bound[0]}={bound[1]}"
    seats_left = grouped.seats - sum(wanted)
    for bound in composition.bounds():
        if composition.minimum.get(bound, 0) - sums[bound] > seats_left:
            return f"minimum:{bound[0]}={bound[1]}"
    return "composition"
