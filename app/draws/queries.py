"""Named reads over draws: what anyone may see of a court's roots, days and records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import defer, joinedload

from app.bodies.models import Body
from app.bodies.terms import COURTS
from app.draws.leaves import leaves_of
from app.draws.models import Draw, LeafTree
from app.draws.terms import DrawState
from app.shared.db import db
from app.sortition.leaves import TREE_SIZE, leaf_hash

PAGE = 30


@dataclass(frozen=True)
class Attempt:
    """One of the draws of a subject, in the order in which they were frozen."""

    uid: str
    number: int
    state: str
    frozen_at: datetime
    annulled_why: str


@dataclass(frozen=True)
class DrawLine:
    """A draw in a list: nothing that is large, nothing that is sealed."""

    uid: str
    court: Body
    day: date
    index: int
    subject: str
    attempt: int
    state: str
    id: int


def draw_lines(body_id: int | None = None, before: int | None = None) -> list[DrawLine]:
    """Return a page of draws, newest first, of one court or of all (ix_draw_body)."""
    columns = (Draw.uid, Draw.leaf_index, Draw.subject, Draw.attempt, Draw.state, Draw.id)
    statement = select(*columns, LeafTree.day, Body).join(LeafTree, LeafTree.id == Draw.tree_id)
    statement = statement.join(Body, Body.id == Draw.body_id)
    if body_id is not None:
        statement = statement.where(Draw.body_id == body_id)
    if before is not None:
        statement = statement.where(Draw.id < before)
    rows = db.session.execute(statement.order_by(Draw.id.desc()).limit(PAGE + 1))
    return [_line(row) for row in rows]


def _line(row: Any) -> DrawLine:
    return DrawLine(
        row.uid, row.Body, row.day, row.leaf_index, row.subject, row.attempt, row.state, row.id
    )


def courts_named(text: str) -> list[Body]:
    """Return the courts whose name, short name or code holds a text; at most 50."""
    like = f"%{text.replace('%', '').replace('_', '')}%"
    columns = (Body.name, Body.name_en, Body.short, Body.code)
    where = or_(*(column.ilike(like) for column in columns))
    statement = select(Body).where(where, Body.kind.in_(COURTS)).order_by(Body.code)
    return list(db.session.scalars(statement.limit(50)))


def trees_of(body_id: int, before: date | None = None, limit: int = PAGE) -> list[LeafTree]:
    """Return the trees of a court, newest day first, without their secrets."""
    statement = select(LeafTree).where(LeafTree.body_id == body_id)
    if before is not None:
        statement = statement.where(LeafTree.day < before)
    order = (LeafTree.day.desc(), LeafTree.tree)
    return list(
        db.session.scalars(
            statement.order_by(*order).limit(limit + 1).options(defer(LeafTree.leaves))
        )
    )


def draw_by_uid(uid: str) -> Draw | None:
    """Return a draw with its tree, without what is sealed."""
    options = (joinedload(Draw.tree).defer(LeafTree.leaves), defer(Draw.tags), defer(Draw.excluded))
    return db.session.scalar(select(Draw).where(Draw.uid == uid).options(*options))


def attempts_at(subject: str) -> list[Attempt]:
    """Return every draw of a subject, the first in front, annulled ones too (ix_draw_subject)."""
    columns = (Draw.uid, Draw.attempt, Draw.state, Draw.frozen_at, Draw.annulled_why)
    rows = db.session.execute(select(*columns).where(Draw.subject == subject).order_by(Draw.id))
    return [Attempt(*row) for row in rows]


def newest_tree(body_id: int, day: date) -> LeafTree | None:
    """Return the tree under which a court draws on a day, without its secrets."""
    where = (LeafTree.body_id == body_id, LeafTree.day == day)
    statement = select(LeafTree).where(*where).order_by(LeafTree.tree.desc()).limit(1)
    return db.session.scalar(statement.options(defer(LeafTree.leaves)))


def first_published(body_id: int, day: date) -> datetime | None:
    """Return when the first root of a court's day was published, None where there is none."""
    where = (LeafTree.body_id == body_id, LeafTree.day == day)
    return db.session.scalar(select(func.min(LeafTree.published_at)).where(*where))


def root_json(tree: LeafTree) -> dict[str, Any]:
    """Return what is published of a tree before its day."""
    return {
        "day": tree.day.isoformat(),
        "first_index": tree.tree * TREE_SIZE,
        "root": tree.root,
        "published_at": tree.published_at.isoformat(),
        "late": tree.late,
        "opened_at": tree.opened_at.isoformat() if tree.opened_at else None,
        "opened_late": tree.opened_late,
        "burned_at": tree.burned_at.isoformat() if tree.burned_at else None,
    }


def day_json(body: Body, day: date) -> dict[str, Any]:
    """Return what is public of a court's day: roots, and each index as used or opened.

    An unused secret stands there once the day is over, and that of a draw annulled before it was
    opened: who has the record then sees what was given up. One that was used stands in its record.
    With the hashes of all 256 the root can be computed by anyone.
    """
    where = (LeafTree.body_id == body.id, LeafTree.day == day)
    trees = db.session.scalars(select(LeafTree).where(*where).order_by(LeafTree.tree)).all()
    ids = [tree.id for tree in trees]
    columns = select(Draw.leaf_index, Draw.state, Draw.uid, Draw.made_at).where(
        Draw.tree_id.in_(ids)
    )
    used = {row.leaf_index: row for row in db.session.execute(columns)}
    return {
        "court": body.code,
        "day": day.isoformat(),
        "trees": [root_json(tree) | {"leaves": _leaves(body, tree, used)} for tree in trees],
    }


def _leaves(body: Body, tree: LeafTree, used: dict[int, Any]) -> list[dict[str, Any]]:
    if tree.opened_at is None:
        return []
    lines = []
    for place, leaf in enumerate(leaves_of(tree)):
        index = tree.tree * TREE_SIZE + place
        hashed = leaf_hash(body.code, tree.day.isoformat(), index, leaf).hex()
        line: dict[str, Any] = {"index": index, "hash": hashed}
        if index in used:
            draw = used[index]
            line |= {"use": draw.state, "draw": draw.uid}
            if draw.state == DrawState.ANNULLED and draw.made_at is None:
                line["leaf"] = leaf.hex()
        else:
            line |= {"use": "burned" if tree.burned_at else "unused", "leaf": leaf.hex()}
        lines.append(line)
    return lines


def bodies_without_root(first: date, last: date) -> Sequence[tuple[int, int]]:
    """Return (body id, days published) of the courts that lack a root from `first` to `last`."""
    days = (last - first).days + 1
    published = (
        select(LeafTree.body_id, func.count().label("number"))
        .where(LeafTree.day.between(first, last), LeafTree.tree == 0)
        .group_by(LeafTree.body_id)
        .subquery()
    )
    number = func.coalesce(published.c.number, 0)
    rows = db.session.execute(
        select(Body.id, number)
        .outerjoin(published, published.c.body_id == Body.id)
        .where(Body.kind.in_(COURTS), number < days)
        .where(or_(Body.closed.is_(None), Body.closed >= first))
        .order_by(Body.id)
    )
    return [(row[0], row[1]) for row in rows]


def unopened_days(before: date) -> list[date]:
    """Return the days before `before` whose unused secrets are still closed."""
    where = (LeafTree.day < before, LeafTree.opened_at.is_(None))
    return list(db.session.scalars(select(LeafTree.day).where(*where).distinct()))
