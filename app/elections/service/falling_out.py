"""Who is proposed falls out, and the next in the drawn order takes the place."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.accounts.terms import Desk
from app.audit.service import record
from app.bodies.workdays import add_working_days
from app.elections.facts import NOBODY, facts_of, register_of
from app.elections.models import Candidate, Election
from app.elections.rules import UNSOLICITED, judge_candidate, verdict_of
from app.elections.service.calling import book_today
from app.elections.service.shares import share_left
from app.elections.terms import Stage, Standing
from app.rulebooks.terms import Rulebook
from app.shared import clock
from app.shared.db import db


def fall_out(
    desk: Desk, election: Election, candidate: Candidate, standing: Standing, why: str
) -> Candidate | None:
    """Let somebody proposed fall out of a locked election; return who takes the place.

    During or after the public notice the next one is on notice himself for its whole length,
    from today on. None where nobody is left in the order who keeps to the share of Article 11.
    """
    candidate.standing, candidate.why = standing, why
    candidate.version += 1
    db.session.flush()
    book = book_today(election)
    following = _next(election, book)
    if following is not None:
        following.standing = Standing.PROPOSED
        following.version += 1
        if election.stage != Stage.SCREENED:
            _put_on_notice(election, following, book)
    election.version += 1
    named = {"candidate": candidate.uid, "next": following.uid if following else None}
    record(desk, "election:fallen_out", election, **named)
    db.session.flush()
    return following


def notice_end(first: date, book: Rulebook) -> date:
    """Return the last day of a public notice that begins on a day; that day is not counted."""
    days = book.value("selection.public_notice") or 0
    return add_working_days(first, int(days))


def _put_on_notice(election: Election, candidate: Candidate, book: Rulebook) -> None:
    today = clock.today(election.body.zone)
    candidate.noticed = first = max(today, election.notice_from or today)
    ends = notice_end(first, book)
    election.notice_until = max(ends, election.notice_until or ends)
    election.stage, election.submitted = Stage.NOTICE, None


def _next(election: Election, book: Rulebook) -> Candidate | None:
    """Return the next in the drawn order who still passes and keeps to the share."""
    today = clock.today(election.body.zone)
    room = _room(election, book)
    where = (Candidate.election_id == election.id, Candidate.standing == Standing.PASSED)
    waiting = select(Candidate).where(*where, Candidate.place.is_not(None))
    waiting = waiting.order_by(Candidate.place).options(selectinload(Candidate.checks))
    for one in db.session.scalars(waiting).all():
        if one.source in UNSOLICITED and room is not None and room <= 0:
            continue
        known = register_of(election, [one], today).get(one.id, NOBODY)
        against = judge_candidate(facts_of(election, one, known, book, today), book)
        if verdict_of(against, one.waivers) == Standing.PASSED:
            return one
        one.against = [refusal.key for refusal in against]
        one.standing = verdict_of(against, one.waivers)
        one.version += 1
    return None


def _room(election: Election, book: Rulebook) -> int | None:
    """Return how many more of the proposed may have applied or been recommended."""
    most = share_left(election, book)
    if most is None:
        return None
    proposed = select(Candidate.id).where(
        Candidate.election_id == election.id,
        Candidate.standing == Standing.PROPOSED,
        Candidate.source.in_(UNSOLICITED),
    )
    return most - len(db.session.scalars(proposed).all())
