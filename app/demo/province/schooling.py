"""Three years of cohorts in an invented province: who was taught what, who passed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from app.bodies.workdays import working_day
from app.demo.province.assessors import moment_of
from app.demo.province.courses import Entered, write_courses
from app.demo.province.settled import Settled
from app.demo.province.writer import Writer
from app.people.models import Absence
from app.people.terms import AbsenceKind, Office
from app.training.facts import SessionWords
from app.training.models import (
    Certificate,
    CertificateSeries,
    Cohort,
    CohortSession,
    Enrolment,
    SessionPresence,
)
from app.training.planning import days_of, laid_out
from app.training.terms import Assessment, CohortState, EnrolmentState, Presence

PAST, RECENT, AHEAD = 1090, 40, 6  # days back of the first and the last, cohorts yet to come
# How many of a hundred cohorts begin in which month: few in winter, none at the new year.
SEASONS = (2, 1, 10, 12, 13, 11, 6, 4, 13, 12, 12, 4)
AWAY = 0.015  # of all half days
ENDS = (EnrolmentState.PASSED, EnrolmentState.FAILED, EnrolmentState.OUT)
END_SHARES = (95, 3, 2)
SEATS, COURTS = (28, 48), (5, 14)  # fewest and most
NUMBERED = 4  # a year, before the first of these: those of the small demonstration
GROUP = 6  # people of one court in a cohort


@dataclass(frozen=True)
class School:
    """A school as its cohorts name it."""

    id: int
    code: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Trainee:
    """Somebody with a place in a cohort: which court sends him, under which name."""

    person: int
    name: str
    body_id: int


@dataclass
class Schools:
    """The schools at work: who is away when, which numbers are given out."""

    write: Writer
    settled: Sequence[Settled]
    today: date
    random: Random
    numbers: Counter[tuple[int, int]] = field(default_factory=Counter)
    certificates: Counter[tuple[int, int]] = field(default_factory=Counter)
    away: defaultdict[int, set[date]] = field(default_factory=lambda: defaultdict(set))


def teach(schools: Schools, where: Sequence[School], cohorts: int) -> None:
    """Write so many cohorts, shared among the schools; the last ones are open for nominations."""
    random, taught = schools.random, [write_courses(schools.write, one.id) for one in where]
    starts = sorted(_first_day(schools, n >= cohorts - AHEAD) for n in range(cohorts))
    for n, first in enumerate(starts):
        school, courses = where[n % len(where)], taught[n % len(where)]
        ahead = first > schools.today
        weights = [one.what.weight for one in courses]
        course = random.choices(courses, weights)[0]
        sessions = _sessions(course, first)
        if ahead:
            _opens(schools, school, course, sessions)
        else:
            _was_held(schools, school, course, sessions)
    for (school_id, year), last in schools.certificates.items():
        schools.write.link(CertificateSeries, body_id=school_id, year=year, last=last)


def _first_day(schools: Schools, ahead: bool) -> date:
    """Return a Monday in one of the seasons of schools; ahead: five to nine weeks from today."""
    random, today = schools.random, schools.today
    if ahead:
        first = today + timedelta(days=random.randrange(35, 63))
    else:
        span = range(RECENT, PAST)
        agos = random.choices(span, [SEASONS[(today - timedelta(n)).month - 1] for n in span])
        first = today - timedelta(days=agos[0])
    return first - timedelta(days=first.weekday())


def _sessions(course: Entered, first: date) -> list[SessionWords]:
    days = [day for day in days_of(first, first + timedelta(days=30)) if working_day(day, {})]
    return laid_out(days, course.what.subjects)


def _was_held(
    schools: Schools, school: School, course: Entered, sessions: list[SessionWords]
) -> None:
    days = {one.day for one in sessions}
    seats = schools.random.randint(*SEATS)
    people = _people(schools, course, days, seats)
    if not people:
        return
    cohort, number = _cohort(schools, school, course, sessions, seats, CohortState.FINISHED)
    write, last = schools.write, max(days)
    halves = [
        write.add(
            CohortSession,
            cohort_id=cohort,
            day=one.day,
            half=one.half,
            subject=one.subject,
            teacher=schools.random.choice(("教研室", "外聘专家", "高院法官")),
            hours=one.hours,
            closed_at=moment_of(one.day, 9),
        )
        for one in sessions
    ]
    for one in people:
        state = schools.random.choices(ENDS, END_SHARES)[0]
        enrolment = _enrolment(schools, cohort, course, one, state, min(days), last)
        _presences(schools, sessions, halves, (enrolment, one.person), state)
        if state is EnrolmentState.PASSED:
            words = _words(school, course, (number, min(days), last), one)
            _certificate(schools, school, (enrolment, one.person), course, last, words)


def _people(schools: Schools, course: Entered, days: set[date], seats: int) -> list[Trainee]:
    """Return free people of the audience of several courts, at most one for each seat."""
    random, what = schools.random, course.what
    courts = [one for one in schools.settled if one.assessors or what.offices != (Office.ASSESSOR,)]
    courts = [one for one in courts if one.place.historical or not what.historical]
    found: list[Trainee] = []
    for court in random.sample(courts, min(len(courts), random.randint(*COURTS))):
        group = _of_court(court, what.offices, min(days), max(days))
        random.shuffle(group)
        free = [one for one in group if not days & _away(schools, court, one.person)]
        found += free[: random.randint(2, GROUP)]
    for one in found[:seats]:
        schools.away[one.person] |= days
    return found[:seats]


def _of_court(
    court: Settled, offices: tuple[Office, ...], first: date, last: date
) -> list[Trainee]:
    if Office.ASSESSOR in offices:
        held = [one for one in court.assessors if one.since <= first and one.last >= last]
        return [Trainee(one.person, one.name, court.body_id) for one in held]
    staff = [one for one in court.staff if one.office in offices and one.since <= first]
    return [Trainee(one.person, one.name, court.body_id) for one in staff]


def _away(schools: Schools, court: Settled, person: int) -> set[date]:
    sits = court.years.away.get(person, set()) if court.years else set()
    return sits | schools.away.get(person, set())


def _cohort(
    schools: Schools,
    school: School,
    course: Entered,
    sessions: list[SessionWords],
    seats: int,
    state: CohortState,
) -> tuple[int, str]:
    """Write a cohort; return its id and its number."""
    first, last = sessions[0].day, sessions[-1].day
    schools.numbers[school.id, first.year] += 1
    number = f"{first.year}年第{NUMBERED + schools.numbers[school.id, first.year]}期"
    cohort = schools.write.add(
        Cohort,
        body_id=school.id,
        host_id=school.id,
        course_id=course.id,
        number=number,
        starts=first,
        ends=last,
        nominate_by=first - timedelta(days=18),
        results_by=last + timedelta(days=20),
        seats=seats,
        minimum=10,
        place="教学楼",
        contact="教务处",
        state=state,
        rulebook="cn-2018",
        rulebook_version="1",
        created_at=moment_of(first - timedelta(days=60)),
    )
    return cohort, number


def _enrolment(
    schools: Schools,
    cohort: int,
    course: Entered,
    one: Trainee,
    state: EnrolmentState,
    first: date,
    last: date | None,
) -> int:
    scored = course.what.assessment is Assessment.SCORE and last and state is not EnrolmentState.OUT
    good = state is EnrolmentState.PASSED
    score = schools.random.randint(60, 97) if good else schools.random.randint(35, 59)
    over = last is not None
    approved = state is not EnrolmentState.NOMINATED
    return schools.write.add(
        Enrolment,
        cohort_id=cohort,
        person_id=one.person,
        body_id=one.body_id,
        state=state,
        nominated_by=None,
        nominated_name="政治部",
        approved_by=None,
        approved_name="院长" if approved else "",
        approved_at=moment_of(first - timedelta(days=38 if not over else 20)) if approved else None,
        decided_at=moment_of(first - timedelta(days=10)) if over else None,
        score=score if scored else None,
        result_at=moment_of(last + timedelta(days=4)) if last else None,
        created_at=moment_of(first - timedelta(days=40 if not over else 30)),
    )


def _presences(
    schools: Schools,
    sessions: list[SessionWords],
    halves: list[int],
    who: tuple[int, int],
    state: EnrolmentState,
) -> None:
    """Write who was there when; whoever is out has missed the last half days."""
    enrolment, person = who
    left = len(halves) // 4 + 1 if state is EnrolmentState.OUT else 0
    missed = False
    for n, (session, half) in enumerate(zip(sessions, halves, strict=True)):
        absent = n >= len(halves) - left
        if not missed and not absent and len(halves) > 8 and schools.random.random() < AWAY:
            absent = missed = True
        presence = Presence.ABSENT if absent else Presence.PRESENT
        schools.write.link(
            SessionPresence, session_id=half, enrolment_id=enrolment, presence=presence
        )
        schools.write.link(
            Absence,
            person_id=person,
            day=session.day,
            half=session.half,
            kind=AbsenceKind.COURSE,
            subject=f"enrolment:{enrolment}",
        )


def _words(
    school: School, course: Entered, when: tuple[str, date, date], one: Trainee
) -> dict[str, object]:
    number, first, last = when
    return {
        "name": one.name,
        "course": course.what.title,
        "cohort": number,
        "school": school.name,
        "school_en": school.name_en,
        "starts": first.isoformat(),
        "ends": last.isoformat(),
        "score": None,
        "rulebook": "cn-2018",
    }


def _certificate(
    schools: Schools,
    school: School,
    who: tuple[int, int],
    course: Entered,
    last: date,
    words: dict[str, object],
) -> None:
    issued = last + timedelta(days=6)
    schools.certificates[school.id, issued.year] += 1
    number = f"{school.code}-{issued.year}-{schools.certificates[school.id, issued.year]:05}"
    schools.write.add(
        Certificate,
        number=number,
        enrolment_id=who[0],
        person_id=who[1],
        body_id=school.id,
        issued=issued,
        issued_at=moment_of(issued),
        hours=course.hours,
        words=words,
    )


def _opens(schools: Schools, school: School, course: Entered, sessions: list[SessionWords]) -> None:
    """Write a cohort that is open: some are approved by their courts, some only nominated."""
    seats = schools.random.randint(*SEATS)
    cohort, _ = _cohort(schools, school, course, sessions, seats, CohortState.OPEN)
    for one in sessions:
        words = {"subject": one.subject, "teacher": "", "hours": one.hours, "closed_at": None}
        schools.write.add(CohortSession, cohort_id=cohort, day=one.day, half=one.half, **words)
    people = _people(schools, course, {one.day for one in sessions}, seats // 2)
    for one in people:
        waits = schools.random.random() < 0.4
        state = EnrolmentState.NOMINATED if waits else EnrolmentState.APPROVED
        _enrolment(schools, cohort, course, one, state, sessions[0].day, None)
