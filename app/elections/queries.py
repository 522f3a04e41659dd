"""Named reads over elections: a court's own, their candidates by standing, what waits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, select, update
from sqlalchemy.orm import joinedload, selectinload

from app.bodies.queries import forebears
from app.draws.models import Draw, LeafTree
from app.elections.models import Candidate, Election, Objection
from app.elections.rules import UNSOLICITED, Places
from app.elections.terms import Source, Stage, Standing
from app.people.models import Tenure
from app.people.queries.asof import holding
from app.people.queries.posts import posts_of
from app.people.terms import Office
from app.shared.db import db
from app.shared.transactions import lock

PAGE = 50
CLOSED = (Stage.DECIDED, Stage.CANCELLED)


@dataclass(frozen=True)
class Line:
    """An election in a list, with how many candidates stand where."""

    election: Election
    counts: dict[Standing, int]


def election_by_uid(uid: str) -> Election | None:
    """Return an election by its public id."""
    where = select(Election).where(Election.uid == uid)
    return db.session.scalar(where.options(joinedload(Election.body), joinedload(Election.act)))


def locked_election(election_id: int) -> Election:
    """Lock an election, the aggregate of its candidates, and return it as it stands now."""
    return lock(Election, election_id)


def elections_page(body_id: int, day: date, before: int | None = None) -> list[Line]:
    """Return a page of a court's elections, newest first, one more than shown (ix_election_stage).

    Two statements.
    """
    statement = select(Election).where(Election.body_id.in_(forebears(body_id, day)))
    if before is not None:
        statement = statement.where(Election.id < before)
    found = list(db.session.scalars(statement.order_by(Election.id.desc()).limit(PAGE + 1)))
    counts = counts_of([one.id for one in found])
    return [Line(one, counts.get(one.id, {})) for one in found]


def counts_of(election_ids: Collection[int]) -> dict[int, dict[Standing, int]]:
    """Return how many candidates stand where, by election (ix_candidate_standing)."""
    columns = (Candidate.election_id, Candidate.standing, func.count())
    where = Candidate.election_id.in_(list(election_ids))
    rows = db.session.execute(select(*columns).where(where).group_by(*columns[:2]))
    found: dict[int, dict[Standing, int]] = {}
    for election_id, standing, number in rows:
        found.setdefault(election_id, {})[Standing(standing)] = number
    return found


def reached(election_id: int) -> dict[tuple[Standing, bool], int]:
    """Return how many candidates stand where, by whether the name was on notice (one statement,
    ix_candidate_standing)."""
    columns = (Candidate.standing, Candidate.noticed.is_not(None))
    counted = select(*columns, func.count()).where(Candidate.election_id == election_id)
    rows = db.session.execute(counted.group_by(*columns))
    return {(Standing(standing), bool(noticed)): n for standing, noticed, n in rows}


def last_number(body_id: int, year: int) -> int:
    """Return the last running number of a court's elections of a year, 0 for none."""
    numbers = select(Election.number).where(
        Election.body_id == body_id, Election.number.startswith(f"{year}-")
    )
    return max((int(one.split("-")[1]) for one in db.session.scalars(numbers)), default=0)


def places_on(body_id: int, day: date) -> Places:
    """Return the places of a court's assessors on a day, and how many judges it has then.

    Who is president and judge at once is counted once (four statements).
    """
    posts = next((p for p in posts_of(body_id, day) if p.office == Office.ASSESSOR), None)
    judging = (Office.JUDGE, Office.PRESIDENT, Office.VICE_PRESIDENT)
    judges = select(func.count(func.distinct(Tenure.person_id))).where(
        Tenure.body_id == body_id, Tenure.office.in_(judging), _serving(day)
    )
    number, taken = (posts.number, posts.taken) if posts else (None, 0)
    return Places(number, taken, db.session.scalar(judges) or 0)


def unsolicited_in_office(body_id: int, day: date) -> int:
    """Return how many assessors in office on a day applied or were recommended (Law 2018, Art 11).

    Known of those who came by an election that was run here.
    """
    came = select(Candidate.person_id).join(Election, Election.id == Candidate.election_id)
    came = came.where(Election.body_id == body_id, Candidate.standing == Standing.ELECTED)
    came = came.where(Candidate.source.in_(UNSOLICITED))
    serving = select(func.count(func.distinct(Tenure.person_id))).where(
        Tenure.body_id == body_id, Tenure.office == Office.ASSESSOR, _serving(day)
    )
    return db.session.scalar(serving.where(Tenure.person_id.in_(came))) or 0


