"""States of the service record and of promotion, made by their verbs."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.accounts.terms import Desk, RoleKind
from app.bodies.models import Body
from app.people.models import Person, Tenure
from app.people.service import Decision, set_posts
from app.people.terms import Office
from app.promotion.service import NewJudge, appoint_judge, approve, propose, refuse, review
from app.service.service import NewAppraisal, NewSanction, record_appraisal, record_sanction
from app.service.terms import Grade, SanctionKind
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.models import OutsideTraining
from app.training.terms import Purpose
from tests.builders import Make


def record_pages(court: Body, desk: Desk) -> list[str]:
    """Write the record of an assessor of a court; return the page."""
    today = clock.today()
    with transaction():
        person = assessors_of(court, 5)[-1]
        good = NewAppraisal(today.year - 1, Grade.COMPETENT, "考评小组年度考核表", today)
        record_appraisal(desk, person, good)
        warned = NewSanction(SanctionKind.WARNING, today - timedelta(days=40), "院党组决定")
        record_sanction(desk, person, warned)
        return [f"/people/{person.uid}/record"]


def proposal_pages(court: Body, desk: Desk) -> list[str]:
    """Let proposals stand in each state at a court of 1953; return their pages."""
    make, today = Make(), clock.today()
    second = make.desk(court, RoleKind.PERSONNEL)
    president = make.desk(court, RoleKind.PRESIDENT)
    by = Decision("红旗县人民委员会", "红人任第五号", today)
    with transaction():
        posts = Decision("红旗县人民委员会", "红编第一号", today)
        set_posts(desk, Office.JUDGE, 40, today, posts)
        people = assessors_of(court, 6)
        for person in people:
            _is_ready(court, desk, person)
    with transaction():
        rows = [propose(second, people[0], WAIVED)]  # the one whose review waits for the desk
        rows += [propose(desk, person, WAIVED) for person in people[1:5]]
        for row in rows[1:4]:
            review(second, row, "材料属实")
        for row in rows[2:4]:
            approve(president, row, {})
        appoint_judge(desk, rows[3], NewJudge(by, today))
        refuse(president, rows[4], "任职时间较短")
        rows[0].seen = {**rows[0].seen, "cases": 10_000}  # corrected since it was seen
        pages = [f"/promotion/{row.uid}" for row in rows]
    others = [f"/promotion/people/{people[5].uid}", "/promotion?group=nearly"]
    return ["/promotion", *pages, *others]


WAIVED: dict[str, str] = dict.fromkeys(
    ("promotion.participations", "sanction.stops_promotion", "promotion.age"), "工作需要"
)


def _is_ready(court: Body, desk: Desk, person: Person) -> None:
    today = clock.today()
    good = NewAppraisal(today.year - 1, Grade.EXCELLENT, "县考评小组", today)
    record_appraisal(desk, person, good)
    words = {"title": "陪审员短训班", "provider": "省司法干部学校", "evidence": "结业证"}
    span = {"since": today - timedelta(days=90), "until": today - timedelta(days=60)}
    course = OutsideTraining(
        person_id=person.id, body_id=court.id, purpose=Purpose.ASSESSOR_TO_JUDGE, hours=60,
        **words, **span,
    )  # fmt: skip
    db.session.add(course)


def assessors_of(court: Body, number: int) -> list[Person]:
    """Return the first assessors of a court."""
    where = (Tenure.body_id == court.id, Tenure.office == Office.ASSESSOR)
    held = select(Person).join(Tenure, Tenure.person_id == Person.id).where(*where)
    return list(db.session.scalars(held.order_by(Tenure.id).limit(number)))
