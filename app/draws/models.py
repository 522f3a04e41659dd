"""Secrets committed ahead of the day, and the draws that used them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.shared import clock
from app.shared.db import Addressed, Base
from app.shared.sealed import SealedBytes


class LeafTree(Base):
    """256 secrets of a court for a day; the root is public before the day (record.md)."""

    __tablename__ = "leaf_tree"
    __table_args__ = (
        UniqueConstraint("body_id", "day", "tree"),
        Index("ix_leaf_tree_day", "day", "opened_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    day: Mapped[date]
    tree: Mapped[int] = mapped_column(default=0)
    root: Mapped[str] = mapped_column(String(64))
    leaves: Mapped[bytes] = mapped_column(SealedBytes("draws"))  # 256 × 32 bytes
    next_index: Mapped[int] = mapped_column(default=0)
    late: Mapped[bool] = mapped_column(default=False)  # published on the day itself
    published_at: Mapped[datetime] = mapped_column(default=clock.now)
    opened_at: Mapped[datetime | None]
    opened_late: Mapped[bool] = mapped_column(default=False)
    burned_at: Mapped[datetime | None]  # a restored copy draws nothing under these any more


class Draw(Addressed, Base):
    """A draw: frozen, then carried out or annulled; never deleted."""

    __tablename__ = "draw"
    __table_args__ = (
        UniqueConstraint("tree_id", "leaf_index"),
        Index("ix_draw_subject", "subject"),
        Index("ix_draw_drawn_for", "drawn_for"),
        Index("ix_draw_verdict", "verdict_code", "id"),
        Index("ix_draw_body", "body_id", "frozen_at"),
    )
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    tree_id: Mapped[int] = mapped_column(ForeignKey("leaf_tree.id"))
    leaf_index: Mapped[int]
    subject: Mapped[str] = mapped_column(String(60))  # what attempts are counted by: "case:7"
    # What it fills, kind:id: "panel:9".
    drawn_for: Mapped[str] = mapped_column(String(60), server_default="")
    attempt: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))  # frozen, made, annulled
    frozen: Mapped[dict[str, Any]]
    frozen_hash: Mapped[str] = mapped_column(String(64))
    contribution: Mapped[str | None] = mapped_column(String(200))
    record: Mapped[dict[str, Any] | None]
    tags: Mapped[bytes] = mapped_column(SealedBytes("draws"))  # JSON {tag: person id}
    excluded: Mapped[bytes] = mapped_column(SealedBytes("draws"))  # JSON {rule: [person id]}
    frozen_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_at: Mapped[datetime | None]
    annulled_at: Mapped[datetime | None]
    annulled_why: Mapped[str] = mapped_column(String(300), default="")
    verdict: Mapped[dict[str, Any] | None]  # see verdicts.py
    verdict_code: Mapped[str] = mapped_column(String(40), default="", server_default="")
    tree: Mapped[LeafTree] = relationship()
