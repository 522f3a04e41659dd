"""Secrets committed ahead of the day, taken one after the other, opened at midnight."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.audit.service import Actor, record
from app.bodies.models import Body
from app.draws.models import LeafTree
from app.draws.refusals import no_root, opened
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.sortition.leaves import SECRET_SIZE, TREE_SIZE, make_leaves, path_of, root_of


def commit_days(body_id: int, first: date, number: int, actor: Actor | None = None) -> int:
    """Publish the roots of `number` days of a court from `first` on; return how many were new.

    A day that has its root keeps it, whoever runs this twice or at once. A root published on
    its day or later is marked late.
    """
    body = db.session.get_one(Body, body_id)
    days = [first + timedelta(days=n) for n in range(number)]
    known = select(LeafTree.day).where(LeafTree.body_id == body_id, LeafTree.day.in_(days))
    missing = sorted({*days} - {*db.session.scalars(known)})
    made = _publish([_tree(body, day, 0) for day in missing])
    if made:
        record(actor, "commitment:published", body, body_id, days=[str(d) for d in made])
    return len(made)


def take_leaf(body: Body, day: date) -> tuple[LeafTree, int]:
    """Take the next secret of a court's day: return its tree, locked, and its index of the day.

    Sequential and never twice, however many take at once. Who takes the last secret of a tree
    publishes a further tree, so that its root stands there before its first use. Raises Refused
    (`draw.no_root`, `draw.day_opened`).
    """
    tree = _newest(body.id, day)
    while tree is not None and tree.next_index >= TREE_SIZE:
        tree = _newest(body.id, day)  # whoever held the lock has published a further one
    if tree is None or tree.burned_at is not None:
        raise Refused([no_root(day.isoformat())])
    if tree.opened_at is not None:
        raise Refused([opened(day.isoformat())])
    index = tree.tree * TREE_SIZE + tree.next_index
    tree.next_index += 1
    if tree.next_index == TREE_SIZE:
        _publish([_tree(body, day, tree.tree + 1)])
        record(None, "commitment:published", body, body.id, days=[str(day)], tree=tree.tree + 1)
    db.session.flush()
    return tree, index


def leaf_and_path(tree: LeafTree, court: str, index: int) -> tuple[bytes, list[str]]:
    """Return a secret of a tree and the eight steps that lead from it to the root."""
    leaves, first = leaves_of(tree), tree.tree * TREE_SIZE
    path = path_of(court, tree.day.isoformat(), leaves, index, first)
    return leaves[index - first], path


def leaves_of(tree: LeafTree) -> list[bytes]:
    """Return the 256 secrets of a tree in their order."""
    return [tree.leaves[i * SECRET_SIZE : (i + 1) * SECRET_SIZE] for i in range(TREE_SIZE)]


def open_rest(day: date) -> int:
    """Open the unused secrets of `day` and of missed days before it; return how many trees.

    Only where the day is over in the court's own zone. Opened later than the night after the
    day is marked so.
    """
    waiting = select(LeafTree.id, LeafTree.day, Body.zone).join(Body, Body.id == LeafTree.body_id)
    rows = db.session.execute(waiting.where(LeafTree.day <= day, LeafTree.opened_at.is_(None)))
    over = [(id_, clock.today(zone) - of) for id_, of, zone in rows if clock.today(zone) > of]
    for late in (False, True):
        ids = [id_ for id_, age in over if (age > timedelta(days=1)) is late]
        for start in range(0, len(ids), 500):
            chunk = LeafTree.id.in_(ids[start : start + 500])
            values = {"opened_at": clock.now(), "opened_late": late}
            where = update(LeafTree).where(chunk, LeafTree.opened_at.is_(None))
            db.session.execute(where.values(values))
    return len(over)


def burn_closed() -> int:
    """Make every closed secret unusable, after a restore; return how many trees were burned.

    The database that the backup was made of may have used them, or will: one secret for two
    draws would let the office keep the one it likes. For today and the days ahead further trees
    are published at once; whoever compares finds which indexes were burned.
    """
    columns = select(LeafTree.body_id, LeafTree.day, func.max(LeafTree.tree))
    closed = (LeafTree.opened_at.is_(None), LeafTree.burned_at.is_(None))
    rows = db.session.execute(columns.where(*closed).group_by(LeafTree.body_id, LeafTree.day))
    days: dict[int, dict[date, int]] = {}
    for body_id, day, newest in rows:
        days.setdefault(body_id, {})[day] = newest
    burn = update(LeafTree).where(*closed).values(burned_at=clock.now()).returning(LeafTree.id)
    number = len(db.session.scalars(burn).all())
    for body_id, of_body in days.items():
        body = db.session.get_one(Body, body_id)
        ahead = {day: n for day, n in of_body.items() if day >= clock.today(body.zone)}
        _publish([_tree(body, day, newest + 1) for day, newest in sorted(ahead.items())])
        record(None, "commitment:burned", body, body_id, days=[str(day) for day in sorted(of_body)])
    return number


def _newest(body_id: int, day: date) -> LeafTree | None:
    trees = select(LeafTree).where(LeafTree.body_id == body_id, LeafTree.day == day)
    newest = trees.order_by(LeafTree.tree.desc()).limit(1)
    # No key of the tree changes: draws that point to it need not wait for this lock.
    return db.session.scalar(
        newest.with_for_update(key_share=True).execution_options(populate_existing=True)
    )


def _tree(body: Body, day: date, number: int) -> dict[str, Any]:
    leaves = make_leaves()
    return {
        "body_id": body.id,
        "day": day,
        "tree": number,
        "root": root_of(body.code, day.isoformat(), leaves, number * TREE_SIZE),
        "leaves": b"".join(leaves),
        "late": clock.today(body.zone) >= day,
    }


def _publish(trees: list[dict[str, Any]]) -> list[date]:
    """Insert trees where none stands yet; return the days of those inserted."""
    if not trees:
        return []
    postgresql = db.session.get_bind().dialect.name == "postgresql"
    insert = (postgresql_insert if postgresql else sqlite_insert)(LeafTree).values(trees)
    inserted = insert.on_conflict_do_nothing().returning(LeafTree.day)
    return list(db.session.scalars(inserted))
