"""Candidates as the rules look at them: what the list says, the sheet, and the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.bodies.terms import BodyKind
from app.elections.models import Candidate, Election
from app.elections.rules import CandidateFacts, Checked
from app.elections.said import birth_of, said_of
from app.people.models import Identifier, Person, Tenure
from app.people.queries import bars_among
from app.people.rules import Bar, Held, TenureFacts, last_day_of_term
from app.people.terms import Office
from app.rulebooks.terms import Rulebook
from app.shared.db import db


@dataclass(frozen=True)
class InRegister:
    """What the register has of a candidate."""

    person: Person | None = None
    others: tuple[Held, ...] = ()
    bars: tuple[Bar, ...] = ()


NOBODY = InRegister()


def checks_of(candidate: Candidate) -> tuple[Checked, ...]:
    """Return the checks of a candidate as the rules read them."""
    return tuple(
        Checked(one.kind, one.found, one.day, one.expires, one.code) for one in candidate.checks
    )


def facts_of(
    election: Election, candidate: Candidate, known: InRegister, book: Rulebook, day: date
) -> CandidateFacts:
    """Return all that is looked at before a candidate is proposed, on a day."""
    said, since = said_of(candidate.said), election.begins or day
    tenure = TenureFacts(
        office=Office.ASSESSOR,
        since=since,
        until=last_day_of_term(since, book),
        birth=birth_of(said),
        education=said.get("education", ""),
        earlier_terms=said.get("earlier_terms", 0),
        bars=known.bars,
        others=known.others,
        basic=election.body.kind == BodyKind.BASIC,
    )
    checks = checks_of(candidate)
    return CandidateFacts(day, tenure, checks, candidate.consented, "id_number" in said)


def register_of(
    election: Election, candidates: Sequence[Candidate], day: date
) -> dict[int, InRegister]:
    """Return what the register has of candidates, by candidate (four statements).

    Somebody entered since he came on the list is found by his number.
    """
    people = _people(candidates)
    ids = {person.id for person in people.values()}
    held: dict[int, list[Held]] = {}
    for tenure in _tenures(ids):
        held.setdefault(tenure.person_id, []).append(_held(tenure, election.body_id))
    bars = bars_among(ids, max(day, election.begins or day))
    return {
        candidate_id: InRegister(person, tuple(held.get(person.id, ())), bars.get(person.id, ()))
        for candidate_id, person in people.items()
    }


def _people(candidates: Sequence[Candidate]) -> dict[int, Person]:
    by_hash = {one.number_hash: one.id for one in candidates if one.number_hash}
    current = Identifier.superseded_at.is_(None)
    rows = db.session.execute(
        select(Identifier.hash, Person)
        .join(Person, Person.id == Identifier.person_id)
        .where(Identifier.hash.in_(list(by_hash)), current)
    )
    found = {by_hash[row.hash]: row.Person for row in rows}
    linked = {one.person_id: one.id for one in candidates if one.person_id and one.id not in found}
    people = db.session.scalars(select(Person).where(Person.id.in_(list(linked))))
    return found | {linked[person.id]: person for person in people}


def _tenures(ids: Iterable[int]) -> Iterable[Tenure]:
    where = (Tenure.person_id.in_(list(ids)), Tenure.superseded_at.is_(None))
    return db.session.scalars(select(Tenure).where(*where).options(joinedload(Tenure.body)))


def _held(tenure: Tenure, body_id: int) -> Held:
    return Held(
        office=tenure.office,
        court=tenure.body.name,
        since=tenure.since,
        last=tenure.ended or tenure.until,
        basic=tenure.body.kind == BodyKind.BASIC,
        form=tenure.form,
        same_court=tenure.body_id == body_id,
    )
