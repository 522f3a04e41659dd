"""A person's time line: appraisals and sanctions, for who may see them."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext

from app.accounts.terms import Desk
from app.service.access import may_see
from app.service.queries import written_about
from app.service.terms import Grade, SanctionKind
from app.service.words import GRADE_TAGS, GRADES, SANCTIONS
from app.shared.collected import LifeLine


def lines(person_id: int, desk: Desk) -> Iterator[LifeLine]:
    """Yield the lines of a person's service record (one statement)."""
    if not may_see(desk):
        return
    for row in written_about(person_id):
        if row.kind == "appraisal":
            tag = (GRADE_TAGS[Grade(row.code)], gettext(GRADES[Grade(row.code)]))
            text = gettext("Appraised for %(year)s", year=row.year)
        else:
            text = gettext("Sanctioned")
            tag = ("stop", gettext(SANCTIONS[SanctionKind(row.code)]))
        if row.withdrawn_at is not None:
            text, tag = f"{text} · {tag[1]}", ("", gettext("Withdrawn"))
        yield LifeLine(row.day, text, note=row.source, tag=tag)
