"""The act: one decision for all, with their tenures, the roll and what was checked of them.

Of a selection it is the standing committee's; of a vote the resolution that says who is elected;
of a request to an organisation its letter that names them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import selectinload

from app.accounts.terms import Desk
from app.audit.service import record
from app.elections.facts import register_of
from app.elections.models import Candidate, Election
from app.elections.queries import candidates_at, counts_of, places_on
from app.elections.rules import in_order_of_time, notice_over, seats_free, within_seats
from app.elections.said import person_of, said_of
from app.elections.service.calling import book_today, standing_at, step
from app.elections.service.closing import forget_the_others
from app.elections.terms import VOTES, ElectionForm, Stage, Standing
from app.elections.votes import act_after_vote
from app.people.models import Person, Roll
from app.people.rules import number_required
from app.people.service import Appointment, Decision, appoint, record_check
from app.people.service.acts import act_numbered
from app.people.service.persons import enter_person
from app.people.service.rolls import open_roll
from app.people.terms import CheckKind, Form, RollKind
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused, refuse_unless_waived
from app.shared.texts import N_

CHECKS = {kind.value: kind for kind in CheckKind}
# Where an election stands when its act comes, and where those whom it appoints stand.
BEFORE = {
    ElectionForm.APPOINTMENT: (Stage.SUBMITTED, Standing.PROPOSED),
    ElectionForm.ASSEMBLY: (Stage.VOTED, Standing.PROPOSED),
    ElectionForm.WORKERS: (Stage.VOTED, Standing.PROPOSED),
    ElectionForm.ORGANISATION: (Stage.LISTED, Standing.LISTED),
}
TENURES = {
    ElectionForm.ASSEMBLY: Form.A,
    ElectionForm.WORKERS: Form.A,
    ElectionForm.ORGANISATION: Form.B,
}
ROLLS = {ElectionForm.WORKERS: RollKind.WORKERS, ElectionForm.ORGANISATION: RollKind.NAMED}


@dataclass(frozen=True)
class Act:
    """What the organ decided: by which act, from which day on, whom, and onto which roll."""

    by: Decision
    since: date
    appointed: Collection[str]
    roll_id: int | None = None
    own_roll: bool = False  # onto the roll of its region, line or case, opened where there is none


def decide(desk: Desk, election: Election, act: Act, waivers: Mapping[str, str]) -> Election:
    """Enter the act: each whom it appoints begins his term; what was said of the others goes.

    Raises Refused: the act is dated before the notice ends, the submission or the vote, a tie
    waits for its lot, more than the seats or than the places that are free, first days before
    the act, and what the rules of people say of each (overlapping terms, a bar, the length);
    soft rules pass with a reason. All or nobody.
    """
    stage, standing = BEFORE[election.form]
    election = standing_at(election.id, stage)
    statement = candidates_at(election.id, standing).options(selectinload(Candidate.checks))
    proposed = list(db.session.scalars(statement))
    chosen = [one for one in proposed if one.uid in act.appointed]
    used = _refuse_act(election, act, len(chosen), waivers)
    if act.own_roll or election.form == ElectionForm.ORGANISATION:
        act = replace(act, roll_id=own_roll(desk, election, act.since).id)
    known = register_of(election, chosen, clock.today(election.body.zone))
    for one in chosen:
        there = known.get(one.id)
        person = there.person if there and there.person else _entered(desk, one)
        _appointed(desk, person, one, act, waivers)
    for one in proposed:
        if one not in chosen:
            one.standing = Standing.NOT_ELECTED
    found = act_numbered(election.body_id, act.by.organ, act.by.number)
    election.act_id = found.id if found else None
    election.voted = election.voted or act.by.adopted
    election.waivers = election.waivers | used
    step(election, Stage.DECIDED)
    left = forget_the_others(election)
    facts = {"number": act.by.number, "appointed": len(chosen), "emptied": left, "waivers": used}
    record(desk, "election:decided", election, **facts)
    return election


def own_roll(desk: Desk, election: Election, since: date) -> Roll:
    """Return the roll of an election's region, of its line of work, or of its one case."""
    kind = ROLLS.get(election.form, RollKind.GENERAL)
    named = election.form == ElectionForm.ORGANISATION
    return open_roll(desk, kind, election.case_number if named else election.region, since)


