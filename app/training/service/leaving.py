"""The clock takes a trainee off the list who dies or leaves office before the course begins."""

from __future__ import annotations

from flask_babel import gettext

from app.accounts.terms import clock_desk
from app.messages.writing import in_language
from app.shared import clock
from app.shared.db import db
from app.training.models import Enrolment
from app.training.queries.cohorts import locked_cohort
from app.training.queries.left import left_since
from app.training.service.admitting import withdraw


def give_up_seat(enrolment_id: int) -> str:
    """Withdraw one enrolment if its person still holds no office then: the days are free again.

    Returns how many were withdrawn: 0 where somebody else has acted meanwhile.
    """
    row = db.session.get_one(Enrolment, enrolment_id)
    cohort = locked_cohort(row.cohort_id)
    today = clock.today(cohort.body.zone)
    if not left_since(today, enrolment_id):
        return "0"
    with in_language("zh_Hans"):
        why = gettext("Has left office, or died.")
    withdraw(clock_desk(cohort.body_id), row, why)
    return "1"
