"""Verbs of the public notice: it begins, objections come in and are answered; the submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.accounts.terms import Desk
from app.audit.service import record
from app.elections.models import Candidate, Election, Objection
from app.elections.queries import candidates_at
from app.elections.rules import (
    UNSOLICITED,
    all_answered,
    notice_over,
    objection_in_time,
    unsolicited_within,
)
from app.elections.service.calling import book_today, standing_at, step
from app.elections.service.falling_out import fall_out, notice_end
from app.elections.service.screening import against_of
from app.elections.service.shares import places_fixed_on, unsolicited_now
from app.elections.terms import Stage, Standing
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused, refuse_unless_waived, standing
from app.shared.texts import N_
from app.shared.transactions import lock

NAMED = 5  # of those who cannot be proposed any more, so many by name


@dataclass(frozen=True)
class NewObjection:
    """What somebody says against a candidate, and when it came in."""

    received: date
    by_whom: str
    text: str


def begin_notice(desk: Desk, election: Election, first: date) -> Election:
    """Put those who are proposed on public notice from a day on; the days after it are counted.

    Raises Refused: nobody is proposed, a day that has passed, checks that expired meanwhile.
    """
    election = standing_at(election.id, Stage.SCREENED)
    if first < clock.today(election.body.zone):
        raise Refused([_notice_in_the_past(first)])
    proposed = _proposed(election)
    if not proposed:
        raise Refused([_nobody_proposed()])
    _refuse_unfit(election, proposed)
    for one in proposed:
        one.noticed = first
    election.notice_from = first
    election.notice_until = last = notice_end(first, book_today(election))
    step(election, Stage.NOTICE)
    until = last.isoformat()
    record(desk, "election:noticed", election, first=first.isoformat(), until=until)
    return election


def receive_objection(
    desk: Desk, election: Election, candidate: Candidate, said: NewObjection
) -> Objection:
    """Write down what was said against somebody on notice; who said it is kept sealed.

    Raises Refused: not among the days of the notice, or the candidate is not on notice.
    """
    election = standing_at(election.id, Stage.NOTICE)
    if candidate.standing != Standing.PROPOSED:
        raise Refused([_not_on_notice()])
    first, last = candidate.noticed or date.max, election.notice_until or date.min
    late = objection_in_time(said.received, first, last, clock.today(election.body.zone))
    if late:
        raise Refused([late])
    row = Objection(
        election_id=election.id,
        candidate_id=candidate.id,
        received=said.received,
        by_whom=said.by_whom or None,
        text=said.text,
    )
    db.session.add(row)
    db.session.flush()
    step(election)
    record(desk, "objection:received", row, election.body_id, candidate=candidate.uid)
    return row


def answer_objection(
    desk: Desk, election: Election, objection: Objection, upheld: bool, answer: str
) -> Candidate | None:
    """Decide on an objection with a reason; return who takes the place where it is upheld.

    Raises Refused where it is answered already.
    """
    election = standing_at(election.id, Stage.NOTICE)
    objection = lock(Objection, objection.id)
    if objection.upheld is not None:
        raise Refused([_answered_already()])
    objection.upheld, objection.answer = upheld, answer
    objection.answered_at = clock.now()
    objection.version += 1
    step(election)
    record(desk, "objection:answered", objection, election.body_id, upheld=upheld)
    candidate = db.session.get_one(Candidate, objection.candidate_id)
    if not upheld or candidate.standing != Standing.PROPOSED:
        return None
    return fall_out(desk, election, candidate, Standing.BARRED, answer)


def submit(desk: Desk, election: Election, waivers: Mapping[str, str]) -> Election:
    """Submit the list to the organ that decides; the paper is printed from the page.

    Raises Refused: the notice lasts, objections are open, a check has expired, the share of
    Article 11; soft rules pass with a written reason.
    """
    election = standing_at(election.id, Stage.NOTICE)
    today, book = clock.today(election.body.zone), book_today(election)
    proposed = _proposed(election)
    if not proposed:
        raise Refused([_nobody_proposed()])
    _refuse_unfit(election, proposed)
    chosen = sum(one.source in UNSOLICITED for one in proposed)
    quota = places_fixed_on(election)
    found = (
        notice_over(today, election.notice_until, book),
        all_answered(open_objections(election)),
        unsolicited_within(chosen, unsolicited_now(election), quota, election.seats, book),
    )
    against = [refusal for refusal in found if refusal]
    refuse_unless_waived(against, waivers)
    used = {one.key: waivers[one.key].strip() for one in against}
    election.waivers = election.waivers | used
    election.submitted = today
    step(election, Stage.SUBMITTED)
    record(desk, "election:submitted", election, number=len(proposed), waivers=used)
    return election


def open_objections(election: Election) -> int:
    """Return how many objections of an election are not answered yet."""
    where = (Objection.election_id == election.id, Objection.upheld.is_(None))
    return db.session.scalar(select(func.count(Objection.id)).where(*where)) or 0


def _proposed(election: Election) -> list[Candidate]:
    statement = candidates_at(election.id, Standing.PROPOSED)
    return list(db.session.scalars(statement.options(selectinload(Candidate.checks))))


def _refuse_unfit(election: Election, proposed: Sequence[Candidate]) -> None:
    """Raise Refused where somebody proposed would not pass any more today."""
    against = against_of(election, proposed)
    unfit = [one.name for one in proposed if standing(against[one.id], one.waivers)]
    if unfit:
        text = N_("%(number)s of those proposed would not pass today: %(names)s.")
        way = N_("Renew the checks that have expired on the screening sheet, or let them fall out.")
        named = {"number": len(unfit), "names": "、".join(unfit[:NAMED])}
        raise Refused([Refusal("election.unfit", text, named, way)])


def _notice_in_the_past(first: date) -> Refusal:
    text = N_("A notice from %(day)s on would have begun before today.")
    way = N_("Choose today or a day ahead.")
    return Refusal("election.notice_day", text, {"day": first.isoformat()}, way, place="first")


def _nobody_proposed() -> Refusal:
    text = N_("Nobody is proposed.")
    way = N_("Draw those to be proposed among the candidates who passed.")
    return Refusal("election.nobody_proposed", text, way_out=way)


def _not_on_notice() -> Refusal:
    text = N_("This person is not on public notice.")
    way = N_("Choose somebody who is.")
    return Refusal("objection.candidate", text, way_out=way, place="candidate")


def _answered_already() -> Refusal:
    text = N_("This objection is answered already.")
    return Refusal("objection.answered", text, way_out=N_("Look at the answer."))
