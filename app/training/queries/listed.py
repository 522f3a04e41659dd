"""Who is on a cohort's list, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import joinedload

from app.bodies.models import Body
from app.people.models import Person
from app.shared.db import db
from app.shared.files import StoredFile
from app.training.models import Cohort, Enrolment
from app.training.terms import SEATED

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


def seated_page(cohort: Cohort, part: int, size: int) -> Sequence[Enrolment]:
    """Return the `part`-th page (from 1) of those who have a seat, by name."""
    rows = _seated(cohort).order_by(Person.sort_key, Enrolment.id)
    return db.session.scalars(rows.limit(size).offset((max(part, 1) - 1) * size)).all()


def who_sits(cohort: Cohort) -> Sequence[Enrolment]:
    """Return everybody who has a seat, by court and name."""
    rows = _seated(cohort).join(Body, Body.id == Enrolment.body_id)
    return db.session.scalars(rows.order_by(Body.code, Person.sort_key, Enrolment.id)).all()


def _seated(cohort: Cohort) -> Select[Enrolment]:
    rows = select(Enrolment).join(Person, Person.id == Enrolment.person_id)
    seated = (Enrolment.cohort_id == cohort.id, Enrolment.state.in_(SEATED))
    options = (joinedload(Enrolment.person), joinedload(Enrolment.body))
    return rows.where(*seated).options(*options)


def paper_by_uid(uid: str) -> tuple[StoredFile | None, Cohort | None]:
    """Return a printed paper and the cohort it belongs to; (None, None) where it is of none."""
    file = db.session.scalar(select(StoredFile).where(StoredFile.uid == uid))
    kind, _, number = (file.subject if file else "").partition(":")
    if file is None or kind != "cohort" or not number.isdigit():
        return None, None
    return file, db.session.get(Cohort, int(number))


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
