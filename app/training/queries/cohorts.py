"""Cohorts as they are listed, opened and locked, and how many seats of each are taken."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.orm import joinedload, selectinload

from app.bodies.queries import chain
from app.people.queries.scope import kept_by
from app.shared.db import db
from app.shared.transactions import lock
from app.training.models import Cohort, CohortQuota, CohortSession, Enrolment
from app.training.queries.reach import in_reach, under_one_of
from app.training.terms import SEATED, WAITING, CohortState, EnrolmentState

PAGE = 50
AHEAD = (CohortState.PLANNED, CohortState.OPEN, CohortState.ADMITTED)
OVER = (CohortState.FINISHED, CohortState.CANCELLED)


@dataclass(frozen=True)
class Fill:
    """How many stand where in a cohort."""

    by_state: Mapping[EnrolmentState, int] = field(default_factory=dict)

    @property
    def seated(self) -> int:
        """Those who have a seat."""
        return sum(self.by_state.get(state, 0) for state in SEATED)

    @property
    def waiting(self) -> int:
        """Those who are nominated and have no seat yet."""
        return sum(self.by_state.get(state, 0) for state in WAITING)


@dataclass(frozen=True)
class CohortsPage:
    """A page of cohorts with their fill; marks for the address of the page before and after."""

    cohorts: Sequence[Cohort]
    fills: Mapping[int, Fill]
    previous: str = ""
    following: str = ""


def of_schools(body_id: int, day: date) -> ColumnElement[bool]:
    """Return the condition that a cohort is of a school in sight, or held there."""
    seen = kept_by(body_id, day)
    return or_(Cohort.body_id.in_(seen), Cohort.host_id.in_(seen))


def open_to(court_id: int, day: date) -> ColumnElement[bool]:
    """Return the condition that a court may nominate for a cohort on a day (ix_cohort_open)."""
    takes = and_(Cohort.state == CohortState.OPEN, Cohort.nominate_by >= day)
    return and_(takes, in_reach(court_id, day))


def cohorts_page(
    where: Any, over: bool, after: str = "", before: str = "", size: int = PAGE
) -> CohortsPage:
    """Return a page of the cohorts of a condition: those ahead by their first day, or those over,
    the last first. Keyset paging over (starts, id) with ix_cohort_state; five statements."""
    states, back = (OVER if over else AHEAD), bool(before)
    falling = over is not back
    statement = select(Cohort).where(where, Cohort.state.in_(states))
    if mark := before or after:
        statement = statement.where(_beyond(mark, falling))
    order = (Cohort.starts.desc(), Cohort.id.desc()) if falling else (Cohort.starts, Cohort.id)
    options = (joinedload(Cohort.course), joinedload(Cohort.body), joinedload(Cohort.host))
    rows = db.session.scalars(statement.options(*options).order_by(*order).limit(size + 1)).all()
    more, found = len(rows) > size, list(rows[:size])
    if back:
        found.reverse()
    has_before, has_after = (more if back else bool(after)), (True if back else more)
    marks = [f"{one.starts.isoformat()}~{one.id}" for one in found]
    return CohortsPage(
        found,
        fills_of([one.id for one in found]),
        marks[0] if found and has_before else "",
        marks[-1] if found and has_after else "",
    )


def _beyond(mark: str, falling: bool) -> Any:
    day, _, row_id = mark.partition("~")
    try:
        starts = date.fromisoformat(day)
    except ValueError:
        starts = date.max if falling else date.min
    last = int(row_id) if row_id.isdecimal() and len(row_id) < 10 else 0
    if falling:
        return or_(Cohort.starts < starts, and_(Cohort.starts == starts, Cohort.id < last))
    return or_(Cohort.starts > starts, and_(Cohort.starts == starts, Cohort.id > last))


def closing(court_id: int, day: date, by: date) -> Sequence[Cohort]:
    """Return the cohorts for which a court may nominate on a day and no longer after another, the
    first fifty to close (ix_cohort_open). Composed once: Today asks it."""
    named = {"above": list(chain(court_id, day)), "day": day, "by": by}
    return db.session.scalars(_closing(), named).all()


@cache
def _closing() -> Select[Cohort]:
    day, by = (bindparam(name, type_=Date()) for name in ("day", "by"))
    above = bindparam("above", type_=Integer(), expanding=True)
    ends = Cohort.nominate_by.between(day, by)
    return _due(and_(Cohort.state == CohortState.OPEN, ends, under_one_of(above, day)))


def due_cohorts(where: ColumnElement[bool], most: int = 50) -> Sequence[Cohort]:
    """Return the cohorts of a condition with course and school, the first to close first."""
    return db.session.scalars(_due(where, most)).all()


def _due(where: ColumnElement[bool], most: int = 50) -> Select[Cohort]:
    options = (joinedload(Cohort.course), joinedload(Cohort.body), joinedload(Cohort.host))
    rows = select(Cohort).where(where).options(*options)
    return rows.order_by(Cohort.nominate_by, Cohort.id).limit(most)


def fills_of(cohort_ids: Collection[int]) -> dict[int, Fill]:
    """Return how many stand where in some cohorts (one statement, ix_enrolment_state)."""
    counts: dict[int, dict[EnrolmentState, int]] = defaultdict(dict)
    number = func.count()
    rows = (
        select(Enrolment.cohort_id, Enrolment.state, number)
        .where(Enrolment.cohort_id.in_(cohort_ids))
        .group_by(Enrolment.cohort_id, Enrolment.state)
    )
    for cohort_id, state, n in db.session.execute(rows):
        counts[cohort_id][state] = n
    return {cohort_id: Fill(counts.get(cohort_id, {})) for cohort_id in cohort_ids}


def cohort_by_uid(uid: str) -> Cohort | None:
    """Return the cohort at a public address with course, school, host, quotas and sessions."""
    return db.session.scalar(
        select(Cohort)
        .where(Cohort.uid == uid)
        .options(
            joinedload(Cohort.course),
            joinedload(Cohort.body),
            joinedload(Cohort.host),
            selectinload(Cohort.quotas).joinedload(CohortQuota.body),
            selectinload(Cohort.sessions),
        )
    )


def cohort_by_number(body_id: int, number: str) -> Cohort | None:
    """Return a school's cohort by its number."""
    return db.session.scalar(
        select(Cohort).where(Cohort.body_id == body_id, Cohort.number == number)
    )


