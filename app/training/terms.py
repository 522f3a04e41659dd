"""Words of the schools: purposes, states, what a record of training rests on."""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """What a course prepares for."""

    PRE_SERVICE = "pre_service"  # assessors, before the first sitting
    ASSESSORS = "assessors"  # assessors in office
    ASSESSOR_TO_JUDGE = "assessor_to_judge"  # resolution of 1953, § 10: short-term training
    PREPARING_PROMOTION = "preparing_promotion"
    JUDGE_PRE_APPOINTMENT = "judge_pre_appointment"  # Judges Law 2019, Art 31
    INITIAL = "initial"  # civil servants within probation
    POST = "post"
    LEADING = "leading"
    IN_SERVICE = "in_service"


class Assessment(StrEnum):
    """How a course ends."""

    ATTENDANCE = "attendance"
    PASS_FAIL = "pass_fail"
    SCORE = "score"


class CohortState(StrEnum):
    """Where a cohort stands."""

    PLANNED = "planned"
    OPEN = "open"  # courts nominate
    ADMITTED = "admitted"  # nominations are closed, seats are given
    FINISHED = "finished"  # results are in
    CANCELLED = "cancelled"


class EnrolmentState(StrEnum):
    """One person's way through a cohort."""

    NOMINATED = "nominated"  # by the court's officer
    APPROVED = "approved"  # by its president
    ADMITTED = "admitted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OUT = "out"  # absent too much
    PASSED = "passed"
    FAILED = "failed"


class Presence(StrEnum):
    """Whether somebody was at a session."""

    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"  # absent all the same, with a reason


class Group(StrEnum):
    """Whom the schools train, in the words of the resolution of 1953, § 10."""

    COUNTY_LEADERS = "county_leading_backbone"
    SPECIAL_LEADERS = "special_court_leading_backbone"
    NEWLY_TRANSFERRED = "newly_transferred"
    PREPARING = "preparing_promotion"


class Level(StrEnum):
    """How far up a school trains: resolution of 1953, § 10, and the tree of bodies."""

    CENTRAL = "central"
    MAJOR_REGION = "major_region"
    PROVINCE = "province"
    COURT = "court"


# Who takes up a seat, so that the quota and the days count.
SEATED = (EnrolmentState.ADMITTED, EnrolmentState.PASSED, EnrolmentState.FAILED)
WAITING = (EnrolmentState.NOMINATED, EnrolmentState.APPROVED)
