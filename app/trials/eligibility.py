"""Who on a roll can be drawn: one function a rule, judged for thousands at once (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.people.rules import COURT
from app.people.terms import CheckKind, KinKind
from app.rulebooks.terms import Rulebook
from app.shared.dates import Birth
from app.trials.facts import Bar, Candidate, Kin, TrialFacts, name_key
from app.trials.rules import value_of
from app.trials.terms import COUNSEL, SIDES, PartyRole

# What is recorded more narrowly belongs to what the law names more widely, and the other way.
WIDER = {KinKind.PARENT_CHILD: "direct_line", KinKind.SIBLING: "collateral_three_generations"}
RECORDED_AS = {"parent": KinKind.PARENT_CHILD, "child": KinKind.PARENT_CHILD}


@dataclass(frozen=True)
class Limits:
    """What the rulebook asks of people, read once for a whole roll; `caps` by home court."""

    oath: bool = False
    age_minimum: int | None = None
    age_maximum: int | None = None
    bar_office: frozenset[str] | None = None
    bar_office_other: bool = False
    bar_personal: frozenset[str] = frozenset()
    party: bool = False
    kin: frozenset[str] = frozenset()
    kin_of_counsel: frozenset[str] = frozenset()
    employer: bool = False
    stake: bool = False
    employer_stake: bool = False
    prior_roles: frozenset[str] = frozenset()
    prior_mediation: bool = False
    prior_stage: bool = False
    cap: int | None = None
    caps: Mapping[int, int | None] = field(default_factory=dict)

    def cap_of(self, home: int) -> int | None:
        """Return the yearly limit of cases that a home court set, or the book's."""
        return self.caps.get(home, self.cap)


Rule = Callable[[Candidate, TrialFacts, Limits], bool]


def limits_of(book: Rulebook, caps: Mapping[int, int | None]) -> Limits:
    """Return what `book` asks of people; `caps` are the home courts' own limits of cases."""
    office = value_of(book, "bar.office")
    return Limits(
        oath=bool(value_of(book, "oath.required")),
        age_minimum=value_of(book, "age.minimum"),
        age_maximum=value_of(book, "age.maximum"),
        bar_office=None if office is None else frozenset(office),
        bar_office_other=bool(value_of(book, "bar.office_other")),
        bar_personal=frozenset(value_of(book, "bar.personal") or ()),
        party=bool(value_of(book, "recusal.party")),
        kin=_kinds(value_of(book, "recusal.kin")),
        kin_of_counsel=_kinds(value_of(book, "recusal.kin_of_counsel")),
        employer=bool(value_of(book, "recusal.employer_is_party")),
        stake=bool(value_of(book, "recusal.interest")),
        employer_stake=bool(value_of(book, "recusal.employer")),
        prior_roles=frozenset(value_of(book, "recusal.prior_role") or ()),
        prior_mediation=bool(value_of(book, "recusal.prior_mediation")),
        prior_stage=bool(value_of(book, "recusal.prior_stage")),
        cap=value_of(book, "cap.cases"),
        caps=caps,
    )


def _kinds(named: Iterable[str] | None) -> frozenset[str]:
    """Return the kinds of kin, as they are recorded, that a rule names."""
    kinds = {str(RECORDED_AS.get(name, name)) for name in named or ()}
    return frozenset(kinds | {kind for kind, wider in WIDER.items() if wider in kinds})


