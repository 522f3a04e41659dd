"""A person's time line: the steps of his proposals, for who may see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext

from app.accounts.terms import Desk
from app.promotion.access import SEES
from app.promotion.models import Proposal
from app.promotion.proposals import proposals_of_person
from app.promotion.terms import ProposalState
from app.shared.collected import LifeLine


def lines(person_id: int, desk: Desk) -> Iterator[LifeLine]:
    """Yield when somebody was proposed, and what was decided (one statement)."""
    if not desk.may(*SEES):
        return
    for row in proposals_of_person(person_id):
        yield _line(row, row.created_at, gettext("Proposed for judge"), desk)
        if row.decided_at:
            yield _line(row, row.decided_at, _decided(row.state), desk, row.why)


def _decided(state: ProposalState) -> str:
    if state == ProposalState.WITHDRAWN:
        return gettext("The proposal is withdrawn")
    refused = state == ProposalState.REFUSED
    return gettext("The promotion is refused") if refused else gettext("The promotion is approved")


def _line(row: Proposal, at: datetime, text: str, desk: Desk, note: str = "") -> LifeLine:
    day = at.astimezone(ZoneInfo(desk.zone)).date()
    if row.body_id != desk.body_id:
        return LifeLine(day, text, note=note)
    link = url_for("promotion.proposal", uid=row.uid)
    return LifeLine(day, text, link, gettext("proposal"), note)
