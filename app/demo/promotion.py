"""The demonstration's service records, and a proposal for judge that waits for its review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from app.accounts.terms import Desk
from app.demo.officers import COUNTY, PERSONNEL, Officer, desk_of
from app.demo.people import Staff
from app.demo.school import SHORT_COURSE
from app.demo.trials import at
from app.people.models import Person
from app.people.queries import in_office
from app.people.service import Decision, set_posts
from app.people.service.offices import bring_year_totals
from app.people.terms import Office
from app.promotion.service import propose
from app.service.service import NewAppraisal, NewSanction, record_appraisal, record_sanction
from app.service.terms import Grade, SanctionKind
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.models import Cohort, Course, Enrolment
from app.training.terms import EnrolmentState

GRADES = (Grade.EXCELLENT, *(Grade.COMPETENT,) * 5, Grade.BASICALLY_COMPETENT, Grade.COMPETENT)
WAIVED = {"promotion.participations": "工作需要，考评优秀"}
ORGAN = "红旗县人民政府"


def promote(county: Staff, today: date, brought: bool = True) -> None:
    """Appraise the county's assessors and some of another court, and propose one for judge.

    Those who passed the short course have sat in 8 to 16 cases the year before, where the totals
    of that year were `brought` along.
    """
    passed = _passed()
    adopted = today - timedelta(days=12)
    with clock.standing_at(at(adopted)), transaction():
        desk = desk_of(COUNTY)
        by = Decision(ORGAN, f"编〔{today.year}〕3号", adopted)
        set_posts(desk, Office.JUDGE, _judges(desk) + 2, adopted, by)
        sat = [(p, today.year - 1, 16 - n, 20 - n) for n, p in enumerate(passed)]
        bring_year_totals(desk, sat if brought else [])
        appraised = [*passed, *(p for p in county.assessors[8:40] if p not in passed)]
        _appraise(COUNTY, appraised, today, "县考评小组")
        warned = NewSanction(SanctionKind.WARNING, today - timedelta(days=70), "县监察委员会")
        record_sanction(desk, db.session.get_one(Person, passed[2]), warned)
    with clock.standing_at(at(today - timedelta(days=3))), transaction():
        propose(desk_of(COUNTY), db.session.get_one(Person, passed[0]), WAIVED)


def appraise_assessors(staff: Staff, today: date) -> None:
    """Write down the appraisals of the year before of some assessors of a court."""
    with clock.standing_at(at(today - timedelta(days=30))), transaction():
        _appraise(PERSONNEL, staff.assessors[120:150], today, "年度考核表")


def _appraise(officer: Officer, people: Sequence[int], today: date, source: str) -> None:
    for n, person_id in enumerate(people):
        new = NewAppraisal(today.year - 1, GRADES[n % len(GRADES)], source, clock.today())
        record_appraisal(desk_of(officer), db.session.get_one(Person, person_id), new)


def _judges(desk: Desk) -> int:
    """Return how many judges a desk's court has today, the president not counted twice."""
    return len({one.person_id for one in in_office(desk.body_id, Office.JUDGE, clock.today())})


def _passed() -> list[int]:
    """Return who passed the short course, the best first."""
    held = select(Enrolment.person_id).join(Cohort).join(Course)
    mine = held.where(Course.code == SHORT_COURSE.code, Enrolment.state == EnrolmentState.PASSED)
    return list(db.session.scalars(mine.order_by(Enrolment.score.desc())))
