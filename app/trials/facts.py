"""What is known of a case, a panel and the people on a roll, as plain values (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache

from app.people.names import normalise
from app.people.terms import Half, KinKind
from app.shared.fullwidth import cleaned, halfwidth
from app.trials.terms import DayPart, Matter, PartyRole, Procedure

HALVES = {
    DayPart.AM: (Half.AM,),
    DayPart.PM: (Half.PM,),
    DayPart.WHOLE: (Half.AM, Half.PM),
}


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Return a name as it is compared: one kind of dot, no spaces, case or full-width forms."""
    return "".join(halfwidth(normalise(name)).split()).casefold()


def case_number(text: str) -> str:
    """Return a case's number as courts print it: full-width brackets in Chinese, no spaces."""
    plain = cleaned(halfwidth(text)).replace(" ", "")
    return plain if plain.isascii() else plain.replace("(", "（").replace(")", "）")


@dataclass(frozen=True)
class KinWords:
    """Somebody named as kin of a party."""

    name: str
    kind: KinKind


@dataclass(frozen=True)
class PartyWords:
    """Who takes part in a case, as a clerk writes it down.

    `number` is the register number of somebody in the register, `day` when he took part.
    """

    role: PartyRole
    name: str
    employer: str = ""
    kin: tuple[KinWords, ...] = ()
    number: str = ""
    day: date | None = None


@dataclass(frozen=True)
class CaseWords:
    """A case as a clerk writes it down; `earlier` is the number of its earlier stage."""

    number: str
    matter: Matter
    procedure: Procedure
    filed: date
    nature: str = ""
    instance: int = 1
    circumstances: tuple[str, ...] = ()
    requested_by_party: bool = False
    juvenile: bool = False
    special_knowledge: bool = False
    earlier: str = ""
    parties: tuple[PartyWords, ...] = ()


@dataclass(frozen=True)
class DayWords:
    """A sitting day as a clerk writes it down; `begins` is HH:MM in the court's zone."""

    day: date
    part: DayPart
    begins: str
    room: str = ""


@dataclass(frozen=True)
class PanelWords:
    """A panel as a clerk asks for it; `women` is the least number of women in its seats."""

    judges: int
    assessors: int
    presiding: str
    days: tuple[DayWords, ...]
    clerk_name: str = ""
    clerk_phone: str = ""
    roll_kind: str = "general"
    roll_subject: str = ""
    women: int = 0
    other_judges: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseFacts:
    """What decides the form of a panel."""

    court_kind: str
    matter: str
    procedure: str
    instance: int
    circumstances: frozenset[str] = frozenset()
    requested_by_party: bool = False
    juvenile: bool = False
    special_knowledge: bool = False


@dataclass(frozen=True)
class TrialFacts:
    """What the people on a roll are judged against.

    `halves` are the half days of the sitting; names and employers are in the form of
    `name_key`; `kin` are those named as kin of a party, `agents` the parties' agents,
    `agents_kin` those named as kin of one, `as_written` all their names as they stand in the
    case and as a register writes them; `interested` are those with a stake, `interested_kin`
    their kin; `roles` are what everybody named takes part as, by name, `registered` by the id of
    a person of the register; `specialists`: the panel is drawn from a roll of special knowledge,
    and then `stakes` are the employers and organisations with a stake.
    """

    first: date
    last: date
    halves: frozenset[tuple[date, Half]]
    today: date
    parties: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    employers: frozenset[str] = frozenset()
    kin: Mapping[str, frozenset[str]] = field(default_factory=dict)
    agents_kin: Mapping[str, frozenset[str]] = field(default_factory=dict)
    as_written: frozenset[str] = frozenset()
    interested: frozenset[str] = frozenset()
    interested_kin: Mapping[str, frozenset[str]] = field(default_factory=dict)
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    registered: Mapping[int, frozenset[str]] = field(default_factory=dict)
    specialists: bool = False
    stakes: frozenset[str] = frozenset()

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The sitting days in their order."""
        return tuple(sorted({day for day, _ in self.halves}))


@dataclass(frozen=True)
class WrittenDown:
    """Which absences could have been written down with a draw in mind.

    Those that somebody else than the person wrote: the desk that draws, its court since the case
    was entered, or anybody since the day's root was published (without a root, not yet).
    """

    desk_id: int | None
    body_id: int
    case_entered: datetime
    root_published: datetime | None

    def covers(self, by: int | None, at_body: int | None, at: datetime | None) -> bool:
        """Say so of one absence: written by, in and at; all None where it is the person's own."""
        if by is None or at is None:
            return False
        if by == self.desk_id or (at_body == self.body_id and at >= self.case_entered):
            return True
        return self.root_published is not None and at >= self.root_published


@dataclass(frozen=True)
class Bar:
    """The latest check of one kind: what it found, until when it holds."""

    kind: str
    code: str
    barred: bool
    expires: date | None


@dataclass(frozen=True)
class Kin:
    """A kin of an assessor, as he named them."""

    name: str
    kind: str
    until: date | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on a roll, with all that decides whether he can be drawn.

    `spells` are the days in office (from, last day or None), `pauses` what interrupts them,
    `away` the half days of the sitting on which he is not free, `load` cases sat and assigned
    by year, `on_roll` from and until, `home` the court of the roll, `staff` the days in which he
    serves in a court in another office (from, last day or None), `sworn` the days in office
    from the oath on, `named_elsewhere` the days he was named for one other trial.
    """

    person_id: int
    number: str
    name: str
    home: int
    employer: str = ""
    sex: str = ""
    birth: date | None = None
    birth_year: int | None = None
    died: date | None = None
    on_roll: tuple[date, date | None] = (date.min, None)
    spells: tuple[tuple[date, date | None], ...] = ()
    pauses: tuple[tuple[date, date | None], ...] = ()
    bars: tuple[Bar, ...] = ()
    kin: tuple[Kin, ...] = ()
    away: frozenset[tuple[date, Half]] = frozenset()
    load: Mapping[int, int] = field(default_factory=dict)
    sat_before: bool = False
    away_by_office: frozenset[tuple[date, Half]] = frozenset()  # of `away`: see WrittenDown
    staff: tuple[tuple[date, date | None], ...] = ()
    sworn: tuple[tuple[date, date | None], ...] = ()
    named_elsewhere: tuple[tuple[date, date | None], ...] = ()
