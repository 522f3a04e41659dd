"""Verbs of nominations: a court names people, its president approves or declines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.accounts.models import User
from app.accounts.terms import Desk
from app.audit.service import record, record_each
from app.rulebooks.loader import load
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused, refuse_unless_waived
from app.shared.texts import N_
from app.training.models import Cohort, Enrolment
from app.training.queries.cohorts import locked_cohort
from app.training.queries.nominated import locked_enrolments
from app.training.queries.reach import reaches
from app.training.queries.trainees import facts_of, own_people, trainees_of
from app.training.terms import CohortState, EnrolmentState
from app.training.trainee_rules import judge_trainee


def nominate(
    desk: Desk,
    cohort: Cohort,
    uids: Sequence[str],
    bodies: Sequence[int],
    waivers: Mapping[str, str],
) -> list[Enrolment]:
    """Nominate people of the desk's court (public ids; `bodies`: it and what merged into it).

    All of them or none. Raises Refused with every rule that stands against one of them.
    """
    cohort = locked_cohort(cohort.id)
    day = clock.today(desk.zone)
    _refuse_unless_open(cohort, desk.body_id, day)
    people = own_people(uids, bodies, day)
    if not uids:
        raise Refused([_nobody_ticked()])
    if len(people) != len(set(uids)):
        text = N_("Choose people who are in office at this court; one of them is not.")
        raise Refused([Refusal("cohort.people", text)])
    book, facts = load(cohort.rulebook), facts_of(cohort, day)
    trainees = trainees_of(cohort, [person.id for person in people])
    against = {p.id: judge_trainee(trainees[p.id], facts, book) for p in people}
    once = dict.fromkeys(r for found in against.values() for r in found)
    refuse_unless_waived(once, waivers)
    new = [
        Enrolment(
            cohort=cohort,
            person=person,
            body_id=desk.body_id,
            state=EnrolmentState.NOMINATED,
            nominated_by=desk.id,
            nominated_name=desk.name[:80],
            waivers={r.key: waivers[r.key].strip() for r in against[person.id]},
        )
        for person in people
    ]
    db.session.add_all(new)
    db.session.flush()
    done = ((one, {"number": cohort.number, "waivers": one.waivers}) for one in new)
    record_each(desk, "enrolment:nominated", done)
    return new


def approve(desk: Desk, cohort: Cohort, uids: Sequence[str]) -> list[Enrolment]:
    """Approve nominations of the desk's court, all or none.

    Raises Refused for one that the same user made, or that names himself.
    """
    cohort = locked_cohort(cohort.id)
    rows = _nominated(desk, cohort, uids)
    user = db.session.get(User, desk.id) if desk.id is not None else None
    against = []
    for row in rows:
        facts = {"name": row.person.name}
        if desk.id is not None and row.nominated_by == desk.id:
            text = N_("You nominated %(name)s yourself: somebody else approves.")
            against.append(Refusal("enrolment.own_act", text, facts))
        if user is not None and user.person_id == row.person_id:
            text = N_("Nobody approves his own nomination.")
            against.append(Refusal("enrolment.oneself", text, facts))
    if against:
        raise Refused(against)
    for row in rows:
        row.state, row.approved_at = EnrolmentState.APPROVED, clock.now()
        row.approved_by, row.approved_name = desk.id, desk.name[:80]
        row.version += 1
    record_each(desk, "enrolment:approved", ((row, {"number": cohort.number}) for row in rows))
    return rows


def decline(desk: Desk, cohort: Cohort, uids: Sequence[str], reason: str) -> list[Enrolment]:
    """Decline nominations of the desk's court for a reason. Raises Refused."""
    cohort = locked_cohort(cohort.id)
    rows = _nominated(desk, cohort, uids)
    if not reason.strip():
        text = N_("Say why these nominations are declined.")
        raise Refused([Refusal("enrolment.reason", text, place="reason")])
    for row in rows:
        row.state, row.reason = EnrolmentState.WITHDRAWN, reason.strip()[:300]
        row.version += 1
        record(desk, "enrolment:withdrawn", row, number=cohort.number)
    return rows


def _nominated(desk: Desk, cohort: Cohort, uids: Sequence[str]) -> list[Enrolment]:
    if not uids:
        raise Refused([_nobody_ticked()])
    rows = [
        row
        for row in locked_enrolments(cohort, uids)
        if row.body_id == desk.body_id and row.state is EnrolmentState.NOMINATED
    ]
    if len(rows) != len(set(uids)):
        text = N_("Choose nominations that wait for a decision; one of them does not any more.")
        raise Refused([Refusal("enrolment.state", text)])
    return rows


def _nobody_ticked() -> Refusal:
    text = N_("Nobody is ticked.")
    return Refusal("enrolment.nobody", text, way_out=N_("Tick those whom it concerns."))


def _refuse_unless_open(cohort: Cohort, court_id: int, day: date) -> None:
    if cohort.state is not CohortState.OPEN:
        text = N_("This cohort takes no nominations now.")
        raise Refused([Refusal("cohort.closed", text)])
    if cohort.nominate_by < day:
        text = N_("Nominations ended on %(day)s.")
        way_out = N_("Ask the school whether it opens them again.")
        facts = {"day": cohort.nominate_by.isoformat()}
        raise Refused([Refusal("cohort.deadline", text, facts, way_out)])
    if not reaches(cohort, court_id, day):
        text = N_("This school does not train for your court.")
        raise Refused([Refusal("cohort.reach", text)])
