"""The lines of the register in the reader's words: each word is translated once a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from flask import url_for
from flask_babel import gettext

from app.people import labels
from app.people.queries.finding import Sight
from app.people.queries.register import Line
from app.people.standing import status_of
from app.people.terms import Office
from app.shared.screens import EMPTY, day, days_of_halves, is_chinese, or_empty


@dataclass(frozen=True)
class Row:
    """One line as it is shown; `status` is a word with its class."""

    link: str
    name: str
    pinyin: str
    status: tuple[str, str]
    office: str
    court: str
    district: str
    rolls: tuple[str, ...]
    until: str
    cases: str
    days: str


def rows_of(lines: tuple[Line, ...], sight: Sight, carry: str) -> list[Row]:
    """Return the lines as they are shown; `carry` is the query that leads back to the list."""
    register, word, chinese = url_for("people.register"), cache(gettext), is_chinese()
    return [
        Row(
            link=f"{register}/{line.person}?{carry}&at={line.tenure}",
            name=line.name,
            pinyin=line.pinyin,
            status=_status(line, sight, word),
            office="" if _sits(line) else word(labels.OFFICES[line.office]),
            court=line.court if chinese or not line.court_en else line.court_en,
            district=or_empty(line.district),
            rolls=tuple(word(labels.ROLLS[kind]) for kind in line.rolls),
            until=day(line.last),
            cases=_of_cap(line.cases, sight.caps.of(line.body_id)) if _sits(line) else EMPTY,
            days=EMPTY if line.halves is None or not _sits(line) else days_of_halves(line.halves),
        )
        for line in lines
    ]


def _sits(line: Line) -> bool:
    """Only an assessor's cases and days are counted."""
    return line.office == Office.ASSESSOR


def _status(line: Line, sight: Sight, word: Callable[[str], str]) -> tuple[str, str]:
    status, shape = status_of(sight.day, line.since, line.last, line.pause, line.died)
    return word(status), shape


def _of_cap(cases: int | None, cap: int | None) -> str:
    if cases is None:
        return EMPTY
    return f"{cases} / {cap}" if cap else str(cases)