def _refuse_act(
    election: Election, act: Act, number: int, waivers: Mapping[str, str]
) -> dict[str, str]:
    """Raise Refused for what is wrong with the act as a whole; return the reasons used."""
    today, adopted = clock.today(election.body.zone), act.by.adopted
    since = election.submitted or (today if election.notice_until else election.called)
    found = (
        in_order_of_time(adopted, since, today),
        act_after_vote(adopted, election.voted),
        _tie_waits(election),
        notice_over(adopted, election.notice_until, book_today(election)),
        within_seats(number, election.seats),
        _places_left(election, act.since, number),
        _begins_before(act.since, adopted),
    )
    against = [refusal for refusal in found if refusal]
    refuse_unless_waived(against, waivers)
    return {one.key: waivers[one.key].strip() for one in against}


def _places_left(election: Election, since: date, number: int) -> Refusal | None:
    """Return what stands against so many, where another election took places meanwhile."""
    if election.form == ElectionForm.ORGANISATION:  # they take none of the fixed places
        return None
    return seats_free(number, places_on(election.body_id, since))


def _entered(desk: Desk, candidate: Candidate) -> Person:
    """Enter somebody who is not in the register yet, as the list says."""
    return enter_person(desk, person_of(said_of(candidate.said)))


def _appointed(
    desk: Desk, person: Person, candidate: Candidate, act: Act, waivers: Mapping[str, str]
) -> None:
    """Begin the term of one person by the act; a refusal says of whom it speaks."""
    said = said_of(candidate.said)
    new = Appointment(
        by=act.by,
        since=act.since,
        earlier_terms=said.get("earlier_terms", 0),
        roll_id=act.roll_id,
        form=TENURES.get(candidate.election.form),
        for_case=candidate.election.case_number,
    )
    book = book_today(candidate.election)
    unnumbered = number_required("id_number" in said, book)
    reasons = {**candidate.waivers, **waivers}
    try:
        appoint(desk, person, new, reasons, [unnumbered] if unnumbered else [])
    except Refused as refused:
        raise Refused([_of(candidate.name), *refused.refusals]) from refused
    _carry_checks(desk, person, candidate)
    candidate.person_id, candidate.standing = person.id, Standing.ELECTED
    candidate.version += 1


def _carry_checks(desk: Desk, person: Person, candidate: Candidate) -> None:
    """Keep with the person what the last checks of Articles 6 and 7 found."""
    last = {one.kind: one for one in sorted(candidate.checks, key=lambda one: one.day)}
    for one in last.values():
        if one.kind.value in CHECKS:
            kind = CHECKS[one.kind.value]
            where = {"source": one.source[:120], "day": one.day, "expires": one.expires}
            record_check(desk, person, kind, one.found, code=one.code, **where)


def appointed_of(election: Election) -> Sequence[Candidate]:
    """Return those whom an election brought into office, in the drawn order."""
    statement = candidates_at(election.id, Standing.ELECTED).order_by(None)
    return list(db.session.scalars(statement.order_by(Candidate.place, Candidate.n)))


def _tie_waits(election: Election) -> Refusal | None:
    level = counts_of([election.id]).get(election.id, {}).get(Standing.PASSED, 0)
    if election.form not in VOTES or not level:
        return None
    text = N_("%(level)s candidates are level at the last seats.")
    way = N_("Let the lot decide first; its record is public.")
    return Refusal("election.tie", text, {"level": level}, way)


def _begins_before(since: date, adopted: date) -> Refusal | None:
    if since >= adopted:
        return None
    text = N_("The terms would begin on %(since)s, before the act of %(adopted)s.")
    named = {"since": since.isoformat(), "adopted": adopted.isoformat()}
    return Refusal("election.begins", text, named, N_("Correct the day."), place="since")


def _of(name: str) -> Refusal:
    text = N_("This concerns %(name)s:")
    way = N_("Nobody was appointed: put this right, or leave this person out.")
    return Refusal("election.person", text, {"name": name}, way)
