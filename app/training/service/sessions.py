"""Verbs of a cohort's half days: laid out over its working days, set otherwise by hand."""

from __future__ import annotations

from collections.abc import Sequence

from app.accounts.terms import Desk
from app.audit.service import record
from app.bodies.queries import announced_days
from app.bodies.workdays import working_day
from app.messages.service import tell
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.training.facts import HalfDay, SessionWords
from app.training.models import Cohort, CohortSession, Enrolment
from app.training.planning import days_of, laid_out
from app.training.queries.cohorts import locked_cohort, seated_in
from app.training.rules import judge_sessions
from app.training.service.courses import words_of
from app.training.service.days import free_days, take_days
from app.training.telling import cohort_changed
from app.training.terms import CohortState

NAMED = 5  # of those who are away


def lay_out(cohort: Cohort) -> None:
    """Lay the subjects of the course out over the cohort's working days, in place of what is
    there; nobody has a seat yet."""
    announced = announced_days()
    days = [d for d in days_of(cohort.starts, cohort.ends) if working_day(d, announced)]
    _write(cohort, laid_out(days, words_of(cohort.course).subjects))


def set_sessions(desk: Desk, cohort: Cohort, sessions: Sequence[SessionWords]) -> None:
    """Set the half days of a cohort; who has a seat is away then, and no longer on the others.

    Raises Refused for a half day outside the cohort, over or twice, one whose attendance is
    written down, and where somebody with a seat is away on a new one.
    """
    cohort = locked_cohort(cohort.id)
    if cohort.state in (CohortState.CANCELLED, CohortState.FINISHED):
        raise Refused([Refusal("cohort.state", N_("This cohort is over."))])
    today = clock.today(cohort.body.zone)
    before = {(one.day, one.half) for one in cohort.sessions}
    against = judge_sessions(sessions, (cohort.starts, cohort.ends), today, before)
    wanted = {(one.day, one.half) for one in sessions}
    against += _written_down(cohort, wanted)
    if against:
        raise Refused(against)
    seated = seated_in(cohort)
    _move_days(cohort, seated, before - wanted, wanted - before)
    _write(cohort, sessions)
    cohort.version += 1
    db.session.flush()
    record(desk, "cohort:sessions_set", cohort, number=cohort.number, halves=len(wanted))
    if before != wanted:
        tell(cohort_changed(one) for one in seated)


def _move_days(
    cohort: Cohort, seated: Sequence[Enrolment], gone: set[HalfDay], new: set[HalfDay]
) -> None:
    if gone and seated:
        free_days(cohort, [one.id for one in seated], gone)
    away = take_days(cohort, seated, new) if new and seated else set()
    if away:
        names = [one.person.name for one in seated if one.id in away]
        text = N_("On the new half days %(names)s are away.")
        way_out = N_("Choose other half days, or withdraw them first with the reason.")
        facts = {"names": ", ".join(names[:NAMED]) + (" …" if names[NAMED:] else "")}
        raise Refused([Refusal("cohort.away", text, facts, way_out, place="sessions")])


def _written_down(cohort: Cohort, wanted: set[HalfDay]) -> list[Refusal]:
    text = N_("The attendance of %(day)s is written down: that half day stays.")
    return [
        Refusal("session.closed", text, {"day": one.day.isoformat()}, place="sessions")
        for one in cohort.sessions
        if one.closed_at is not None and (one.day, one.half) not in wanted
    ]


def _write(cohort: Cohort, sessions: Sequence[SessionWords]) -> None:
    """Write the half days; one that is there already keeps its row, and what rests on it."""
    there = {(one.day, one.half): one for one in cohort.sessions}
    wanted = {(one.day, one.half): one for one in sessions}
    for key, row in there.items():
        if key not in wanted:
            cohort.sessions.remove(row)
    for key, words in wanted.items():
        row = there.get(key)
        if row is None:
            row = CohortSession(day=words.day, half=words.half)
            cohort.sessions.append(row)
        row.hours, row.subject, row.teacher = words.hours, words.subject, words.teacher
    db.session.flush()
