"""What the rules of the schools judge: courses, cohorts, sessions and people as plain values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.bodies.terms import BodyKind
from app.people.terms import Half, Office
from app.training.terms import Assessment, Level, Purpose

HalfDay = tuple[date, Half]
LEADING = (Office.PRESIDENT, Office.VICE_PRESIDENT, Office.COMMITTEE_MEMBER)
PREPARING = (Purpose.ASSESSOR_TO_JUDGE, Purpose.PREPARING_PROMOTION)


@dataclass(frozen=True)
class Subject:
    """What is taught, for so many class hours."""

    name: str
    hours: int


@dataclass(frozen=True)
class Audience:
    """Whom a course is for, in the register's terms; nothing named means anybody in office.

    `newly`: in that office for at most so many years.
    """

    offices: tuple[Office, ...] = ()
    ranks: tuple[str, ...] = ()
    newly: int | None = None

    @classmethod
    def kept(cls, row: Mapping[str, Any]) -> Audience:
        """Return the audience as a course keeps it."""
        offices = tuple(Office(code) for code in row.get("offices", ()))
        return cls(offices, tuple(row.get("ranks", ())), row.get("newly"))

    def to_keep(self) -> dict[str, Any]:
        """Return the audience as it is kept."""
        offices = [office.value for office in self.offices]
        return {"offices": offices, "ranks": list(self.ranks), "newly": self.newly}


@dataclass(frozen=True)
class CourseWords:
    """A course as it is written down."""

    code: str
    title: str
    purpose: Purpose
    subjects: tuple[Subject, ...]
    audience: Audience
    assessment: Assessment
    pass_mark: int | None = None

    @property
    def hours(self) -> int:
        """Class hours in all."""
        return sum(subject.hours for subject in self.subjects)


@dataclass(frozen=True)
class QuotaWords:
    """So many seats for a body and all under it; `name` as it is written, or its code."""

    name: str
    seats: int
    body_id: int = 0


@dataclass(frozen=True)
class CohortWords:
    """A cohort as it is written down; `host` by its name or code, empty for the school itself."""

    number: str
    starts: date
    ends: date
    nominate_by: date
    results_by: date
    seats: int
    minimum: int = 0
    host: str = ""
    host_id: int = 0
    place: str = ""
    contact: str = ""
    quotas: tuple[QuotaWords, ...] = ()


@dataclass(frozen=True)
class SessionWords:
    """A half day of a cohort as it is written down."""

    day: date
    half: Half
    hours: int
    subject: str = ""
    teacher: str = ""


@dataclass(frozen=True)
class Held:
    """An office that somebody holds on the day of judging."""

    office: Office
    rank: str
    body_id: int
    kind: BodyKind
    since: date


@dataclass(frozen=True)
class Spell:
    """An office from its first day to its last (None: open); `ended`: early, by an act."""

    held: Held
    last: date | None
    ended: bool = False

    def holds(self, day: date) -> bool:
        """Say whether it is held on a day."""
        return self.held.since <= day and (self.last is None or self.last >= day)


@dataclass(frozen=True)
class Trainee:
    """Somebody who may go to a cohort: his offices, when he is away, whether he is on its list."""

    person_id: int
    name: str
    held: tuple[Held, ...] = ()
    away: tuple[HalfDay, ...] = ()
    listed: bool = False

    def away_in(self, halves: Collection[HalfDay]) -> int:
        """Return on how many of some half days he is away."""
        return sum(half in halves for half in self.away)


@dataclass(frozen=True)
class CohortFacts:
    """A cohort as people are judged for it: `day` is when it starts, `level` its school's."""

    purpose: Purpose
    audience: Audience
    level: Level
    day: date
    halves: frozenset[HalfDay] = field(default_factory=frozenset)
