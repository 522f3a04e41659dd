"""What features offer to those below them: lines of a life, what waits today, what is due.

A lower floor never imports a higher one. Each feature that has something to show offers a
small file (life.py, today.py, due.py); app/factory.py hands them over in one tuple.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import current_app


@dataclass(frozen=True)
class LifeLine:
    """One line of a person's time line; `act` marks what a decision or an oath did.

    `text` is finished in the reader's language; `note` cites or adds; `tag` is (class, word).
    """

    day: date
    text: str
    link: str = ""
    link_text: str = ""
    note: str = ""
    act: bool = False
    tag: tuple[str, str] | None = None


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for somebody at a desk, in the reader's language.

    `call` is the telephone of who must be called, for one tap.
    """

    due: datetime | date
    title: str
    why: str
    link: str
    verb: str
    late: bool = False
    tag: str = ""
    call: str = ""


@dataclass(frozen=True)
class Figure:
    """A linked figure of the Today page."""

    number: int
    label: str
    link: str


@dataclass(frozen=True)
class TodayPart:
    """What a feature shows on Today."""

    waiting: list[Waiting] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    week: dict[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class DueAct:
    """A verb that the clock runs at a deadline; idempotent by (verb, subject, day)."""

    verb: str
    subject: str
    day: date
    run: Callable[[], Any]


@dataclass(frozen=True)
class Collected:
    """All that was offered: modules with the functions named in the docstrings above."""

    life: tuple[Callable[..., Iterable[LifeLine]], ...] = ()  # lines(person_id, desk)
    today: tuple[Callable[..., TodayPart], ...] = ()  # part(desk, day)
    messages: tuple[Callable[..., Iterable[Any]], ...] = ()  # messages(day) -> Notice
    acts: tuple[Callable[..., Iterable[DueAct]], ...] = ()  # acts(day) -> DueAct
    warnings: tuple[Callable[..., Iterable[str]], ...] = ()  # warnings(person_id, desk, day)
    subjects: tuple[Callable[..., Mapping[str, str]], ...] = ()  # named(subjects of draws)


def collected() -> Collected:
    """Return what the features of the running application offer."""
    return current_app.extensions["collected"]
