"""The verb of results: given to a cohort in one act, corrected until there is a certificate."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from app.accounts.terms import Desk
from app.audit.service import record
from app.messages.service import tell
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.training.attendance_rules import strangers
from app.training.models import Cohort, Enrolment
from app.training.queries.attendance import trainees_in
from app.training.queries.certificates import certified_in
from app.training.queries.cohorts import locked_cohort
from app.training.result_rules import (
    NoOutcome,
    Outcome,
    Standing,
    judge_results,
    no_score,
    outcome,
    sessions_over,
)
from app.training.telling_results import has_a_result
from app.training.terms import CohortState, EnrolmentState

HELD = (CohortState.OPEN, CohortState.ADMITTED, CohortState.FINISHED)


def give_results(desk: Desk, cohort: Cohort, said: Mapping[int, str], reason: str = "") -> int:
    """Give results (by enrolment: passed, failed or a score; empty: none yet); return how many.

    With the last one the cohort is finished. A result that is there changes only with a reason,
    and not after the certificate. Raises Refused; nothing is saved then.
    """
    cohort = locked_cohort(cohort.id)
    people = {one.id: one for one in trainees_in(cohort)}
    _refuse_unless_held(cohort, said, people)
    results = _read(cohort, said, people)
    new = {k: r for k, r in results.items() if (people[k].state, people[k].score) != _pair(r)}
    certified = certified_in(cohort)
    standing = [_standing(people[key], key in certified) for key in new]
    if against := judge_results(standing, reason):
        raise Refused(against)
    for key, result in new.items():
        _write(desk, people[key], result, reason)
    if not any(one.state is EnrolmentState.ADMITTED for one in people.values()):
        _finish(desk, cohort)
    cohort.version += 1
    db.session.flush()
    tell(has_a_result(people[key]) for key in new)
    return len(new)


def _refuse_unless_held(
    cohort: Cohort, said: Mapping[int, str], people: Mapping[int, Enrolment]
) -> None:
    if cohort.state not in HELD:
        raise Refused([Refusal("cohort.state", N_("This cohort is not held."))])
    left = sum(one.closed_at is None for one in cohort.sessions)
    against = [sessions_over(left), strangers(said.keys(), people.keys())]
    if found := [refusal for refusal in against if refusal is not None]:
        raise Refused(found)


def _read(
    cohort: Cohort, said: Mapping[int, str], people: Mapping[int, Enrolment]
) -> dict[int, Outcome]:
    course, found, wrong = cohort.course, dict[int, Outcome](), []
    for key, word in said.items():
        try:
            result = outcome(course.assessment, course.pass_mark, word)
        except NoOutcome:
            wrong.append(no_score(people[key].person.name))
            continue
        if result is not None:
            found[key] = result
    if wrong:
        raise Refused(wrong)
    return found


def _pair(result: Outcome) -> tuple[EnrolmentState, int | None]:
    return result.state, result.score


def _standing(one: Enrolment, certified: bool) -> Standing:
    return Standing(one.person.name, one.state, certified, changes=one.result_at is not None)


def _write(desk: Desk, one: Enrolment, result: Outcome, reason: str) -> None:
    before = one.state.value if one.result_at is not None else ""
    one.state, one.score, one.result_at = result.state, result.score, clock.now()
    one.version += 1
    facts = {"before": before, "reason": reason.strip()[:300]} if before else {}
    said, score = result.state.value, result.score
    record(desk, "enrolment:result", one, None, result=said, score=score, **facts)


def _finish(desk: Desk, cohort: Cohort) -> None:
    if cohort.state is not CohortState.FINISHED:
        cohort.state = CohortState.FINISHED
        record(desk, "cohort:finished", cohort, number=cohort.number)


def not_certified(people: Sequence[Enrolment], certified: Container[int]) -> list[Enrolment]:
    """Return who has passed and has no certificate that stands."""
    return [one for one in people if one.state is EnrolmentState.PASSED and one.id not in certified]
