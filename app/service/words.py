"""The words of the service record, to be translated."""

from __future__ import annotations

from app.service.terms import Grade, SanctionKind
from app.shared.texts import N_

GRADES = {
    Grade.EXCELLENT: N_("Excellent"),
    Grade.COMPETENT: N_("Competent"),
    Grade.BASICALLY_COMPETENT: N_("Basically competent"),
    Grade.NOT_COMPETENT: N_("Not competent"),
}
GRADE_TAGS = {
    Grade.EXCELLENT: "good",
    Grade.COMPETENT: "good",
    Grade.BASICALLY_COMPETENT: "wait",
    Grade.NOT_COMPETENT: "stop",
}
SANCTIONS = {
    SanctionKind.WARNING: N_("Warning"),
    SanctionKind.DEMERIT: N_("Demerit"),
    SanctionKind.MAJOR_DEMERIT: N_("Major demerit"),
    SanctionKind.DEMOTION: N_("Demotion"),
    SanctionKind.REMOVAL: N_("Removal from post"),
}
