"""Builders of trials: a court with a roll, a case, a panel, a day with its root."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.accounts.terms import Desk
from app.bodies.models import Body
from app.draws.service import commit_days
from app.people.models import Person
from app.people.terms import Sex
from app.shared.transactions import transaction
from app.trials.facts import CaseWords, DayWords, PanelWords
from app.trials.models import Case, Panel
from app.trials.service.cases import enter_case
from app.trials.service.panels import request_panel
from app.trials.terms import DayPart, Matter, Procedure
from tests.builders import Make

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)  # Monday 2 November 2026, 12:00 in Shanghai
TODAY = date(2026, 11, 2)
FIRST = date(2026, 12, 3)

CASE = CaseWords(
    number="（2026）试刑初1号",
    matter=Matter.CRIMINAL,
    procedure=Procedure.ORDINARY,
    filed=date(2026, 10, 20),
    circumstances=("wide_public_concern",),
)
PANEL = PanelWords(
    judges=1,
    assessors=2,
    presiding="周文",
    days=(DayWords(FIRST, DayPart.WHOLE, "09:00", "2"),),
)


def a_case(desk: Desk, number: int = 1, **given: object) -> Case:
    """Enter a case, inside the caller's transaction."""
    words = replace(CASE, number=f"（2026）试刑初{number}号", **given)  # type: ignore[arg-type]
    return enter_case(desk, words)


def a_panel(desk: Desk, number: int = 1, case: dict | None = None, **given: object) -> Panel:
    """Enter a case and ask for its panel, inside the caller's transaction."""
    entered = a_case(desk, number, **(case or {}))
    return request_panel(
        desk, entered, replace(PANEL, **given), {"day.not_working": "no other day is free"}
    )  # type: ignore[arg-type]


def a_court(make: Make, assessors: int = 20, **given: object) -> tuple[Body, Desk, list[Person]]:
    """Return a court, its clerk's desk and the assessors on its general roll; the week has its
    roots, published yesterday."""
    court = make.court(**given)  # type: ignore[arg-type]
    roll = make.roll(court)
    each = [{"sex": Sex.FEMALE if n % 2 else Sex.MALE} for n in range(assessors)]
    people = make.assessors_each(court, roll, each)
    with transaction():
        commit_days(court.id, TODAY, 8)
    return court, make.desk(court), people


def days(*offsets: int, part: DayPart = DayPart.WHOLE) -> tuple[DayWords, ...]:
    """Return sitting days so many days after FIRST."""
    return tuple(DayWords(FIRST + timedelta(days=n), part, "09:00", "2") for n in offsets)
