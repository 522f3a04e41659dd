"""What waits on Today: a proposal at each desk whose step it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import url_for
from flask_babel import gettext

from app.accounts.recipients import recipients_at
from app.accounts.terms import Desk, RoleKind
from app.bodies.queries import forebears
from app.promotion.access import PROPOSES, REVIEWS
from app.promotion.models import Proposal
from app.promotion.proposals import reached, standing_in
from app.promotion.steps import may_step
from app.promotion.terms import ProposalState
from app.shared.collected import TodayPart, Waiting

SHOWN = 8
STALLED = 30  # days


def part(desk: Desk, day: date) -> TodayPart:
    """Return the proposals whose step is one for this desk's user, oldest first.

    A president is not asked to review where a personnel officer can: who reviews cannot approve.
    One statement; for a president with a review ahead the two of recipients_at as well.
    """
    if not desk.may(*REVIEWS):
        return TodayPart()
    rows = [row for row in standing_in(forebears(desk.body_id, day)) if may_step(desk, row)]
    if not desk.may(*PROPOSES):
        left = _left_to_personnel([row for row in rows if row.state == ProposalState.PROPOSED])
        rows = [row for row in rows if row.id not in left]
    return TodayPart([_waiting(row, day, desk.zone) for row in rows[:SHOWN]])


def _left_to_personnel(rows: Sequence[Proposal]) -> set[int]:
    """Return which proposals a personnel officer can review who did not make them."""
    bodies = {row.body_id for row in rows}
    officers = recipients_at(bodies, RoleKind.PERSONNEL) if bodies else {}
    return {
        row.id
        for row in rows
        if {one.key for one in officers.get(row.body_id, ())} - {f"user:{row.proposed_by}"}
    }


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
