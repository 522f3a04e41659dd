"""A court's own spreadsheet on its way into the register."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.db import Addressed, Base, Versioned
from app.shared.sealed import SealedText


class RollImport(Addressed, Versioned, Base):
    """One uploaded sheet: mapped, previewed, applied, undone until something rests on it."""

    __tablename__ = "roll_import"
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), default="", index=True)  # of the upload
    office: Mapped[str] = mapped_column(String(32), default="assessor")
    state: Mapped[str] = mapped_column(String(16), default="uploaded")
    headings: Mapped[list[Any]] = mapped_column(default=list)
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    given: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what holds for every row
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    notes: Mapped[list[Any]] = mapped_column(default=list)
    rulebook: Mapped[str] = mapped_column(String(32), default="")
    rulebook_version: Mapped[int | None]
    waivers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made: Mapped[dict[str, Any]] = mapped_column(default=dict)  # ranges of ids by table
    job_id: Mapped[int | None]
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(80), default="")
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class ImportRow(Base):
    """One row of the sheet: what it says and what is wrong (sealed), what it changed."""

    __tablename__ = "import_row"
    __table_args__ = (Index("ix_import_row_outcome", "import_id", "outcome", "n"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("roll_import.id", ondelete="CASCADE"))
    n: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(12))  # new, changed, same, wrong
    cells: Mapped[str] = mapped_column(SealedText)  # JSON: see importing/kept.py
    faults: Mapped[list[Any]] = mapped_column(default=list)  # keys; their facts are sealed
    person_id: Mapped[int | None] = mapped_column(index=True)
    made: Mapped[dict[str, Any]] = mapped_column(default=dict)  # ids and versions after a change
