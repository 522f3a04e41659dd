"""The vote: what was counted of each candidate, who is elected by it, where a lot decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.accounts.terms import Desk
from app.audit.service import record
from app.draws.service import standing as standing_draw
from app.elections.models import Candidate, Election
from app.elections.queries import candidates_at
from app.elections.service.calling import standing_at, step
from app.elections.terms import Stage, Standing, tie_of
from app.elections.votes import Count, Votes, counted, vote_in_time, votes_within
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_

ON_BALLOT = (Standing.LISTED, Standing.PASSED, Standing.PROPOSED, Standing.NOT_ELECTED)


@dataclass(frozen=True)
class Vote:
    """A vote as it was held: on which day, how many were present, what each candidate got.

    `counts`: for, against, blank, by the public id of the candidate.
    """

    voted: date
    present: int
    counts: Mapping[str, tuple[int, int, int]]


def enter_vote(desk: Desk, election: Election, vote: Vote) -> Count:
    """Write down a vote, or write it down anew until the act; return who is elected by it.

    Raises Refused: votes beyond those present, a day before the call or ahead, and once the lot
    of a tie is frozen. All or nothing.
    """
    election = standing_at(election.id, Stage.LISTED, Stage.VOTED)
    if standing_draw(tie_of(election.id)) is not None:
        raise Refused([_lot_begun()])
    ballot = list(db.session.scalars(candidates_at(election.id, *ON_BALLOT)))
    votes = [_votes_of(one, vote) for one in ballot]
    today = clock.today(election.body.zone)
    late = vote_in_time(vote.voted, election.called, today)
    against = [*([late] if late else []), *votes_within(votes, vote.present)]
    if against:
        raise Refused(against)
    count = counted(votes, vote.present, election.seats)
    _write(ballot, votes, count)
    election.voted, election.present = vote.voted, vote.present
    step(election, Stage.VOTED)
    facts = {"present": vote.present, "elected": len(count.elected), "level": len(count.level)}
    record(desk, "election:voted", election, day=vote.voted.isoformat(), **facts)
    return count


def _votes_of(candidate: Candidate, vote: Vote) -> Votes:
    ayes, noes, blank = vote.counts.get(candidate.uid, (0, 0, 0))
    return Votes(candidate.uid, candidate.name, ayes, noes, blank)


def _write(ballot: list[Candidate], votes: list[Votes], count: Count) -> None:
    """Write what was counted, and where each stands by it; the elected in the order of votes."""
    places = {uid: place for place, uid in enumerate(count.elected, 1)}
    for one, got in zip(ballot, votes, strict=True):
        one.votes_for, one.votes_against, one.votes_blank = got.ayes, got.noes, got.blank
        one.place, one.by_lot = places.get(one.uid), False
        level = Standing.PASSED if one.uid in count.level else Standing.NOT_ELECTED
        one.standing = Standing.PROPOSED if one.uid in places else level
        one.version += 1
    db.session.flush()


def _lot_begun() -> Refusal:
    text = N_("The lot among those who are level was begun: the votes stand.")
    way = N_("Annul that draw with a reason first.")
    return Refusal("election.lot_begun", text, way_out=way)
