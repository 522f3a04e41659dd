"""The verb of the clock: who died or left office gives back his place on a cohort's list."""

from __future__ import annotations

from app.accounts.terms import clock_desk
from app.messages.service import tell
from app.shared import clock
from app.shared.db import db
from app.shared.texts import N_
from app.training.models import Enrolment
from app.training.queries.cohorts import locked_cohort
from app.training.queries.left import left_since
from app.training.service.admitting import withdraw
from app.training.telling_left import place_given_up
from app.training.terms import EnrolmentState

LEFT = N_("no longer in an office for which the course is meant")
DIED = N_("has died")


def give_up_seat(enrolment_id: int) -> str:
    """Withdraw somebody who may not go any more, judged anew under the lock of the cohort.

    His days ahead are free, he is told, and so are the school and the court that nominated him.
    Returns how many were withdrawn: nobody where he holds an office again.
    """
    cohort = locked_cohort(db.session.get_one(Enrolment, enrolment_id).cohort_id)
    lost = left_since(clock.today(cohort.body.zone), enrolment_id)
    for row in lost:
        had_a_seat = row.state is EnrolmentState.ADMITTED
        withdraw(clock_desk(cohort.body_id), row, DIED if row.person.died else LEFT)
        tell(place_given_up(row, had_a_seat))
    return str(len(lost))
