"""A draw from its freeze to its record: frozen, then carried out or annulled; never deleted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.accounts.terms import Desk
from app.audit.service import record
from app.bodies.models import Body
from app.draws.leaves import commit_days, leaf_and_path, open_rest, take_leaf
from app.draws.models import Draw, LeafTree
from app.draws.refusals import burned, contribution_required, drawn_already, not_frozen
from app.draws.terms import CODE_VERSION, Asked, DrawState, Lot, Roll
from app.draws.verdicts import keep_verdict
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import lock
from app.sortition import draw as engine
from app.sortition import record as records
from app.sortition.terms import ENGINE_RULES, Entry, Frozen

__all__ = ["annul", "carry_out", "commit_days", "freeze", "open_rest", "people_of", "standing"]


def freeze(desk: Desk, body: Body, asked: Asked, roll: Roll, day: date | None = None) -> Draw:
    """Fix everything a draw rests on, and take the next secret of the court's day for it.

    The caller has locked the subject. Without `day` it is today in the court's zone. Raises
    Refused: `draw.already`, `draw.no_root`, `draw.day_opened`, and those of the engine
    (`draw.pool_too_small`, `draw.composition`).
    """
    attempt = _next_attempt(asked)
    tree, index = take_leaf(body, day or clock.today(body.zone))
    entries = {_entry(lot, body.code, tree, index): lot.person_id for lot in roll.lots}
    values, frozen_hash = engine.freeze(
        _frozen(body.code, tree, index, attempt, asked, roll, entries)
    )
    draw = Draw(
        body_id=body.id,
        tree_id=tree.id,
        leaf_index=index,
        subject=asked.subject,
        drawn_for=asked.drawn_for or asked.subject,
        attempt=attempt,
        state=DrawState.FROZEN,
        frozen=values,
        frozen_hash=frozen_hash,
        tags=_packed({entry.tag: person_id for entry, person_id in entries.items()}),
        excluded=_packed({key: list(ids) for key, ids in roll.excluded.items()}),
    )
    db.session.add(draw)
    db.session.flush()
    record(desk, "draw:frozen", draw, of=asked.subject, attempt=attempt, index=index,
           hash=frozen_hash)  # fmt: skip
    return draw


def carry_out(desk: Desk, draw: Draw, contribution: str | None, asked: str = "") -> Draw:
    """Open the secret of a frozen draw and write its record.

    `contribution` is the number from outside, None for none; `asked` is the value of
    `draw.contribution` (none, recommended, required). Raises Refused.
    """
    lock(Draw, draw.id)
    if draw.state != DrawState.FROZEN:
        raise Refused([not_frozen()])
    if contribution is None and asked == "required":
        raise Refused([contribution_required()])
    tree = db.session.get_one(LeafTree, draw.tree_id)
    if tree.burned_at is not None:
        raise Refused([burned(tree.day.isoformat())])
    leaf, path = leaf_and_path(tree, draw.frozen["court"], draw.leaf_index)
    now = clock.now()
    made = records.carry_out(
        draw.frozen, leaf, path, tree.root, contribution, now, frozen_hash=draw.frozen_hash
    )
    draw.record, draw.contribution = made, contribution
    draw.state = DrawState.MADE
    draw.made_at = now
    keep_verdict(draw.id)
    record(desk, "draw:made", draw, of=draw.subject, hash=made["record_hash"])
    return draw


def annul(desk: Desk, draw: Draw, office: str, reason: str) -> Draw:
    """Annul a draw for a written reason: index and record stay, the next attempt counts on.

    `office` and `reason` stand in the public record: an office, never a person's name. The
    secret of a draw that was not carried out stays closed. Raises Refused.
    """
    lock(Draw, draw.id)
    now = clock.now()
    made = draw.record or records.not_opened(draw.frozen, draw.tree.root, now)
    annulled = records.annul(made, office, reason, now)
    draw.record = annulled
    draw.state = DrawState.ANNULLED
    draw.annulled_at = now
    draw.annulled_why = annulled["annulled"]["reason"]
    keep_verdict(draw.id)
    record(desk, "draw:annulled", draw, of=draw.subject, reason=draw.annulled_why)
    return draw


def standing(drawn_for: str) -> Draw | None:
    """Return the draw for a panel (kind:id) that was frozen or made and not annulled."""
    where = (Draw.drawn_for == drawn_for, Draw.state != DrawState.ANNULLED)
    return db.session.scalar(select(Draw).where(*where).order_by(Draw.id.desc()).limit(1))


def people_of(draw: Draw) -> dict[str, int]:
    """Return who stands behind each tag: {tag: person id}; the court's own, never public."""
    return json.loads(draw.tags)


def excluded_of(draw: Draw) -> dict[str, list[int]]:
    """Return who was left out by which rule: {key: [person id]}; the court's own."""
    return json.loads(draw.excluded)


def _next_attempt(asked: Asked) -> int:
    # Every draw of the subject counts, whichever panel it was for: a new panel starts nothing anew.
    before = standing(asked.drawn_for or asked.subject)
    if before is not None:
        raise Refused([drawn_already(before.state)])
    count = db.session.scalar(select(func.count(Draw.id)).where(Draw.subject == asked.subject))
    return (count or 0) + 1


def _entry(lot: Lot, court: str, tree: LeafTree, index: int) -> Entry:
    salt = engine.salt_for(lot.secret, court, tree.day.isoformat(), index)
    late = lot.secret_at is None or lot.secret_at > tree.published_at
    return Entry(engine.tag_of(salt, lot.number), lot.weight, dict(lot.features), late)


def _frozen(
    court: str,
    tree: LeafTree,
    index: int,
    attempt: int,
    asked: Asked,
    roll: Roll,
    entries: Iterable[Entry],
) -> Frozen:
    return Frozen(
        court=court,
        day=tree.day.isoformat(),
        index=index,
        purpose=asked.purpose,
        subject=asked.subject,
        attempt=attempt,
        rulebook=asked.rulebook,
        rules=(*ENGINE_RULES, *asked.rules),
        seats=asked.seats,
        composition=asked.composition,
        weights=asked.weights,
        pool=tuple(entries),
        excluded_count_by_rule={key: len(ids) for key, ids in roll.excluded.items()},
        late=tuple(name for name, at in roll.fixed.items() if at > tree.published_at),
        code_version=CODE_VERSION,
    )


def _packed(values: Mapping[Any, Any]) -> bytes:
    return json.dumps(values, separators=(",", ":")).encode()
