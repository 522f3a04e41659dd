"""Rules of nomination and admission: who may go to a cohort, and who gets a seat (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.bodies.terms import BodyKind
from app.people.terms import Office
from app.rulebooks.terms import Rulebook
from app.shared.refusals import Refusal
from app.shared.texts import N_
from app.training.facts import LEADING, PREPARING, Audience, CohortFacts, Held, Spell, Trainee
from app.training.rules import trained_here
from app.training.terms import Group, Level

NEWLY = 1  # years after which nobody is newly transferred, where the course does not say
CADRES = (Office.CADRE, Office.TRAINEE, Office.JUDGE)
SHOWN = 3  # days named in a refusal


def judge_trainee(trainee: Trainee, cohort: CohortFacts, book: Rulebook) -> list[Refusal]:
    """Return every rule that stands against somebody's going to a cohort; on its list, that."""
    if (listed := on_the_list(trainee)) is not None:
        return [listed]
    found = (
        outside_the_audience(trainee, cohort),
        away_meanwhile(trainee, cohort),
        special_court_leader(trainee, cohort, book),
        trained_by(trainee, cohort, book),
    )
    return [refusal for refusal in found if refusal is not None]


def on_the_list(trainee: Trainee) -> Refusal | None:
    """Nobody is nominated twice for one cohort (default of the product)."""
    if not trainee.listed:
        return None
    text = N_("%(name)s is nominated for this cohort already.")
    way_out = N_("Choose somebody else, or look at the list of the cohort.")
    return Refusal("cohort.twice", text, {"name": trainee.name}, way_out)


def outside_the_audience(trainee: Trainee, cohort: CohortFacts) -> Refusal | None:
    """Whoever goes to a course belongs to its audience (default of the product)."""
    if any(in_audience(held, cohort.audience, cohort.day) for held in trainee.held):
        return None
    if not trainee.held:
        text = N_("%(name)s will hold no office when the cohort begins, or is on leave.")
    else:
        text = N_("%(name)s is not among those for whom the course is meant.")
    way_out = N_("Choose somebody of its audience, or another course.")
    return Refusal("cohort.audience", text, {"name": trainee.name}, way_out)


def in_audience(held: Held, audience: Audience, day: date) -> bool:
    """Say whether an office belongs to an audience on a day."""
    if audience.offices and held.office not in audience.offices:
        return False
    if audience.ranks and held.rank not in audience.ranks:
        return False
    return audience.newly is None or held.since >= years_before(day, audience.newly)


