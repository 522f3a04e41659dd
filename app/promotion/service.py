"""Verbs of promotion: proposed, reviewed, approved by three people, then done by one act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask_babel import gettext
from sqlalchemy import select

from app.accounts.terms import Desk
from app.accounts.users import is_person
from app.audit.service import record
from app.bodies.models import Body
from app.bodies.queries import rulebook_of
from app.messages.writing import in_language
from app.people.models import Person, Tenure
from app.people.service import Appointment, Decision, appoint
from app.people.terms import Office
from app.promotion.facts import seen_of
from app.promotion.models import Proposal
from app.promotion.proposal_rules import (
    another_person,
    as_seen,
    in_order,
    in_state,
    no_assessor,
    not_own,
    standing_already,
)
from app.promotion.readiness import Judged, readiness_of
from app.promotion.rules import against, no_path
from app.promotion.terms import STANDING, ProposalState
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused, refuse_unless_waived
from app.shared.transactions import lock


@dataclass(frozen=True)
class NewJudge:
    """By which act the office of judge begins, from which day."""

    by: Decision
    since: date


def propose(desk: Desk, person: Person, waivers: Mapping[str, str]) -> Proposal:
    """Propose an assessor of the desk's court for judge, on the facts as they stand today.

    Raises Refused for one's own case, where a proposal stands already, where the law has no path,
    and for every condition that is not met and not set aside with a reason.
    """
    lock(Person, person.id)
    day = clock.today(desk.zone)
    book = rulebook_of(desk.body_id, day)
    standing = select(Proposal.id).where(
        Proposal.person_id == person.id, Proposal.state.in_(STANDING)
    )
    _refuse(
        no_path(book),
        not_own(is_person(desk.id, person.id)),
        standing_already(db.session.scalar(standing) is not None),
    )
    judged = _judged(desk.body_id, person.id, day)
    refusals = against(judged.conditions, book)
    refuse_unless_waived(refusals, waivers)
    row = Proposal(
        person_id=person.id,
        body_id=desk.body_id,
        office=Office.JUDGE,
        state=ProposalState.PROPOSED,
        proposed_by=desk.id,
        proposed_name=desk.name,
        seen=seen_of(judged.facts),
        waivers={one.key: waivers[one.key] for one in refusals},
        rulebook=book.name,
        rulebook_version=str(book.version),
    )
    db.session.add(row)
    db.session.flush()
    facts = {"rulebook": book.name, "rulebook_version": book.version, "waivers": row.waivers}
    record(desk, "proposal:made", row, person=person.uid, **facts)
    return row


def review(desk: Desk, proposal: Proposal, note: str) -> None:
    """Support a proposal after looking at its proof, as the second person.

    Raises Refused for one's own case or proposal, and for what is not as it was seen.
    """
    row = _locked(desk, proposal, ProposalState.PROPOSED)
    _holds(row, clock.today(desk.zone), row.waivers)
    row.state, row.review, row.reviewed_at = ProposalState.REVIEWED, note, clock.now()
    row.reviewed_by, row.reviewed_name = desk.id, desk.name
    _stepped(desk, row, "proposal:reviewed")


def approve(desk: Desk, proposal: Proposal, waivers: Mapping[str, str]) -> None:
    """Approve a reviewed proposal, as the third person, bound to the facts that were seen.

    Raises Refused as `review` does; soft conditions pass with a reason, which is kept.
    """
    row = _locked(desk, proposal, ProposalState.REVIEWED)
    row.waivers = _holds(row, clock.today(desk.zone), {**row.waivers, **waivers})
    row.state = ProposalState.APPROVED
    row.decided_by, row.decided_name, row.decided_at = desk.id, desk.name, clock.now()
    _stepped(desk, row, "proposal:approved", waivers=row.waivers)


def refuse(desk: Desk, proposal: Proposal, why: str) -> None:
    """Refuse a proposal at the review or at the decision, for a reason."""
    row = _locked(desk, proposal, ProposalState.PROPOSED, ProposalState.REVIEWED)
    row.state, row.why = ProposalState.REFUSED, why
    row.decided_by, row.decided_name, row.decided_at = desk.id, desk.name, clock.now()
    _stepped(desk, row, "proposal:refused", why=why)


def withdraw(desk: Desk, proposal: Proposal, why: str) -> None:
    """Withdraw a proposal that stands, for a reason; raises Refused where it does not stand."""
    row = _row(proposal)
    _refuse(in_state(row.state, *STANDING), not_own(is_person(desk.id, row.person_id)))
    row.state, row.why = ProposalState.WITHDRAWN, why
    row.decided_by, row.decided_name, row.decided_at = desk.id, desk.name, clock.now()
    _stepped(desk, row, "proposal:withdrawn", why=why)


def look_anew(desk: Desk, proposal: Proposal) -> None:
    """Take the facts as they stand today and let the proposal be reviewed and decided again.

    Whoever looks at it anew is the proposer from then on. Raises Refused for a hard condition
    that is not met any more, and for a soft one without a reason given before.
    """
    row = _row(proposal)
    _refuse(in_state(row.state, *STANDING), not_own(is_person(desk.id, row.person_id)))
    day = clock.today(desk.zone)
    judged, book = _judged(row.body_id, row.person_id, day, row.id), rulebook_of(row.body_id, day)
    refuse_unless_waived(against(judged.conditions, book), row.waivers)
    row.state, row.seen = ProposalState.PROPOSED, seen_of(judged.facts)
    row.rulebook, row.rulebook_version = book.name, str(book.version)
    row.proposed_by, row.proposed_name = desk.id, desk.name
    row.reviewed_by, row.reviewed_name, row.reviewed_at, row.review = None, "", None, ""
    row.decided_by, row.decided_name, row.decided_at = None, "", None
    _stepped(desk, row, "proposal:renewed")


def appoint_judge(desk: Desk, proposal: Proposal, new: NewJudge) -> Tenure:
    """Enter the act that ends the tenure as assessor and begins that as judge, in one piece.

    Raises Refused where the proposal is not approved, its facts are not as they were seen, no
    post is free on the first day, or the act is earlier than the approval.
    """
    row = _row(proposal)
    _refuse(in_state(row.state, ProposalState.APPROVED), not_own(is_person(desk.id, row.person_id)))
    approved = (row.decided_at or clock.now()).astimezone(ZoneInfo(desk.zone)).date()
    _refuse(in_order(approved, new.by.adopted, new.since))
    _holds(row, new.since, row.waivers)
    with in_language(desk.language):
        why = gettext("Appointed judge of the same court")
    words = {"office": Office.JUDGE, "ends_assessor": why}
    tenure = appoint(desk, row.person, Appointment(new.by, new.since, **words), row.waivers)
    row.state = ProposalState.DONE
    row.act_id = tenure.start_line.act_id if tenure.start_line else None
    _stepped(desk, row, "proposal:done", since=new.since.isoformat(), number=new.by.number)
    return tenure


def _row(proposal: Proposal) -> Proposal:
    lock(Person, proposal.person_id)
    return lock(Proposal, proposal.id)


def _locked(desk: Desk, proposal: Proposal, *states: ProposalState) -> Proposal:
    row = _row(proposal)
    acted = {"proposed": row.proposed_by, "reviewed": row.reviewed_by}
    _refuse(
        in_state(row.state, *states),
        not_own(is_person(desk.id, row.person_id)),
        another_person(desk.id, acted),
    )
    return row


def _holds(row: Proposal, day: date, waivers: Mapping[str, str]) -> dict[str, str]:
    """Judge a proposal again on a day; return the reasons that it needs.

    The court is locked: of two who take its last post at once the second finds it taken. Raises
    Refused for each thing that is not as it was seen, else for what stands against it.
    """
    lock(Body, row.body_id)
    judged, book = _judged(row.body_id, row.person_id, day, row.id), rulebook_of(row.body_id, day)
    _refuse(*as_seen(row.seen, seen_of(judged.facts)))
    refusals = against(judged.conditions, book)
    refuse_unless_waived(refusals, waivers)
    return {one.key: waivers[one.key] for one in refusals}


def _judged(body_id: int, person_id: int, day: date, but: int | None = None) -> Judged:
    found = readiness_of(body_id, person_id, day, but)
    if found is None:
        raise Refused([no_assessor()])
    return found


def _stepped(desk: Desk, row: Proposal, act: str, **facts: object) -> None:
    row.version += 1
    record(desk, act, row, row.body_id, person=row.person.uid, **facts)


def _refuse(*found: Refusal | None) -> None:
    """Raise Refused for all that was found."""
    standing: Iterable[Refusal] = [one for one in found if one is not None]
    if standing:
        raise Refused(standing)
