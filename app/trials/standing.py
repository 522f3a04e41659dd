"""Whether those drawn may still sit, judged today against the days that lie ahead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from app.bodies.queries import rulebook_of
from app.people.models import Absence
from app.people.terms import Half
from app.shared import clock
from app.shared.db import db
from app.trials.eligibility import Limits, sort_roll
from app.trials.facts import HALVES, Candidate, TrialFacts
from app.trials.models import Panel
from app.trials.queries.roll import roll_of, trial_facts
from app.trials.seat_queries import holding, set_days

# The limit of cases is a question before the draw; who was drawn under it may sit.
NOT_ASKED_AGAIN = frozenset({"cap.cases"})
OwnHalves = Mapping[tuple[int, int], frozenset[tuple[date, Half]]]  # by panel and person


def still_eligible(
    panel: Panel, person_ids: Collection[int], another_year: bool = False
) -> dict[int, str]:
    """Return who of `person_ids` may not sit (any more), each with the first rule against it.

    Half days that the panel's own seats hold do not count as away. Rules set aside when the
    panel was drawn stay set aside; the yearly limit is not held against who has a seat, unless
    its cases have come into `another_year` by a change of the days.
    """
    waived = frozenset() if another_year else NOT_ASKED_AGAIN
    return _judged([panel], {panel.id: person_ids}, waived).get(panel.id, {})


def lost_holders(panels: Iterable[Panel]) -> dict[int, dict[int, str]]:
    """Return by panel who holds a seat and may not sit any more; see still_eligible.

    Those of one roll are read together: as many statements a roll, however many sit.
    """
    rolls: dict[tuple[Any, ...], list[Panel]] = {}
    for panel in panels:
        rolls.setdefault(_roll_of(panel), []).append(panel)
    lost: dict[int, dict[int, str]] = {}
    for group in rolls.values():
        asked = {panel.id: [seat.person_id for seat in holding(panel)] for panel in group}
        lost |= _judged(group, asked, NOT_ASKED_AGAIN)
    return lost


def _roll_of(panel: Panel) -> tuple[Any, ...]:
    """Say from which roll a panel is drawn; who sat before is a question of each case alone."""
    alone = panel.id if any(case.earlier_case_id for case in panel.cases) else 0
    return (panel.body_id, panel.roll_kind, panel.roll_subject, alone)


def _judged(
    panels: Sequence[Panel], asked: Mapping[int, Collection[int]], waived: frozenset[str]
) -> dict[int, dict[int, str]]:
    """Judge people in panels of one roll; `waived` is not held against who has a seat."""
    any_of = panels[0]
    today = clock.today(any_of.body.zone)
    trials = {panel.id: _ahead(panel, today) for panel in panels if asked[panel.id]}
    judged = {panel_id: trial for panel_id, trial in trials.items() if trial is not None}
    if not judged:
        return {}
    together = _together(list(judged.values()))
    wanted = {person_id for panel_id in judged for person_id in asked[panel_id]}
    people, limits = roll_of(any_of, together, rulebook_of(any_of.body_id, today), wanted)
    known = {person.person_id: person for person in people}
    own = _own_halves(panels, together.days)
    found = {}
    for panel in panels:
        if panel.id in judged:
            here = {one: _free(known[one], own, panel) for one in asked[panel.id] if one in known}
            against = _against(panel, judged[panel.id], here, limits, waived)
            left = dict.fromkeys(set(asked[panel.id]) - known.keys(), "person.on_roll")
            found[panel.id] = against | left
    return found


def _against(
    panel: Panel,
    trial: TrialFacts,
    people: Mapping[int, Candidate],
    limits: Limits,
    waived: frozenset[str],
) -> dict[int, str]:
    seated = {seat.person_id for seat in holding(panel)}
    found: dict[int, str] = {}
    for group, more in ((True, waived), (False, frozenset())):
        some = [person for person_id, person in people.items() if (person_id in seated) is group]
        judged = sort_roll(some, trial, limits, {*panel.waivers, *more})
        for key, out in judged.cannot.items():
            found.update({person.person_id: key for person in out})
    return found


def _ahead(panel: Panel, today: date) -> TrialFacts | None:
    """Return what people are judged against on the days that lie ahead, None without any."""
    ahead = [day for day in set_days(panel) if day.day >= today]
    if not ahead:
        return None
    halves = frozenset((day.day, half) for day in ahead for half in HALVES[day.part])
    days = sorted(day for day, _ in halves)
    return replace(trial_facts(panel, today), first=days[0], last=days[-1], halves=halves)


def _together(trials: Sequence[TrialFacts]) -> TrialFacts:
    """Return what has to be read for several trials: all their days and names."""
    return replace(
        trials[0],
        first=min(trial.first for trial in trials),
        last=max(trial.last for trial in trials),
        halves=frozenset().union(*(trial.halves for trial in trials)),
        as_written=frozenset().union(*(trial.as_written for trial in trials)),
    )


def _free(person: Candidate, own: OwnHalves, panel: Panel) -> Candidate:
    """Return a person without the half days that the panel's own seats take of him."""
    return replace(person, away=person.away - own.get((panel.id, person.person_id), frozenset()))


def _own_halves(panels: Iterable[Panel], days: Collection[date]) -> OwnHalves:
    panel_of = {f"seat:{seat.id}": panel.id for panel in panels for seat in panel.seats}
    rows = db.session.scalars(
        select(Absence).where(Absence.day.in_(days), Absence.subject.in_(panel_of))
    )
    found: dict[tuple[int, int], frozenset[tuple[date, Half]]] = {}
    for row in rows:
        key = (panel_of[row.subject], row.person_id)
        found[key] = found.get(key, frozenset()) | {(row.day, row.half)}
    return found
