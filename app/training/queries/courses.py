"""Courses as they are listed and opened."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload

from app.shared.db import db
from app.training.models import Cohort, Course
from app.training.terms import CohortState

MOST = 300
UNDER_WAY = (CohortState.OPEN, CohortState.ADMITTED, CohortState.FINISHED)


def courses_of(bodies: Select[int], retired: bool = False) -> Sequence[Course]:
    """Return the courses of some schools by code, those in use or those retired (unique key)."""
    state = Course.retired_at.is_not(None) if retired else Course.retired_at.is_(None)
    courses = select(Course).where(Course.body_id.in_(bodies), state)
    shown = courses.options(joinedload(Course.body)).order_by(Course.code, Course.id)
    return db.session.scalars(shown.limit(MOST)).all()


def course_by_uid(uid: str) -> Course | None:
    """Return the course at a public address, with its school."""
    statement = select(Course).where(Course.uid == uid)
    return db.session.scalar(statement.options(joinedload(Course.body)))


def course_by_code(body_id: int, code: str) -> Course | None:
    """Return a school's course by its code."""
    return db.session.scalar(select(Course).where(Course.body_id == body_id, Course.code == code))


def is_under_way(course: Course) -> bool:
    """Say whether a cohort of a course was ever opened for nominations (ix_cohort_course_id)."""
    opened = exists().where(Cohort.course_id == course.id, Cohort.state.in_(UNDER_WAY))
    return bool(db.session.scalar(select(opened)))


def cohorts_of_course(course: Course) -> Sequence[Cohort]:
    """Return the newest hundred cohorts of a course (ix_cohort_course_id)."""
    statement = select(Cohort).where(Cohort.course_id == course.id)
    return db.session.scalars(statement.order_by(Cohort.starts.desc()).limit(100)).all()
