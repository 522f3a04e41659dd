"""What a step of a proposal must keep to: its state, three people, the facts as seen. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.promotion.facts import changed
from app.promotion.terms import ProposalState
from app.shared.refusals import Refusal
from app.shared.texts import N_

ANEW = N_("Let the personnel office look at the proposal anew.")
CHANGED = {
    "identity": N_("The name or birth was corrected since the proposal was made."),
    "education": N_("The education was changed since the proposal was made."),
    "tenure": N_("The tenure as assessor is not as it was when the proposal was made."),
    "cases": N_("Cases sat: %(was)s were seen, now there are %(now)s."),
    "appraisal": N_("The last appraisal is not the one that was seen."),
    "sanctions": N_("The sanctions are not those that were seen."),
    "courses": N_("The courses passed are not those that were seen."),
    "bars": N_("The checks find other bars than those that were seen."),
}


def in_state(state: ProposalState, *wanted: ProposalState) -> Refusal | None:
    """A step follows the one before it."""
    if state in wanted:
        return None
    text = N_("The proposal does not wait for this step.")
    return Refusal("proposal.state", text, way_out=N_("Look at the proposal as it stands now."))


def another_person(who: int | None, acted: Mapping[str, int | None]) -> Refusal | None:
    """Nobody acts twice on one proposal: who proposes, reviews and decides are three people."""
    if who is None or who not in acted.values():
        return None
    text = N_("You have acted on this proposal already; this step is for somebody else.")
    return Refusal("proposal.same_person", text, way_out=N_("Leave it to another officer."))


def not_own(is_self: bool) -> Refusal | None:
    """Nobody acts on his own case."""
    if not is_self:
        return None
    text = N_("Nobody acts on his own promotion.")
    return Refusal("proposal.own", text, way_out=N_("Leave it to another officer."))


def as_seen(seen: dict[str, Any], now: dict[str, Any]) -> list[Refusal]:
    """Who decides is bound to what was seen: one refusal for each thing that changed."""
    return [
        Refusal("proposal.changed", CHANGED[name], _both(seen.get(name), now[name]), ANEW)
        for name in changed(seen, now)
    ]


def _both(was: Any, now: Any) -> dict[str, Any]:
    return {"was": was, "now": now} if isinstance(now, int) else {}


def in_order(approved: date, adopted: date, since: date) -> Refusal | None:
    """The act follows the approval, and the office begins with the act or after it."""
    if adopted < approved:
        text = N_("The act of %(adopted)s is earlier than the approval of %(approved)s.")
        named = {"adopted": adopted.isoformat(), "approved": approved.isoformat()}
        return Refusal("proposal.act_day", text, named, N_("Correct the day."), place="adopted")
    if since < adopted:
        text = N_("The office begins on %(since)s, before the act of %(adopted)s.")
        named = {"since": since.isoformat(), "adopted": adopted.isoformat()}
        return Refusal("proposal.act_day", text, named, N_("Correct the day."), place="since")
    return None


def standing_already(standing: bool) -> Refusal | None:
    """One person is proposed once at a time."""
    if not standing:
        return None
    text = N_("A proposal for this person stands already.")
    return Refusal("proposal.twice", text, way_out=N_("Open that proposal, or withdraw it first."))


def no_assessor() -> Refusal:
    """The way to judge begins in office as assessor of this court."""
    text = N_("This person is no assessor in office of this court on that day.")
    return Refusal("proposal.no_assessor", text, way_out=N_("Look at the person's page."))
