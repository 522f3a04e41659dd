"""What a check found of a record, kept with it: a public view reads it and computes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Text, cast, or_, select, update
from sqlalchemy.orm import defer, joinedload

from app.draws.models import Draw, LeafTree
from app.draws.reading import Reading, facts_of, kept_json, places_of, read, reading_of
from app.draws.terms import CODE_VERSION, DrawState
from app.shared.db import db

SMALL = 1000  # entries; a larger record is checked anew by the clock and by the script alone


@dataclass(frozen=True)
class Shown:
    """A draw as its public page shows it; `reading` is None while it is only frozen."""

    draw: Draw
    facts: dict[str, Any]
    reading: Reading | None


def keep_verdict(draw_id: int) -> None:
    """Check a draw's record and keep what was found, under the mark of the record as it stands."""
    draw = db.session.get_one(Draw, draw_id)
    db.session.flush()
    text = db.session.scalar(select(cast(Draw.record, Text)).where(Draw.id == draw_id))
    if draw.record is None or text is None:
        return
    found = kept_json(read(draw.record, draw.tree.root))
    mark = _mark(text, draw.tree.root)
    draw.verdict = {"mark": mark, "facts": facts_of(draw.frozen), "reading": found}
    draw.verdict_code = CODE_VERSION


def forget_verdicts() -> None:
    """Let the clock check every record anew: another database writes the same record otherwise."""
    db.session.execute(update(Draw).values(verdict_code=""))


def to_check(limit: int) -> Sequence[int]:
    """Return the ids of draws whose record no check of this version was kept for."""
    other = or_(Draw.verdict_code < CODE_VERSION, Draw.verdict_code > CODE_VERSION)
    ended = Draw.state.in_((DrawState.MADE, DrawState.ANNULLED))
    return db.session.scalars(select(Draw.id).where(other, ended).limit(limit)).all()


def shown_draw(uid: str, whole: bool = False, again: bool = False) -> Shown | None:
    """Return a draw for its public page, by one statement where its verdict is kept.

    A record that is not the one that was checked, or was checked by another version, is checked
    here. `again` asks for that; it is heard for small records, so that nobody can keep the court's
    machine busy. `whole` shows every place of the order.
    """
    large = (Draw.record, Draw.frozen, Draw.tags, Draw.excluded)
    options = (joinedload(Draw.tree).defer(LeafTree.leaves), *(defer(one) for one in large))
    statement = select(Draw, cast(Draw.record, Text)).where(Draw.uid == uid).options(*options)
    row = db.session.execute(statement).one_or_none()
    if row is None:
        return None
    draw, text = row
    if text is None:
        return Shown(draw, facts_of(draw.frozen), None)
    kept = _kept(draw, text)
    if kept is None or (again and kept["facts"]["pool"] <= SMALL):
        return Shown(draw, facts_of(draw.frozen), read(draw.record or {}, draw.tree.root, whole))
    places = places_of(draw.record or {}, True) if whole else None
    return Shown(draw, kept["facts"], reading_of(kept["reading"], places))


def _kept(draw: Draw, text: str) -> dict[str, Any] | None:
    verdict = draw.verdict if draw.verdict_code == CODE_VERSION else None
    return verdict if verdict and verdict["mark"] == _mark(text, draw.tree.root) else None


def _mark(text: str, root: str) -> str:
    # Of the text as the database holds it: a record changed behind the office's back is noticed.
    return sha256(f"{root} {text}".encode()).hexdigest()
