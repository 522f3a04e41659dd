"""The words of the schools as readers see them (pure): codes of terms.py."""

from __future__ import annotations

from collections.abc import Mapping

from app.shared.texts import N_
from app.training.terms import (
    Assessment,
    CohortState,
    EnrolmentState,
    Level,
    Presence,
    Purpose,
)

PURPOSES: Mapping[str, str] = {
    Purpose.PRE_SERVICE: N_("Assessors before their first sitting"),
    Purpose.ASSESSORS: N_("Assessors in office"),
    Purpose.ASSESSOR_TO_JUDGE: N_("From assessor to judge"),
    Purpose.PREPARING_PROMOTION: N_("Preparing for promotion"),
    Purpose.JUDGE_PRE_APPOINTMENT: N_("Judges before appointment"),
    Purpose.INITIAL: N_("Newly transferred and newly engaged cadres"),
    Purpose.POST: N_("For a post"),
    Purpose.LEADING: N_("Leading cadres"),
    Purpose.IN_SERVICE: N_("Cadres in service"),
}
ASSESSMENTS: Mapping[str, str] = {
    Assessment.ATTENDANCE: N_("By attendance"),
    Assessment.PASS_FAIL: N_("Passed or failed"),
    Assessment.SCORE: N_("By a score of 100"),
}
COHORTS: Mapping[str, str] = {
    CohortState.PLANNED: N_("Planned"),
    CohortState.OPEN: N_("Open for nominations"),
    CohortState.ADMITTED: N_("Seats given"),
    CohortState.FINISHED: N_("Finished"),
    CohortState.CANCELLED: N_("Cancelled"),
}
COHORT_TAGS: Mapping[str, str] = {
    CohortState.PLANNED: "wait",
    CohortState.OPEN: "wait",
    CohortState.ADMITTED: "good",
    CohortState.CANCELLED: "stop",
}
ENROLMENTS: Mapping[str, str] = {
    EnrolmentState.NOMINATED: N_("Nominated"),
    EnrolmentState.APPROVED: N_("Approved by the president"),
    EnrolmentState.ADMITTED: N_("Admitted"),
    EnrolmentState.REFUSED: N_("Refused"),
    EnrolmentState.WITHDRAWN: N_("Withdrawn from the cohort"),
    EnrolmentState.OUT: N_("Out: absent too much"),
    EnrolmentState.PASSED: N_("Passed"),
    EnrolmentState.FAILED: N_("Failed"),
}
# As the person reads it who is meant.
ENROLMENTS_AHEAD: Mapping[str, tuple[str, str]] = {
    EnrolmentState.NOMINATED: (N_("your court proposes you"), "wait"),
    EnrolmentState.APPROVED: (N_("proposed, the school gives the seats"), "wait"),
    EnrolmentState.ADMITTED: (N_("you have a seat"), "good"),
}
ENROLMENT_TAGS: Mapping[str, str] = {
    EnrolmentState.NOMINATED: "wait",
    EnrolmentState.APPROVED: "wait",
    EnrolmentState.ADMITTED: "good",
    EnrolmentState.REFUSED: "stop",
    EnrolmentState.OUT: "stop",
    EnrolmentState.PASSED: "good",
    EnrolmentState.FAILED: "stop",
}
PRESENCES: Mapping[str, str] = {
    Presence.PRESENT: N_("Present"),
    Presence.ABSENT: N_("Absent"),
    Presence.EXCUSED: N_("Excused"),
}
LEVELS: Mapping[str, str] = {
    Level.CENTRAL: N_("Central school"),
    Level.MAJOR_REGION: N_("School of a major region"),
    Level.PROVINCE: N_("School of a province or municipality"),
    Level.COURT: N_("School of a court"),
}
