"""A province is loaded: bodies, people court by court with their history, then what waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from app.bodies.models import Body, LocalRule
from app.demo.chance import by_seed
from app.demo.officers import make_officers
from app.demo.province.assessors import write_people
from app.demo.province.careers import promoted, write_careers
from app.demo.province.month import (
    MONTH,
    courts_at_work,
    let_the_office_work,
    live_the_month,
    open_past_days,
    put_on_desks,
)
from app.demo.province.plans import PROVINCE, Place, Size, places, shares
from app.demo.province.records import DrawRoom
from app.demo.province.schooling import School, Schools, teach
from app.demo.province.settled import Settled
from app.demo.province.staff import write_rolls, write_staff
from app.demo.province.trials import YEARS, CourtYears, write_trials
from app.demo.province.writer import Writer
from app.demo.story import publish_ahead
from app.demo.trials import at
from app.demo.world import FOUNDED, HIGH, SCHOOL, make_bodies, make_court, make_school
from app.rulebooks.loader import load as load_book
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction

SEED = 19530425
AHEAD = 12  # days for which panels are drawn
TOLD = 365  # days back of which the messages are kept
CAPS = (None, None, 25, 30)
SCHOOLS = (
    ("HDY", "河东省法官进修学院", "Hedong Judges' College"),
    ("HDZ", "临江市司法干部学校", "Linjiang Cadre School"),
)
BY_VERBS = 4  # cohorts of the small demonstration, which go through the verbs
DAYS_A_PANEL = 1.1  # in the month that goes through the verbs
JUDGES = 12  # of a court who preside
Say = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Task:
    """What is written of a court: how many sitting days and promotions."""

    place: Place
    body_id: int
    number: int
    days: int
    promotions: int
    month_by_verbs: bool


def load_province(today: date, say: Say, size: Size = PROVINCE) -> None:
    """Load a province around `today`, the same for the same day; `say(step, done, total)`.

    The history is one transaction: broken off in it, nothing is there. What waits on the desks
    goes through the verbs afterwards: broken off there, the database has to be emptied.
    """
    random = Random(SEED)
    with clock.standing_at(at(today, 0)), by_seed(SEED), transaction():
        bodies = _bodies(places(size, random), random)
        make_officers({code: db.session.get_one(Body, one) for code, (_, one) in bodies.items()})
        write = Writer(db.session.connection())
        settled = _people_and_trials(write, bodies, today, size, say)
        say("schools and careers", 0, 1)
        _schools(write, bodies, settled, today, size.cohorts - BY_VERBS)
        write_careers(write, settled, today, random)
        write.flush()
        say("schools and careers", 1, 1)
    with clock.standing_at(at(today, 0)):
        _month_and_today(settled, today, size, say)


def _bodies(found: list[Place], random: Random) -> dict[str, tuple[Place, int]]:
    """Make all courts and schools; return courts with their plans and ids, by code."""
    made = make_bodies()
    for place in found:
        if place.plan.code not in made:
            made[place.plan.code] = make_court(place.plan, made[place.above])
            _cap(made[place.plan.code], random)
    for code, name, name_en in SCHOOLS:
        made[code] = make_school(code, name, name_en, made[HIGH.code])
    db.session.flush()
    high = Place(replace(HIGH, judges=120), "")
    by_code = {place.plan.code: place for place in [high, *found]}
    return {code: (by_code.get(code, high), body.id) for code, body in made.items()}


def _cap(body: Body, random: Random) -> None:
    """Give a court its own limit of cases a year; one in two keeps to the book's."""
    if (cap := random.choice(CAPS)) is not None and body.kind == "basic_court":
        row = LocalRule(body_id=body.id, key="cap.cases", value=cap, since=FOUNDED)
        db.session.add(row)


def _people_and_trials(
    write: Writer, bodies: dict[str, tuple[Place, int]], today: date, size: Size, say: Say
) -> list[Settled]:
    courts = [(place, one) for code, (place, one) in bodies.items() if code == place.plan.code]
    days = shares(size.days, [_weight(place) for place, _ in courts])
    old = [place.plan.assessors if place.historical else 0 for place, _ in courts]
    promotions = shares(size.promotions, old)
    busy = [one for place, one in courts if place.plan.assessors][: size.busy]
    settled: list[Settled] = []
    for n, (place, one) in enumerate(courts):
        say("people and trials", n, len(courts))
        task = Task(place, one, n, days[n], promotions[n], one in busy)
        settled.append(_court(write, task, today))
        write.flush()
    say("people and trials", len(courts), len(courts))
    return settled


def _weight(place: Place) -> int:
    """Return how busy a court is; under the resolution of 1953 assessors sit more often."""
    return place.plan.assessors * (2 if place.historical else 1)


def _schools(
    write: Writer,
    bodies: dict[str, tuple[Place, int]],
    settled: list[Settled],
    today: date,
    cohorts: int,
) -> None:
    named = [(SCHOOL, "河东省政法干部学校", "Hedong Cadre School"), *SCHOOLS]
    schools = [School(bodies[code][1], code, name, name_en) for code, name, name_en in named]
    teach(Schools(write, settled, today, Random(SEED)), schools, cohorts)


def _court(write: Writer, task: Task, today: date) -> Settled:
    place, body_id = task.place, task.body_id
    random, taken = Random(SEED + task.number), set[str]()
    staff = write_staff(write, place, body_id, today, random, taken)
    if not place.plan.assessors:
        return Settled(place, body_id, staff, [])
    roll = write_rolls(write, place, body_id, task.number, taken)
    judges = promoted(roll.assessors, task.promotions, today, random)
    people = write_people(write, replace(roll, promoted=judges), today, random)
    book = "cn-1953" if place.historical else "cn-2018"
    room = DrawRoom(write, body_id, place.plan.code, f"{book}@{load_book(book).version}", random)
    ahead = -MONTH - 1 if task.month_by_verbs else AHEAD
    years = CourtYears(
        write,
        body_id,
        people,
        today,
        random,
        last=today + timedelta(days=ahead),
        room=room,
        mark=place.plan.name[:1] + place.plan.county[-4:],
        book=book,
        presiding=[one.name for one in staff[3 : 3 + JUDGES]],
        told_since=today - timedelta(days=TOLD),
    )
    write_trials(years, task.days)
    return Settled(place, body_id, staff, people, years)


def _month_and_today(settled: list[Settled], today: date, size: Size, say: Say) -> None:
    random = Random(SEED)
    courts = courts_at_work([one for one in settled if one.assessors], random)
    busy = [*courts.values()][: size.busy]
    panels = round(size.days * MONTH / (YEARS * 365) / DAYS_A_PANEL * len(busy) / len(courts))
    with by_seed(SEED + 1):
        live_the_month(busy, today, random, max(1, panels), say)
        say("what waits today", 0, 2)
        let_the_office_work(courts, today)
    say("what waits today", 1, 2)
    publish_ahead([one.staff.body.id for one in courts.values()], today)
    with by_seed(SEED + 2):
        put_on_desks(courts, today)
    open_past_days(today)
    say("what waits today", 2, 2)
