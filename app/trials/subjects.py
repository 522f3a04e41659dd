"""What draws were made for, as the public reads it: numbers of cases, and nobody's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from app.shared.db import db
from app.trials.models import Case


def named(subjects: Iterable[str]) -> Mapping[str, str]:
    """Return the case numbers of the subjects `case:ID` that are known (one statement)."""
    ids = {int(one[5:]): one for one in subjects if one.startswith("case:") and one[5:].isdecimal()}
    if not ids:
        return {}
    rows = db.session.execute(select(Case.id, Case.number).where(Case.id.in_(ids)))
    return {ids[row.id]: row.number for row in rows}
