"""Verbs of attendance: who was at a session, written down and corrected; who is out by it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.accounts.terms import Desk
from app.audit.service import record
from app.messages.service import tell
from app.rulebooks.loader import load
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import SOFT, Refusal, Refused
from app.shared.texts import N_
from app.training.attendance_rules import (
    ABSENCE_LIMIT,
    Attended,
    absent_too_much,
    judge_writing_down,
    strangers,
)
from app.training.models import Cohort, CohortSession, Enrolment, SessionPresence
from app.training.queries.attendance import (
    expected_at,
    hours_missed,
    presences_at,
    trainees_in,
)
from app.training.queries.cohorts import locked_cohort
from app.training.service.days import free_days, take_days
from app.training.telling_results import is_back, is_out
from app.training.terms import CohortState, EnrolmentState, Presence


@dataclass(frozen=True)
class Mark:
    """Whether one person was at a session, and a note."""

    presence: Presence
    note: str = ""


@dataclass(frozen=True)
class Written:
    """What is written down of a session: marks by enrolment, why it is corrected.

    `out`: who goes out for what he missed; `kept`: who stays all the same, each with the reason.
    """

    marks: Mapping[int, Mark]
    reason: str = ""
    out: Collection[int] = ()
    kept: Mapping[int, str] = field(default_factory=dict)


def write_down(desk: Desk, cohort: Cohort, session: CohortSession, written: Written) -> None:
    """Write down (or correct, for a reason) who was at a session; not named means absent.

    Who has missed too much goes out where that is said, is told, and has his days ahead back.
    Raises Refused before the day, after the results, and for who missed too much while nothing is
    said of him: nothing is saved until it is.
    """
    cohort = locked_cohort(cohort.id)
    session = next(one for one in cohort.sessions if one.id == session.id)
    people = trainees_in(cohort)
    _refuse(cohort, session, expected_at(session, people), written)
    before = {key: row.presence.value for key, row in presences_at(session).items()}
    listed = expected_at(session, people)
    _write(session, listed, written.marks)
    session.closed_at = clock.now()
    db.session.flush()
    out, back = _weigh(cohort, people, written)
    _settle(desk, cohort, out, back, written)
    _record(desk, cohort, session, before, written.reason)
    cohort.version += 1


def missing_too_much(cohort: Cohort, people: Sequence[Enrolment]) -> dict[int, Refusal]:
    """Return who of some has missed more than the book lets, with the rule, by enrolment."""
    book, missed = load(cohort.rulebook), hours_missed(cohort, [one.id for one in people])
    hours = sum(one.hours for one in cohort.sessions)
    judged = {
        one.id: absent_too_much(Attended(one.person.name, missed[one.id], hours), book)
        for one in people
    }
    return {key: refusal for key, refusal in judged.items() if refusal is not None}


def _record(
    desk: Desk, cohort: Cohort, session: CohortSession, before: Mapping[int, str], reason: str
) -> None:
    now = {key: row.presence.value for key, row in presences_at(session).items()}
    facts: dict[str, Any] = {"day": session.day.isoformat(), "half": session.half.value}
    if before:
        names = {one.id: one.uid for one in trainees_in(cohort)}
        differs = [key for key in now if before.get(key) != now[key]]
        facts["changed"] = {names[key]: [before.get(key), now[key]] for key in differs}
        facts["reason"] = reason.strip()[:300]
    record(desk, "cohort:attendance", cohort, None, number=cohort.number, **facts)


def _refuse(
    cohort: Cohort, session: CohortSession, listed: Sequence[Enrolment], written: Written
) -> None:
    today = clock.today(cohort.body.zone)
    closed = session.closed_at is not None
    against = judge_writing_down(session.day, today, closed, written.reason)
    if cohort.state is CohortState.FINISHED:
        text = N_("The results of this cohort are in: its attendance stands.")
        way_out = N_("Correct the result instead, with the reason.")
        against = [Refusal("attendance.finished", text, way_out=way_out)]
    elif cohort.state not in (CohortState.OPEN, CohortState.ADMITTED):
        against = [Refusal("cohort.state", N_("This cohort is not held."))]
    elif not listed:
        against.append(Refusal("attendance.nobody", N_("Nobody has a seat in this cohort.")))
    unknown = strangers(written.marks.keys(), [one.id for one in listed])
    if unknown is not None:
        against.append(unknown)
    if against:
        raise Refused(against)


def _write(session: CohortSession, listed: Sequence[Enrolment], marks: Mapping[int, Mark]) -> None:
    there = presences_at(session)
    for one in listed:
        mark = marks.get(one.id, Mark(Presence.ABSENT))
        row = there.get(one.id)
        if row is None:
            row = SessionPresence(session_id=session.id, enrolment_id=one.id)
            db.session.add(row)
        row.presence, row.note = mark.presence, mark.note.strip()[:200]


def _weigh(
    cohort: Cohort, people: Sequence[Enrolment], written: Written
) -> tuple[list[Enrolment], list[Enrolment]]:
    """Return who goes out and who comes back; raise Refused where it is not said of somebody."""
    over = missing_too_much(cohort, people)
    out, back, unsaid = [], [], []
    for one in people:
        refusal, stays = over.get(one.id), _stays(one, over.get(one.id), written)
        if one.state is EnrolmentState.OUT:
            if refusal is None or stays:
                back.append(one)
        elif refusal is not None and not stays:
            (out if one.id in written.out else unsaid).append(one)
    if unsaid:
        raise Refused([over[one.id] for one in unsaid])
    return out, back


def _stays(one: Enrolment, refusal: Refusal | None, written: Written) -> bool:
    """Whether somebody keeps his seat for a reason, given now or before; he is not out with it."""
    if refusal is None or refusal.strength != SOFT or one.id in written.out:
        return False
    return bool(written.kept.get(one.id, "").strip()) or ABSENCE_LIMIT in one.waivers


def _settle(
    desk: Desk,
    cohort: Cohort,
    out: Sequence[Enrolment],
    back: Sequence[Enrolment],
    written: Written,
) -> None:
    for one in trainees_in(cohort):
        if reason := written.kept.get(one.id, "").strip():
            one.waivers = one.waivers | {ABSENCE_LIMIT: reason[:300]}
            one.version += 1
    for one in out:
        one.state, one.waivers = EnrolmentState.OUT, _without(one.waivers)
        one.reason = ""
        one.version += 1
        record(desk, "enrolment:out", one, number=cohort.number)
    for one in back:
        one.state = EnrolmentState.ADMITTED
        one.version += 1
        record(desk, "enrolment:back", one, number=cohort.number, reason=written.reason.strip())
    db.session.flush()
    if out:
        free_days(cohort, [one.id for one in out])
    away = take_days(cohort, back) if back else set[int]()
    if away:
        raise Refused([_called_elsewhere(one) for one in back if one.id in away])
    tell([*(is_out(one) for one in out), *(is_back(one) for one in back)])


def _without(waivers: Mapping[str, str]) -> dict[str, str]:
    return {key: why for key, why in waivers.items() if key != ABSENCE_LIMIT}


def _called_elsewhere(one: Enrolment) -> Refusal:
    text = N_("%(name)s was called elsewhere on a day ahead of this cohort meanwhile.")
    way_out = N_("Move what is set there first, or leave him out.")
    return Refusal("cohort.away", text, {"name": one.person.name}, way_out)
