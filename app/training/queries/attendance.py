"""Who was at which session of a cohort, and how many class hours each has missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.people.models import Person
from app.shared.db import db
from app.training.models import Cohort, CohortSession, Enrolment, SessionPresence
from app.training.terms import SEATED, EnrolmentState, Presence

LISTED = (*SEATED, EnrolmentState.OUT)


def session_at(cohort: Cohort, day: date | None, half: str) -> CohortSession | None:
    """Return the session of a cohort on a half day."""
    there = {(one.day, one.half.value): one for one in cohort.sessions}
    return there.get((day, half)) if day else None


def trainees_in(cohort: Cohort) -> Sequence[Enrolment]:
    """Return who has a seat in a cohort, or is out of it, by name (ix_enrolment_state)."""
    rows = (
        select(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(LISTED))
        .options(joinedload(Enrolment.person), joinedload(Enrolment.body))
        .order_by(Person.sort_key, Enrolment.id)
    )
    return db.session.scalars(rows.execution_options(populate_existing=True)).all()


def presences_at(session: CohortSession) -> Mapping[int, SessionPresence]:
    """Return who was at a session as it is written down, by enrolment (its primary key)."""
    rows = select(SessionPresence).where(SessionPresence.session_id == session.id)
    return {row.enrolment_id: row for row in db.session.scalars(rows)}


def expected_at(session: CohortSession, people: Sequence[Enrolment]) -> list[Enrolment]:
    """Return whose attendance of a session is written down: not of those who were out by then."""
    there = presences_at(session)
    return [one for one in people if one.state is not EnrolmentState.OUT or one.id in there]


def hours_missed(cohort: Cohort, enrolment_ids: Iterable[int]) -> Mapping[int, int]:
    """Return the class hours that some have missed of the sessions written down, by enrolment.

    Whoever is not on the list of such a session was not there. One statement.
    """
    held = sum(one.hours for one in cohort.sessions if one.closed_at is not None)
    rows = (
        select(SessionPresence.enrolment_id, func.sum(CohortSession.hours))
        .join(CohortSession, CohortSession.id == SessionPresence.session_id)
        .where(CohortSession.cohort_id == cohort.id)
        .where(SessionPresence.presence == Presence.PRESENT, CohortSession.closed_at.is_not(None))
        .group_by(SessionPresence.enrolment_id)
    )
    there = {enrolment_id: int(hours) for enrolment_id, hours in db.session.execute(rows)}
    return {one: held - there.get(one, 0) for one in enrolment_ids}


def numbers_present(cohort: Cohort) -> Mapping[int, int]:
    """Return how many were at each session of a cohort that is written down (one statement)."""
    rows = (
        select(SessionPresence.session_id, func.count())
        .join(CohortSession, CohortSession.id == SessionPresence.session_id)
        .where(CohortSession.cohort_id == cohort.id, SessionPresence.presence == Presence.PRESENT)
        .group_by(SessionPresence.session_id)
    )
    return {session_id: number for session_id, number in db.session.execute(rows)}
