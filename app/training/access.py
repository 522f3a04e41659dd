"""Who may see and do what in the schools."""

from __future__ import annotations

from app.accounts.desk import current_desk, is_own
from app.accounts.terms import RoleKind
from app.training.models import Cohort, Course

KEEPS = RoleKind.SCHOOL  # enters courses and cohorts, gives the seats
SEES = (RoleKind.SCHOOL, RoleKind.INSPECTOR)  # of a school: its courses and all its cohorts
COURTS = (RoleKind.PERSONNEL, RoleKind.PRESIDENT, RoleKind.INSPECTOR)  # of a court: nominations


def may_keep(row: Course | Cohort) -> bool:
    """Say whether the desk acts for the school whose course or cohort it is."""
    desk = current_desk()
    return desk is not None and desk.may(KEEPS) and is_own(row.body_id)