def _serving(day: date) -> ColumnElement[bool]:
    return and_(Tenure.superseded_at.is_(None), holding(day))


def candidates_at(election_id: int, *standings: Standing | Source) -> Select[Candidate]:
    """Return the statement of an election's candidates with a standing, by number.

    Sources among the words narrow it further (ix_candidate_standing).
    """
    sources = [one for one in standings if isinstance(one, Source)]
    where = [
        Candidate.election_id == election_id,
        Candidate.standing.in_([one for one in standings if isinstance(one, Standing)]),
    ]
    if sources:
        where.append(Candidate.source.in_(sources))
    return select(Candidate).where(*where).order_by(Candidate.n)


def with_standing(election_id: int, ids: Collection[int], standing: Standing) -> None:
    """Give candidates of an election a standing, many at once."""
    all_ids = list(ids)
    theirs = update(Candidate).where(Candidate.election_id == election_id)
    for first in range(0, len(all_ids), 500):
        chunk = Candidate.id.in_(all_ids[first : first + 500])
        values = {"standing": standing, "version": Candidate.version + 1}
        db.session.execute(theirs.where(chunk).values(values))
    read_anew()


def read_anew() -> None:
    """Let what is in memory be read anew after many rows were written at once."""
    db.session.flush()
    db.session.expire_all()


@dataclass(frozen=True)
class Sheet:
    """A page of candidates, by number; `following` is the number to go on after, or None."""

    candidates: list[Candidate]
    following: int | None


def sheet_page(election_id: int, standings: Collection[Standing], after: int = 0) -> Sheet:
    """Return a page of an election's candidates with their checks (keyset over n)."""
    where = [Candidate.election_id == election_id, Candidate.n > after]
    if standings:
        where.append(Candidate.standing.in_(list(standings)))
    statement = select(Candidate).where(*where).order_by(Candidate.n).limit(PAGE + 1)
    found = list(db.session.scalars(statement.options(selectinload(Candidate.checks))))
    return Sheet(found[:PAGE], found[PAGE - 1].n if len(found) > PAGE else None)


def candidate_by_uid(election_id: int, uid: str) -> Candidate | None:
    """Return a candidate of an election, with his checks."""
    where = (Candidate.election_id == election_id, Candidate.uid == uid)
    options = selectinload(Candidate.checks)
    return db.session.scalar(select(Candidate).where(*where).options(options))


def ids_of(election_id: int, uids: Collection[str] | None, *standings: Standing) -> list[int]:
    """Return the ids of candidates: of some public ids, or of all with a standing (None)."""
    where = [Candidate.election_id == election_id]
    if uids is None:
        where.append(Candidate.standing.in_(standings))
    else:
        where.append(Candidate.uid.in_(list(uids)))
    return list(db.session.scalars(select(Candidate.id).where(*where)))


def in_order(election_id: int, *standings: Standing) -> list[Candidate]:
    """Return the candidates with a standing in the drawn order."""
    statement = candidates_at(election_id, *standings).order_by(None)
    return list(db.session.scalars(statement.order_by(Candidate.place, Candidate.n)))


def ballot_of(election_id: int) -> list[Candidate]:
    """Return everybody on the list of a vote or a naming, by number."""
    where = Candidate.election_id == election_id
    return list(db.session.scalars(select(Candidate).where(where).order_by(Candidate.n)))


def objections_of(election_id: int) -> list[Objection]:
    """Return the objections of an election, the open ones first, each with its candidate."""
    where = select(Objection).where(Objection.election_id == election_id)
    order = (Objection.upheld.is_not(None), Objection.received, Objection.id)
    return list(db.session.scalars(where.options(joinedload(Objection.candidate)).order_by(*order)))


def objection_by_uid(election_id: int, uid: str) -> Objection | None:
    """Return an objection of an election."""
    where = (Objection.election_id == election_id, Objection.uid == uid)
    return db.session.scalar(select(Objection).where(*where))


def draw_of(subject: str) -> Draw | None:
    """Return the newest draw of a subject, annulled or not (ix_draw_drawn_for)."""
    newest = select(Draw).where(Draw.drawn_for == subject).order_by(Draw.id.desc()).limit(1)
    return db.session.scalar(newest.options(joinedload(Draw.tree).defer(LeafTree.leaves)))
