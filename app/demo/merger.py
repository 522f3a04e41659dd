"""A small district court that was merged into another: its people went along, its files stayed."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from app.accounts.terms import Desk
from app.demo.people import Staff, congress_of, make_people, put_on_rolls
from app.demo.trials import Court, Plan, answer_all, at, draw, enter, hold, workday
from app.demo.world import FORMER, make_former
from app.people.models import Roll, Tenure
from app.people.service.acts import NewLine, enter_act
from app.people.service.offices import NewTenure, begin_tenures, end_tenure
from app.people.service.rolls import NewEntry, record_oath
from app.people.terms import Form, LineKind, Office, RollKind
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction

MERGED = 730  # days ago
LAST_SAT = 800


def merge(into: Staff, today: date, random: Random) -> None:
    """Make the court that was, let it hear one case, and move its people to the court `into`."""
    on = today - timedelta(days=MERGED)
    sworn = today - timedelta(days=FORMER.intakes[0][0] - 7)
    with clock.standing_at(at(sworn)), transaction():
        former = make_people(FORMER, make_former(into.body, on), today, random)
    _hear_a_case(former, today - timedelta(days=LAST_SAT), random)
    with clock.standing_at(at(on + timedelta(days=7))), transaction():  # sworn in by then
        _move(former, into, on)


def _hear_a_case(former: Staff, day: date, random: Random) -> None:
    court = Court(former, random, Desk(None, "刘芳", former.body.id, frozenset()))
    panel = enter(court, Plan(workday(day)), day - timedelta(days=25))
    draw(court, panel, day - timedelta(days=16))
    answer_all(court, panel, day - timedelta(days=13), refusing=0)
    hold(court, panel)


def _move(former: Staff, into: Staff, on: date) -> None:
    """End every office of the court that was, and appoint its assessors in the other."""
    desk = Desk(None, "", former.body.id, frozenset())
    why = f"{former.plan.name}并入{into.plan.name}"
    held = list(db.session.scalars(select(Tenure).where(Tenure.body_id == former.body.id)))
    for tenure in held:
        end_tenure(desk, tenure, on - timedelta(days=1), why)
    _appoint([one for one in held if one.office == Office.ASSESSOR], into, on)


def _appoint(held: list[Tenure], into: Staff, on: date) -> None:
    """Appoint assessors for the rest of the terms that they `held`, sworn in and on the roll."""
    desk, people = Desk(None, "", into.body.id, frozenset()), [one.person_id for one in held]
    lines = [NewLine(LineKind.APPOINTS, person) for person in people]
    by = {"organ": congress_of(into.plan), "number": f"任〔{on.year}〕9号", "adopted": on}
    act = enter_act(desk, lines=lines, **by)
    line_of = {line.person_id: line.id for line in act.lines}
    where = (into.body.id, Office.ASSESSOR, on)
    news = [
        NewTenure(one.person_id, *where, one.until, Form.A, start_line_id=line_of[one.person_id])
        for one in held
    ]
    tenures = begin_tenures(desk, news)
    sworn = [db.session.get_one(Tenure, tenure) for tenure in tenures]
    record_oath(desk, sworn, on + timedelta(days=6), into.plan.name)
    general = select(Roll.id).where(Roll.body_id == into.body.id, Roll.kind == RollKind.GENERAL)
    roll = db.session.scalars(general).one()
    entries = [NewEntry(roll, p, t, on) for p, t in zip(people, tenures, strict=True)]
    put_on_rolls(desk, entries, on)
