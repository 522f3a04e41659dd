"""A school beside the demonstration's courts, with each state of its courses and cohorts."""

from __future__ import annotations

from datetime import date, timedelta

from flask_security import hash_password
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.terms import Desk, RoleKind
from app.bodies.models import Body, BodyLink
from app.bodies.terms import BodyKind, LinkKind
from app.demo.officers import OFFICERS, PASSWORD
from app.demo.world import BASIC, HIGH
from app.people.models import Person, Tenure
from app.people.terms import Office
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.models import Cohort
from app.training.service.admitting import give_seats_to
from app.training.service.cohorts import cancel_cohort
from app.training.service.nominating import approve, nominate
from tests.builders import Make
from tests.training.schools import a_cohort, a_course, an_open_cohort

SCHOOL = "school@example.org"
PERSONNEL, PRESIDENT = OFFICERS[1].email, OFFICERS[2].email


def a_school() -> dict[str, list[str]]:
    """Make a school under the high court with its officer; return who opens which address."""
    desk = _officer(Make())
    course = a_course(desk)
    first = clock.today() + timedelta(days=60)
    days = {"starts": first, "ends": first + timedelta(days=4), "results_by": first + timedelta(40)}
    days["nominate_by"] = first - timedelta(days=20)
    planned = a_cohort(desk, course, number="1", **days)
    open_ = an_open_cohort(desk, course, number="2", **days)
    gone = an_open_cohort(desk, course, number="3", **days)
    waiting = an_open_cohort(desk, course, number="4", **days)
    with transaction():
        cancel_cohort(desk, gone, "师资未落实")
    _through(desk, waiting)
    with transaction():
        court = db.session.scalars(select(Body).where(Body.code == BASIC[0].code)).one()
        nominate(_desk(PERSONNEL, court), open_, _people(court, 4)[3:], [court.id], {})
    own = [f"/cohorts/{one.uid}" for one in (planned, open_, gone, waiting)]
    seats = f"{own[3]}/admission"
    nominations = [f"/nominations/{one.uid}" for one in (open_, waiting)]
    return {
        SCHOOL: ["/courses", f"/courses/{course.uid}", "/cohorts?view=over", *own, seats],
        PERSONNEL: ["/nominations", *nominations, f"{nominations[0]}/nominate"],
        PRESIDENT: nominations,
    }


def _officer(make: Make) -> Desk:
    words = {"kind": BodyKind.SCHOOL, "name": "河东省政法干部学校", "code": "HDX"}
    school = make.court(None, name_en="Hedong Cadre School", **words)
    high = db.session.scalars(select(Body).where(Body.code == HIGH.code)).one()
    link = {"kind": LinkKind.HIGHER, "since": date(1950, 1, 1)}
    make.add(BodyLink(body_id=school.id, to_id=high.id, **link))
    name = {"email": SCHOOL, "password": hash_password(PASSWORD), "name": "宋教务"}
    officer = make.user(school, RoleKind.SCHOOL, **name)
    return Desk(officer.id, officer.name, school.id, frozenset({RoleKind.SCHOOL}))


def _desk(email: str, court: Body) -> Desk:
    user = db.session.scalars(select(User).where(User.email == email)).one()
    return Desk(user.id, user.name, court.id, frozenset(RoleKind), "zh_Hans", court.zone)


def _people(court: Body, number: int) -> list[str]:
    """Return assessors of a court who are in office for long (public ids)."""
    ends = clock.today() + timedelta(days=100)
    held = (Tenure.body_id == court.id, Tenure.office == Office.ASSESSOR, Tenure.until > ends)
    people = select(Person.uid).join(Tenure, Tenure.person_id == Person.id)
    newest = people.where(*held, Tenure.superseded_at.is_(None), Tenure.ended.is_(None))
    return list(db.session.scalars(newest.order_by(Tenure.id.desc()).limit(number)))


def _through(desk: Desk, cohort: Cohort) -> None:
    """Let one person have a seat, and one wait for it."""
    court = db.session.scalars(select(Body).where(Body.code == BASIC[0].code)).one()
    with transaction():
        rows = nominate(_desk(PERSONNEL, court), cohort, _people(court, 2), [court.id], {})
        approve(_desk(PRESIDENT, court), cohort, [row.uid for row in rows])
    with transaction():
        give_seats_to(desk, cohort, [rows[0].uid], {})
