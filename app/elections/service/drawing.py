"""Verbs of draws: candidates from the list (Art 9), those proposed (Art 10), a tie of votes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, select, update
from sqlalchemy.orm import load_only

from app.accounts.terms import Desk
from app.audit.service import record
from app.draws.models import Draw
from app.draws.service import annul, carry_out, commit_days, freeze, people_of
from app.draws.service import standing as standing_draw
from app.draws.terms import DAYS_AHEAD, Asked, Lot, Roll
from app.elections.models import Candidate, CandidateCheck, Election
from app.elections.queries import (
    candidates_at,
    counts_of,
    read_anew,
    with_standing,
)
from app.elections.rules import UNSOLICITED, pool_large_enough, to_be_drawn
from app.elections.service.calling import book_today, standing_at, step
from app.elections.service.shares import share_left
from app.elections.terms import Source, Stage, Standing, pool_of, seats_of, tie_of
from app.rulebooks.terms import Rulebook
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.sortition.terms import Composition

PATH, BESIDE, DRAWN = "path", "unsolicited", "drawn"  # as they stand in the public record
AT_ONCE = 1000


class Kind(StrEnum):
    """Which draw: from the list of residents, among those who passed, among those who are level."""

    POOL = "candidates"
    SEATS = "seats"
    TIE = "tie"


PURPOSES = {Kind.POOL: "candidate_pool", Kind.SEATS: "appointments", Kind.TIE: "tie"}
RULES = {
    Kind.POOL: ("selection.pool_random", "selection.pool_multiple", "selection.draw_method"),
    Kind.SEATS: ("selection.second_draw", "selection.draw_method", "selection.applied_share"),
    Kind.TIE: ("form_a.elected_by",),
}
STAGES = {Kind.POOL: Stage.LISTED, Kind.SEATS: Stage.SCREENED, Kind.TIE: Stage.VOTED}
SUBJECTS = {Kind.POOL: pool_of, Kind.SEATS: seats_of, Kind.TIE: tie_of}


@dataclass(frozen=True)
class Prospect:
    """What a draw would go over now: its lots, its seats, and what stands against it."""

    seats: int
    lots: Sequence[Candidate]
    composition: Composition
    against: Sequence[Refusal]


def subject_of(election: Election, kind: Kind) -> str:
    """Return what draws call one of the draws of an election."""
    return SUBJECTS[kind](election.id)


def prospect(election: Election, kind: Kind, number: int = 0) -> Prospect:
    """Return what a draw would go over now; `number` candidates of the list, at least by Art 9."""
    book = book_today(election)
    if kind == Kind.SEATS:
        return _among_passed(election, book)
    if kind == Kind.TIE:
        return _among_level(election)
    lots = _lots(candidates_at(election.id, Standing.LISTED, Source.DRAWN))
    least = to_be_drawn(election.seats, book)
    seats = max(number, least)
    against = pool_large_enough(len(lots), election.seats, book)
    if against is None and (not least <= (number or least) or seats > len(lots)):
        against = _number_between(least, len(lots))
    return Prospect(seats, lots, Composition(), [against] if against else [])


def _among_passed(election: Election, book: Rulebook) -> Prospect:
    lots = _lots(candidates_at(election.id, Standing.PASSED))
    left = counts_of([election.id]).get(election.id, {}).get(Standing.CANDIDATE, 0)
    most = share_left(election, book)
    beside = any(one.source in UNSOLICITED for one in lots)
    bounds = {(PATH, BESIDE): most} if beside and most is not None else {}
    against = [_not_judged(left)] if left else []
    if len(lots) < election.seats:
        against.append(_too_few(len(lots), election.seats))
    return Prospect(election.seats, lots, Composition(maximum=bounds), against)


def _among_level(election: Election) -> Prospect:
    """The last seats among those with the same number of votes: the draw takes all of them."""
    lots = _lots(candidates_at(election.id, Standing.PASSED))
    elected = counts_of([election.id]).get(election.id, {}).get(Standing.PROPOSED, 0)
    against = [] if lots else [_nobody_level()]
    return Prospect(election.seats - elected, lots, Composition(), against)


def _lots(statement: Select[Candidate]) -> list[Candidate]:
    """Return candidates with what a draw needs of them: what the list says stays sealed."""
    needed = (Candidate.uid, Candidate.secret, Candidate.created_at, Candidate.source)
    return list(db.session.scalars(statement.options(load_only(*needed))))


def freeze_draw(desk: Desk, election: Election, kind: Kind, number: int = 0) -> Draw:
    """Freeze the list, or those who passed: from here on it is drawn, or annulled with a reason.

    Raises Refused with every rule that stands against it.
    """
    election = standing_at(election.id, STAGES[kind])
    at = prospect(election, kind, number)
    if at.against:
        raise Refused(at.against)
    draw = freeze(desk, election.body, _asked(election, kind, at), _roll(election, kind, at))
    step(election)
    return draw


def carry_out_draw(desk: Desk, election: Election, kind: Kind, contribution: str | None) -> Draw:
    """Arts 9 and 10, and a tie: open the secret of a frozen draw and let its order stand.

    Raises Refused where no frozen list waits, or a number from outside is missing.
    """
    election = standing_at(election.id, STAGES[kind])
    draw = standing_draw(subject_of(election, kind))
    if draw is None:
        raise Refused([_not_frozen()])
    carry_out(desk, draw, contribution, contribution_asked(election))
    ids = people_of(draw)
    made = draw.record or {}
    seats = {ids[tag] for tag in made["seats"]}
    later = [ids[tag] for tag in made["order"] if ids[tag] not in seats]
    order = [*(ids[tag] for tag in made["seats"]), *later]
    if kind == Kind.SEATS:
        _without_place(election)
    before = election.seats - len(seats) if kind == Kind.TIE else 0
    _place(order, before + 1)
    stands = Standing.CANDIDATE if kind == Kind.POOL else Standing.PROPOSED
    with_standing(election.id, seats, stands)
    if kind == Kind.POOL:
        beside = candidates_at(election.id, Standing.LISTED)
        asked = db.session.scalars(beside.where(Candidate.source.in_(UNSOLICITED)))
        with_standing(election.id, {one.id for one in asked}, Standing.CANDIDATE)
        step(election, Stage.SCREENED)
    else:
        step(election)
    if kind == Kind.TIE:
        by_lot = update(Candidate).where(Candidate.id.in_(list(ids.values())))
        db.session.execute(by_lot.values(by_lot=True))
        with_standing(election.id, later, Standing.NOT_ELECTED)
    record(desk, "election:proposed", election, of=kind.value, number=len(seats))
    return draw


def draw_further(desk: Desk, election: Election, number: int) -> int:
    """Take the next people of the drawn order of the list among the candidates; return how many.

    For when too many do not want to or are barred. Raises Refused where nobody is left, or once
    those who passed were drawn.
    """
    election = standing_at(election.id, Stage.SCREENED)
    if standing_draw(subject_of(election, Kind.SEATS)) is not None:
        raise Refused([_drawn_already()])
    waiting = candidates_at(election.id, Standing.LISTED, Source.DRAWN)
    following = waiting.order_by(None).order_by(Candidate.place).limit(number)
    ids = {one.id for one in db.session.scalars(following)}
    if not ids:
        raise Refused([_list_used_up()])
    with_standing(election.id, ids, Standing.CANDIDATE)
    step(election)
    record(desk, "election:proposed", election, of="further candidates", number=len(ids))
    return len(ids)


def annul_election_draw(desk: Desk, election: Election, kind: Kind, reason: str) -> Draw:
    """Annul a draw for a reason that stands in the public record, so that it can be held again.

    Raises Refused: none stands, checks were written down since, names in the reason.
    """
    election = standing_at(election.id, Stage.LISTED, Stage.SCREENED, Stage.VOTED)
    draw = standing_draw(subject_of(election, kind))
    if draw is None:
        raise Refused([_not_frozen()])
    if kind == Kind.POOL and _is_screened(election):
        raise Refused([_screened_since()])
    if name := _named_in(reason, election, draw):
        raise Refused([_names_somebody(name)])
    annul(desk, draw, f"{election.body.code} {election.body.name}", reason)
    if kind == Kind.TIE:
        _level_again(election)
        return draw
    back = Standing.LISTED if kind == Kind.POOL else Standing.PASSED
    gone = (Standing.CANDIDATE,) if kind == Kind.POOL else (Standing.PROPOSED, Standing.PASSED)
    theirs = update(Candidate).where(Candidate.election_id == election.id)
    db.session.execute(theirs.where(Candidate.standing.in_(gone)).values(standing=back))
    step(election, STAGES[kind])
    return draw


def _level_again(election: Election) -> None:
    """Let those among whom the lot decided be level again."""
    drawn = update(Candidate).where(Candidate.election_id == election.id, Candidate.by_lot)
    values = {"standing": Standing.PASSED, "place": None, "by_lot": False}
    db.session.execute(drawn.values(values))
    read_anew()
    step(election)


def contribution_asked(election: Election) -> str:
    """Return whether a court asks for a number from outside: none, recommended or required."""
    book = book_today(election)
    return str(book.value("draw.contribution") if book.has("draw.contribution") else "none")


def publish_today(desk: Desk, election: Election) -> int:
    """Publish the roots of today and the next week where the clock has missed them."""
    today = clock.today(election.body.zone)
    return commit_days(election.body_id, today, DAYS_AHEAD + 1, desk)


def _asked(election: Election, kind: Kind, at: Prospect) -> Asked:
    book = book_today(election)
    return Asked(
        subject=subject_of(election, kind),
        purpose=PURPOSES[kind],
        seats=at.seats,
        rulebook=f"{book.name}@{book.version}",
        composition=at.composition,
        rules=RULES[kind],
    )


def _roll(election: Election, kind: Kind, at: Prospect) -> Roll:
    # Where somebody comes from stands in the public record only where a share is kept to.
    shared = bool(at.composition.maximum)
    lots = tuple(
        Lot(
            person_id=one.id,
            number=one.uid,
            secret=one.secret,
            secret_at=one.created_at,
            features={PATH: BESIDE if one.source in UNSOLICITED else DRAWN} if shared else {},
        )
        for one in at.lots
    )
    return Roll(lots, _excluded(election) if kind == Kind.SEATS else {})


def _excluded(election: Election) -> Mapping[str, tuple[int, ...]]:
    out = candidates_at(election.id, Standing.BARRED, Standing.DECLINED)
    found: dict[str, tuple[int, ...]] = {}
    for one in db.session.scalars(out):
        declined = one.standing == Standing.DECLINED
        key = "selection.consent" if declined else str(one.against[0])
        found[key] = (*found.get(key, ()), one.id)
    return found


def _without_place(election: Election) -> None:
    """Take the place in the list's order from who is not in the order of the second draw."""
    others = (Standing.CANDIDATE, Standing.BARRED, Standing.DECLINED)
    theirs = update(Candidate).where(Candidate.election_id == election.id)
    db.session.execute(theirs.where(Candidate.standing.in_(others)).values(place=None))


