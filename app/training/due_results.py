"""What is due after courses: results that nobody has written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from app.messages.terms import Notice
from app.people.queries.books import Books, books_on
from app.training.models import Cohort
from app.training.queries.held import results_missing
from app.training.telling_results import results_wait

RESULTS = "reminder.results"
MOST = 2000  # cohorts of one day


def messages(day: date, body_id: int | None = None) -> Iterable[Notice]:
    """Return which schools are to be told on `day` that results are due, of one where named."""
    yield from results_due(books_on(day, RESULTS), day, body_id)


def results_due(books: Books, day: date, only: int | None = None) -> Iterator[Notice]:
    """Remind a school of results three days before they are due and on that day (default)."""
    leads = {lead for value in books.ever(RESULTS) for lead in value}
    days = [day + timedelta(days=lead) for lead in sorted(leads)]
    for one in results_missing(Cohort.results_by.in_(days), day, MOST):
        if only not in (None, one.body_id):
            continue
        if (one.results_by - day).days in (books.value(one.body_id, RESULTS) or ()):
            yield from results_wait(one, day)
