"""Verbs of seats: judged, given, refused, taken back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.accounts.terms import Desk
from app.audit.service import record, record_each
from app.messages.service import supersede, tell
from app.rulebooks.loader import load
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused, standing
from app.shared.texts import N_
from app.training.models import Cohort, Enrolment
from app.training.queries.cohorts import locked_cohort, seated_by_quota
from app.training.queries.nominated import approved_in, locked_enrolments
from app.training.queries.reach import quota_of
from app.training.queries.trainees import facts_of, trainees_of
from app.training.service.days import free_days, take_days
from app.training.telling import admitted, decided, withdrawn
from app.training.terms import SEATED, WAITING, CohortState, EnrolmentState
from app.training.trainee_rules import Asked, Seats, away_meanwhile, give_seats, judge_trainee

GIVES = (CohortState.OPEN, CohortState.ADMITTED)


@dataclass(frozen=True)
class Judged:
    """Somebody who asks for a seat: what stands against him, and what a reason may set aside."""

    row: Enrolment
    against: tuple[Refusal, ...]
    soft: tuple[Refusal, ...] = ()
    quota: int | None = None  # under which he takes a seat

    @property
    def fits(self) -> bool:
        """Say whether he can have a seat; where a rule is soft, with a reason."""
        return not self.against


@dataclass(frozen=True)
class Given:
    """What giving seats came to: who has one now, and who was passed over and why."""

    admitted: tuple[Enrolment, ...]
    passed_over: tuple[Judged, ...]


def judge_waiting(cohort: Cohort) -> list[Judged]:
    """Return everybody who waits for a seat, judged as if all were chosen in their order."""
    return _judged(cohort, approved_in(cohort), None)


def give_seats_to(
    desk: Desk, cohort: Cohort, uids: Collection[str], waivers: Mapping[str, str]
) -> Given:
    """Give seats to approved people in the order of their approval; the nominations are closed.

    Whoever cannot have one (by the rules, the seats, the quotas, or because he was called to sit
    meanwhile) is passed over and stays on the list. A rule that is not hard passes with a reason.
    Each gets his half days taken and is told; so are the courts. Raises Refused where nobody is
    chosen and where the cohort gives no seats any more.
    """
    cohort = locked_cohort(cohort.id)
    _refuse_unless_giving(cohort)
    chosen = [row for row in locked_enrolments(cohort, uids) if _waits(row)]
    if not chosen:
        text = N_("Choose at least one person who waits for a seat.")
        raise Refused([Refusal("enrolment.state", text)])
    chosen.sort(key=lambda row: (row.approved_at or clock.now(), row.id))
    judged = _judged(cohort, chosen, waivers)
    fit = [one for one in judged if one.fits]
    away = take_days(cohort, [one.row for one in fit])
    passed = [one for one in judged if not one.fits]
    passed += _called_away(cohort, [one for one in fit if one.row.id in away])
    seated = [one for one in fit if one.row.id not in away]
    for one in seated:
        _seat(one, waivers)
    done = ((o.row, {"number": cohort.number, "waivers": dict(o.row.waivers)}) for o in seated)
    record_each(desk, "enrolment:admitted", done)
    for one in passed:
        one.row.against = [r.key for r in one.against]
    if seated:
        cohort.state = CohortState.ADMITTED
        cohort.version += 1
    db.session.flush()
    _tell(cohort, [one.row for one in seated], ())
    return Given(tuple(one.row for one in seated), tuple(passed))


def refuse_seats(desk: Desk, cohort: Cohort, uids: Collection[str], reason: str) -> int:
    """Refuse nominations for a reason; the rules against them are kept, the courts are told.

    Return how many. Raises Refused where none is chosen or no reason is given.
    """
    cohort = locked_cohort(cohort.id)
    _refuse_unless_giving(cohort)
    rows = [row for row in locked_enrolments(cohort, uids) if row.state in WAITING]
    if not rows or not reason.strip():
        text = N_("Choose whom you refuse, and say why.")
        raise Refused([Refusal("enrolment.reason", text, place="reason")])
    for one in _judged(cohort, rows, None):
        row = one.row
        row.state, row.reason = EnrolmentState.REFUSED, reason.strip()[:300]
        row.against, row.decided_at = [r.key for r in (*one.against, *one.soft)], clock.now()
        row.version += 1
    done = ((row, {"number": cohort.number, "against": row.against}) for row in rows)
    record_each(desk, "enrolment:refused", done)
    cohort.version += 1
    db.session.flush()
    _tell(cohort, (), rows)
    return len(rows)


def withdraw(desk: Desk, enrolment: Enrolment, reason: str) -> None:
    """Take back a nomination or a seat for a reason: the days ahead are free, who had a seat is
    told. Raises Refused once there is a result."""
    cohort = locked_cohort(enrolment.cohort_id)
    (row,) = locked_enrolments(cohort, [enrolment.uid])
    if row.state not in (*WAITING, EnrolmentState.ADMITTED):
        text = N_("%(name)s has a result, or is not on the list any more.")
        raise Refused([Refusal("enrolment.state", text, {"name": row.person.name})])
    had_a_seat = row.state in SEATED
    row.state, row.reason, row.quota_id = EnrolmentState.WITHDRAWN, reason.strip()[:300], None
    row.version += 1
    free_days(cohort, [row.id])
    record(desk, "enrolment:withdrawn", row, number=cohort.number)
    supersede(f"enrolment:{row.id}", row.version)
    if had_a_seat:
        tell([withdrawn(row)])


def _judged(
    cohort: Cohort, rows: Sequence[Enrolment], waivers: Mapping[str, str] | None
) -> list[Judged]:
    """Judge some in their order; with `waivers` soft rules without a reason count as hard."""
    day = clock.today(cohort.body.zone)
    book, facts = load(cohort.rulebook), facts_of(cohort, day)
    trainees = trainees_of(cohort, [row.person_id for row in rows], list_counts=False)
    quotas = {court: quota_of(cohort, court, day) for court in {row.body_id for row in rows}}
    asked, soft = [], dict[int, tuple[Refusal, ...]]()
    for row in rows:
        found = judge_trainee(trainees[row.person_id], facts, book)
        left = standing(found, row.waivers)
        hard = [r for r in left if r.strength == "hard"]
        soft[row.id] = tuple(r for r in left if r.strength != "hard")
        if waivers is not None:
            hard += standing(soft[row.id], waivers)
        name, quota = row.person.name, quotas[row.body_id]
        asked.append(Asked(row.id, name, quota, tuple(hard)))
    against = give_seats(asked, _seats(cohort))
    return [Judged(row, against[row.id], soft[row.id], quotas[row.body_id]) for row in rows]


def _seats(cohort: Cohort) -> Seats:
    named = {quota.id: (quota.body.name, quota.seats) for quota in cohort.quotas}
    return Seats(cohort.seats, named, seated_by_quota(cohort))


def _seat(one: Judged, waivers: Mapping[str, str]) -> None:
    row = one.row
    row.state, row.decided_at = EnrolmentState.ADMITTED, clock.now()
    row.quota_id = one.quota
    row.against = []
    row.waivers = row.waivers | {r.key: waivers[r.key].strip() for r in one.soft}
    row.version += 1


def _tell(cohort: Cohort, seated: Sequence[Enrolment], refused: Sequence[Enrolment]) -> None:
    numbers: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    yes, no = _by_court(seated), _by_court(refused)
    for body_id in {*yes, *no}:
        numbers[body_id] = (yes[body_id], no[body_id])
    day = clock.today(cohort.body.zone)
    tell([*(admitted(row) for row in seated), *decided(cohort, dict(numbers), day)])


def _by_court(rows: Iterable[Enrolment]) -> Counter[int]:
    return Counter(row.body_id for row in rows)


def _waits(row: Enrolment) -> bool:
    return row.state is EnrolmentState.APPROVED


def _refuse_unless_giving(cohort: Cohort) -> None:
    if cohort.state not in GIVES or cohort.ends < clock.today(cohort.body.zone):
        text = N_("This cohort gives no seats now: it is not open yet, or it is over.")
        raise Refused([Refusal("cohort.state", text)])


def _called_away(cohort: Cohort, called: Sequence[Judged]) -> list[Judged]:
    """Return those who were called elsewhere while they were judged, with the days."""
    facts = facts_of(cohort, clock.today(cohort.body.zone))
    ids = [one.row.person_id for one in called]
    trainees = trainees_of(cohort, ids, list_counts=False) if ids else {}
    away = [(one.row, away_meanwhile(trainees[one.row.person_id], facts)) for one in called]
    return [Judged(row, (refusal or _taken(row),)) for row, refusal in away]


def _taken(row: Enrolment) -> Refusal:
    text = N_("%(name)s was called elsewhere at the same moment.")
    return Refusal("cohort.away", text, {"name": row.person.name})
