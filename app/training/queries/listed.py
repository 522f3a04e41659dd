"""Who is on a cohort's list, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import joinedload

from app.people.models import Person
from app.shared.db import db
from app.training.models import Cohort, Enrolment

PAGE = 100


@dataclass(frozen=True)
class ListPage:
    """A page of a cohort's list; `following` is the mark of the next page, or empty."""

    rows: Sequence[Enrolment]
    following: str = ""


def participants(cohort: Cohort, after: str = "", body_ids: Sequence[int] = ()) -> ListPage:
    """Return a page of everybody on a cohort's list by name, of some courts where they are named.

    Keyset paging over (sort key, id); ix_enrolment_state leads to the cohort's rows.
    """
    statement = select(Enrolment).join(Person, Person.id == Enrolment.person_id)
    statement = statement.where(Enrolment.cohort_id == cohort.id)
    if body_ids:
        statement = statement.where(Enrolment.body_id.in_(body_ids))
    if after and (mark := enrolment_by_uid(after)) is not None:
        last = (mark.person.sort_key, mark.id)
        statement = statement.where(tuple_(Person.sort_key, Enrolment.id) > last)
    options = (joinedload(Enrolment.person), joinedload(Enrolment.body))
    ordered = statement.options(*options).order_by(Person.sort_key, Enrolment.id)
    rows = db.session.scalars(ordered.limit(PAGE + 1)).all()
    return ListPage(rows[:PAGE], rows[PAGE - 1].uid if len(rows) > PAGE else "")


def enrolment_by_uid(uid: str) -> Enrolment | None:
    """Return the enrolment at a public address, with person, court and cohort."""
    return db.session.scalar(
        select(Enrolment)
        .where(Enrolment.uid == uid)
        .options(
            joinedload(Enrolment.person),
            joinedload(Enrolment.body),
            joinedload(Enrolment.cohort).joinedload(Cohort.course),
        )
    )
