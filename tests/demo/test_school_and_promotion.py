"""The demonstration has a school at work, a selection on notice, and somebody to be promoted."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User
from app.demo.officers import OFFICERS, PERSONNEL, SCHOOL_OFFICER, Officer, log_ins
from app.demo.story import load
from app.elections.models import Election, Objection
from app.elections.terms import Stage
from app.promotion.models import Proposal
from app.promotion.terms import ProposalState
from app.service.models import Appraisal
from app.shared import clock
from app.shared.db import db
from app.training.models import Certificate, Cohort
from app.training.terms import CohortState
from tests.builders import Make
from tests.trials.panels import a_browser

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
REVIEWER = OFFICERS[-2]


def test_a_school_a_selection_and_a_promotion_are_on_the_way(app: Flask, make: Make):
    load(clock.today(), lambda *_: None, weeks=0)
    _cohorts_are_held_running_and_open(app, make)
    _a_selection_is_on_its_public_notice(app, make)
    _a_proposal_waits_for_a_second_person(app, make)


def _page(app: Flask, make: Make, officer: Officer, path: str) -> str:
    assert officer.email in [address for address, _, _ in log_ins()]
    browser = a_browser(app)
    user = db.session.scalars(select(User).where(User.email == officer.email)).one()
    make.signed_in(browser, user)
    return browser.get(path).text


def _cohorts_are_held_running_and_open(app: Flask, make: Make) -> None:
    rows = db.session.scalars(select(Cohort).order_by(Cohort.starts)).all()
    states = [CohortState.FINISHED] * 2 + [CohortState.ADMITTED, CohortState.OPEN]
    assert [one.state for one in rows] == states
    running = rows[2]
    assert running.starts < clock.today() <= running.ends
    assert {one.closed_at is not None for one in running.sessions} == {True, False}
    assert (db.session.scalar(select(func.count()).select_from(Certificate)) or 0) > 25
    page = _page(app, make, SCHOOL_OFFICER, "/cohorts")
    for one in rows[2:]:
        assert one.number in page


def _a_selection_is_on_its_public_notice(app: Flask, make: Make) -> None:
    election = db.session.scalars(select(Election)).one()
    assert election.stage == Stage.NOTICE
    first, last = election.notice_from, election.notice_until
    assert first is not None
    assert last is not None
    assert first <= clock.today() < last
    objection = db.session.scalars(select(Objection)).one()
    page = _page(app, make, PERSONNEL, f"/elections/{election.uid}")
    assert objection.candidate.name in page


def _a_proposal_waits_for_a_second_person(app: Flask, make: Make) -> None:
    proposal = db.session.scalars(select(Proposal)).one()
    assert proposal.state == ProposalState.PROPOSED
    assert proposal.proposed_by is not None
    assert (db.session.scalar(select(func.count()).select_from(Appraisal)) or 0) > 50
    assert proposal.person.name in _page(app, make, REVIEWER, "/")
