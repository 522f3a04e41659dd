"""Named reads of what was done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from app.audit.models import AuditLine
from app.shared.db import db


def lines_of(
    bodies: Select[Any] | Collection[int],
    act: str = "",
    span: tuple[datetime, datetime] | None = None,
    before: int | None = None,
    most: int = 50,
) -> Sequence[AuditLine]:
    """Return up to `most` lines of some bodies, newest first (ix_audit_line_body).

    `act` is a key of the closed list; `span` two moments with time zone, the second excluded;
    `before` the id of the last line of the page before.
    """
    lines = select(AuditLine).where(AuditLine.body_id.in_(bodies))
    if act:
        lines = lines.where(AuditLine.act == act)
    if span:
        lines = lines.where(AuditLine.at >= span[0], AuditLine.at < span[1])
    if before:
        lines = lines.where(AuditLine.id < before)
    return db.session.scalars(lines.order_by(AuditLine.id.desc()).limit(most)).all()
