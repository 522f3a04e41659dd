"""Cohorts of the school that were held: attendance to write down, results, certificates."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, select

from app.accounts.models import RoleGrant, User
from app.accounts.terms import Desk, RoleKind
from app.bodies.models import Body
from app.demo.world import BASIC
from app.people.models import Absence
from app.people.terms import AbsenceKind
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.certificate_papers import check_mark
from app.training.models import Cohort, Course, Enrolment
from app.training.outside_rules import OutsideWords
from app.training.service.attendance import Mark, Written, write_down
from app.training.service.bringing_in import bring_in, keep_upload
from app.training.service.certificates import issue_all, revoke
from app.training.service.outside import enter_outside, withdraw_outside
from app.training.service.results import give_results
from app.training.terms import Presence, Purpose
from tests.builders import Make
from tests.journeys.states_school import PERSONNEL, PRESIDENT, SCHOOL
from tests.training.schools import World, an_open_cohort, seated

SHEET = (
    "人员编号,姓名,培训名称,主办单位,开始日期,结束日期,学时,证明材料\n"
    "R0,韩受训0,法官论坛,省院,2026-01-05,2026-01-06,8,证书 7 号\n"
    "R1,韩受训1,法官论坛,省院,昨天,,8,\n"
)
DONE = SHEET.replace("法官论坛", "司法礼仪")
LONG_AGO = timedelta(days=90)


def held_cohorts() -> dict[str, list[str]]:
    """Let the school hold two cohorts, one of them to the end; return who opens what."""
    make = Make(first=500)
    user = db.session.scalars(select(User).where(User.email == SCHOOL)).one()
    court = db.session.scalars(select(Body).where(Body.code == BASIC[0].code)).one()
    school = db.session.get_one(Body, _school_of(user))
    world = World(
        high=school,
        school=school,
        court=court,
        officer=Desk(user.id, user.name, school.id, frozenset({RoleKind.SCHOOL})),
        personnel=_desk(PERSONNEL, court),
        president=_desk(PRESIDENT, court),
        people=[make.assessor(court, number=f"R{n}", name=f"韩受训{n}") for n in range(4)],
    )
    going, over = _held(world, "5"), _held(world, "6")
    _to_the_end(world, over)
    day, half = going.sessions[0].day, going.sessions[0].half
    written = f"/cohorts/{over.uid}"
    with transaction():
        one, two, *_ = issue_all(world.officer, over)
        revoke(world.officer, two, "误发")
    public = [f"/c/{one.number}", *(f"/c/{c.number}?k={check_mark(c.number)}" for c in (one, two))]
    unknown = f"/c/HDX-1999-00001?k={check_mark('HDX-1999-00001')}"
    acts = [f"/certificates/{one.uid}/{act}" for act in ("revoke", "reissue")]
    pages = [f"{written}/sessions", f"{written}/results", f"{written}/certificates", *acts]
    own = f"/cohorts/{going.uid}"
    return {
        PERSONNEL: _record_of(world),
        SCHOOL: [own, f"{own}/sessions", f"{own}/sessions/{day}/{half}", f"{own}/results", *pages],
        "": ["/c", *public, unknown],
    }


def _record_of(world: World) -> list[str]:
    """Write down two courses elsewhere of somebody who was trained, one of them withdrawn."""
    person, first = world.people[0], clock.today() - timedelta(days=300)
    words = OutsideWords(
        "民法典实施培训", "省法官培训学院", Purpose.IN_SERVICE, first, first, 8, 1, "证书 118 号"
    )
    with transaction():
        row = enter_outside(world.personnel, person, words)
        gone = enter_outside(world.personnel, person, replace(words, title="庭审观摩"))
        withdraw_outside(world.personnel, gone, "重复登记")
        done = keep_upload(_desk(PERSONNEL, world.court), DONE.encode(), "外训2025.csv")
        bring_in(_desk(PERSONNEL, world.court), done)
        sheet = keep_upload(_desk(PERSONNEL, world.court), SHEET.encode(), "外训.csv")
    own = f"/people/{person.uid}/training"
    return [
        own,
        "/training/import",
        f"/training/import/{sheet.uid}",
        f"{own}/new",
        f"{own}/{row.uid}/evidence/new",
        f"{own}/{row.uid}/withdraw",
    ]


def _desk(email: str, court: Body) -> Desk:
    user = db.session.scalars(select(User).where(User.email == email)).one()
    return Desk(user.id, user.name, court.id, frozenset({RoleKind.PERSONNEL, RoleKind.PRESIDENT}))


def _school_of(user: User) -> int:
    return db.session.scalars(select(RoleGrant.body_id).where(RoleGrant.user_id == user.id)).one()


def _held(world: World, number: str) -> Cohort:
    """Plan, open and fill a cohort, and let its days lie a month back."""
    first = clock.today() + timedelta(days=60)
    days = {"starts": first, "ends": first + timedelta(days=4), "seats": 4}
    days |= {"nominate_by": first, "results_by": first + timedelta(days=60)}
    course = db.session.scalars(select(Course).order_by(Course.id).limit(1)).one()
    cohort = an_open_cohort(world.officer, course, number=number, **days)
    seated(world, cohort, world.people)
    with transaction():
        cohort.starts, cohort.ends = cohort.starts - LONG_AGO, cohort.ends - LONG_AGO
        for one in cohort.sessions:
            one.day -= LONG_AGO
        taken = Absence.kind == AbsenceKind.COURSE, Absence.person_id.in_(_ids(cohort))
        db.session.execute(delete(Absence).where(*taken))
    return cohort


def _ids(cohort: Cohort) -> list[int]:
    own = select(Enrolment.person_id).where(Enrolment.cohort_id == cohort.id)
    return list(db.session.scalars(own))


def _to_the_end(world: World, cohort: Cohort) -> None:
    people = db.session.scalars(select(Enrolment).where(Enrolment.cohort_id == cohort.id)).all()
    marks = {one.id: Mark(Presence.PRESENT) for one in people}
    for number in range(len(cohort.sessions)):
        with transaction():
            write_down(world.officer, cohort, cohort.sessions[number], Written(marks))
    with transaction():
        give_results(world.officer, cohort, dict.fromkeys(marks, "passed"))
