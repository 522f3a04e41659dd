"""Named reads of proposals: one, those that wait, those of a court."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import joinedload

from app.people.models import ActLine, Tenure
from app.people.terms import Office
from app.promotion.models import Proposal
from app.promotion.terms import STANDING, ProposalState
from app.shared.db import db
from app.shared.files import StoredFile

PAGE = 50


def proposal_by_uid(uid: str) -> Proposal | None:
    """Return the proposal at a public address, with its person and act."""
    both = (joinedload(Proposal.person), joinedload(Proposal.act))
    return db.session.scalar(select(Proposal).where(Proposal.uid == uid).options(*both))


def standing_of(person_id: int) -> Proposal | None:
    """Return the proposal that stands for a person (uq_proposal_standing)."""
    where = (Proposal.person_id == person_id, Proposal.state.in_(STANDING))
    return db.session.scalar(select(Proposal).where(*where))


def proposals_of_person(person_id: int) -> list[Proposal]:
    """Return all proposals of a person, newest first (ix_proposal_person_id)."""
    return list(db.session.scalars(_of_person(), {"person": person_id}))


@cache
def _of_person() -> Select[Proposal]:
    person = bindparam("person", type_=Integer())
    return select(Proposal).where(Proposal.person_id == person).order_by(Proposal.id.desc())


def standing_in(bodies: Collection[int] | None) -> list[Proposal]:
    """Return the proposals that wait for a step in bodies (None: everywhere), oldest first."""
    if bodies is None:
        return list(db.session.scalars(_standing()))
    return list(db.session.scalars(_standing_in_bodies(), {"bodies": list(bodies)}))


@cache
def _standing() -> Select[Proposal]:
    rows = select(Proposal).where(Proposal.state.in_(STANDING)).order_by(Proposal.id)
    return rows.options(joinedload(Proposal.person))


@cache
def _standing_in_bodies() -> Select[Proposal]:
    bodies = bindparam("bodies", type_=Integer(), expanding=True)
    return _standing().where(Proposal.body_id.in_(bodies))


def proposals_page(bodies: Collection[int], after: str = "") -> tuple[list[Proposal], str]:
    """Return a page of a court's proposals, newest first, and the mark behind which more stand."""
    rows = select(Proposal).where(Proposal.body_id.in_(bodies)).order_by(Proposal.id.desc())
    if after.isdecimal() and len(after) < 18:
        rows = rows.where(Proposal.id < int(after))
    rows = rows.options(joinedload(Proposal.person)).limit(PAGE + 1)
    found = list(db.session.scalars(rows))
    return found[:PAGE], str(found[PAGE - 1].id) if len(found) > PAGE else ""


def judge_by(proposal: Proposal) -> Tenure | None:
    """Return the tenure as judge that a proposal's act began, None where its line was annulled."""
    began = select(Tenure).join(ActLine, ActLine.id == Tenure.start_line_id)
    where = (Tenure.person_id == proposal.person_id, Tenure.office == Office.JUDGE)
    of_act = (ActLine.act_id == proposal.act_id, Tenure.superseded_at.is_(None))
    return db.session.scalar(began.where(*where, *of_act).options(joinedload(Tenure.body)))


def paper_by_uid(uid: str) -> tuple[StoredFile | None, Proposal | None]:
    """Return a printed letter and the proposal that it belongs to."""
    file = db.session.scalar(select(StoredFile).where(StoredFile.uid == uid))
    kind, _, number = (file.subject if file else "").partition(":")
    if file is None or kind != "proposal" or not number.isdecimal():
        return None, None
    return file, db.session.get(Proposal, int(number))


def reached(proposal: Proposal, zone: str) -> date:
    """Return the day since which a proposal waits for its next step."""
    moments: dict[ProposalState, datetime | None] = {
        ProposalState.REVIEWED: proposal.reviewed_at,
        ProposalState.APPROVED: proposal.decided_at,
    }
    moment = moments.get(proposal.state) or proposal.created_at
    return moment.astimezone(ZoneInfo(zone)).date()
