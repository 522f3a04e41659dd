"""What the clock does of trainees: who dies or leaves office before a course gives up the seat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from app.shared.collected import DueAct
from app.training.queries.left import left_since
from app.training.service.leaving import give_up_seat


def acts(day: date) -> Iterator[DueAct]:
    """Yield, once each, the seats of those who will hold no office then (one statement)."""
    for enrolment_id, version in left_since(day):
        subject = f"enrolment:{enrolment_id}:{version}"
        yield DueAct("enrolment.left", subject, day, partial(give_up_seat, enrolment_id))
