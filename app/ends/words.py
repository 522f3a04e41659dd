"""How the words of ends are shown: marked texts, translated at the edge."""

from __future__ import annotations

from app.ends.terms import Ground, Stage
from app.shared.texts import N_

GROUNDS = {
    Ground.GOOD_CAUSE: N_("Resignation for good cause"),
    Ground.BARRED: N_("An office or a finding that bars"),
    Ground.REFUSAL: N_("Refusal to sit without good reason"),
    Ground.MALPRACTICE: N_("Malpractice"),
}
STAGES = {
    Stage.OPEN: N_("Opened"),
    Stage.HEARD: N_("Heard"),
    Stage.MOVED: N_("Motion of the president"),
    Stage.DECIDED: N_("Act, the office ends"),
    Stage.WITHDRAWN: N_("Withdrawn"),
    Stage.ANNULLED: N_("Act annulled, the office goes on"),
}
INKS = {Stage.DECIDED: "stop", Stage.WITHDRAWN: "", Stage.ANNULLED: ""}
