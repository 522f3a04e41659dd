"""The last month of a province, and what waits on its desks today: by the verbs of its officers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from app.bodies.models import Body
from app.demo.imports import leave_a_roll_waiting
from app.demo.people import Staff
from app.demo.promotion import appraise_assessors, promote
from app.demo.province.settled import Settled
from app.demo.school import teach
from app.demo.selection import select_assessors
from app.demo.story import (
    county_1953,
    court_of,
    on_leave,
    put_on_the_desk,
    told_already,
)
from app.demo.trials import Court, Plan, answer_all, at, draw, enter, hold, workday
from app.demo.world import BASIC
from app.draws.leaves import open_rest
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction

MONTH = 30  # days
PRESIDING = 12  # judges of a court who preside
Say = Callable[[str, int, int], None]


def courts_at_work(settled: Sequence[Settled], random: Random) -> dict[str, Court]:
    """Return courts as the verbs of the small demonstration know them, by their codes; their
    cases go on after those that were written in bulk."""
    found = {}
    for one in settled:
        court = court_of(_staff(one), random)
        court.numbers = one.years.panels if one.years else 0
        found[one.place.plan.code] = court
    return found


def live_the_month(
    courts: Sequence[Court], today: date, random: Random, panels: int, say: Say
) -> None:
    """Let courts hear so many panels in the last thirty days, in the order of their days."""
    weights = [len(one.staff.assessors) for one in courts]
    chosen = random.choices(courts, weights, k=panels)
    for n, court in enumerate(chosen):
        day = workday(today - timedelta(days=MONTH - n * MONTH // panels))
        _hear(court, day, random)
        say("the last thirty days", n + 1, panels)


def _hear(court: Court, first: date, random: Random) -> None:
    great = random.random() < 0.08 and court.staff.plan.book != "cn-1953"
    panel = enter(court, Plan(first, 1, great), first - timedelta(days=25))
    draw(court, panel, first - timedelta(days=16))
    answer_all(court, panel, first - timedelta(days=13))
    hold(court, panel)


def let_the_office_work(courts: Mapping[str, Court], today: date) -> None:
    """Let the school, the personnel offices and the county do what the small demonstration has
    them do."""
    named = {plan.code: courts[plan.code].staff for plan in BASIC}
    linhe, county = named[BASIC[0].code], named[BASIC[3].code]
    teach(named, today)
    select_assessors(linhe, today)
    promote(county, today, brought=False)
    appraise_assessors(linhe, today)


def put_on_desks(courts: Mapping[str, Court], today: date) -> None:
    """Let the named courts have on their desks what a Monday brings."""
    linhe, county = courts[BASIC[0].code], courts[BASIC[3].code]
    with transaction():
        told_already()
    put_on_the_desk(linhe, today)
    county_1953(county, today)
    on_leave(linhe, today)
    leave_a_roll_waiting(linhe.staff.body, today)


def open_past_days(today: date) -> None:
    """Open the secrets that the last two months left unused, each in the night after its day."""
    for ago in range(60, 0, -1):
        day = today - timedelta(days=ago)
        with clock.standing_at(at(day + timedelta(days=1), 1)), transaction():
            open_rest(day)


def _staff(one: Settled) -> Staff:
    """Return a court as the verbs of the small demonstration know it."""
    presiding = [cadre.name for cadre in one.staff[3 : 3 + PRESIDING]]
    people = [who.person for who in one.assessors if who.last == date.max]
    body = db.session.get_one(Body, one.body_id)
    plan = one.place.plan
    if one.place.historical:
        plan = replace(plan, book="cn-1953")  # by the court above it, where it has none itself
    return Staff(body, plan, people, presiding)
