"""All that a person's page shows, from the file read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.accounts.terms import Desk
from app.bodies.models import Body
from app.bodies.queries import rulebook_of
from app.people.models import Pause, Person, RollEntry, Tenure
from app.people.queries import Dossier, Scope, bars_found, dossier
from app.people.queries.dossier import of_its_time
from app.people.queries.pages import absences_from
from app.people.spans import Span, spans
from app.people.standing import Saying, Standing, Step, next_step, sayings, status_of
from app.rulebooks.terms import Rulebook
from app.shared.collected import LifeLine, collected
from app.shared.dates import Birth


@dataclass(frozen=True)
class PersonPage:
    """A person's file, and what it means on the day."""

    file: Dossier
    tenure: Tenure | None
    last: date | None
    pause: Pause | None
    status: tuple[str, str] | None
    standing: Standing
    sayings: list[Saying]
    step: Step | None
    away: list[Span]
    until: date | None = None  # the person is elsewhere now: only what was until then is shown

    @property
    def entries(self) -> list[RollEntry]:
        """The rolls on which the person stands on the day."""
        day = self.file.day
        return [e for e in self.file.entries if e.until is None or e.until >= day]

    def life(self, own: Desk) -> list[LifeLine]:
        """Return the time line, gathered from all features, newest first."""
        lines = [line for lines in collected().life for line in lines(self.file.person.id, own)]
        lines = [line for line in lines if self.until is None or line.day <= self.until]
        return sorted(lines, key=lambda line: line.day, reverse=True)


def book_of(body_id: int, day: date, court: Body, here: Rulebook | None) -> Rulebook | None:
    """Return the rulebook of a body; that of the desk's court is known already."""
    if body_id == court.id:
        return here
    try:
        return rulebook_of(body_id, day)
    except LookupError:
        return None


def standing_of(file: Dossier, book: Rulebook | None) -> Standing:
    """Return how a person stands by his file on its day."""
    tenure, person = file.current, file.person
    year = person.birth.year if person.birth else person.birth_year
    oath = file.oaths.get(tenure.id) if tenure else None
    pause = file.pause_now(tenure) if tenure else None
    return Standing(
        day=file.day,
        office=tenure.office if tenure else None,
        since=tenure.since if tenure else None,
        last=(tenure.ended or tenure.until) if tenure else None,
        pause=pause.kind if pause else None,
        sworn=oath.day if oath else None,
        last_check=file.checks[0].day if file.checks else None,
        bars=bars_found(file.checks, file.day),
        cases=file.year.cases if file.year else 0,
        cap=book.value("cap.cases") if book else None,
        near=(book.value("reminder.cap_near") or 0) if book else 0,
        birth=Birth(year, person.birth) if year else None,
        reachable=bool(person.phone or person.mail),
        died=person.died,
    )


def person_page(
    person: Person, scope: Scope, day: date, court: Body, here: Rulebook | None
) -> PersonPage:
    """Return what a person's page shows on `day` at a desk (at most twelve statements).

    Of somebody at another court now, what belongs to the desk's own time.
    """
    file = dossier(person, day)
    if scope.until is not None:
        file, here = of_its_time(file, scope.bodies, scope.until), None
    tenure = file.current
    asked = tenure is not None and scope.until is None
    book = book_of(tenure.body_id, day, court, here) if tenure and asked else here
    at = standing_of(file, book)
    since, pause = at.since, file.pause_now(tenure) if tenure else None
    return PersonPage(
        file=file,
        tenure=tenure,
        last=at.last,
        pause=pause,
        status=status_of(day, since, at.last, at.pause, at.died) if since else None,
        standing=at,
        sayings=sayings(at, book) if book else [],
        step=next_step(at, book) if book else None,
        away=[] if scope.until else spans(absences_from(person.id, day)),
        until=scope.until,
    )
