"""A case entered by mistake is deleted while nothing rests on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditLine
from app.people.terms import KinKind
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.facts import KinWords, PartyWords
from app.trials.models import Case, Party, PartyKin
from app.trials.service.cases import take_back_case
from app.trials.service.panels import withdraw_panel
from app.trials.terms import PartyRole
from tests.builders import Make
from tests.trials.cases import NOON, a_case, a_court, a_panel

KIN = (KinWords("卢小妹", KinKind.COLLATERAL),)
WHY = "it belongs to the court next door"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def test_it_goes_with_its_parties_and_the_audit_keeps_number_and_reason(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=0)
    with transaction():
        case = a_case(desk, parties=(PartyWords(PartyRole.ACCUSED, "卢强", "造纸厂", KIN),))
    number = case.number
    with transaction():
        take_back_case(desk, case, WHY)
    for rows in (Case, Party, PartyKin):
        assert db.session.scalar(select(func.count()).select_from(rows)) == 0
    kept = db.session.scalars(select(AuditLine).where(AuditLine.act == "case:taken_back")).one()
    assert (kept.facts["number"], kept.facts["reason"]) == (number, WHY)
    with transaction():
        a_case(desk)  # and the number is free again


def test_a_case_with_a_panel_stays_even_a_withdrawn_one(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=0)
    with transaction():
        panel = a_panel(desk)
    with transaction():
        withdraw_panel(desk, panel, "settled")
    with pytest.raises(Refused, match=r"case\.has_panel"), transaction():
        take_back_case(desk, panel.cases[0], WHY)


def test_a_case_that_another_names_as_its_earlier_stage_stays(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=0)
    with transaction():
        first = a_case(desk, 1)
    with transaction():
        a_case(desk, 2, earlier=first.number)
    with pytest.raises(Refused, match=r"case\.has_later"), transaction():
        take_back_case(desk, first, WHY)
    with pytest.raises(Refused, match="reason"), transaction():
        take_back_case(desk, first, " ")
