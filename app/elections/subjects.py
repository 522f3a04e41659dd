"""What draws of elections were made for, as the public reads it: the election, nobody's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext
from sqlalchemy import select

from app.elections.models import Election
from app.shared.db import db
from app.shared.texts import N_

OF = {"candidates": N_("Candidates of %(number)s"), "seats": N_("Appointments of %(number)s")}


def named(subjects: Iterable[str]) -> Mapping[str, str]:
    """Return the names of the subjects `election:ID:…` that are known (one statement)."""
    parts = {one: one.split(":") for one in subjects if one.startswith("election:")}
    ids = {int(part[1]) for part in parts.values() if part[1].isdecimal()}
    if not ids:
        return {}
    rows = db.session.execute(select(Election.id, Election.number).where(Election.id.in_(ids)))
    numbers = {str(row.id): row.number for row in rows}
    return {
        code: gettext(OF[part[2]]) % {"number": numbers[part[1]]}
        for code, part in parts.items()
        if part[1] in numbers and part[2] in OF
    }