def _place(order: Sequence[int], first: int = 1) -> None:
    rows = [{"id": candidate_id, "place": n} for n, candidate_id in enumerate(order, first)]
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(update(Candidate), rows[start : start + AT_ONCE])
    read_anew()


def _is_screened(election: Election) -> bool:
    checks = select(CandidateCheck.id).join(Candidate)
    found = checks.where(Candidate.election_id == election.id).limit(1)
    asked = select(Candidate.id).where(
        Candidate.election_id == election.id, Candidate.standing == Standing.DECLINED
    )
    return any(db.session.scalar(one.limit(1)) is not None for one in (found, asked))


def _named_in(reason: str, election: Election, draw: Draw) -> str:
    """Return a name of somebody proposed that a public reason holds, or nothing."""
    proposed = candidates_at(election.id, Standing.PROPOSED)
    names: Iterable[str] = (one.name for one in db.session.scalars(proposed))
    return next((name for name in names if name and name in reason), "")


def _number_between(least: int, most: int) -> Refusal:
    text = N_("Between %(least)s and %(most)s candidates are drawn from this list.")
    named = {"least": least, "most": most}
    return Refusal("election.to_draw", text, named, N_("Correct the number."), place="number")


def _not_judged(number: int) -> Refusal:
    text = N_("%(number)s candidates are not judged yet.")
    way = N_("Complete the screening sheet, and judge those who are left.")
    return Refusal("election.not_judged", text, {"number": number}, way)


