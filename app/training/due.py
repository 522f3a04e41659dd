"""What is due about cohorts: nominations that end, courses that begin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import and_

from app.messages.terms import Notice
from app.people.queries.books import Books, books_on
from app.training.models import Cohort
from app.training.queries.cohorts import due_cohorts, seated_among
from app.training.queries.nominated import courts_that_nominated
from app.training.queries.reach import courts_in_reach
from app.training.telling import cohort_ahead, nominations_close
from app.training.terms import CohortState

NOMINATION, COHORT = "reminder.nomination", "reminder.cohort"
MOST = 2000  # cohorts of one day


def messages(day: date, body_id: int | None = None) -> Iterable[Notice]:
    """Return who is to be told what on `day` about cohorts, of one body where it is named.

    Five statements, and some for each cohort whose nominations end.
    """
    books = books_on(day, NOMINATION, COHORT)
    yield from nominations_due(books, day, body_id)
    yield from cohorts_ahead(books, day, body_id)


def nominations_due(books: Books, day: date, only: int | None = None) -> Iterator[Notice]:
    """Remind courts that have nominated nobody, seven and two days before the end (default)."""
    ends = and_(
        Cohort.state == CohortState.OPEN, Cohort.nominate_by.in_(_days(books, NOMINATION, day))
    )
    cohorts = due_cohorts(ends, MOST)
    there = courts_that_nominated([one.id for one in cohorts])
    for one in cohorts:
        if (one.nominate_by - day).days in (books.value(one.body_id, NOMINATION) or ()):
            courts = set(courts_in_reach(one, day)) - there[one.id]
            yield from nominations_close(one, courts if only is None else courts & {only}, day)


def cohorts_ahead(books: Books, day: date, only: int | None = None) -> Iterator[Notice]:
    """Remind who has a seat, seven days and one day before the course begins (default)."""
    begins = and_(
        Cohort.state.in_((CohortState.OPEN, CohortState.ADMITTED)),
        Cohort.starts.in_(_days(books, COHORT, day)),
    )
    cohorts = {
        one.id
        for one in due_cohorts(begins, MOST)
        if (one.starts - day).days in (books.value(one.body_id, COHORT) or ())
        and only in (None, one.body_id)
    }
    for enrolment in seated_among(cohorts):
        yield cohort_ahead(enrolment, day)


def _days(books: Books, key: str, day: date) -> list[date]:
    leads = {lead for value in books.ever(key) for lead in value}
    return [day + timedelta(days=lead) for lead in sorted(leads)]