def named_for_another_trial(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """Who was named for one case serves for that case only: form B (1953, § 8)."""
    return any(
        not _within(person.spells, day) and _within(person.named_elsewhere, day)
        for day in trial.days
    )


def not_in_office(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """In office on every sitting day, by a term that runs and is not paused (Law 2018, Art 13)."""
    if person.died is not None:
        return True
    held = (*person.spells, *person.named_elsewhere)
    if any(not _within(held, day) for day in trial.days):
        return True
    return any(_within(person.pauses, day) for day in trial.days)


def not_on_roll(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """On the roll that is drawn from until the last sitting day (Law 2018, Art 19)."""
    since, until = person.on_roll
    return since > trial.first or (until is not None and until < trial.last)


def not_sworn(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """The oath comes before the first service, where the book asks for one (Law 2018, Art 12)."""
    return limits.oath and any(
        _within(person.spells, day) and not _within(person.sworn, day) for day in trial.days
    )


def barred_by_office(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """Serves in a court, or holds an office that bars, as checked last (Law 2018, Art 6)."""
    if limits.bar_office is None:
        return False
    if COURT in limits.bar_office and _serves_in_a_court(person, trial):
        return True
    return any(
        _bars(bar, trial.today) and (bar.code in limits.bar_office or limits.bar_office_other)
        for bar in person.bars
        if bar.kind == CheckKind.OFFICE
    )


def barred_in_person(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """Punished, dismissed, a judgment debtor or the like, as checked last (Law 2018, Art 7)."""
    return any(_bars(bar, trial.today) for bar in person.bars if bar.kind in limits.bar_personal)


def too_young(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """At least twenty-eight years old (Law 2018, Art 5)."""
    age = _age(person, trial.first)
    return age is not None and limits.age_minimum is not None and age < limits.age_minimum


def too_old(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """Not above the highest age, where a court sets one (Law 2018, Art 5)."""
    age = _age(person, trial.first)
    return age is not None and limits.age_maximum is not None and age > limits.age_maximum


def is_party(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """Nobody sits in a case of their own (Recusal Rules 2011, Arts 1, 14)."""
    # Where the book has no rule on counsel, who acts for a party does not sit either.
    own = SIDES | (COUNSEL - limits.prior_roles)
    return limits.party and not own.isdisjoint(_roles(person, trial))


def had_a_role(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """Witness, expert, interpreter, counsel of this case do not sit (Recusal Rules, Arts 1, 14)."""
    return not limits.prior_roles.isdisjoint(_roles(person, trial))


def mediated_before(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """Nobody sits in a case that they mediated before (Interpretation 2019, Art 6)."""
    return limits.prior_mediation and PartyRole.MEDIATOR in _roles(person, trial)


def has_a_stake(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """Nobody sits with a stake in the case, in person or by near kin (Recusal Rules, Art 1)."""
    if not limits.stake:
        return False
    if PartyRole.INTERESTED in _roles(person, trial):
        return True
    if not limits.kin.isdisjoint(trial.interested_kin.get(name_key(person.name), ())):
        return True
    return any(kin.kind in limits.kin for kin in _kin_among(person, trial.interested, trial))


def employer_has_a_stake(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """Special knowledge stands aside where the employer has a stake (2023 No 4, Art 11)."""
    employer = name_key(person.employer)
    asked = limits.employer_stake and trial.specialists
    return asked and employer != "" and employer in trial.stakes


def kin_of_party(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """Spouse, direct line, collateral within three generations, in-law (Recusal Rules, Art 1)."""
    if not limits.kin.isdisjoint(trial.kin.get(name_key(person.name), ())):
        return True
    return any(kin.kind in limits.kin for kin in _kin_among(person, trial.parties, trial))


def kin_of_counsel(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """Close kin of a party's agent or defender do not sit (Recusal Rules 2011, Art 1)."""
    if not limits.kin_of_counsel.isdisjoint(trial.agents_kin.get(name_key(person.name), ())):
        return True
    kin = _kin_among(person, trial.agents, trial)
    return any(one.kind in limits.kin_of_counsel for one in kin)


def employed_by_party(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """An employer who is a party, or a party's, puts fairness in doubt (Recusal Rules, Art 1)."""
    employer = name_key(person.employer)
    if not limits.employer or employer_has_a_stake(person, trial, limits):
        return False
    return employer != "" and employer in trial.employers


def sat_before(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """Nobody sits in a second stage of a case they have sat in (Recusal Rules 2011, Art 3)."""
    return limits.prior_stage and person.sat_before


def is_away(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """Free on every half day of the sitting: no other panel, course, leave or own day."""
    return not (person.away - person.away_by_office).isdisjoint(trial.halves)


def away_by_office(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """Free but for what the office wrote down lately, counted apart in the record (Law 2018,
    Art 19: who is drawn is left to chance)."""
    return not person.away_by_office.isdisjoint(trial.halves)


def at_the_cap(person: Candidate, trial: TrialFacts, limits: Limits) -> bool:
    """Under the yearly limit of cases that the home court set (Interp. 2019, Art 17)."""
    cap = limits.cap_of(person.home)
    return cap is not None and person.load.get(trial.first.year, 0) >= cap


# The order in which a person counts as left out: what he is, then this case, then these days.
RULES: tuple[tuple[str, Rule], ...] = (
    ("form_b.tenure_per_case", named_for_another_trial),
    ("person.in_office", not_in_office),
    ("person.on_roll", not_on_roll),
    ("oath.required", not_sworn),
    ("bar.office", barred_by_office),
    ("bar.personal", barred_in_person),
    ("age.minimum", too_young),
    ("age.maximum", too_old),
    ("recusal.party", is_party),
    ("recusal.kin", kin_of_party),
    ("recusal.kin_of_counsel", kin_of_counsel),
    ("recusal.prior_role", had_a_role),
    ("recusal.prior_mediation", mediated_before),
    ("recusal.interest", has_a_stake),
    ("recusal.employer", employer_has_a_stake),
    ("recusal.employer_is_party", employed_by_party),
    ("recusal.prior_stage", sat_before),
    ("person.away", is_away),
    ("person.away_by_office", away_by_office),
    ("cap.cases", at_the_cap),
)


@dataclass(frozen=True)
class Sorted:
    """A roll sorted: who can be drawn, who cannot by his first rule, and whom one rule alone
    keeps out (those who could be drawn if only that rule did not stand against them)."""

    can: tuple[Candidate, ...]
    cannot: Mapping[str, tuple[Candidate, ...]]
    alone: Mapping[str, int]

    @property
    def whole(self) -> int:
        """How many stand on the roll."""
        return len(self.can) + self.left_out

    @property
    def left_out(self) -> int:
        """How many cannot be drawn."""
        return sum(len(people) for people in self.cannot.values())


def sort_roll(
    people: Iterable[Candidate], trial: TrialFacts, limits: Limits, waived: Iterable[str] = ()
) -> Sorted:
    """Return who of `people` can be drawn; rules in `waived` are set aside by a written reason."""
    rules = [(key, rule) for key, rule in RULES if key not in set(waived)]
    can: list[Candidate] = []
    cannot: dict[str, list[Candidate]] = {}
    alone: dict[str, int] = {}
    for person in people:
        against = [key for key, rule in rules if rule(person, trial, limits)]
        if not against:
            can.append(person)
            continue
        cannot.setdefault(against[0], []).append(person)
        if len(against) == 1:
            alone[against[0]] = alone.get(against[0], 0) + 1
    ordered = {key: tuple(cannot[key]) for key, _ in rules if key in cannot}
    return Sorted(tuple(can), ordered, alone)


def _within(spells: Iterable[tuple[date, date | None]], day: date) -> bool:
    return any(since <= day and (until is None or day <= until) for since, until in spells)


def _serves_in_a_court(person: Candidate, trial: TrialFacts) -> bool:
    """A tenure of today, or one that meets the days of the sitting."""
    return any(
        since <= trial.last and (last is None or last >= min(trial.today, trial.first))
        for since, last in person.staff
    )


def _bars(bar: Bar, today: date) -> bool:
    return bar.barred and (bar.expires is None or bar.expires >= today)


def _age(person: Candidate, day: date) -> int | None:
    if person.birth is not None:
        return Birth(person.birth.year, person.birth).age_on(day)
    return None if person.birth_year is None else Birth(person.birth_year).age_on(day)


def _roles(person: Candidate, trial: TrialFacts) -> frozenset[str]:
    """Return as what somebody takes part: by register number, else whoever bears the name."""
    by_name = trial.roles.get(name_key(person.name), frozenset())
    return by_name | trial.registered.get(person.person_id, frozenset())


def _kin_among(person: Candidate, names: frozenset[str], trial: TrialFacts) -> Iterator[Kin]:
    """Yield the kin among some names whose tie stands on one of the days."""
    for kin in person.kin:
        ended = kin.until is not None and kin.until < trial.first
        to_come = kin.since is not None and kin.since > trial.last
        if name_key(kin.name) in names and not ended and not to_come:
            yield kin
