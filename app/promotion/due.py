"""What is due of proposals: who has the next step is told, and again where it stands still."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from flask_babel import gettext

from app.accounts.recipients import recipients_at
from app.accounts.terms import RoleKind
from app.bodies.models import Body
from app.messages.terms import Notice, Recipient
from app.messages.writing import in_language, path_to
from app.promotion.models import Proposal
from app.promotion.proposals import reached, standing_in
from app.promotion.terms import ProposalState
from app.shared.db import db

RULE = "promotion.waits"
LEADS = (0, 7, 30)  # days after the step before
NEXT = {
    ProposalState.PROPOSED: RoleKind.PERSONNEL,
    ProposalState.REVIEWED: RoleKind.PRESIDENT,
    ProposalState.APPROVED: RoleKind.PERSONNEL,
}


def messages(day: date, body_id: int | None = None) -> Iterable[Notice]:
    """Return who is to be told on `day` that a proposal waits for him, in one body if named."""
    rows = standing_in(None if body_id is None else [body_id])
    due = [row for row in rows if _days(row, day) in LEADS]
    bodies = {row.body_id for row in due}
    told = {role: recipients_at(bodies, role) for role in set(NEXT.values())} if bodies else {}
    for row in due:
        for recipient in told[NEXT[row.state]].get(row.body_id, []):
            if recipient.key not in _acted(row):
                yield _notice(row, recipient, day)


def _days(row: Proposal, day: date) -> int:
    return (day - reached(row, db.session.get_one(Body, row.body_id).zone)).days


def _acted(row: Proposal) -> set[str]:
    """Return who has acted already, where the next step is for somebody else."""
    if row.state == ProposalState.APPROVED:
        return set()
    return {f"user:{who}" for who in (row.proposed_by, row.reviewed_by)}


def _notice(row: Proposal, recipient: Recipient, day: date) -> Notice:
    with in_language(recipient.language):
        title, text = _said(row)
    return Notice(
        rule=RULE,
        subject=f"proposal:{row.id}",
        version=row.version,
        due_day=day,
        body_id=row.body_id,
        recipient=recipient,
        title=title,
        text=text,
        link=path_to("promotion.proposal", uid=row.uid),
        useful_until=datetime(day.year, day.month, day.day, 16, tzinfo=UTC) + timedelta(days=7),
    )


def _said(row: Proposal) -> tuple[str, str]:
    name = row.person.name
    if row.state == ProposalState.PROPOSED:
        text = gettext("A second person looks at the proof of each condition.")
        return gettext("%(name)s is proposed for judge", name=name), text
    if row.state == ProposalState.REVIEWED:
        text = gettext("The proposal waits for the president's decision.")
        return gettext("%(name)s: the proposal is reviewed", name=name), text
    text = gettext("The act that appoints is entered next; it ends the tenure as assessor.")
    return gettext("%(name)s: the promotion is approved", name=name), text
