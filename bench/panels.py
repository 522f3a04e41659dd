"""A court with one roll and panels that wait for their draw."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random

from flask import Flask

from app.accounts.terms import Desk
from app.bodies.models import Body, RulebookAssignment
from app.bodies.terms import BodyKind
from app.bodies.workdays import is_working_day
from app.demo.province.assessors import rolls_of, write_people
from app.demo.province.writer import Writer
from app.draws.service import commit_days
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.trials.facts import CaseWords, DayWords, PanelWords
from app.trials.service.cases import enter_case
from app.trials.service.panels import request_panel
from app.trials.terms import DayPart, Matter, Procedure
from bench.province import FOUNDED, LAW_2018, SEED

LEAD = 21  # days from the draw to the first sitting


@contextmanager
def court_with(app: Flask, assessors: int) -> Iterator[Desk]:
    """Make a court with so many assessors on its roll; yield a clerk's desk inside the app."""
    with app.app_context():
        with transaction() as session:
            write, random, today = Writer(session.connection()), Random(SEED), clock.today()
            court = write.add(
                Body,
                code="BX0001",
                kind=BodyKind.BASIC,
                name="试验区人民法院",
                name_en="Trial District Court",
                opened=FOUNDED,
            )
            write.add(RulebookAssignment, body_id=court, rulebook="cn-2018", since=LAW_2018)
            write_people(write, rolls_of(write, court, 1, assessors, today), today, random)
            write.flush()
            commit_days(court, today, 2)
        yield Desk(None, "刘芳", court, frozenset())
        db.session.remove()
        db.engine.dispose()


def waiting_panels(desk: Desk, number: int, sittings: int) -> list[int]:
    """Enter so many cases, each with a panel to be drawn, over so many sitting days; the ids."""
    days = _working_days(clock.today() + timedelta(days=LEAD), sittings)
    with transaction() as session:
        made = []
        for n in range(number):
            case = enter_case(desk, _case(n))
            made.append(request_panel(desk, case, _panel(days[n % len(days)]), {}))
        session.flush()
        return [panel.id for panel in made]


def _working_days(first: date, number: int) -> list[date]:
    days = (first + timedelta(days=n) for n in range(number * 3 + 30))
    return [day for day in days if is_working_day(day)][:number]


def _case(n: int) -> CaseWords:
    return CaseWords(
        number=f"（{clock.today().year}）试刑初{n + 1}号",
        matter=Matter.CRIMINAL,
        procedure=Procedure.ORDINARY,
        filed=clock.today() - timedelta(days=5),
        circumstances=("wide_public_concern",),
    )


def _panel(day: date) -> PanelWords:
    return PanelWords(
        judges=1,
        assessors=2,
        presiding="欧阳审之",
        days=(DayWords(day, DayPart.WHOLE, "09:00", "2"),),
    )
