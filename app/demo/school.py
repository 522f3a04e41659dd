"""The demonstration's school: two cohorts that were held, one that runs, one that is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, select

from app.accounts.terms import Desk
from app.demo.officers import PERSONNEL, PRESIDENT, SCHOOL_OFFICER, desk_of
from app.demo.people import Staff
from app.demo.trials import at, workday
from app.demo.world import BASIC
from app.people.models import Absence, Person
from app.people.terms import Office
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.facts import Audience, CohortWords, CourseWords, QuotaWords, Subject
from app.training.models import Cohort, Course, Enrolment
from app.training.queries.attendance import trainees_in
from app.training.service.admitting import give_seats_to
from app.training.service.attendance import Mark, Written, write_down
from app.training.service.certificates import issue_all
from app.training.service.cohorts import open_nominations, plan_cohort
from app.training.service.courses import enter_course
from app.training.service.nominating import approve, nominate
from app.training.service.results import give_results
from app.training.terms import Assessment, Presence, Purpose

ASSESSORS = Audience(offices=(Office.ASSESSOR,))
PRE_SERVICE = CourseWords(
    code="RP40",
    title="人民陪审员岗前培训",
    purpose=Purpose.PRE_SERVICE,
    subjects=(Subject("人民陪审员法", 8), Subject("庭审规则与证据", 20), Subject("合议与表决", 12)),
    audience=ASSESSORS,
    assessment=Assessment.PASS_FAIL,
)
SHORT_COURSE = CourseWords(
    code="RS60",
    title="陪审员转审判员短训班",
    purpose=Purpose.ASSESSOR_TO_JUDGE,
    subjects=(Subject("婚姻法与土地改革法", 24), Subject("审判实务", 24), Subject("文书", 12)),
    audience=ASSESSORS,
    assessment=Assessment.SCORE,
    pass_mark=60,
)
IN_OFFICE = CourseWords(
    code="RZ24",
    title="人民陪审员履职培训",
    purpose=Purpose.ASSESSORS,
    subjects=(Subject("新类型案件审理", 16), Subject("法庭礼仪与保密", 8)),
    audience=ASSESSORS,
    assessment=Assessment.ATTENDANCE,
)
COURSES = (PRE_SERVICE, SHORT_COURSE, IN_OFFICE)


@dataclass(frozen=True)
class Group:
    """So many free people of a court from a place in its list on; `left` stay without a seat."""

    staff: Staff
    first: int
    number: int
    left: int = 0


def teach(staff: Mapping[str, Staff], today: date) -> None:
    """Let the school hold its cohorts; who goes to one has nothing else on its days."""
    linhe, qingshi, yunling, county = (staff[plan.code] for plan in BASIC)
    with clock.standing_at(at(today - timedelta(days=330))), transaction():
        for words in COURSES:
            enter_course(desk_of(SCHOOL_OFFICER), words)
    new = [Group(one, len(one.assessors) - 30, 8) for one in (linhe, qingshi, yunling)]
    held = _filled(PRE_SERVICE, today - timedelta(days=220), new, 13)
    _to_the_end(held, today)
    short = _filled(SHORT_COURSE, today - timedelta(days=100), [Group(county, 20, 9)], 18)
    _to_the_end(short, today)
    several = [Group(linhe, 60, 10), Group(qingshi, 20, 5), Group(yunling, 20, 4)]
    running = _filled(IN_OFFICE, workday(today - timedelta(days=2)), several, 6)
    _write_down(running, today)
    _waits_for_nominations(today, linhe, qingshi)


@dataclass(frozen=True)
class Room:
    """How many seats a cohort has, and how many of them the first court holds."""

    seats: int
    held: int = 0


def _planned(words: CourseWords, first: date, days: int, room: Room, number: int) -> int:
    """Plan a cohort of a course, open for nominations; return its id."""
    last, seats = first + timedelta(days=days), room.seats
    quotas = (QuotaWords(BASIC[0].code, room.held),) if room.held else ()
    plan = CohortWords(
        number=f"{first.year}年第{number}期",
        starts=first,
        ends=last,
        nominate_by=first - timedelta(days=12),
        results_by=last + timedelta(days=20),
        seats=seats,
        minimum=seats // 3,
        place="教学楼二层报告厅",
        contact="教务处 0990-0000 0000",
        quotas=quotas,
    )
    with transaction():
        desk = desk_of(SCHOOL_OFFICER)
        course = db.session.scalars(select(Course).where(Course.code == words.code)).one()
        cohort = plan_cohort(desk, course, plan)
        open_nominations(desk, cohort, {})
        return cohort.id


def _filled(words: CourseWords, first: date, groups: Sequence[Group], days: int) -> int:
    """Plan a cohort and give its seats to groups of courts, all before its days; return its id."""
    first, number = workday(first, back=False), COURSES.index(words) + 1
    with clock.standing_at(at(first - timedelta(days=40))):
        held = groups[0].number if len(groups) > 1 else 0
        room = Room(sum(one.number for one in groups) + 2, held)
        cohort_id = _planned(words, first, days, room, number)
    with clock.standing_at(at(first - timedelta(days=20))):
        for group in groups:
            _nominated(cohort_id, group)
    with clock.standing_at(at(first - timedelta(days=10))), transaction():
        cohort = db.session.get_one(Cohort, cohort_id)
        waiting = select(Enrolment.uid).where(Enrolment.cohort_id == cohort_id)
        give_seats_to(desk_of(SCHOOL_OFFICER), cohort, db.session.scalars(waiting).all(), {})
    return cohort_id


def _nominated(cohort_id: int, group: Group) -> None:
    personnel, president = _desks(group.staff)
    with transaction():
        cohort = db.session.get_one(Cohort, cohort_id)
        people = list(_free(cohort, group))
        rows = nominate(personnel, cohort, people, [group.staff.body.id], {})
        uids = [row.uid for row in rows]
        if uids[group.left :]:
            approve(president, cohort, uids[group.left :])


def _desks(staff: Staff) -> tuple[Desk, Desk]:
    """Return the desks of a court's personnel officer and president: named users or none."""
    if staff.plan is BASIC[0]:
        return desk_of(PERSONNEL), desk_of(PRESIDENT)
    nobody = frozenset[object]()
    return tuple(Desk(None, name, staff.body.id, nobody) for name in ("政治部", "院长"))  # type: ignore


