"""A roll as it stands for one trial: a fixed number of statements, however many are on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, CompoundSelect, Select, exists, or_, select, union
from sqlalchemy.orm import aliased

from app.bodies.models import Body, LocalRule
from app.bodies.queries import linked, subtree
from app.bodies.terms import BodyKind, LinkKind
from app.people.models import (
    Absence,
    Check,
    Kinship,
    Person,
    PersonYear,
    Roll,
    RollEntry,
)
from app.people.names import normalise
from app.people.terms import Half, RollKind
from app.rulebooks.terms import Rulebook
from app.shared.db import db
from app.trials.eligibility import Limits, limits_of
from app.trials.facts import HALVES, Bar, Candidate, Kin, TrialFacts, WrittenDown, name_key
from app.trials.models import Attendance, Case, Panel, Party, Seat
from app.trials.queries.tenures import (
    NO_TENURE,
    pauses_of_all,
    sworn_days_of_all,
    tenures_of_all,
)
from app.trials.rules import value_of
from app.trials.terms import COUNSEL, SIDES, DayState, PartyRole, SeatState

ABOVE = (BodyKind.INTERMEDIATE, BodyKind.HIGH, BodyKind.SUPREME)
Homes = Select[Any] | CompoundSelect[Any]
Who = TypeVar("Who", str, int)


def trial_facts(panel: Panel, today: date) -> TrialFacts:
    """Return what people are judged against: days, parties, their kin and employers.

    Where every day was cancelled, those that were set: so the draw room can still say what is
    wrong.
    """
    days = [one for one in panel.days if one.state in (DayState.SET, DayState.HELD)]
    days = days or panel.days
    parties = [party for case in panel.cases for party in case.parties]
    sides = [one for one in parties if one.role in SIDES]
    agents = [one for one in parties if one.role in COUNSEL]
    interested = [one for one in parties if one.role == PartyRole.INTERESTED]
    names = {name for one in parties for name in (one.name, normalise(one.name))}
    employers = _names_and_employers(sides)
    return TrialFacts(
        first=min(one.day for one in days),
        last=max(one.day for one in days),
        halves=frozenset((one.day, half) for one in days for half in HALVES[one.part]),
        today=today,
        parties=frozenset(name_key(one.name) for one in sides),
        agents=frozenset(name_key(one.name) for one in agents),
        employers=frozenset(employers),
        kin=_kin_named(sides),
        agents_kin=_kin_named(agents),
        as_written=frozenset(names),
        interested=frozenset(name_key(one.name) for one in interested),
        interested_kin=_kin_named(interested),
        roles=_roles((name_key(one.name), one.role) for one in parties if one.person_id is None),
        registered=_roles((one.person_id, one.role) for one in parties if one.person_id),
        specialists=panel.roll_kind == RollKind.SPECIALIST,
        stakes=frozenset(employers | _names_and_employers(interested)),
    )


def _names_and_employers(parties: Iterable[Party]) -> set[str]:
    return {name_key(name) for one in parties for name in (one.name, one.employer)} - {""}


def _roles(parts: Iterable[tuple[Who, str]]) -> dict[Who, frozenset[str]]:
    """Return as what each takes part, by name or by id."""
    found: dict[Who, set[str]] = defaultdict(set)
    for who, role in parts:
        found[who].add(role)
    return {who: frozenset(roles) for who, roles in found.items()}


def _kin_named(parties: Iterable[Party]) -> dict[str, frozenset[str]]:
    """Return who is named as kin of some parties, in the form of `name_key`, with the kinds."""
    kin: dict[str, set[str]] = defaultdict(set)
    for party in parties:
        for one in party.kin:
            kin[name_key(one.name)].add(one.kind)
    return {name: frozenset(kinds) for name, kinds in kin.items()}


def homes_of(body: Body, day: date, book: Rulebook) -> Homes:
    """Return a select of the courts on whose rolls a court draws (Law 2018, Art 19).

    Its own; of an intermediate or high court those of the basic courts in its area; and those
    of the bodies from which a link says that it draws, with all under them.
    """
    own = select(Body.id).where(Body.id == body.id)
    found: list[Any] = [own]
    if body.kind in ABOVE and value_of(book, "draw.from_basic_courts"):
        found.append(subtree(body.id, day))
    found += [subtree(other.id, day) for other in linked(body.id, LinkKind.DRAWS_FROM, day)]
    return union(*found) if len(found) > 1 else own


def roll_of(
    panel: Panel,
    trial: TrialFacts,
    book: Rulebook,
    only: Collection[int] | None = None,
    written: WrittenDown | None = None,
) -> tuple[list[Candidate], Limits]:
    """Return everybody on the rolls that a panel is drawn from, and what the book asks of them.

    With `only` no more than those; `written` tells apart the absences that the office wrote down
    with the draw ahead. Ten statements; the keys: roll (body_id, kind), roll_entry (roll_id),
    tenure (person_id), absence (day), person_year (person_id, year), bar_check (person_id).
    """
    homes = homes_of(panel.body, trial.today, book)
    rolls = select(Roll.id).where(
        Roll.body_id.in_(homes),
        Roll.kind == panel.roll_kind,
        Roll.subject == panel.roll_subject,
        or_(Roll.until.is_(None), Roll.until >= trial.today),
    )
    own = [] if only is None else [RollEntry.person_id.in_(only)]
    entries = _entries(rolls, trial.today, *own)
    people = select(RollEntry.person_id).where(RollEntry.roll_id.in_(rolls), *own)
    away, by_office = _away(people, trial, written)
    known = {
        "held": tenures_of_all(people, panel),
        "pauses": pauses_of_all(people),
        "sworn": sworn_days_of_all(people),
        "bars": _bars(people, trial.today),
        "kin": _kin(trial),
        "away": away,
        "by_office": by_office,
        "load": _load(people, trial.first.year),
        "sat_before": _sat_before(panel.cases),
    }
    candidates = [_candidate(row, known) for row in entries.values()]
    return candidates, limits_of(book, _caps(homes, trial.today))


def secrets_of(
    panel: Panel, person_ids: Iterable[int], today: date, book: Rulebook
) -> dict[int, tuple[bytes, datetime | None]]:
    """Return {person id: (secret, when it was made)} of roll entries, for the freeze alone."""
    homes = homes_of(panel.body, today, book)
    rows = db.session.execute(
        select(RollEntry.person_id, RollEntry.secret, RollEntry.secret_at)
        .join(Roll, Roll.id == RollEntry.roll_id)
        .where(Roll.body_id.in_(homes), Roll.kind == panel.roll_kind)
        .where(Roll.subject == panel.roll_subject, _current(today))
        .order_by(RollEntry.id.desc())
    )
    wanted = set(person_ids)
    return {row.person_id: (row.secret, row.secret_at) for row in rows if row.person_id in wanted}


def _current(today: date):
    return or_(RollEntry.until.is_(None), RollEntry.until >= today)


def _entries(rolls: Select[Any], today: date, *own: ColumnElement[bool]) -> dict[int, Any]:
    """Return the current entry of each person; of several rolls the one entered first."""
    rows = db.session.execute(
        select(
            Person.id,
            Person.number,
            Person.name,
            Person.employer,
            Person.sex,
            Person.birth,
            Person.birth_year,
            Person.died,
            RollEntry.since,
            RollEntry.until,
            Roll.body_id,
        )
        .join(RollEntry, RollEntry.person_id == Person.id)
        .join(Roll, Roll.id == RollEntry.roll_id)
        .where(RollEntry.roll_id.in_(rolls), _current(today), *own)
        .order_by(RollEntry.id)
    )
    entries: dict[int, Any] = {}
    for row in rows:
        entries.setdefault(row.id, row)
    return entries


def _candidate(row: Any, known: Mapping[str, Any]) -> Candidate:
    person = row.id
    held = known["held"].get(person, NO_TENURE)
    return Candidate(
        person_id=person,
        number=row.number,
        name=row.name,
        home=row.body_id,
        employer=row.employer,
        sex=row.sex or "",
        birth=row.birth,
        birth_year=row.birth_year,
        died=row.died,
        on_roll=(row.since, row.until),
        spells=tuple(held.as_assessor),
        pauses=tuple(known["pauses"].get(person, ())),
        bars=tuple(known["bars"].get(person, {}).values()),
        kin=tuple(known["kin"].get(person, ())),
        away=frozenset(known["away"].get(person, ())),
        load=known["load"].get(person, {}),
        sat_before=person in known["sat_before"],
        away_by_office=frozenset(known["by_office"].get(person, ())),
        staff=tuple(held.in_court),
        named_elsewhere=tuple(held.named_elsewhere),
        sworn=tuple(known["sworn"].get(person, ())),
    )


def _bars(people: Select[Any], today: date) -> dict[int, dict[tuple[str, str], Bar]]:
    """Return the latest check of each kind and office of each person."""
    rows = db.session.execute(
        select(Check.person_id, Check.kind, Check.code, Check.barred, Check.expires)
        .where(Check.person_id.in_(people), Check.superseded_at.is_(None), Check.day <= today)
        .order_by(Check.day, Check.id)
    )
    bars: dict[int, dict[tuple[str, str], Bar]] = defaultdict(dict)
    for row in rows:
        if not row.code:  # a check of the whole kind takes the place of those before it
            for key in [key for key in bars[row.person_id] if key[0] == row.kind]:
                del bars[row.person_id][key]
        bar = Bar(row.kind, row.code, row.barred, row.expires)
        bars[row.person_id][row.kind, row.code] = bar
    return bars


def _kin(trial: TrialFacts) -> dict[int, list[Kin]]:
    """Return the kinships in which a party or an agent is named; few, by ix_kinship_kin_name."""
    names = trial.as_written
    columns = (Kinship.person_id, Kinship.kin_name, Kinship.kind, Kinship.until, Kinship.since)
    rows = db.session.execute(select(*columns).where(Kinship.kin_name.in_(names)))
    kin = defaultdict(list)
    for row in rows:
        kin[row.person_id].append(Kin(row.kin_name, row.kind, row.until, row.since))
    return kin


Halves = dict[int, set[tuple[date, Half]]]


def _away(
    people: Select[Any], trial: TrialFacts, written: WrittenDown | None
) -> tuple[Halves, Halves]:
    """Return the half days on which people are not free, and those of them that count apart."""
    columns = (Absence.person_id, Absence.day, Absence.half)
    entered = (Absence.entered_by, Absence.entered_in, Absence.entered_at)
    rows = db.session.execute(
        select(*columns, *entered).where(Absence.day.in_(trial.days), Absence.person_id.in_(people))
    )
    away, by_office = defaultdict(set), defaultdict(set)
    for person, day, half, by, at_body, at in rows:
        away[person].add((day, half))
        if written is not None and written.covers(by, at_body, at):
            by_office[person].add((day, half))
    return away, by_office


def _load(people: Select[Any], year: int) -> dict[int, dict[int, int]]:
    rows = db.session.execute(
        select(PersonYear.person_id, PersonYear.cases + PersonYear.assigned).where(
            PersonYear.year == year, PersonYear.person_id.in_(people)
        )
    )
    return {person: {year: number} for person, number in rows}


def _caps(homes: Homes, today: date) -> dict[int, int | None]:
    """Return the limit of cases that each home court set itself, the newest that holds."""
    rows = db.session.execute(
        select(LocalRule.body_id, LocalRule.value)
        .where(LocalRule.key == "cap.cases", LocalRule.since <= today)
        .where(LocalRule.body_id.in_(homes))
        .order_by(LocalRule.since)
    )
    return {body: value for body, value in rows}


def _sat_before(cases: Iterable[Case]) -> set[int]:
    """Return who sat, or holds a seat, in an earlier stage of these cases."""
    starts = [case.earlier_case_id for case in cases if case.earlier_case_id is not None]
    if not starts:
        return set()
    earlier = select(Case.id, Case.earlier_case_id).where(Case.id.in_(starts))
    stages = earlier.cte("stages", recursive=True)
    before = aliased(Case)
    step = select(before.id, before.earlier_case_id)
    stages = stages.union(step.join(stages, before.id == stages.c.earlier_case_id))
    panels = select(Panel.id).where(Panel.cases.any(Case.id.in_(select(stages.c.id))))
    sat = exists().where(Attendance.seat_id == Seat.id, Attendance.halves > 0)
    where = (Seat.panel_id.in_(panels), or_(Seat.state == SeatState.ACCEPTED, sat))
    return set(db.session.scalars(select(Seat.person_id).where(*where)))
