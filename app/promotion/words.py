"""The words of promotion, to be translated."""

from __future__ import annotations

from app.promotion.terms import Outcome, ProposalState
from app.shared.texts import N_

GROUPS = {
    Outcome.READY: N_("May be proposed"),
    Outcome.NEARLY: N_("Nearly: lack one or two"),
    Outcome.NOT: N_("Not yet"),
}
# Where the law has no path nobody is proposed; the register says what it knows.
GROUPS_WITHOUT_PATH = GROUPS | {Outcome.READY: N_("Nothing known against an application")}
STATES = {
    ProposalState.PROPOSED: N_("Waits for the review"),
    ProposalState.REVIEWED: N_("Waits for the decision"),
    ProposalState.APPROVED: N_("Waits for the act"),
    ProposalState.DONE: N_("Appointed"),
    ProposalState.REFUSED: N_("Refused"),
    ProposalState.WITHDRAWN: N_("Withdrawn"),
}
STATE_TAGS = {
    ProposalState.PROPOSED: "wait",
    ProposalState.REVIEWED: "wait",
    ProposalState.APPROVED: "wait",
    ProposalState.DONE: "good",
    ProposalState.REFUSED: "stop",
    ProposalState.WITHDRAWN: "",
}
