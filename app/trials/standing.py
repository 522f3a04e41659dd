"""Whether those drawn may still sit, judged today against the days that lie ahead."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from app.bodies.queries import rulebook_of
from app.people.models import Absence
from app.people.terms import Half
from app.shared import clock
from app.shared.db import db
from app.trials.eligibility import sort_roll
from app.trials.facts import HALVES, TrialFacts
from app.trials.models import Panel
from app.trials.queries.roll import roll_of, trial_facts
from app.trials.seat_queries import holding, set_days

# The limit of cases is a question before the draw; who was drawn under it may sit.
NOT_ASKED_AGAIN = "cap.cases"


def still_eligible(
    panel: Panel, person_ids: Collection[int], another_year: bool = False
) -> dict[int, str]:
    """Return who of `person_ids` may not sit (any more), each with the first rule against it.

    Half days that the panel's own seats hold do not count as away. Rules set aside when the
    panel was drawn stay set aside; the yearly limit is not held against who has a seat, unless
    its cases have come into `another_year` by a change of the days.
    """
    today = clock.today(panel.body.zone)
    ahead = [day for day in set_days(panel) if day.day >= today]
    if not ahead or not person_ids:
        return {}
    halves = frozenset((day.day, half) for day in ahead for half in HALVES[day.part])
    trial = _ahead(trial_facts(panel, today), halves)
    people, limits = roll_of(panel, trial, rulebook_of(panel.body_id, today))
    own = _own_halves(panel, trial.days)
    asked = [
        replace(person, away=person.away - own.get(person.person_id, frozenset()))
        for person in people
        if person.person_id in person_ids
    ]
    seated = {seat.person_id for seat in holding(panel)}
    found = dict.fromkeys(person_ids, "person.on_roll")
    for group, more in ((True, set() if another_year else {NOT_ASKED_AGAIN}), (False, set())):
        some = [person for person in asked if (person.person_id in seated) is group]
        judged = sort_roll(some, trial, limits, {*panel.waivers, *more})
        for person in judged.can:
            del found[person.person_id]
        for key, people in judged.cannot.items():
            found.update({person.person_id: key for person in people})
    return found


def _ahead(trial: TrialFacts, halves: frozenset[tuple[date, Half]]) -> TrialFacts:
    days = sorted(day for day, _ in halves)
    return replace(trial, first=days[0], last=days[-1], halves=halves)


def _own_halves(panel: Panel, days: Collection[date]) -> dict[int, frozenset[tuple[date, Half]]]:
    ours = {f"seat:{seat.id}" for seat in panel.seats}
    rows = db.session.scalars(
        select(Absence).where(Absence.day.in_(days), Absence.subject.in_(ours))
    )
    found: dict[int, frozenset[tuple[date, Half]]] = {}
    for row in rows:
        found[row.person_id] = found.get(row.person_id, frozenset()) | {(row.day, row.half)}
    return found
