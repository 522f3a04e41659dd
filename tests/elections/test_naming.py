"""Form B of 1953, § 8: an organisation names people for one case, and they join its panel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.draws.service import commit_days
from app.elections.documents import print_paper_of
from app.elections.service.deciding import Act, decide
from app.elections.terms import Stage
from app.people.models import Roll, Tenure
from app.people.queries.posts import posts_of
from app.people.service import Decision
from app.people.terms import Form, RollKind
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.models import Panel
from app.trials.service.days import Presence, close_panel, record_day
from app.trials.service.drawing import draw_panel, freeze_panel, judge_roll
from app.trials.service.taking_back import reopen_panel
from tests.builders import Make
from tests.elections.voting import NAMES, NOON, TODAY, a_county, asked, on_ballot
from tests.trials.cases import FIRST, a_panel
from tests.trials.panels import held

CASE = "（2026）试刑初1号"


@pytest.fixture(autouse=True)
def _noon(app: Flask) -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


def named(desk, election, number: str = "试工〔2026〕3号", adopted=TODAY, whom=None):
    """Enter the organisation's letter, committed."""
    from app.elections.queries import ballot_of

    uids = whom or [one.uid for one in ballot_of(election.id)]
    with transaction():
        by = Decision(election.chosen_by, number, adopted)
        return decide(desk, election, Act(by, TODAY, uids), {})


def a_panel_of_the_named(make: Make) -> tuple:
    """Return the desk, the panel of a case drawn from those named for it."""
    court, desk = a_county(make)
    with transaction():
        commit_days(court.id, TODAY, 8)
        panel = a_panel(desk, roll_kind=RollKind.NAMED)
    election = asked(desk, CASE)
    on_ballot(desk, election, *NAMES[:2])
    named(desk, election)
    return court, desk, panel


def test_who_is_named_joins_the_panel_of_that_case_and_of_no_other(make: Make):
    court, desk, panel = a_panel_of_the_named(make)
    assert panel.roll_subject == CASE
    with transaction():
        freeze_panel(desk, panel, {})
    with transaction():
        draw_panel(desk, panel, None)
    assert sorted(seat.person.name for seat in held(panel).values()) == sorted(NAMES[:2])
    roll = db.session.scalars(select(Roll).where(Roll.body_id == court.id)).one()
    assert (roll.kind, roll.subject) == (RollKind.NAMED, CASE)
    with transaction():
        other = a_panel(desk, 2, roll_kind=RollKind.NAMED)
    assert judge_roll(other).people == []


def test_the_term_is_bound_to_the_case_and_ends_with_it(make: Make):
    _, desk, panel = a_panel_of_the_named(make)
    tenures = db.session.scalars(select(Tenure)).all()
    assert [(one.form, one.for_case, one.until) for one in tenures] == [(Form.B, CASE, None)] * 2
    with transaction():
        freeze_panel(desk, panel, {})
    with transaction():
        draw_panel(desk, panel, None)
    with clock.standing_at(NOON.replace(month=12, day=FIRST.day)):
        with transaction():
            seats = held(panel).values()
            record_day(desk, panel.days[0], {seat.id: Presence(2) for seat in seats}, "")
        with transaction():
            close_panel(desk, panel)
        assert {one.ended for one in current()} == {FIRST}
        with transaction():
            reopen_panel(desk, db.session.get_one(Panel, panel.id), "another day is needed")
        assert {one.ended for one in current()} == {None}


def current() -> list[Tenure]:
    """Return the tenures as they stand."""
    db.session.expire_all()
    return list(db.session.scalars(select(Tenure).where(Tenure.superseded_at.is_(None))))


def test_who_is_named_takes_none_of_the_fixed_places(make: Make):
    court, _, _ = a_panel_of_the_named(make)
    (posts,) = posts_of(court.id, TODAY)
    assert (posts.number, posts.taken) == (10, 0)


def test_one_person_may_be_named_for_two_cases(make: Make):
    _, desk, _ = a_panel_of_the_named(make)
    second = asked(desk, "（2026）试刑初2号")
    on_ballot(desk, second, NAMES[0])
    named(desk, second, "试工〔2026〕4号")
    cases = db.session.scalars(select(Tenure.for_case).order_by(Tenure.id)).all()
    assert cases == [CASE, CASE, "（2026）试刑初2号"]
    people = db.session.scalars(select(Tenure.person_id)).all()
    assert len(set(people)) == 2


def refused(verb, *args, **given) -> list[str]:
    """Return the keys of the rules that refuse a verb."""
    with pytest.raises(Refused) as caught, transaction():
        verb(*args, **given)
    return [one.key for one in caught.value.refusals]


def test_no_more_are_named_than_were_asked_for_and_the_letter_answers_the_request(make: Make):
    _, desk = a_county(make)
    election = asked(desk, CASE, seats=1)
    on_ballot(desk, election, *NAMES[:2])
    assert refused(named, desk, election) == ["election.too_many"]
    early = TODAY - timedelta(days=1)
    whom = [election.candidates[0].uid]
    assert refused(named, desk, election, adopted=early, whom=whom)
    assert election.stage == Stage.LISTED
    assert db.session.scalars(select(Tenure)).all() == []


def test_under_the_law_of_2018_nobody_is_named_for_a_case(make: Make):
    court = make.court()
    assert refused(asked, make.desk(court), CASE) == ["election.form"]


def test_the_request_and_the_letters_are_printed(make: Make):
    _, desk = a_county(make)
    election = asked(desk, CASE)
    assert print_paper_of(desk, election, "request").content.startswith(b"%PDF")
    on_ballot(desk, election, NAMES[0])
    named(desk, election)
    assert print_paper_of(desk, election, "letters").content.startswith(b"%PDF")
