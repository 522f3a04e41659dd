"""An election of 1953 from its call to the roll: the vote, a tie by lot, the act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.bodies.terms import BodyKind
from app.draws.service import commit_days
from app.elections.documents import print_paper_of
from app.elections.models import Election
from app.elections.queries import ballot_of, in_order
from app.elections.service.calling import cancel_election
from app.elections.service.deciding import Act, decide
from app.elections.service.drawing import (
    Kind,
    annul_election_draw,
    carry_out_draw,
    freeze_draw,
    prospect,
)
from app.elections.service.listing import take_off
from app.elections.service.voting import Vote, enter_vote
from app.elections.terms import ElectionForm, Electors, Stage, Standing
from app.people.models import Person, Roll, RollEntry, Tenure
from app.people.service import Decision
from app.people.service.rows import sort_key
from app.people.terms import Form, RollKind
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.sortition.findings import is_sound
from app.sortition.record import verify
from tests.builders import Make
from tests.elections.voting import (
    BEGINS,
    NAMES,
    NOON,
    ORGAN,
    REGION,
    TODAY,
    a_county,
    called,
    on_ballot,
    voted,
)


@pytest.fixture(autouse=True)
def _noon(app: Flask) -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


def decided(desk, election: Election, adopted: date = TODAY, whom=None, **given) -> Election:
    """Enter the act that says who is elected, committed."""
    uids = whom or [one.uid for one in in_order(election.id, Standing.PROPOSED)]
    act = Act(Decision(ORGAN, "试选〔2026〕1号", adopted), BEGINS, uids, own_roll=True)
    with transaction():
        return decide(desk, election, replace(act, **given), {})


def refused(verb, *args) -> list[str]:
    """Return the keys of the rules that refuse a verb; nothing is done."""
    with pytest.raises(Refused) as caught, transaction():
        verb(*args)
    return [one.key for one in caught.value.refusals]


def test_a_region_elects_its_assessors_and_they_stand_on_its_roll(make: Make):
    court, desk = a_county(make)
    election = called(desk)
    on_ballot(desk, election, *NAMES[:3])
    assert voted(desk, election, 80, 40, 60).level == ()
    decided(desk, election)
    assert election.stage == Stage.DECIDED
    held = db.session.execute(
        select(Person.name, Tenure.form, Tenure.since, Tenure.until).join(
            Tenure, Tenure.person_id == Person.id
        )
    ).all()
    assert {tuple(row) for row in held} == {
        (NAMES[0], Form.A, BEGINS, None),
        (NAMES[2], Form.A, BEGINS, None),
    }
    roll = db.session.scalars(select(Roll).where(Roll.body_id == court.id)).one()
    assert (roll.kind, roll.subject) == (RollKind.GENERAL, REGION)
    assert len(db.session.scalars(select(RollEntry.id)).all()) == 2
    counts = [(one.votes_for, one.votes_against) for one in ballot_of(election.id)]
    assert counts == [(80, 20), (40, 60), (60, 40)]
    for name in ("vote", "letters"):
        assert print_paper_of(desk, election, name).content.startswith(b"%PDF")


def test_the_workers_of_a_line_elect_onto_the_roll_of_workers(make: Make):
    court, desk = a_county(make, kind=BodyKind.SPECIAL)
    line = {"form": ElectionForm.WORKERS, "electors": Electors.WORKERS, "region": "铁路"}
    election = called(desk, 1, **line)
    on_ballot(desk, election, NAMES[0])
    voted(desk, election, 70)
    decided(desk, election)
    roll = db.session.scalars(select(Roll).where(Roll.body_id == court.id)).one()
    assert (roll.kind, roll.subject) == (RollKind.WORKERS, "铁路")


def test_people_level_at_the_last_seat_are_decided_by_a_recorded_lot(make: Make):
    court, desk = a_county(make)
    election = called(desk)
    on_ballot(desk, election, *NAMES[:4])
    count = voted(desk, election, 80, 70, 70, 70)
    assert (len(count.elected), len(count.level), count.open) == (1, 3, 1)
    assert refused(decided, desk, election) == ["election.tie"]
    at = prospect(election, Kind.TIE)
    assert (at.seats, len(at.lots)) == (1, 3)
    with transaction():
        commit_days(court.id, TODAY, 8)
        freeze_draw(desk, election, Kind.TIE)
    assert refused(enter_vote, desk, election, Vote(TODAY, 100, {})) == ["election.lot_begun"]
    with transaction():
        draw = carry_out_draw(desk, election, Kind.TIE, "407 112")
    assert is_sound(verify(draw.record, draw.tree.root))
    chosen = in_order(election.id, Standing.PROPOSED)
    assert [one.place for one in chosen] == [1, 2]
    assert [one.by_lot for one in chosen] == [False, True]
    decided(desk, election)
    assert len(db.session.scalars(select(Tenure.id)).all()) == 2


def test_a_lot_that_was_annulled_is_drawn_again(make: Make):
    court, desk = a_county(make)
    election = called(desk, 1)
    on_ballot(desk, election, *NAMES[:2])
    voted(desk, election, 70, 70)
    with transaction():
        commit_days(court.id, TODAY, 8)
        freeze_draw(desk, election, Kind.TIE)
    assert refused(cancel_election, desk, election, "why") == ["election.list_frozen"]
    with transaction():
        carry_out_draw(desk, election, Kind.TIE, None)
    with transaction():
        annul_election_draw(desk, election, Kind.TIE, "the number was read out wrongly")
    assert len(prospect(election, Kind.TIE).lots) == 2
    assert not any(one.by_lot for one in ballot_of(election.id))
    with transaction():
        freeze_draw(desk, election, Kind.TIE)
    with transaction():
        carry_out_draw(desk, election, Kind.TIE, "12")
    assert len(in_order(election.id, Standing.PROPOSED)) == 1


def test_votes_beyond_those_present_and_days_that_cannot_be_are_refused_whole(make: Make):
    _, desk = a_county(make)
    election = called(desk)
    first, second = on_ballot(desk, election, *NAMES[:2])
    wrong = Vote(TODAY, 50, {first.uid: (40, 11, 0), second.uid: (30, 20, 0)})
    assert refused(enter_vote, desk, election, wrong) == ["election.votes"]
    before = Vote(TODAY - timedelta(days=1), 50, {})
    assert refused(enter_vote, desk, election, before) == ["election.voted"]
    assert refused(enter_vote, desk, election, replace(before, voted=TODAY + timedelta(days=1)))
    assert (election.stage, election.present) == (Stage.LISTED, None)
    assert [one.votes_for for one in ballot_of(election.id)] == [0, 0]


def test_votes_are_corrected_until_the_act(make: Make):
    _, desk = a_county(make)
    election = called(desk, 1)
    on_ballot(desk, election, *NAMES[:2])
    assert len(voted(desk, election, 70, 20).elected) == 1
    assert voted(desk, election, 20, 70).elected == (ballot_of(election.id)[1].uid,)
    assert refused(take_off, desk, election, ballot_of(election.id)[0]) == ["election.stage"]
    decided(desk, election)
    assert refused(enter_vote, desk, election, Vote(TODAY, 100, {})) == ["election.stage"]


def test_an_act_before_the_vote_or_for_too_many_is_refused_whole(make: Make):
    _, desk = a_county(make)
    election = called(desk, 1)
    ballot = on_ballot(desk, election, *NAMES[:2])
    with clock.standing_at(NOON + timedelta(days=3)):
        vote = Vote(TODAY + timedelta(days=2), 10, {ballot[0].uid: (9, 1, 0)})
        with transaction():
            enter_vote(desk, election, vote)
        assert refused(decided, desk, election) == ["election.act_before_vote"]
        # Of those ticked only who was elected is appointed.
        late = (TODAY + timedelta(days=3), [one.uid for one in ballot])
        assert decided(desk, election, *late).stage == Stage.DECIDED
    assert len(db.session.scalars(select(Tenure.id)).all()) == 1


def test_who_holds_an_office_meanwhile_is_not_elected_twice(make: Make):
    court, desk = a_county(make)
    who = {"name": NAMES[1], "sort_key": sort_key(NAMES[1]), "birth": date(1970, 3, 7)}
    other = make.assessor(court, make.roll(court), **who)
    election = called(desk, 1)
    assert refused(on_ballot, desk, election, other.name)[0] == "tenure.overlap"
    on_ballot(desk, election, NAMES[0])
    voted(desk, election, 70)
    (elected,) = in_order(election.id, Standing.PROPOSED)
    elected.person_id, elected.number_hash = other.id, None
    db.session.commit()
    assert refused(decided, desk, election)[0] == "election.person"
    assert election.stage == Stage.VOTED


def test_two_elections_do_not_share_the_last_places(make: Make):
    _, desk = a_county(make, places=3)
    first, second = called(desk, 2), called(desk, 2)
    for election, names in ((first, NAMES[:2]), (second, NAMES[2:4])):
        on_ballot(desk, election, *names)
        voted(desk, election, 80, 70)
    decided(desk, first)
    assert refused(decided, desk, second) == ["election.vacancies"]
    best = [one.uid for one in in_order(second.id, Standing.PROPOSED)][:1]
    assert decided(desk, second, TODAY, best).stage == Stage.DECIDED
    assert len(db.session.scalars(select(Tenure.id)).all()) == 3


def test_more_seats_than_places_are_free_are_not_called(make: Make):
    _, desk = a_county(make, places=2)
    assert refused(called, desk, 3) == ["election.vacancies"]
    keys = refused(lambda: called(desk, 1, electors=None, region=""))
    assert keys == ["form_a.elected_by", "form_a.by_region"]
