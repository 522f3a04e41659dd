"""What the clock does of trainees: who dies or leaves office gives up his place in a course."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from app.shared import clock
from app.shared.collected import DueAct
from app.training.queries.left import left_since
from app.training.service.leaving import give_up_seat


def acts(day: date) -> Iterator[DueAct]:
    """Yield, once each, the places of those who may not go any more (two statements)."""
    if day < clock.today() - timedelta(days=1):
        return  # the days of a stop need no look of their own
    for row in left_since(day):
        subject = f"enrolment:{row.id}:{row.version}"
        yield DueAct("enrolment.left", subject, day, partial(give_up_seat, row.id))
