"""What waits on Today: a proposal at each desk whose step it is."""

from __future__ import annotations

from datetime import date

from flask import url_for
from flask_babel import gettext

from app.accounts.terms import Desk
from app.bodies.queries import forebears
from app.promotion.access import REVIEWS
from app.promotion.models import Proposal
from app.promotion.proposals import reached, standing_in
from app.promotion.steps import may_step
from app.promotion.terms import ProposalState
from app.shared.collected import TodayPart, Waiting

SHOWN = 8
STALLED = 30  # days


def part(desk: Desk, day: date) -> TodayPart:
    """Return the proposals whose step is one for this desk's user, oldest first (one statement)."""
    if not desk.may(*REVIEWS):
        return TodayPart()
    rows = [row for row in standing_in(forebears(desk.body_id, day)) if may_step(desk, row)]
    return TodayPart([_waiting(row, day, desk.zone) for row in rows[:SHOWN]])


def _waiting(row: Proposal, day: date, zone: str) -> Waiting:
    since = reached(row, zone)
    late = (day - since).days > STALLED
    title, verb = _said(row)
    return Waiting(
        due=since if late else day,
        title=title,
        why=gettext("It waits since %(day)s.", day=since.isoformat()),
        link=url_for("promotion.proposal", uid=row.uid),
        verb=verb,
        late=late,
    )


def _said(row: Proposal) -> tuple[str, str]:
    name = row.person.name
    if row.state == ProposalState.PROPOSED:
        return gettext("%(name)s is proposed for judge", name=name), gettext("Review it")
    if row.state == ProposalState.REVIEWED:
        return gettext("%(name)s: the proposal is reviewed", name=name), gettext("Decide")
    return gettext("%(name)s: the promotion is approved", name=name), gettext("Enter the act")
