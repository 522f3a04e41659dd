"""How an election stands: its steps with the working days left, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from app.bodies.workdays import working_days_until
from app.elections.models import Election
from app.elections.terms import VOTES, ElectionForm, Stage
from app.elections.words import NAMINGS, STAGES, VOTE_STAGES
from app.shared import clock

SELECTED = (
    *(Stage.CALLED, Stage.LISTED, Stage.SCREENED),
    *(Stage.NOTICE, Stage.SUBMITTED, Stage.DECIDED),
)
VOTED = (Stage.CALLED, Stage.LISTED, Stage.VOTED, Stage.DECIDED)
NAMED = (Stage.CALLED, Stage.LISTED, Stage.DECIDED)
ORDERS = {
    ElectionForm.APPOINTMENT: SELECTED,
    ElectionForm.ASSEMBLY: VOTED,
    ElectionForm.WORKERS: VOTED,
    ElectionForm.ORGANISATION: NAMED,
}


# What a stage is called where the form has a word of its own for it.
OWN: Mapping[ElectionForm, Mapping[Stage, str]] = {
    ElectionForm.ORGANISATION: NAMINGS,
    **dict.fromkeys(VOTES, VOTE_STAGES),
}


@dataclass(frozen=True)
class Steps:
    """The fixed steps of an election in the reader's language; `now` counts from 0."""

    labels: list[str]
    now: int


def steps_of(election: Election) -> Steps:
    """Return the steps of an election, the notice with the working days that are left."""
    today = clock.today(election.body.zone)
    order = ORDERS[election.form]
    labels = [_label(election, stage, today) for stage in order]
    decided = election.stage == Stage.DECIDED
    now = len(order) if decided else order.index(election.stage)
    return Steps(labels, now)


def _label(election: Election, stage: Stage, today: date) -> str:
    own = OWN.get(election.form, {})
    name = gettext(own.get(stage, STAGES[stage]))
    until = election.notice_until
    if stage != Stage.NOTICE or until is None or election.stage != Stage.NOTICE:
        return name
    left = working_days_until(today, until)
    said = ngettext("one working day left", "%(num)s working days left", left)
    return gettext("%(stage)s · %(left)s", stage=name, left=said) if left else name
