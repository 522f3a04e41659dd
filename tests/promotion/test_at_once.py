"""Two officers act on promotions at the same moment, on both databases."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from app.accounts.terms import Desk
from app.people.models import Person
from app.promotion.models import Proposal
from app.promotion.service import approve, propose, review
from app.promotion.terms import STANDING, ProposalState
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from tests.builders import Make
from tests.promotion.court import candidate, county
from tests.two_at_once import one_then_other


def test_one_person_is_proposed_once(app: Flask, make: Make):
    at = county(make)
    person_id = candidate(make, at).id

    def by(desk: Desk) -> Callable[[], Proposal]:
        return lambda: propose(desk, db.session.get_one(Person, person_id), {})

    _, second = one_then_other(app, by(at.first), by(at.second))
    assert isinstance(second, Refused)
    assert [one.key for one in second.refusals] == ["proposal.twice"]
    assert db.session.query(Proposal).filter(Proposal.state.in_(STANDING)).count() == 1


def test_the_last_post_is_given_once(app: Flask, make: Make):
    at = county(make, posts=1)
    people = [candidate(make, at) for _ in range(2)]
    with transaction():
        rows = [propose(at.first, person, {}) for person in people]
        for row in rows:
            review(at.second, row, "")
        ids = [row.id for row in rows]

    def of(proposal_id: int) -> Callable[[], None]:
        return lambda: approve(at.president, db.session.get_one(Proposal, proposal_id), {})

    _, second = one_then_other(app, of(ids[0]), of(ids[1]))
    assert isinstance(second, Refused)
    assert [one.key for one in second.refusals] == ["deployment.planned"]
    states = [db.session.get_one(Proposal, one, populate_existing=True).state for one in ids]
    assert states == [ProposalState.APPROVED, ProposalState.REVIEWED]