def years_before(day: date, years: int) -> date:
    """Return the same day some years before; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def left_the_audience(
    spells: Sequence[Spell], audience: Audience, starts: date, today: date
) -> bool:
    """Who left the office for which he goes to a course goes no more (default of the product).

    Once the course has begun only he who holds no office at all; a term that runs out by itself
    while the course is on takes nobody out of it.
    """
    first = max(starts, today)
    kept = [s for s in spells if s.holds(first) or (s.holds(starts) and not s.ended)]
    if not kept:
        return True
    if starts <= today or any(in_audience(one.held, audience, starts) for one in kept):
        return False
    over = [s.held for s in spells if s not in kept and s.held.since <= first]
    return any(in_audience(held, audience, starts) for held in over)


def away_meanwhile(trainee: Trainee, cohort: CohortFacts) -> Refusal | None:
    """Whoever sits, learns or is on leave on a day of the cohort cannot go (default)."""
    days = sorted({day for day, half in trainee.away if (day, half) in cohort.halves})
    if not days:
        return None
    text = N_("%(name)s is already away on %(days)s.")
    named = ", ".join(day.isoformat() for day in days[:SHOWN]) + (" …" if days[SHOWN:] else "")
    way_out = N_("Move what is set there first, choose somebody else, or another cohort.")
    return Refusal("cohort.away", text, {"name": trainee.name, "days": named}, way_out)


def special_court_leader(trainee: Trainee, cohort: CohortFacts, book: Rulebook) -> Refusal | None:
    """Leading backbone of special courts is trained by the central school (1953, § 10)."""
    key = "school.special_courts"
    leads = any(h.kind is BodyKind.SPECIAL and h.office in LEADING for h in trainee.held)
    if not leads or not book.has(key) or book.value(key) != Level.CENTRAL:
        return None
    if cohort.level is Level.CENTRAL:
        return None
    text = N_("%(name)s leads in a special court: the central school trains such people.")
    way_out = N_("Nominate for a cohort of the central school.")
    return book.refusal(key, text, way_out, name=trainee.name)


def trained_by(trainee: Trainee, cohort: CohortFacts, book: Rulebook) -> Refusal | None:
    """Each school trains those whom it mainly trains (resolution of 1953, § 10)."""
    return trained_here(groups_of(trainee, cohort), cohort.level, book)


def groups_of(trainee: Trainee, cohort: CohortFacts) -> frozenset[Group]:
    """Return to whom of the resolution of 1953, § 10, somebody belongs who goes to a cohort."""
    found = {Group.PREPARING} if cohort.purpose in PREPARING else set[Group]()
    new_since = years_before(cohort.day, cohort.audience.newly or NEWLY)
    for held in trainee.held:
        if held.office in LEADING:
            special = held.kind is BodyKind.SPECIAL
            found.add(Group.SPECIAL_LEADERS if special else Group.COUNTY_LEADERS)
        if held.office in CADRES and held.since >= new_since:
            found.add(Group.NEWLY_TRANSFERRED)
    return frozenset(found)


@dataclass(frozen=True)
class Asked:
    """Somebody for whom a seat is asked: by his enrolment, under which quota, what stands
    against him whatever the seats, and what was set aside with a reason."""

    enrolment_id: int
    name: str
    quota: int | None
    against: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class Seats:
    """The seats of a cohort: all, those of each quota (name, number), and how many are taken.

    `taken` counts by quota; None are those of no quota.
    """

    all: int
    quotas: Mapping[int, tuple[str, int]]
    taken: Mapping[int | None, int]

    @property
    def left(self) -> int:
        """How many seats nobody has."""
        return self.all - sum(self.taken.values())

    def of(self, quota: int | None) -> int:
        """How many seats a quota has in all; None: those that no quota holds."""
        if quota is not None:
            return self.quotas[quota][1]
        return self.all - sum(number for _, number in self.quotas.values())


def give_seats(asked: Iterable[Asked], seats: Seats) -> dict[int, tuple[Refusal, ...]]:
    """Return what stands against each who asks, in their order; who has nothing gets a seat.

    A quota counts everybody under its body; who is under none takes a seat that none holds.
    """
    taken = dict(seats.taken)
    found: dict[int, tuple[Refusal, ...]] = {}
    for one in asked:
        against = one.against
        if not against:
            against = tuple(_no_seat(one, seats, taken))
        if not against:
            taken[one.quota] = taken.get(one.quota, 0) + 1
        found[one.enrolment_id] = against
    return found


def _no_seat(one: Asked, seats: Seats, taken: Mapping[int | None, int]) -> Iterable[Refusal]:
    if sum(taken.values()) >= seats.all:
        text = N_("All %(seats)s seats are taken.")
        yield Refusal("cohort.full", text, {"seats": seats.all, "name": one.name})
    elif taken.get(one.quota, 0) >= seats.of(one.quota):
        facts = {"seats": seats.of(one.quota), "name": one.name}
        if one.quota is None:
            text = N_("The seats that no quota holds, %(seats)s, are taken.")
            yield Refusal("cohort.quota_full", text, facts)
        else:
            text = N_("The %(seats)s seats of the quota of %(body)s are taken.")
            facts |= {"body": seats.quotas[one.quota][0]}
            yield Refusal("cohort.quota_full", text, facts)
