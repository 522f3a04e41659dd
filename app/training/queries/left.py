"""Who is on the list of a cohort to come and will hold no office when it begins."""

from __future__ import annotations

from datetime import date

from sqlalchemy import exists, func, or_, select

from app.people.models import Person, Tenure
from app.shared.db import db
from app.training.models import Cohort, Enrolment
from app.training.terms import WAITING, CohortState, EnrolmentState

CLOSED = (CohortState.FINISHED, CohortState.CANCELLED)


def left_since(day: date, enrolment_id: int | None = None) -> list[tuple[int, int]]:
    """Return the enrolments, with their versions, of people who died or hold no office on the
    first day of a cohort that begins after `day`; of one where it is named (ix_enrolment_state)."""
    last = func.coalesce(Tenure.ended, Tenure.until)
    serves = exists().where(
        Tenure.person_id == Enrolment.person_id,
        Tenure.superseded_at.is_(None),
        Tenure.since <= Cohort.starts,
        or_(last.is_(None), last >= Cohort.starts),
    )
    rows = select(Enrolment.id, Enrolment.version).join(Cohort, Cohort.id == Enrolment.cohort_id)
    rows = rows.join(Person, Person.id == Enrolment.person_id).where(
        Cohort.starts > day,
        Cohort.state.not_in(CLOSED),
        Enrolment.state.in_((EnrolmentState.ADMITTED, *WAITING)),
        or_(Person.died.is_not(None), ~serves),
    )
    if enrolment_id is not None:
        rows = rows.where(Enrolment.id == enrolment_id)
    return [(row.id, row.version) for row in db.session.execute(rows.order_by(Enrolment.id))]