def locked_cohort(cohort_id: int) -> Cohort:
    """Lock a cohort and read it, its quotas and sessions as they stand now."""
    cohort = lock(Cohort, cohort_id)
    fresh = {"populate_existing": True}
    for rows in (CohortQuota, CohortSession):
        own = select(rows).where(rows.cohort_id == cohort_id)
        db.session.scalars(own, execution_options=fresh).all()
    db.session.expire(cohort, ["quotas", "sessions"])
    return cohort


def seated_by_quota(cohort: Cohort) -> Counter[int | None]:
    """Return how many have a seat under each quota; None: under none (one statement)."""
    seated = (
        select(Enrolment.quota_id, func.count())
        .where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(SEATED))
        .group_by(Enrolment.quota_id)
    )
    return Counter({quota_id: n for quota_id, n in db.session.execute(seated)})


def seated_in(cohort: Cohort) -> Sequence[Enrolment]:
    """Return who has a seat in a cohort, with the person and the court (ix_enrolment_state)."""
    return _of(cohort, SEATED)


def seated_among(cohort_ids: Collection[int]) -> Sequence[Enrolment]:
    """Return who has a seat in some cohorts, with person and cohort (ix_enrolment_state)."""
    cohort = joinedload(Enrolment.cohort)
    rows = (
        select(Enrolment)
        .where(Enrolment.cohort_id.in_(cohort_ids), Enrolment.state == EnrolmentState.ADMITTED)
        .options(joinedload(Enrolment.person), cohort.joinedload(Cohort.course))
        .options(cohort.joinedload(Cohort.body), cohort.joinedload(Cohort.host))
        .order_by(Enrolment.id)
    )
    return db.session.scalars(rows).all()


def standing_in(cohort: Cohort) -> Sequence[Enrolment]:
    """Return everybody on a cohort's list who was neither refused nor withdrawn."""
    gone = (EnrolmentState.REFUSED, EnrolmentState.WITHDRAWN)
    return _of(cohort, [state for state in EnrolmentState if state not in gone])


def _of(cohort: Cohort, states: Collection[EnrolmentState]) -> Sequence[Enrolment]:
    rows = (
        select(Enrolment)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(states))
        .options(joinedload(Enrolment.person), joinedload(Enrolment.body))
        .order_by(Enrolment.id)
    )
    return db.session.scalars(rows).all()
