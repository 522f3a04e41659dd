"""The draw record: carried out, annulled, checked (record.md, "Record").

Names stand in the court's copy and in the minutes, never here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.shared.refusals import Refused
from app.sortition import refusals
from app.sortition.draw import fill_seats, hash_of, order_of, seed_of
from app.sortition.encoding import Malformed, normal
from app.sortition.findings import Finding, finding
from app.sortition.frozen import read_frozen
from app.sortition.leaves import check_path
from app.sortition.shape import (
    CLOSED,
    is_contribution,
    moment,
    one_line,
    outcome_json,
    read_record,
    record_hash,
)
from app.sortition.terms import ENGINE_RULES, FORMAT, Frozen


def carry_out(
    frozen: Mapping[str, Any],
    leaf: bytes,
    path: Sequence[str],
    root: str,
    contribution: str | None,
    made_at: datetime | str,
    *,
    frozen_hash: str | None = None,
) -> dict[str, Any]:
    """Open the secret and return the record of the draw.

    `frozen` is the JSON from `freeze`; `frozen_hash` the hash stored then: give it, so that a
    change since is refused. `path` and `root` in hex, `made_at` an aware time or UTC text.
    Raises Refused: `draw.changed_after_freeze`, `draw.leaf`, `draw.contribution`, and those of
    `fill_seats`; Malformed if `frozen` is not in format 1.
    """
    mark = hash_of(frozen)
    if frozen_hash not in (None, mark):
        raise Refused([refusals.changed_after_freeze()])
    known = read_frozen(dict(frozen))
    if not check_path(known.court, known.day, known.index, leaf, path, root):
        raise Refused([refusals.not_committed(known.index)])
    if contribution is not None and not is_contribution(contribution):
        raise Refused([refusals.no_contribution()])
    seed = seed_of(leaf, mark, contribution)
    outcome = fill_seats(order_of(seed, known.pool), known.pool, known.seats, known.composition)
    opened = {"leaf": leaf.hex(), "path": list(path), "contribution": contribution}
    result = {"seed": seed.hex(), **outcome_json(outcome)}
    return _record(frozen, mark, root, made_at, opened | result)


def not_opened(frozen: Mapping[str, Any], root: str, made_at: datetime | str) -> dict[str, Any]:
    """Return the record of a draw that was frozen and stays closed; it is good only annulled."""
    read_frozen(dict(frozen))
    return _record(frozen, hash_of(frozen), root, made_at, CLOSED)


def annul(record: Mapping[str, Any], by: str, reason: str, at: datetime | str) -> dict[str, Any]:
    """Return the record as annulled by `by` (an office, not a person's name) for `reason`.

    Raises Refused: `draw.annulled` if it is so already, `draw.annulment_reason` without words.
    """
    if record["annulled"] is not None:
        raise Refused([refusals.annulled()])
    said = {"by": one_line(by), "reason": one_line(reason)}
    if not all(said.values()):
        raise Refused([refusals.no_reason()])
    annulled = {**said, "at": moment(at, "annulled.at")}
    return _sealed({**record, "annulled": annulled})


def verify(record: Any, root: str | None = None) -> list[Finding]:
    """Recompute a record and return every step, those that hold and those that do not.

    `root` is the published root in hex, from elsewhere. Never raises on a broken record: the
    finding `shape` names the field. `findings.is_sound` says whether all steps hold.
    """
    try:
        frozen = read_record(record)
    except (Malformed, RecursionError) as error:
        return [finding("shape", False, field=getattr(error, "field", "record"))]
    steps = _check_what_was_fixed(record, frozen, root)
    if record["leaf"] is None:
        closed = all(record[name] == value for name, value in CLOSED.items())
        steps.append(finding("not_opened", closed and record["annulled"] is not None))
    else:
        mark = hash_of(record["frozen"])
        seed = seed_of(bytes.fromhex(record["leaf"]), mark, record["contribution"])
        steps += _check_opening(record, frozen, seed) + _check_outcome(record, frozen, seed)
    if record["annulled"] is not None:
        steps.append(finding("annulled", **record["annulled"]))
    return steps


def _record(
    frozen: Mapping[str, Any],
    mark: str,
    root: str,
    made_at: datetime | str,
    drawn: Mapping[str, Any],
) -> dict[str, Any]:
    fixed = {"format": FORMAT, "frozen": dict(frozen), "frozen_hash": mark, "root": root}
    later = {"lottery": None, "ticket": None, "annulled": None, "made_at": moment(made_at)}
    return _sealed({**fixed, **drawn, **later})


def _sealed(record: Mapping[str, Any]) -> dict[str, Any]:
    return normal({**record, "record_hash": record_hash(record)})


def _check_what_was_fixed(
    record: Mapping[str, Any], frozen: Frozen, root: str | None
) -> list[Finding]:
    own, fixed = record_hash(record), hash_of(record["frozen"])
    steps = [
        finding("shape"),
        finding("record_hash", record["record_hash"] == own, hash=own),
        finding("frozen_hash", record["frozen_hash"] == fixed, hash=fixed),
        finding("rules", set(ENGINE_RULES) <= set(frozen.rules)),
        finding("lottery", record["lottery"] is None and record["ticket"] is None),
    ]
    if frozen.attempt > 1:
        steps.append(finding("attempt", before=frozen.attempt - 1))
    late = sum(entry.late for entry in frozen.pool)
    if frozen.late or late:
        steps.append(finding("late", fields=", ".join(frozen.late) or "–", people=late))
    if root is None:
        return [*steps, finding("root_not_given")]
    return [*steps, finding("root", record["root"] == root)]


def _check_opening(record: Mapping[str, Any], frozen: Frozen, seed: bytes) -> list[Finding]:
    leaf = bytes.fromhex(record["leaf"])
    index, day, root = frozen.index, frozen.day, record["root"]
    leads = check_path(frozen.court, day, index, leaf, record["path"], root)
    return [
        finding("path", leads, index=index, day=day, root=root),
        finding("no_contribution" if record["contribution"] is None else "contribution"),
        finding("seed", record["seed"] == seed.hex(), seed=seed.hex()),
    ]


def _check_outcome(record: Mapping[str, Any], frozen: Frozen, seed: bytes) -> list[Finding]:
    order = order_of(seed, frozen.pool)
    steps = [finding("order", record["order"] == order, pool=len(order))]
    try:
        outcome = fill_seats(order, frozen.pool, frozen.seats, frozen.composition)
    except Refused:
        return [*steps, finding("composition", False)]
    facts = {"seats": frozen.seats, "passed": len(outcome.passed)}
    facts["alternates"] = len(outcome.alternates)
    drawn = outcome_json(outcome)
    for name in ("seats", "passed", "alternates"):
        steps.append(finding(name, record[name] == drawn[name], **{name: facts[name]}))
    return steps
