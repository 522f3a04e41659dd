"""What rested on a line of an act: asked before the line is annulled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.people.models import Post, RollEntry, Tenure
from app.shared.db import db


@dataclass(frozen=True)
class Resting:
    """What began by lines of an act, and what ended by them."""

    begun: tuple[Tenure, ...] = ()
    ended: tuple[Tenure, ...] = ()
    entries: tuple[RollEntry, ...] = ()
    posts: tuple[Post, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.begun or self.ended or self.entries or self.posts)


def rests_on(line_ids: Iterable[int]) -> Resting:
    """Return the tenures, roll entries and posts that rest on lines of acts, as they stand now."""
    ids = list(line_ids)
    again = {"populate_existing": True}
    tenures = select(Tenure).where(Tenure.superseded_at.is_(None)).execution_options(**again)
    tenures = tenures.options(joinedload(Tenure.person)).order_by(Tenure.id)
    begun = tuple(db.session.scalars(tenures.where(Tenure.start_line_id.in_(ids))))
    ended = tuple(db.session.scalars(tenures.where(Tenure.end_line_id.in_(ids))))
    held = [tenure.id for tenure in begun]
    entries = select(RollEntry).where(RollEntry.tenure_id.in_(held)).execution_options(**again)
    posts = select(Post).where(Post.line_id.in_(ids)).execution_options(**again)
    return Resting(
        begun, ended, tuple(db.session.scalars(entries)), tuple(db.session.scalars(posts))
    )
