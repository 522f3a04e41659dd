"""What of elections waits: those that run, their open objections, checks that end."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.elections.models import Candidate, CandidateCheck, Election, Objection
from app.elections.queries import CLOSED
from app.elections.terms import Stage, Standing
from app.shared.db import db

MOST = 200
FAR = date(9999, 12, 31)
CHECKED_STAGES = (Stage.SCREENED, Stage.NOTICE, Stage.SUBMITTED)


@dataclass(frozen=True)
class Running:
    """An election that runs: its open objections, the first day on which a check ends."""

    election: Election
    objections: int = 0
    expires: date | None = None


def running(bodies: Collection[int] | None = None) -> list[Running]:
    """Return the elections that are neither decided nor cancelled, of some bodies or of all.

    Three statements, whatever the elections (ix_election_stage).
    """
    where = [Election.stage.not_in(CLOSED)]
    if bodies is not None:
        where.append(Election.body_id.in_(list(bodies)))
    statement = select(Election).where(*where).order_by(Election.id)
    if bodies is not None:
        statement = statement.limit(MOST)
    found = list(db.session.scalars(statement.options(joinedload(Election.body))))
    ids = [one.id for one in found]
    objections, expiries = _open_objections(ids), _first_expiries(found)
    return [Running(one, objections.get(one.id, 0), expiries.get(one.id)) for one in found]


def _open_objections(ids: Collection[int]) -> dict[int, int]:
    columns = (Objection.election_id, func.count())
    where = (Objection.election_id.in_(list(ids)), Objection.upheld.is_(None))
    rows = db.session.execute(select(*columns).where(*where).group_by(Objection.election_id))
    return {row[0]: row[1] for row in rows}


def _first_expiries(elections: Collection[Election]) -> dict[int, date]:
    """Return by election the first day on which the last check of a matter ends, of those who
    passed or are proposed."""
    ids = [one.id for one in elections if one.stage in CHECKED_STAGES]
    ends = func.max(func.coalesce(CandidateCheck.expires, FAR)).label("ends")
    of = (Candidate.election_id, Candidate.id, CandidateCheck.kind)
    last = (
        select(Candidate.election_id.label("election"), ends)
        .join(CandidateCheck, CandidateCheck.candidate_id == Candidate.id)
        .where(
            Candidate.election_id.in_(ids),
            Candidate.standing.in_((Standing.PASSED, Standing.PROPOSED)),
        )
        .group_by(*of)
        .subquery()
    )
    rows = db.session.execute(
        select(last.c.election, func.min(last.c.ends)).group_by(last.c.election)
    )
    return {row[0]: row[1] for row in rows if row[1] < FAR}
