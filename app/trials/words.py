"""The words of trials as readers see them (pure): codes of terms.py and of the rulebooks."""

from __future__ import annotations

from collections.abc import Mapping

from app.people.labels import KINDRED
from app.people.terms import KinKind, RollKind
from app.shared.texts import N_
from app.trials.terms import (
    DayPart,
    DayState,
    Matter,
    PanelState,
    PartyRole,
    Procedure,
    SeatState,
)

MATTERS: Mapping[str, str] = {
    Matter.CRIMINAL: N_("Criminal"),
    Matter.CIVIL: N_("Civil"),
    Matter.ADMINISTRATIVE: N_("Administrative"),
}
PROCEDURES: Mapping[str, str] = {
    Procedure.ORDINARY: N_("Ordinary procedure"),
    Procedure.SUMMARY: N_("Summary procedure"),
    Procedure.SPECIAL: N_("Special procedure"),
    Procedure.PAYMENT_ORDER: N_("Payment order"),
    Procedure.PUBLIC_SUMMONS: N_("Public summons"),
    Procedure.FOREIGN_DIVORCE: N_("Recognition of a foreign divorce"),
    Procedure.WITHOUT_HEARING: N_("Without a hearing"),
}
ROLES: Mapping[str, str] = {
    PartyRole.PLAINTIFF: N_("Plaintiff"),
    PartyRole.DEFENDANT: N_("Defendant"),
    PartyRole.ACCUSED: N_("Accused"),
    PartyRole.PROSECUTOR: N_("Private prosecutor"),
    PartyRole.VICTIM: N_("Victim"),
    PartyRole.ATTACHED_PLAINTIFF: N_("Plaintiff of the attached civil action"),
    PartyRole.ATTACHED_DEFENDANT: N_("Defendant of the attached civil action"),
    PartyRole.THIRD: N_("Third party"),
    PartyRole.AGENT: N_("Agent"),
    PartyRole.DEFENDER: N_("Defender"),
    PartyRole.WITNESS: N_("Witness"),
    PartyRole.EXPERT: N_("Expert"),
    PartyRole.INTERPRETER: N_("Interpreter"),
    PartyRole.INSPECTOR: N_("Inspector of the scene"),
    PartyRole.MEDIATOR: N_("Mediated the case before"),
    PartyRole.INTERESTED: N_("Has a stake in the case"),
}
KINDS_OF_KIN: Mapping[KinKind, str] = KINDRED
PARTS: Mapping[str, str] = {
    DayPart.WHOLE: N_("Whole day"),
    DayPart.AM: N_("Morning"),
    DayPart.PM: N_("Afternoon"),
}
ROLLS: Mapping[str, str] = {
    RollKind.GENERAL: N_("The court's general roll"),
    RollKind.SPECIALIST: N_("Assessors with special knowledge"),
    RollKind.JUVENILE: N_("Assessors for juvenile cases"),
    RollKind.WORKERS: N_("Assessors elected by workers"),
    RollKind.NAMED: N_("Whom an organisation named for this case"),
}
CIRCUMSTANCES: Mapping[str, str] = {
    "group_or_public_interest": N_("It touches the interests of a group or of the public"),
    "wide_public_concern": N_("It is of wide public concern or of other social effect"),
    "complex_or_other": N_("Its facts are complex, or another reason asks for assessors"),
    "ten_years_major": N_("Ten years or more, for life or death may be imposed, great effect"),
    "public_interest": N_("It is a suit in the public interest"),
    "land_environment_food_major": N_(
        "Land and housing, environment, food and drug safety, of great effect"
    ),
    "other_major": N_("It is of other great social effect"),
}
PANELS: Mapping[str, str] = {
    PanelState.REQUESTED: N_("To be drawn"),
    PanelState.FROZEN: N_("Roll frozen"),
    PanelState.DRAWN: N_("Drawn"),
    PanelState.ALONE: N_("Judges alone: nothing to draw"),
    PanelState.CLOSED: N_("Closed"),
    PanelState.WITHDRAWN: N_("Withdrawn"),
}
PANEL_TAGS: Mapping[str, str] = {
    PanelState.REQUESTED: "wait",
    PanelState.FROZEN: "wait",
    PanelState.DRAWN: "good",
    PanelState.ALONE: "good",
    PanelState.CLOSED: "",
    PanelState.WITHDRAWN: "stop",
}
SEATS: Mapping[str, str] = {
    SeatState.DRAWN: N_("Drawn"),
    SeatState.ALTERNATE: N_("Alternate"),
    SeatState.INVITED: N_("Asked"),
    SeatState.ACCEPTED: N_("Will come"),
    SeatState.DECLINED: N_("Cannot come"),
    SeatState.SILENT: N_("No answer"),
    SeatState.REPLACED: N_("Replaced"),
    SeatState.RELEASED: N_("Released"),
}
SEAT_TAGS: Mapping[str, str] = {
    SeatState.DRAWN: "wait",
    SeatState.INVITED: "wait",
    SeatState.ACCEPTED: "good",
    SeatState.DECLINED: "stop",
    SeatState.SILENT: "stop",
}
DAYS: Mapping[str, str] = {
    DayState.SET: N_("Set"),
    DayState.MOVED: N_("Moved"),
    DayState.CANCELLED: N_("Cancelled"),
    DayState.HELD: N_("Held"),
}
