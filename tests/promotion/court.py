"""A court of 1953 with posts of judges and assessors on their way, for the tests of promotion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from app.accounts.terms import Desk, RoleKind
from app.bodies.models import Body
from app.people.models import Person, PersonYear
from app.people.service import Decision, set_posts
from app.people.terms import Office
from app.service.service import NewAppraisal, record_appraisal
from app.service.terms import Grade
from app.shared.transactions import transaction
from app.training.models import OutsideTraining
from app.training.terms import Purpose
from tests.builders import Make

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
TODAY = date(2026, 11, 21)


@dataclass(frozen=True)
class County:
    """The court, with three desks: two personnel officers and the president."""

    body: Body
    first: Desk
    second: Desk
    president: Desk


def county(make: Make, posts: int = 2, book: str = "cn-1953") -> County:
    """Return a court with a number of posts of judges."""
    body = make.court(book)
    first, second = (make.desk(body, RoleKind.PERSONNEL) for _ in range(2))
    with transaction():
        by = Decision("红旗县人民政府", "编1号", date(2026, 1, 5))
        set_posts(first, Office.JUDGE, posts, date(2026, 1, 5), by)
    return County(body, first, second, make.desk(body, RoleKind.PRESIDENT))


def candidate(make: Make, at: County, cases: int = 12, ready: bool = True, **given: Any) -> Person:
    """Return an assessor who sat in cases; a ready one is appraised and has passed the course."""
    person = make.assessor(at.body, **given)
    make.add(PersonYear(person_id=person.id, year=2025, cases=cases, halves=cases))
    if ready:
        course = {"title": "陪审员转审判员短训班", "provider": "省司法干部学校", "hours": 60}
        span = {"since": date(2026, 3, 1), "until": date(2026, 3, 20), "evidence": "结业证7号"}
        who = {"person_id": person.id, "body_id": at.body.id}
        make.add(OutsideTraining(**course, **span, **who, purpose=Purpose.ASSESSOR_TO_JUDGE))
        with transaction():
            new = NewAppraisal(2025, Grade.COMPETENT, "考评小组", date(2025, 12, 28))
            record_appraisal(at.first, person, new)
    return person
