"""Verbs of the screening: checks and answers are written down, candidates are judged by them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import selectinload

from app.accounts.terms import Desk
from app.audit.service import record
from app.draws.service import standing as standing_draw
from app.draws.terms import DrawState
from app.elections.facts import NOBODY, facts_of, register_of
from app.elections.models import Candidate, CandidateCheck, Election
from app.elections.queries import counts_of, read_anew
from app.elections.rules import judge_candidate, verdict_of
from app.elections.service.calling import book_today, standing_at, step
from app.elections.service.falling_out import fall_out
from app.elections.terms import Matter, Stage, Standing, seats_of
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused, standing
from app.shared.texts import N_

JUDGED = (Standing.CANDIDATE, Standing.PASSED, Standing.BARRED)
OPEN_STAGES = (Stage.SCREENED, Stage.NOTICE, Stage.SUBMITTED)
CHUNK = 500


@dataclass(frozen=True)
class NewCheck:
    """What was looked into, where, when, with what result; `expires` None: it holds on."""

    matters: tuple[Matter, ...]
    source: str
    day: date
    expires: date | None = None
    found: bool = False
    code: str = ""


def write_checks(desk: Desk, election: Election, ids: Collection[int], check: NewCheck) -> int:
    """Write one check of some candidates down; return of how many.

    Who was judged already is judged anew; who is proposed and is barred now falls out. Raises
    Refused: a day ahead, an expiry before it, nobody chosen.
    """
    election = _not_frozen(election)
    _refuse_days(check, clock.today(election.body.zone))
    chosen = _chosen(election, ids, (*JUDGED, Standing.PROPOSED))
    rows = [
        {"candidate_id": one.id, "kind": matter, "found": check.found, "code": check.code,
         "source": check.source, "day": check.day, "expires": check.expires,
         "by_name": desk.name}
        for one in chosen for matter in check.matters
    ]  # fmt: skip
    db.session.execute(insert(CandidateCheck), rows)
    matters = [matter.value for matter in check.matters]
    facts = {"matters": matters, "found": check.found, "source": check.source}
    record(desk, "election:checked", election, number=len(chosen), **facts)
    _judge_after(desk, election, chosen)
    return len(chosen)


def note_answers(
    desk: Desk, election: Election, ids: Collection[int], consents: bool, day: date
) -> int:
    """Write down that candidates agree to serve, or do not want to; return of how many.

    Who is proposed and does not want to any more falls out. Raises Refused.
    """
    election = _not_frozen(election)
    if day > clock.today(election.body.zone):
        raise Refused([_day_ahead(day)])
    chosen = _chosen(election, ids, (*JUDGED, Standing.PROPOSED, Standing.DECLINED))
    for one in chosen:
        proposed, one.consented = one.standing == Standing.PROPOSED, day if consents else None
        if not consents and proposed:
            fall_out(desk, election, one, Standing.DECLINED, "")
        elif not consents:
            one.standing = Standing.DECLINED
        elif one.standing == Standing.DECLINED:
            one.standing = Standing.CANDIDATE
        one.version += 1
    record(desk, "election:checked", election, number=len(chosen), consents=consents)
    step(election)
    if consents:
        _judge_after(desk, election, chosen)
    return len(chosen)


def set_aside(
    desk: Desk, election: Election, candidate: Candidate, waivers: Mapping[str, str]
) -> Standing:
    """Judge one candidate with written reasons for soft rules; return where he stands.

    Raises Refused with what still stands against him.
    """
    election = _not_frozen(election)
    candidate = _chosen(election, [candidate.id], JUDGED)[0]
    against = against_of(election, [candidate])[candidate.id]
    left = standing(against, waivers)
    if left:
        raise Refused(left)
    candidate.waivers = {one.key: waivers[one.key].strip() for one in against}
    candidate.standing, candidate.against = Standing.PASSED, []
    candidate.version += 1
    step(election)
    who = {"candidate": candidate.uid, "waivers": candidate.waivers}
    record(desk, "election:judged", election, **who)
    return candidate.standing


def against_of(election: Election, candidates: Sequence[Candidate]) -> dict[int, list[Refusal]]:
    """Return all that stands against candidates today, by candidate; four statements.

    Their checks are loaded already.
    """
    today, book = clock.today(election.body.zone), book_today(election)
    known = register_of(election, candidates, today)
    return {
        one.id: judge_candidate(
            facts_of(election, one, known.get(one.id, NOBODY), book, today), book
        )
        for one in candidates
    }


def judge_anew(election: Election, candidates: Sequence[Candidate]) -> None:
    """Let candidates stand where the rules put them today, with the keys of what is against."""
    against = against_of(election, candidates)
    for one in candidates:
        found = against[one.id]
        one.standing = verdict_of(found, one.waivers)
        one.against = [refusal.key for refusal in standing(found, one.waivers)]
        one.version += 1


def _judge_after(desk: Desk, election: Election, chosen: Sequence[Candidate]) -> None:
    """Judge anew after something was written down; who is proposed only loses by it."""
    read_anew()
    ids = [one.id for one in chosen]
    judged = _with_checks(election, ids, JUDGED)
    for first in range(0, len(judged), CHUNK):
        judge_anew(election, judged[first : first + CHUNK])
    proposed = _with_checks(election, ids, (Standing.PROPOSED,))
    against = against_of(election, proposed)
    for one in proposed:
        if verdict_of(against[one.id], one.waivers) == Standing.BARRED:
            one.against = [refusal.key for refusal in standing(against[one.id], one.waivers)]
            fall_out(desk, election, one, Standing.BARRED, "")
    passed = counts_of([election.id]).get(election.id, {}).get(Standing.PASSED, 0)
    step(election)
    record(desk, "election:judged", election, passed=passed)


def _with_checks(
    election: Election, ids: Collection[int], standings: Sequence[Standing]
) -> list[Candidate]:
    where = (
        Candidate.election_id == election.id,
        Candidate.id.in_(list(ids)),
        Candidate.standing.in_(standings),
    )
    statement = select(Candidate).where(*where).order_by(Candidate.n)
    return list(db.session.scalars(statement.options(selectinload(Candidate.checks))))


def _chosen(
    election: Election, ids: Collection[int], standings: Sequence[Standing]
) -> list[Candidate]:
    chosen = _with_checks(election, ids, standings)
    if not chosen:
        text = N_("Nobody was chosen of whom this can be written down.")
        way = N_("Tick those whom it concerns.")
        raise Refused([Refusal("election.nobody", text, way_out=way, place="who")])
    return chosen


def _not_frozen(election: Election) -> Election:
    """Lock an election that is screened; raises Refused while those who passed are frozen."""
    election = standing_at(election.id, *OPEN_STAGES)
    draw = standing_draw(seats_of(election.id))
    if draw is not None and draw.state == DrawState.FROZEN:
        text = N_("Those who passed are frozen for the draw.")
        way = N_("Carry the draw out, or annul it with a reason.")
        raise Refused([Refusal("election.list_frozen", text, way_out=way)])
    return election


def _refuse_days(check: NewCheck, today: date) -> None:
    if check.day > today:
        raise Refused([_day_ahead(check.day)])
    if check.expires and check.expires < check.day:
        text = N_("The check would have expired before it was made.")
        raise Refused([Refusal("check.expiry", text, place="expires")])


def _day_ahead(day: date) -> Refusal:
    text = N_("The day %(day)s lies ahead.")
    return Refusal("election.day_ahead", text, {"day": day.isoformat()}, place="day")
