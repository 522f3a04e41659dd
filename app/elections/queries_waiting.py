"""What of elections waits: those that run, their open objections, checks that end."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from app.elections.models import Candidate, CandidateCheck, Election, Objection
from app.elections.queries import CLOSED
from app.elections.terms import Stage, Standing
from app.shared.db import db

MOST = 200
FAR = date(9999, 12, 31)
CHECKED_STAGES = (Stage.SCREENED, Stage.NOTICE, Stage.SUBMITTED)
BODIES = bindparam("bodies", type_=Integer(), expanding=True)
ELECTIONS = bindparam("elections", type_=Integer(), expanding=True)
Columns = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Running:
    """An election that runs: its open objections, the first day on which a check ends."""

    election: Election
    objections: int = 0
    expires: date | None = None


def running(bodies: Collection[int] | None = None) -> list[Running]:
    """Return the elections that are neither decided nor cancelled, of some bodies or of all.

    Three statements, whatever the elections (ix_election_stage), composed once; one without any.
    """
    statement, named = _running(), {}
    if bodies is not None:
        statement, named = _running_in_bodies(), {"bodies": list(bodies)}
    found = list(db.session.scalars(statement, named))
    if not found:
        return []
    ids = [one.id for one in found]
    objections, expiries = _open_objections(ids), _first_expiries(found)
    return [Running(one, objections.get(one.id, 0), expiries.get(one.id)) for one in found]


def _open_objections(ids: Collection[int]) -> dict[int, int]:
    rows = db.session.execute(_objections(), {"elections": list(ids)})
    return {row[0]: row[1] for row in rows}


def _first_expiries(elections: Collection[Election]) -> dict[int, date]:
    """Return by election the first day on which the last check of a matter ends, of those who
    passed or are proposed."""
    ids = [one.id for one in elections if one.stage in CHECKED_STAGES]
    rows = db.session.execute(_expiries(), {"elections": ids})
    return {row[0]: row[1] for row in rows if row[1] < FAR}


@cache
def _running() -> Select[Election]:
    statement = select(Election).where(Election.stage.not_in(CLOSED)).order_by(Election.id)
    return statement.options(joinedload(Election.body))


@cache
def _running_in_bodies() -> Select[Election]:
    return _running().where(Election.body_id.in_(BODIES)).limit(MOST)


@cache
def _objections() -> Columns:
    columns = (Objection.election_id, func.count())
    where = (Objection.election_id.in_(ELECTIONS), Objection.upheld.is_(None))
    return select(*columns).where(*where).group_by(Objection.election_id)


@cache
def _expiries() -> Columns:
    ends = func.max(func.coalesce(CandidateCheck.expires, FAR)).label("ends")
    of = (Candidate.election_id, Candidate.id, CandidateCheck.kind)
    last = (
        select(Candidate.election_id.label("election"), ends)
        .join(CandidateCheck, CandidateCheck.candidate_id == Candidate.id)
        .where(
            Candidate.election_id.in_(ELECTIONS),
            Candidate.standing.in_((Standing.PASSED, Standing.PROPOSED)),
        )
        .group_by(*of)
        .subquery()
    )
    return select(last.c.election, func.min(last.c.ends)).group_by(last.c.election)
