"""Words of the service record: grades of an appraisal, kinds of sanctions."""

from __future__ import annotations

from enum import StrEnum


class Grade(StrEnum):
    """The grades of a yearly appraisal, best first (Judges Law 2019, Art 42)."""

    EXCELLENT = "excellent"
    COMPETENT = "competent"
    BASICALLY_COMPETENT = "basically_competent"
    NOT_COMPETENT = "not_competent"


class SanctionKind(StrEnum):
    """Administrative Sanctions Law, Art 7, the lightest first."""

    WARNING = "warning"
    DEMERIT = "demerit"
    MAJOR_DEMERIT = "major_demerit"
    DEMOTION = "demotion"
    REMOVAL = "removal"
