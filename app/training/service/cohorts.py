"""Verbs of cohorts: plan one from a course, change it, open its nominations, cancel it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import update

from app.accounts.terms import Desk
from app.audit.service import record
from app.bodies.models import Body
from app.bodies.queries import rulebook_of
from app.messages.service import tell
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused, refuse_unless_waived
from app.shared.texts import N_
from app.shared.transactions import lock
from app.training.facts import Audience, CohortWords, QuotaWords
from app.training.length_rules import LEADERS, in_batches, judge_length
from app.training.models import Cohort, CohortQuota, Course, Enrolment
from app.training.queries.cohorts import (
    cohort_by_number,
    locked_cohort,
    seated_by_quota,
    standing_in,
)
from app.training.queries.reach import above_each, bodies_named, courts_in_reach, level_of
from app.training.queries.trainees import number_meant_for
from app.training.rules import (
    groups_of_course,
    hours_planned,
    judge_cohort,
    quotas_apart,
    seats_cover,
    trained_here,
)
from app.training.service.days import free_days
from app.training.service.sessions import lay_out
from app.training.telling import cohort_cancelled, cohort_changed, cohort_opened
from app.training.terms import SEATED, CohortState, EnrolmentState

PLAIN = ("number", "starts", "ends", "nominate_by", "results_by", "seats", "minimum", "place")
TOLD = ("starts", "ends", "place", "host_id")  # of what those who have a seat are told
CHANGES = (CohortState.PLANNED, CohortState.OPEN, CohortState.ADMITTED)


def plan_cohort(desk: Desk, course: Course, words: CohortWords) -> Cohort:
    """Plan a cohort of a course, with half days on its working days. Raises Refused."""
    lock(Course, course.id)
    if course.retired_at is not None:
        raise Refused([Refusal("course.retired", N_("This course is retired."))])
    words = _resolved(words, course.body_id)
    today = clock.today(desk.zone)
    _refuse(course.body_id, words, today, None)
    book = rulebook_of(course.body_id, today)
    cohort = Cohort(body_id=course.body_id, course=course)
    cohort.rulebook, cohort.rulebook_version = book.name, str(book.version)
    _write(cohort, words)
    db.session.add(cohort)
    db.session.flush()
    lay_out(cohort)
    record(desk, "cohort:planned", cohort, number=cohort.number)
    return cohort


def change_cohort(desk: Desk, cohort: Cohort, words: CohortWords) -> bool:
    """Change a cohort; return whether its half days were laid out anew. Raises Refused.

    Who has a seat keeps it: neither seats nor quotas are cut below them, and no half day falls
    out of the cohort. They are told of another day or place.
    """
    cohort = locked_cohort(cohort.id)
    _refuse_unless(cohort, CHANGES)
    words, before = _resolved(words, cohort.body_id), words_of(cohort)
    seated = seated_by_quota(cohort)
    _refuse(cohort.body_id, words, clock.today(desk.zone), cohort, seats=seated)
    outside = [one for one in cohort.sessions if not words.starts <= one.day <= words.ends]
    if outside and seated:
        raise Refused([_sessions_left_out(outside[0].day)])
    told = {name: getattr(cohort, name) for name in TOLD}
    _write(cohort, words)
    if outside:
        lay_out(cohort)
    cohort.version += 1
    db.session.flush()
    changed = [n for n in vars(words) if getattr(before, n) != getattr(words, n)]
    record(desk, "cohort:changed", cohort, number=cohort.number, changed=changed)
    if any(getattr(cohort, name) != value for name, value in told.items()):
        tell(cohort_changed(one) for one in standing_in(cohort) if one.state in SEATED)
    return bool(outside)


def open_nominations(desk: Desk, cohort: Cohort, waivers: Mapping[str, str]) -> None:
    """Let courts nominate for a cohort, also again while seats are left; they are told.

    Raises Refused where its deadline is over, and where a rule says that another school trains
    such people (a reason sets that aside).
    """
    cohort = locked_cohort(cohort.id)
    _refuse_unless(cohort, (CohortState.PLANNED, CohortState.ADMITTED))
    against = stands_against_opening(cohort)
    refuse_unless_waived(against, waivers)
    day = clock.today(cohort.body.zone)
    book = rulebook_of(cohort.body_id, day)
    cohort.waivers = {r.key: waivers[r.key].strip() for r in against}
    cohort.rulebook, cohort.rulebook_version = book.name, str(book.version)
    cohort.state = CohortState.OPEN
    cohort.version += 1
    record(desk, "cohort:opened", cohort, number=cohort.number, waivers=dict(cohort.waivers))
    tell(cohort_opened(cohort, courts_in_reach(cohort, day), day))


def stands_against_opening(cohort: Cohort) -> list[Refusal]:
    """Return every rule that stands against opening a cohort for nominations today."""
    day = clock.today(cohort.body.zone)
    course, book = cohort.course, rulebook_of(cohort.body_id, day)
    groups = groups_of_course(course.purpose, Audience.kept(course.audience))
    leaders = not groups.isdisjoint(LEADERS)
    people = number_meant_for(cohort, courts_in_reach(cohort, day)) if leaders else 0
    found = (
        _deadline_over(cohort) if cohort.nominate_by < day else None,
        hours_planned(course.hours, sum(one.hours for one in cohort.sessions)),
        trained_here(groups, level_of(cohort.body_id, day), book),
        in_batches(leaders, cohort.seats, people, book),
        *judge_length(course.purpose, course.hours, (cohort.starts, cohort.ends), book),
    )
    return [refusal for refusal in found if refusal is not None]


def cancel_cohort(desk: Desk, cohort: Cohort, reason: str) -> int:
    """Cancel a cohort for a reason: its people get their days back and are told; return how many.

    Raises Refused once it is finished or cancelled.
    """
    cohort = locked_cohort(cohort.id)
    _refuse_unless(cohort, CHANGES)
    gone = standing_in(cohort)
    for one in gone:
        one.state, one.reason = EnrolmentState.WITHDRAWN, reason[:300]
        one.version += 1
    free_days(cohort, [one.id for one in gone])
    cohort.state, cohort.why = CohortState.CANCELLED, reason[:300]
    cohort.version += 1
    db.session.flush()
    record(desk, "cohort:cancelled", cohort, number=cohort.number, withdrawn=len(gone))
    tell(cohort_cancelled(cohort, gone))
    return len(gone)


def words_of(cohort: Cohort) -> CohortWords:
    """Return a cohort as it is written down."""
    own = cohort.host_id == cohort.body_id
    quotas = [QuotaWords(one.body.name, one.seats, one.body_id) for one in cohort.quotas]
    return CohortWords(
        **{name: getattr(cohort, name) for name in PLAIN},
        contact=cohort.contact,
        host="" if own else cohort.host.name,
        host_id=cohort.host_id,
        quotas=tuple(quotas),
    )


def _write(cohort: Cohort, words: CohortWords) -> None:
    for name in (*PLAIN, "contact", "host_id"):
        setattr(cohort, name, getattr(words, name))
    there = {quota.body_id: quota for quota in cohort.quotas}
    wanted = {quota.body_id: quota.seats for quota in words.quotas}
    for body_id, quota in there.items():
        if body_id not in wanted:
            forget = update(Enrolment).where(Enrolment.quota_id == quota.id)
            db.session.execute(forget.values(quota_id=None))  # of those who gave their seat up
            cohort.quotas.remove(quota)
    for body_id, seats in wanted.items():
        if body_id in there:
            there[body_id].seats = seats
        else:
            cohort.quotas.append(CohortQuota(body_id=body_id, seats=seats))


def _resolved(words: CohortWords, school_id: int) -> CohortWords:
    """Return a cohort with the ids of the bodies that it names; raises Refused for no body."""
    host = _body_of(words.host, "host").id if words.host else school_id
    quotas = []
    for quota in words.quotas:
        body = _body_of(quota.name, "quotas")
        quotas.append(QuotaWords(body.name, quota.seats, body.id))
    return replace(words, host_id=host, quotas=tuple(quotas))


def _body_of(name: str, place: str) -> Body:
    found = bodies_named(name)
    if len(found) == 1:
        return found[0]
    text = N_("No court or school is called %(name)s.")
    if found:
        text = N_("Several are called %(name)s.")
    way_out = N_("Write its full name as it is in the system, or its code.")
    raise Refused([Refusal("cohort.body", text, {"name": name}, way_out, place=place)])


def _refuse(
    body_id: int,
    words: CohortWords,
    today: date,
    cohort: Cohort | None,
    seats: Mapping[int | None, int] | None = None,
) -> None:
    found = judge_cohort(words, today, words_of(cohort) if cohort else None)
    found += quotas_apart(words.quotas, above_each([q.body_id for q in words.quotas], today))
    same = cohort_by_number(body_id, words.number)
    if same is not None and (cohort is None or same.id != cohort.id):
        text = N_("The school has a cohort with the number %(number)s already.")
        found.append(Refusal("cohort.double", text, {"number": words.number}, place="number"))
    if cohort is not None and seats:
        by_body = {q.body_id: (q.body.name, seats.get(q.id, 0)) for q in cohort.quotas}
        found += seats_cover(words, sum(seats.values()), by_body)
    if found:
        raise Refused(found)


def _refuse_unless(cohort: Cohort, states: tuple[CohortState, ...]) -> None:
    if cohort.state in states:
        return
    if cohort.state is CohortState.OPEN:
        text = N_("This cohort is open for nominations already.")
    else:
        text = N_("This cohort is over: it was finished or cancelled.")
    raise Refused([Refusal("cohort.state", text)])


def _deadline_over(cohort: Cohort) -> Refusal:
    text = N_("Nominations ended on %(day)s.")
    way_out = N_("Change the cohort and set a later day first.")
    return Refusal("cohort.deadline", text, {"day": cohort.nominate_by.isoformat()}, way_out)


def _sessions_left_out(day: date) -> Refusal:
    text = N_("People have a seat, and the half day on %(day)s would fall out of the cohort.")
    way_out = N_("Move it on the timetable first.")
    return Refusal("cohort.sessions", text, {"day": day.isoformat()}, way_out, place="ends")
