"""A school beside the demonstration's courts, with each state of its courses and cohorts."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.terms import Desk, RoleKind
from app.bodies.models import Body
from app.demo.officers import OFFICERS, SCHOOL_OFFICER, desk_of
from app.demo.world import BASIC
from app.people.models import Person, Tenure
from app.people.terms import Office
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.models import Cohort
from app.training.service.admitting import give_seats_to
from app.training.service.cohorts import cancel_cohort
from app.training.service.nominating import approve, nominate
from tests.training.schools import a_cohort, a_course, an_open_cohort

SCHOOL = SCHOOL_OFFICER.email
PERSONNEL, PRESIDENT = OFFICERS[1].email, OFFICERS[2].email


def a_school() -> dict[str, list[str]]:
    """Give the school cohorts in each state; return who opens which address."""
    desk = desk_of(SCHOOL_OFFICER)
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
