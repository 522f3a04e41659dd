"""The step of a proposal that waits for the desk: its form, its words, and the verb it calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from app.accounts.desk import is_own
from app.accounts.terms import Desk
from app.promotion.access import DECIDES, PROPOSES, REVIEWS
from app.promotion.facts import seen_of
from app.promotion.forms import ActForm, JudgementForm
from app.promotion.models import Proposal
from app.promotion.proposal_rules import as_seen, no_assessor
from app.promotion.readiness import Judged, readiness_of
from app.promotion.service import appoint_judge, approve, refuse, review
from app.promotion.terms import STANDING, ProposalState
from app.shared.forms import ActingForm
from app.shared.refusals import Refusal
from app.shared.texts import N_


@dataclass(frozen=True)
class Step:
    """What waits for the desk: a question, the button's verb, the form, and what it does.

    `take` returns what is said when it is done.
    """

    question: str
    verb: str
    form: ActingForm
    take: Callable[[Desk, Proposal], str]


def may_step(desk: Desk, row: Proposal) -> bool:
    """Say whether the step that waits is one for the desk's user."""
    acted = desk.id in (row.proposed_by, row.reviewed_by)
    if row.state == ProposalState.PROPOSED:
        return desk.may(*REVIEWS) and not acted
    if row.state == ProposalState.REVIEWED:
        return desk.may(*DECIDES) and not acted
    return row.state == ProposalState.APPROVED and desk.may(*PROPOSES)


def step_of(desk: Desk, row: Proposal) -> Step | None:
    """Return the step that waits for the desk's user in his own court, None where none does."""
    if not is_own(row.body_id) or not may_step(desk, row):
        return None
    if row.state == ProposalState.APPROVED:
        return _act()
    return _judgement(row.state == ProposalState.PROPOSED)


def _judgement(reviews: bool) -> Step:
    form = JudgementForm()

    def take(desk: Desk, row: Proposal) -> str:
        if not form.is_for:
            refuse(desk, row, form.why.data or "")
            return gettext("The proposal is refused.")
        if reviews:
            review(desk, row, form.why.data or "")
            return gettext("The proposal is reviewed and goes to the president.")
        approve(desk, row, form.waivers())
        return gettext("The proposal is approved. The act is entered next.")

    if reviews:
        question = N_("Do you support the proposal, as the second person?")
        return Step(question, N_("Give the review"), form, take)
    return Step(N_("Do you approve the proposal?"), N_("Decide"), form, take)


def _act() -> Step:
    form = ActForm()

    def take(desk: Desk, row: Proposal) -> str:
        appoint_judge(desk, row, form.to_new())
        return gettext("The act is entered: the office of judge follows that of assessor.")

    return Step(N_("By which act is the appointment made?"), N_("Enter the act"), form, take)


@dataclass(frozen=True)
class Now:
    """How a proposal stands today: its proof, and what is not as it was seen."""

    judged: Judged | None
    changes: Sequence[Refusal]


def now_of(row: Proposal, day: date) -> Now | None:
    """Return how a standing proposal stands on a day; nothing is judged once it is over."""
    if row.state not in STANDING:
        return None
    judged = readiness_of(row.body_id, row.person_id, day, row.id)
    if judged is None:
        return Now(None, [no_assessor()])
    return Now(judged, as_seen(row.seen, seen_of(judged.facts)))
