"""How the words of elections are shown: marked texts, translated at the edge."""

from __future__ import annotations

from app.elections.terms import ElectionForm, Electors, Matter, Source, Stage, Standing
from app.people.labels import CHECKS
from app.people.terms import CheckKind
from app.shared.texts import N_

FORMS = {
    ElectionForm.ASSEMBLY: N_("Election by an assembly or congress"),
    ElectionForm.ORGANISATION: N_("Named by an organisation for one case"),
    ElectionForm.WORKERS: N_("Election by the workers of a line"),
    ElectionForm.APPOINTMENT: N_("Selection and appointment"),
}
ELECTORS = {
    Electors.ASSEMBLY: N_("Election assembly"),
    Electors.CONGRESS: N_("Congress"),
    Electors.WORKERS: N_("Workers of the line"),
}
STAGES = {
    Stage.CALLED: N_("Called"),
    Stage.LISTED: N_("List of candidates"),
    Stage.SCREENED: N_("Screening"),
    Stage.NOTICE: N_("Public notice"),
    Stage.VOTED: N_("Vote"),
    Stage.SUBMITTED: N_("Submission"),
    Stage.DECIDED: N_("Appointment"),
    Stage.CANCELLED: N_("Cancelled"),
}
# Of a naming for one case the stages are those of a request and its answer.
NAMINGS = {
    Stage.CALLED: N_("Request made"),
    Stage.LISTED: N_("Names"),
    Stage.DECIDED: N_("Letter of the organisation"),
}
VOTE_STAGES = {Stage.DECIDED: N_("Act on the result")}
INKS = {Stage.DECIDED: "good", Stage.CANCELLED: "stop"}
SOURCES = {
    Source.DRAWN: N_("List of residents"),
    Source.APPLIED: N_("Applied"),
    Source.RECOMMENDED: N_("Recommended"),
    Source.NAMED: N_("Named"),
}
STANDINGS = {
    Standing.LISTED: N_("On the list"),
    Standing.CANDIDATE: N_("To be screened"),
    Standing.DECLINED: N_("Does not want to"),
    Standing.BARRED: N_("Barred"),
    Standing.PASSED: N_("Passed"),
    Standing.PROPOSED: N_("Proposed"),
    Standing.ELECTED: N_("Appointed"),
    Standing.NOT_ELECTED: N_("Not appointed"),
}
# After a vote the same standings say something else.
VOTED = {
    Standing.LISTED: N_("On the ballot"),
    Standing.PASSED: N_("Level with others"),
    Standing.PROPOSED: N_("Elected"),
    Standing.ELECTED: N_("Elected"),
    Standing.NOT_ELECTED: N_("Not elected"),
}
STANDING_INKS = {
    Standing.CANDIDATE: "wait",
    Standing.DECLINED: "stop",
    Standing.BARRED: "stop",
    Standing.PASSED: "good",
    Standing.PROPOSED: "good",
    Standing.ELECTED: "good",
}
MATTERS = {
    Matter.CONSTITUTION: N_("Upholds the constitution"),
    Matter.AGE_AND_EDUCATION: N_("Age and education, from card and certificate"),
    Matter.CONDUCT: N_("Law-abiding, of good conduct, fair"),
    Matter.HEALTH: N_("Able to serve by health"),
    **{Matter(kind.value): CHECKS[kind] for kind in CheckKind},
}
ARTICLES = {
    **dict.fromkeys(list(Matter)[:4], "5"),
    Matter.OFFICE: "6",
    **dict.fromkeys(list(Matter)[5:], "7"),
}
