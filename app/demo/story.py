"""A year of panels, and what waits on the desks today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy import update

from app.accounts.terms import Desk
from app.demo.imports import apply_a_roll, leave_a_roll_waiting
from app.demo.merger import merge
from app.demo.officers import make_assessor_account, make_officers
from app.demo.people import Staff, add_life, make_people
from app.demo.promotion import appraise_assessors, promote
from app.demo.school import teach
from app.demo.selection import select_assessors
from app.demo.trials import (
    Court,
    Plan,
    answer_all,
    at,
    draw,
    enter,
    hold,
    one_who_holds_no_seat,
    some_assessor,
    workday,
)
from app.demo.world import BASIC, COURTS, make_bodies
from app.draws.leaves import commit_days
from app.messages.models import Message
from app.messages.terms import MessageState
from app.people.service.offices import pause_tenure
from app.people.terms import PauseKind
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction

SEED = 19530425
PER_WEEK = {BASIC[0].code: 2.0, BASIC[1].code: 1.0, BASIC[2].code: 0.5, BASIC[3].code: 0.4}
WEEKS = 50
Say = Callable[[str, int, int], None]


def load(today: date, say: Say, weeks: int = WEEKS) -> None:
    """Load the demonstration around `today`; `say(step, done, total)` is told how far it is.

    `weeks` of panels lie in the past; the rest is what waits on the desks today.
    """
    random = Random(SEED)
    say("bodies and people", 0, 1)
    with transaction():
        bodies = make_bodies()
        make_officers(bodies)
        staffs = [make_people(plan, bodies[plan.code], today, random) for plan in COURTS]
        staff = {one.plan.code: one for one in staffs}
        desk = Desk(None, "", bodies[BASIC[0].code].id, frozenset())
        add_life(desk, staff[BASIC[0].code], today, random)
        ids = [bodies[plan.code].id for plan in COURTS]
    merge(staff[BASIC[0].code], today, random)
    courts = {code: court_of(staff[code], random) for code in PER_WEEK}
    _history(courts, today, weeks, random, say)
    apply_a_roll(staff[BASIC[0].code].body, today)
    say("a school, a selection, a promotion", 0, 1)
    teach(staff, today)
    select_assessors(staff[BASIC[0].code], today)
    promote(staff[BASIC[3].code], today)
    appraise_assessors(staff[BASIC[0].code], today)
    say("a school, a selection, a promotion", 1, 1)
    publish_ahead(ids, today)
    with transaction():
        told_already()
    put_on_the_desk(courts[BASIC[0].code], today)
    county_1953(courts[BASIC[3].code], today)
    on_leave(courts[BASIC[0].code], today)
    leave_a_roll_waiting(staff[BASIC[0].code].body, today)


def publish_ahead(ids: Sequence[int], today: date) -> None:
    """Publish the roots of some courts for today and a week, each a week before its day."""
    for ago in range(7, -1, -1):
        with clock.standing_at(at(today - timedelta(days=ago), 1)), transaction():
            for body_id in ids:
                commit_days(body_id, today + timedelta(days=7 - ago), 1, None)


def court_of(staff: Staff, random: Random) -> Court:
    """Return a court at work, its clerk at the desk."""
    return Court(staff, random, Desk(None, "刘芳", staff.body.id, frozenset()))


def _history(courts: dict[str, Court], today: date, weeks: int, random: Random, say: Say) -> None:
    plans = []
    for code, rate in PER_WEEK.items():
        for n in range(round(weeks * rate)):
            ago = 14 + round(n * 7 / rate)
            plans.append((workday(today - timedelta(days=ago)), code, random.random() < 0.12))
    plans.sort()
    for done, (first, code, great) in enumerate(plans):
        court = courts[code]
        days = 2 if great else 1
        great = great and code != BASIC[3].code
        panel = enter(court, Plan(first, days, great), first - timedelta(days=25))
        draw(court, panel, first - timedelta(days=16))
        answer_all(court, panel, first - timedelta(days=13))
        hold(court, panel)
        say("a year of panels", done + 1, len(plans))


def told_already() -> None:
    """What was told in the past of the demonstration is not sent now."""
    waiting = update(Message).where(Message.state == MessageState.WAITING)
    db.session.execute(waiting.values(state=MessageState.SENT, sent_at=Message.created_at))


def put_on_the_desk(court: Court, today: date) -> None:
    """Put on the clerk's desk what a Monday brings."""
    soon = workday(today + timedelta(days=12), back=False)
    waiting = enter(court, Plan(soon, 2, True), today - timedelta(days=9))
    draw(court, waiting, today - timedelta(days=1))
    late = enter(
        court, Plan(workday(today + timedelta(days=16), False)), today - timedelta(days=15)
    )
    draw(court, late, today - timedelta(days=8))
    sat = enter(court, Plan(workday(today - timedelta(days=1))), today - timedelta(days=24))
    draw(court, sat, today - timedelta(days=15))
    answer_all(court, sat, today - timedelta(days=13))
    ready = enter(court, Plan(workday(today + timedelta(days=9), False)), today - timedelta(days=7))
    draw(court, ready, today - timedelta(days=2))
    answer_all(court, ready, today - timedelta(days=1), refusing=0)
    with transaction():
        make_assessor_account(some_assessor(ready))
    enter(court, Plan(workday(today + timedelta(days=10), False)), today - timedelta(days=3))
    great = workday(today + timedelta(days=20), back=False)
    enter(court, Plan(great, 3, True), today - timedelta(days=2))


def county_1953(court: Court, today: date) -> None:
    """Let a panel of the county of 1953 wait for answers, and another for its draw."""
    panel = enter(court, Plan(workday(today + timedelta(days=8), False)), today - timedelta(days=5))
    draw(court, panel, today - timedelta(days=1))
    enter(court, Plan(workday(today + timedelta(days=15), False)), today - timedelta(days=1))


def on_leave(court: Court, today: date) -> None:
    """Let one assessor be on leave, so that no panel that waits can draw him."""
    with transaction():
        tenure = one_who_holds_no_seat(court)
        since, until = today - timedelta(days=1), today + timedelta(days=60)
        pause_tenure(court.desk, tenure, PauseKind.LEAVE, since, until, "住院手术，休养两个月")