def _too_few(passed: int, seats: int) -> Refusal:
    text = N_("%(passed)s passed, for %(seats)s seats.")
    way = N_("Take further people of the drawn order among the candidates.")
    return Refusal("election.too_few", text, {"passed": passed, "seats": seats}, way)


def _nobody_level() -> Refusal:
    text = N_("Nobody is level at the last seats: no lot decides.")
    return Refusal("election.no_tie", text, way_out=N_("Look at it as it stands now."))


def _not_frozen() -> Refusal:
    text = N_("No frozen list waits to be drawn: that was done or annulled already.")
    return Refusal("draw.not_frozen", text, way_out=N_("Look at it as it stands now."))


def _drawn_already() -> Refusal:
    text = N_("Those who passed were frozen or drawn already.")
    way = N_("Annul that draw with a reason first.")
    return Refusal("election.drawn", text, way_out=way)


def _list_used_up() -> Refusal:
    text = N_("Nobody of the drawn order is left on the list.")
    way = N_("Cancel this election and call another with a longer list.")
    return Refusal("election.list_used_up", text, way_out=way)


def _screened_since() -> Refusal:
    text = N_("Checks were written down since, so the draw is not annulled any more.")
    way = N_("Cancel the election, or go on with these candidates.")
    return Refusal("draw.annulment_late", text, way_out=way)


def _names_somebody(name: str) -> Refusal:
    text = N_("The reason names %(name)s, and everybody can read it in the record.")
    way = N_("Say the reason without a name.")
    return Refusal("draw.annulment_names", text, {"name": name}, way, place="why")