def _free(cohort: Cohort, group: Group) -> Iterator[str]:
    """Yield the public ids of the first people of a group with nothing on a cohort's days."""
    span = Absence.day.between(cohort.starts, cohort.ends)
    away = exists().where(Absence.person_id == Person.id, span)
    ids = group.staff.assessors[group.first :]
    people = select(Person.uid).where(Person.id.in_(ids), ~away).order_by(Person.id)
    yield from db.session.scalars(people.limit(group.number))


def _write_down(cohort_id: int, today: date) -> None:
    """Write down who was at each session that is over: one is absent for half a day."""
    sessions = len(db.session.get_one(Cohort, cohort_id).sessions)
    for n in range(sessions):
        cohort = db.session.get_one(Cohort, cohort_id)
        session = cohort.sessions[n]
        if session.day >= today:
            return
        people = trainees_in(cohort)
        marks = {one.id: Mark(Presence.PRESENT) for one in people}
        if n == 1 and len(cohort.sessions) > 7:
            marks[people[n].id] = Mark(Presence.EXCUSED, "就医")
        with clock.standing_at(at(session.day, 18)), transaction():
            write_down(desk_of(SCHOOL_OFFICER), cohort, session, Written(marks))


def _to_the_end(cohort_id: int, today: date) -> None:
    """Write down every session, give the results, issue the certificates."""
    _write_down(cohort_id, today)
    cohort = db.session.get_one(Cohort, cohort_id)
    people = [one.id for one in trainees_in(cohort)]
    scored = cohort.course.assessment is Assessment.SCORE
    said = {p: str(92 - 5 * n) if scored else "passed" for n, p in enumerate(people)}
    with clock.standing_at(at(cohort.ends + timedelta(days=5))), transaction():
        desk = desk_of(SCHOOL_OFFICER)
        give_results(desk, cohort, said)
        issue_all(desk, cohort)


def _waits_for_nominations(today: date, *courts: Staff) -> None:
    """Open a cohort: some wait for their president, some for a seat."""
    first = workday(today + timedelta(days=34), back=False)
    with clock.standing_at(at(today - timedelta(days=6))):
        cohort_id = _planned(IN_OFFICE, first, 6, Room(16, 8), len(COURSES) + 1)
    linhe, qingshi = courts
    with clock.standing_at(at(today - timedelta(days=2))):
        _nominated(cohort_id, Group(linhe, 90, 6, left=3))
        _nominated(cohort_id, Group(qingshi, 40, 4))
