"""A person's time line: appraisals and sanctions, for who may see them."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext

from app.accounts.terms import Desk
from app.service.access import may_see
from app.service.queries import appraisals_of, sanctions_of
from app.service.words import GRADE_TAGS, GRADES, SANCTIONS
from app.shared.collected import LifeLine


def lines(person_id: int, desk: Desk) -> Iterator[LifeLine]:
    """Yield the lines of a person's service record (two statements)."""
    if not may_see(desk):
        return
    for row in appraisals_of(person_id):
        tag = (GRADE_TAGS[row.grade], gettext(GRADES[row.grade]))
        text = gettext("Appraised for %(year)s", year=row.year)
        yield _line(row, LifeLine(row.day, text, note=row.source, tag=tag))
    for row in sanctions_of(person_id):
        tag = ("stop", gettext(SANCTIONS[row.kind]))
        yield _line(row, LifeLine(row.decided, gettext("Sanctioned"), note=row.source, tag=tag))


def _line(row: object, line: LifeLine) -> LifeLine:
    if getattr(row, "withdrawn_at", None) is None:
        return line
    word = line.tag[1] if line.tag else ""
    return LifeLine(
        line.day, f"{line.text} · {word}", note=line.note, tag=("", gettext("Withdrawn"))
    )
