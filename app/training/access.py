"""Who may see and do what in the schools."""

from __future__ import annotations

from flask import abort

from app.accounts.desk import current_desk, desk, in_scope, is_own
from app.accounts.terms import RoleKind
from app.shared import clock
from app.training.models import Cohort, Course
from app.training.queries.reach import reaches

KEEPS = RoleKind.SCHOOL  # enters courses and cohorts, gives the seats
SEES = (RoleKind.SCHOOL, RoleKind.INSPECTOR)  # of a school: its courses and all its cohorts
COURTS = (RoleKind.PERSONNEL, RoleKind.PRESIDENT, RoleKind.INSPECTOR)  # of a court: nominations


def may_keep(row: Course | Cohort) -> bool:
    """Say whether the desk acts for the school whose course or cohort it is."""
    own = current_desk()
    return own is not None and own.may(KEEPS) and is_own(row.body_id)


def of_the_school(cohort: Cohort) -> bool:
    """Say whether the desk sees a cohort as its school, its host, or who oversees them does."""
    return desk().may(*SEES) and (in_scope(cohort.body_id) or in_scope(cohort.host_id))


def cohort_seen(cohort: Cohort | None) -> Cohort:
    """Return a cohort of the desk's school, or one for which its court may nominate; else 404."""
    own = desk()
    if cohort is None:
        abort(404)
    if of_the_school(cohort) or reaches(cohort, own.body_id, clock.today(own.zone)):
        return cohort
    abort(404)
