"""How a person stands on a day: status, what warns, the next legal step. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.people import labels
from app.people.rules import Bar, TenureFacts, minimum_age
from app.people.terms import CheckKind, Office, PauseKind
from app.rulebooks.terms import Rulebook
from app.shared.dates import Birth
from app.shared.texts import N_

TERM_ENDS_SOON = 90  # days
CHECK_HOLDS = 365  # days


@dataclass(frozen=True)
class Saying:
    """A marked text with its facts and its weight: stop, wait, or empty for a note."""

    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    weight: str = "wait"


@dataclass(frozen=True)
class Step:
    """What the law asks for next: why, the verb on the button, the page (an endpoint) for it."""

    why: Saying
    verb: str = ""
    page: str = ""


@dataclass(frozen=True)
class Standing:
    """What is looked at: one tenure on a day, and the person who holds it."""

    day: date
    office: Office | None = None
    since: date | None = None
    last: date | None = None
    pause: PauseKind | None = None
    sworn: date | None = None
    last_check: date | None = None
    bars: tuple[Bar, ...] = ()
    cases: int = 0
    cap: int | None = None
    near: int = 0
    birth: Birth | None = None
    reachable: bool = True
    died: date | None = None

    @property
    def holds(self) -> bool:
        """Whether the tenure holds on the day."""
        begun = self.since is not None and self.since <= self.day
        return begun and (self.last is None or self.last >= self.day)


def status_of(
    day: date,
    since: date,
    last: date | None,
    pause: PauseKind | None,
    died: date | None = None,
) -> tuple[str, str]:
    """Return a tenure's status on a day: a marked word and its class (good, wait, stop, none).

    Of who has died a tenure that nobody ended is no office any more.
    """
    if last is not None and last < day:
        return labels.ENDED, ""
    if died is not None and died <= day:
        return labels.DIED, "stop"
    if since > day:
        return labels.TO_COME, "wait"
    if pause == PauseKind.SUSPENSION:
        return labels.SUSPENDED, "stop"
    if pause == PauseKind.LEAVE:
        return labels.ON_LEAVE, "wait"
    return labels.IN_OFFICE, "good"


def sayings(at: Standing, book: Rulebook) -> list[Saying]:
    """Return what warns, the heaviest first."""
    found = [
        *_bars(at),
        *_oath(at, book),
        *_age(at, book),
        *_cap(at),
        *_term(at),
    ]
    if at.holds and not at.reachable:
        text = N_("There is neither a telephone number nor an e-mail address: write letters.")
        found.append(Saying(text))
    return sorted(found, key=lambda said: ["stop", "wait", ""].index(said.weight))


def _bars(at: Standing) -> Iterable[Saying]:
    if not at.holds:
        return
    for bar in at.bars:
        if bar.kind == CheckKind.OFFICE:
            text = N_("A check found an office or calling that bars: no draw takes this person.")
        else:
            text = N_("A check found a personal ground that bars: no draw takes this person.")
        yield Saying(text, weight="stop")


def _oath(at: Standing, book: Rulebook) -> Iterable[Saying]:
    needed = at.office == Office.ASSESSOR and book.value("oath.required")
    if at.holds and needed and (at.sworn is None or at.sworn > at.day):
        yield Saying(N_("The oath has not been taken: it comes before the first service."))


def _age(at: Standing, book: Rulebook) -> Iterable[Saying]:
    if not at.holds or at.office is None or at.since is None:
        return
    facts = TenureFacts(at.office, at.since, at.last, birth=at.birth)
    if (refusal := minimum_age(facts, book)) is not None:
        yield Saying(refusal.text, refusal.facts, "stop")


def _cap(at: Standing) -> Iterable[Saying]:
    if at.cap is None or not at.holds:
        return
    named = {"cases": at.cases, "cap": at.cap}
    if at.cases >= at.cap:
        text = N_("The yearly cap is reached: %(cases)s of %(cap)s cases.")
        yield Saying(text, named, "stop")
    elif at.cases + at.near >= at.cap:
        yield Saying(N_("The yearly cap is near: %(cases)s of %(cap)s cases."), named)


def _term(at: Standing) -> Iterable[Saying]:
    if not at.holds or at.last is None or at.last > at.day + timedelta(days=TERM_ENDS_SOON):
        return
    named = {"day": at.last.isoformat(), "days": (at.last - at.day).days}
    yield Saying(N_("The term ends on %(day)s, in %(days)s days."), named)


def next_step(at: Standing, book: Rulebook) -> Step:
    """Return the next legal step of a person in office, or of one who is not any more."""
    if at.died is not None and at.holds:
        return Step(Saying(N_("This person has died.")), N_("End the tenure"), "people.end")
    if at.office is None or not at.holds:
        if at.since is not None and at.since > at.day:
            named = {"day": at.since.isoformat()}
            return Step(Saying(N_("The term begins on %(day)s."), named, ""))
        text = N_("No office is held. A new one begins by an act.")
        return Step(Saying(text, weight=""), N_("Enter an appointment"), "people.appoint")
    if at.bars:
        text = N_("A bar stands: the removal is to be moved, or a later check recorded.")
        return Step(Saying(text, weight="stop"), N_("End the tenure"), "people.end")
    if list(_oath(at, book)):
        text = N_("The oath is taken in public, after the appointment.")
        return Step(Saying(text), N_("Record the oath"), "people.oath")
    if at.last is not None and at.last <= at.day + timedelta(days=TERM_ENDS_SOON):
        text = N_("The term ends on %(day)s. Whoever follows is appointed by an act.")
        named = {"day": at.last.isoformat()}
        return Step(Saying(text, named), N_("Enter an appointment"), "people.appoint")
    if at.office == Office.ASSESSOR and book.value("bar.personal") and _check_is_old(at):
        text = N_("The bars were not checked within a year.")
        return Step(Saying(text), N_("Record a check"), "people.check")
    return Step(Saying(N_("Nothing is due by law at present."), weight=""))


def _check_is_old(at: Standing) -> bool:
    return at.last_check is None or at.last_check < at.day - timedelta(days=CHECK_HOLDS)
