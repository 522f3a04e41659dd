"""Who stands on the list of a course ahead, and has died or left office meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.bodies.models import Body
from app.people.models import Person, Tenure
from app.people.queries.asof import holding
from app.shared.db import db
from app.training.facts import Audience, Held, Spell
from app.training.models import Cohort, Enrolment
from app.training.queries.cohorts import AHEAD
from app.training.terms import WAITING, EnrolmentState
from app.training.trainee_rules import left_the_audience

AT_ONCE = 900  # people a statement
ON_THE_LIST = (*WAITING, EnrolmentState.ADMITTED)


def left_since(day: date, only: int | None = None) -> list[Enrolment]:
    """Return who may not go any more to a course that is not over on `day`; of all, or one.

    Two statements (ix_enrolment_state): those of whom an office is over, then their offices.
    """
    rows = _perhaps(day, only)
    spells = _spells([row.person_id for row in rows])
    found = []
    for row in rows:
        audience, starts = Audience.kept(row.cohort.course.audience), row.cohort.starts
        gone = left_the_audience(spells[row.person_id], audience, starts, day)
        if row.person.died is not None or gone:
            found.append(row)
    return found


def _perhaps(day: date, only: int | None) -> Sequence[Enrolment]:
    first: Any = case((Cohort.starts > day, Cohort.starts), else_=day)
    own = (Tenure.person_id == Enrolment.person_id, Tenure.superseded_at.is_(None))
    over = exists().where(*own, func.coalesce(Tenure.ended, Tenure.until) < first)
    stands = exists().where(*own, holding(first))
    rows = (
        select(Enrolment)
        .join(Enrolment.cohort)
        .join(Enrolment.person)
        .where(and_(Cohort.state.in_(AHEAD), Cohort.ends >= day))
        .where(Enrolment.state.in_(ON_THE_LIST), or_(Person.died.is_not(None), over, ~stands))
    )
    if only is not None:
        rows = rows.where(Enrolment.id == only)
    course = joinedload(Enrolment.cohort).joinedload(Cohort.course)
    ordered = rows.order_by(Enrolment.id).options(course, joinedload(Enrolment.person))
    return db.session.scalars(ordered).all()


def _spells(person_ids: Collection[int]) -> dict[int, list[Spell]]:
    ids, found = sorted(set(person_ids)), defaultdict[int, list[Spell]](list)
    columns = (Tenure.office, Tenure.rank, Tenure.body_id, Body.kind, Tenure.since)
    rows = select(Tenure.person_id, Tenure.until, Tenure.ended, *columns)
    rows = rows.join(Body, Body.id == Tenure.body_id).where(Tenure.superseded_at.is_(None))
    for at in range(0, len(ids), AT_ONCE):
        some = rows.where(Tenure.person_id.in_(ids[at : at + AT_ONCE]))
        for row in db.session.execute(some):
            held = Held(row.office, row.rank, row.body_id, row.kind, row.since)
            found[row.person_id].append(Spell(held, row.ended or row.until, row.ended is not None))
    return found
