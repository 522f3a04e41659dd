"""People as the rules of a cohort judge them: a fixed number of statements, however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import exists, func, or_, select, tuple_

from app.bodies.models import Body
from app.people.models import Absence, Pause, Person, Tenure
from app.people.queries.asof import holding
from app.people.queries.finding import Sight, among, conditions
from app.people.searching import Search
from app.shared.db import db
from app.training.facts import Audience, CohortFacts, HalfDay, Held, Trainee
from app.training.models import Cohort, Enrolment
from app.training.queries.reach import level_of
from app.training.terms import EnrolmentState
from app.training.trainee_rules import years_before

GONE = (EnrolmentState.REFUSED, EnrolmentState.WITHDRAWN)
PAGE = 50
AT_ONCE = 900  # people a statement


def facts_of(cohort: Cohort, day: date) -> CohortFacts:
    """Return a cohort as people are judged for it, its school's level as of `day`."""
    return CohortFacts(
        purpose=cohort.course.purpose,
        audience=Audience.kept(cohort.course.audience),
        level=level_of(cohort.body_id, day),
        day=cohort.starts,
        halves=frozenset((one.day, one.half) for one in cohort.sessions if one.day >= day),
    )


def trainees_of(
    cohort: Cohort, person_ids: Collection[int], list_counts: bool = True
) -> dict[int, Trainee]:
    """Return people as they will stand when a cohort begins, by id (four statements a portion).

    `list_counts`: whether it matters that somebody is on the cohort's list already.
    """
    ids, found = sorted(set(person_ids)), dict[int, Trainee]()
    for at in range(0, len(ids), AT_ONCE):
        found |= _portion(cohort, ids[at : at + AT_ONCE], list_counts)
    return found


def _portion(cohort: Cohort, ids: list[int], list_counts: bool) -> dict[int, Trainee]:
    held, away = _held(ids, cohort.starts), _away(ids, cohort)
    listed = _listed(ids, cohort) if list_counts else set[int]()
    people = select(Person.id, Person.name, Person.died).where(Person.id.in_(ids))
    return {
        row.id: Trainee(
            person_id=row.id,
            name=row.name,
            held=tuple(held[row.id]) if row.died is None else (),
            away=tuple(away[row.id]),
            listed=row.id in listed,
        )
        for row in db.session.execute(people)
    }


def _held(ids: list[int], day: date) -> dict[int, list[Held]]:
    """The offices held on a day, without those that leave or suspension interrupts then."""
    paused = exists().where(
        Pause.tenure_id == Tenure.id,
        Pause.since <= day,
        or_(Pause.until.is_(None), Pause.until >= day),
    )
    columns = (Tenure.person_id, Tenure.office, Tenure.rank, Tenure.body_id, Body.kind)
    rows = select(*columns, Tenure.since).join(Body, Body.id == Tenure.body_id)
    where = (Tenure.person_id.in_(ids), Tenure.superseded_at.is_(None), holding(day), ~paused)
    found: dict[int, list[Held]] = defaultdict(list)
    for row in db.session.execute(rows.where(*where).order_by(Tenure.since)):
        found[row.person_id].append(Held(*row[1:]))
    return found


def _away(ids: list[int], cohort: Cohort) -> dict[int, list[HalfDay]]:
    span = Absence.day.between(cohort.starts, cohort.ends)
    rows = select(Absence.person_id, Absence.day, Absence.half)
    found: dict[int, list[HalfDay]] = defaultdict(list)
    for row in db.session.execute(rows.where(Absence.person_id.in_(ids), span)):
        found[row.person_id].append((row.day, row.half))
    return found


def _listed(ids: list[int], cohort: Cohort) -> set[int]:
    own = select(Enrolment.person_id).where(
        Enrolment.cohort_id == cohort.id,
        Enrolment.person_id.in_(ids),
        Enrolment.state.not_in(GONE),
    )
    return set(db.session.scalars(own))


@dataclass(frozen=True)
class PeoplePage:
    """A page of people of a court whom a course is meant for; `following`: mark of the next."""

    people: Sequence[Person]
    following: str = ""


def narrowed(sight: Sight, bodies: Sequence[int]) -> Sight:
    """Return what is in sight of the register, of some bodies only."""
    return replace(sight, bodies=tuple(bodies))


def meant_for(cohort: Cohort, sight: Sight, q: str = "", after: str = "") -> PeoplePage:
    """Return the people in office whom a course is meant for, by name, found as in the register.

    Keyset paging over (sort key, id); three statements (ix_tenure_office).
    """
    keys = select(Person.sort_key, Person.id).join(Tenure, Tenure.person_id == Person.id)
    own = (among(Tenure.body_id, sight.bodies), *conditions(Search(q=q), sight))
    keys = keys.where(*own, *_audience(cohort))
    if after and (last := db.session.scalar(select(Person).where(Person.uid == after))):
        keys = keys.where(tuple_(Person.sort_key, Person.id) > (last.sort_key, last.id))
    grouped = keys.group_by(Person.sort_key, Person.id).order_by(Person.sort_key, Person.id)
    ids = [row.id for row in db.session.execute(grouped.limit(PAGE + 1))]
    rows = {p.id: p for p in db.session.scalars(select(Person).where(Person.id.in_(ids[:PAGE])))}
    people = [rows[person_id] for person_id in ids[:PAGE] if person_id in rows]
    return PeoplePage(people, people[-1].uid if len(ids) > PAGE and people else "")


def number_meant_for(cohort: Cohort, court_ids: Sequence[int]) -> int:
    """Return how many people of some courts a course is meant for on its first day.

    One statement (ix_tenure_office).
    """
    own = (among(Tenure.body_id, tuple(court_ids)), Tenure.superseded_at.is_(None))
    number = select(func.count(Tenure.person_id.distinct())).where(
        *own, holding(cohort.starts), *_audience(cohort)
    )
    return db.session.scalar(number) or 0


def _audience(cohort: Cohort) -> list[Any]:
    audience = Audience.kept(cohort.course.audience)
    found: list[Any] = []
    if audience.offices:
        found.append(Tenure.office.in_(audience.offices))
    if audience.ranks:
        found.append(Tenure.rank.in_(audience.ranks))
    if audience.newly is not None:
        found.append(Tenure.since >= years_before(cohort.starts, audience.newly))
    return found


def own_people(uids: Collection[str], bodies: Collection[int], day: date) -> list[Person]:
    """Return those among people (public ids) who are in office in some bodies on a day."""
    office = exists().where(
        Tenure.person_id == Person.id,
        Tenure.body_id.in_(bodies),
        Tenure.superseded_at.is_(None),
        holding(day),
    )
    people = select(Person).where(Person.uid.in_(uids), office)
    return list(db.session.scalars(people.order_by(Person.id)))
