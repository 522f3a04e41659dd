"""What is known of a person when a promotion is judged, and what of it was seen. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from app.people.rules import Bar
from app.service.rules import Appraised, Decided


class Passed(NamedTuple):
    """A course that was passed, here or elsewhere: its row, its title, and what proves it."""

    uid: str
    version: int
    title: str
    until: date
    proof: str


class Facts(NamedTuple):
    """One assessor of a court on a day. `cases` are all he sat in, by whole years."""

    person_id: int
    uid: str
    name: str
    sort_key: str
    birth: date | None
    birth_year: int | None
    education: str
    body_id: int
    tenure: str
    since: date
    last: date | None
    cases: int = 0
    appraisal: Appraised | None = None
    sanctions: tuple[Decided, ...] = ()
    courses: tuple[Passed, ...] = ()
    bars: tuple[Bar, ...] = ()


class Vacancy(NamedTuple):
    """Posts of judges of a court: how many there are (None: no number is set), and are free."""

    number: int | None
    free: int


def seen_of(facts: Facts) -> dict[str, Any]:
    """Return what a decision rests on as plain values, rows with their versions."""
    last = facts.appraisal
    return {
        "identity": [facts.name, str(facts.birth or facts.birth_year or "")],
        "education": facts.education,
        "tenure": [facts.tenure, facts.since.isoformat(), str(facts.last or "")],
        "cases": facts.cases,
        "appraisal": [last.uid, last.version, last.year, last.grade.value] if last else None,
        "sanctions": [[one.uid, one.version] for one in facts.sanctions],
        "courses": [[one.uid, one.version] for one in facts.courses],
        "bars": sorted([bar.kind.value, bar.code] for bar in facts.bars),
    }


def changed(seen: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Return the names of what is not as it was seen; a case more that was sat changes nothing."""
    return [
        name
        for name in now
        if name not in seen
        or (seen[name] > now[name] if name == "cases" else seen[name] != now[name])
    ]
