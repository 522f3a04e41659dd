"""How the words of people are shown: marked texts, translated at the edge."""

from __future__ import annotations

from app.people.imports.terms import Education
from app.people.terms import (
    AbsenceKind,
    CheckKind,
    Form,
    Half,
    IdKind,
    KinKind,
    LineKind,
    Office,
    PauseKind,
    RollKind,
    Sex,
)
from app.rulebooks.terms import Rulebook
from app.shared.texts import N_

SEXES = {Sex.FEMALE: N_("Female"), Sex.MALE: N_("Male")}
OFFICES = {
    Office.ASSESSOR: N_("Assessor"),
    Office.JUDGE: N_("Judge"),
    Office.PRESIDENT: N_("President of the court"),
    Office.VICE_PRESIDENT: N_("Vice-president of the court"),
    Office.CADRE: N_("Cadre"),
    Office.COMMITTEE_MEMBER: N_("Member of the adjudication committee"),
    Office.TRAINEE: N_("Trainee"),
}
FORMS = {Form.A: N_("A: fixed, by region"), Form.B: N_("B: named for one trial")}
ID_KINDS = {
    IdKind.NUMBER: N_("Resident identity card"),
    IdKind.RESIDENCE_PERMIT: N_("Residence permit (Hong Kong, Macao, Taiwan)"),
    IdKind.FOREIGN_PERMIT: N_("Foreigner's permanent residence card"),
    IdKind.OTHER: N_("Another permit"),
}
EDUCATIONS = {
    Education.PRIMARY: N_("Primary school"),
    Education.JUNIOR_HIGH: N_("Junior high school"),
    Education.SENIOR_HIGH: N_("Senior high school"),
    Education.COLLEGE: N_("College"),
    Education.BACHELOR: N_("Bachelor"),
    Education.MASTER: N_("Master"),
    Education.DOCTOR: N_("Doctor"),
}
ROLLS = {
    RollKind.GENERAL: N_("General roll"),
    RollKind.SPECIALIST: N_("Specialists"),
    RollKind.JUVENILE: N_("Juvenile cases"),
    RollKind.WORKERS: N_("Workers"),
    RollKind.NAMED: N_("Named for one case"),
}
_ROLLS_BY_RULE = {
    RollKind.SPECIALIST: "roll.specialist",
    RollKind.JUVENILE: "roll.juvenile",
    RollKind.WORKERS: "roll.special_court_workers",
    RollKind.NAMED: "form_b.allowed",
}
LINES = {
    LineKind.APPOINTS: N_("appoints"),
    LineKind.REMOVES: N_("removes"),
    LineKind.SETS_POSTS: N_("sets the number of posts"),
}
PAUSES = {PauseKind.LEAVE: N_("Leave"), PauseKind.SUSPENSION: N_("Suspension")}
KINDRED = {
    KinKind.SPOUSE: N_("Spouse"),
    KinKind.PARENT_CHILD: N_("Parent or child"),
    KinKind.DIRECT_LINE: N_("Other direct line: grandparents, grandchildren"),
    KinKind.SIBLING: N_("Brother or sister"),
    KinKind.COLLATERAL: N_("Other collateral within three generations: aunts, uncles, cousins"),
    KinKind.IN_LAW: N_("Near in-law"),
}
CHECKS = {
    CheckKind.OFFICE: N_("Office or calling that bars"),
    CheckKind.CRIMINAL: N_("Criminal punishment"),
    CheckKind.DISMISSED: N_("Dismissal from public office"),
    CheckKind.LICENCE: N_("Licence revoked"),
    CheckKind.DEBTOR: N_("List of dishonest judgment debtors"),
    CheckKind.REMOVED: N_("Removed as assessor for discipline"),
    CheckKind.GRAVE: N_("Other grave violation"),
}
# Codes of bar.office, as the rulebook names them.
CALLINGS = {
    "congress_standing_committee": N_("Member of a congress's standing committee"),
    "supervision": N_("Staff of a supervision commission"),
    "court": N_("Staff of a court"),
    "procuratorate": N_("Staff of a procuratorate"),
    "police": N_("Staff of the police"),
    "state_security": N_("Staff of state security"),
    "justice_bureau": N_("Staff of a justice bureau"),
    "lawyer": N_("Lawyer"),
    "notary": N_("Notary"),
    "arbitrator": N_("Arbitrator"),
    "grassroots_legal_worker": N_("Grassroots legal worker"),
    "other": N_("Another office found unsuitable"),
}
ABSENCES = {
    AbsenceKind.SITTING: N_("Sitting"),
    AbsenceKind.COURSE: N_("Course"),
    AbsenceKind.LEAVE: N_("Leave"),
    AbsenceKind.OWN: N_("Own days"),
}
HALVES = {Half.AM: N_("Morning"), Half.PM: N_("Afternoon")}
IN_OFFICE, TO_COME, ENDED = N_("In office"), N_("Begins later"), N_("Ended")
ON_LEAVE, SUSPENDED, DIED = N_("On leave"), N_("Suspended"), N_("Has died")


def rolls_under(book: Rulebook) -> list[RollKind]:
    """Return the kinds of rolls that a rulebook knows: the others are not offered there."""
    rules = {kind: _ROLLS_BY_RULE.get(kind) for kind in ROLLS}
    return [k for k, rule in rules.items() if not rule or (book.has(rule) and book.value(rule))]
