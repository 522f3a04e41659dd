"""Builders of elections: a court with places and judges, an election at each of its stages."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.accounts.terms import Desk
from app.bodies.models import Body
from app.elections.models import Election
from app.elections.service.calling import Call, call_election
from app.elections.terms import ElectionForm
from app.people.models import Tenure
from app.people.service import Decision, set_posts
from app.people.terms import Office
from app.shared.db import db
from app.shared.transactions import transaction
from tests.builders import LONG_AGO, Make

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)  # Monday 2 November 2026, 12:00 in Shanghai
TODAY = date(2026, 11, 2)
BEGINS = date(2027, 1, 4)
ORGAN = "试验区人大常委会"


def a_court(make: Make, places: int | None = 10, judges: int = 2) -> tuple[Body, Desk]:
    """Return a court with a number of places and of judges, and its desk."""
    court = make.court()
    desk = make.desk(court)
    for _ in range(judges):
        judge = make.person()
        words = {"person_id": judge.id, "body_id": court.id, "office": Office.JUDGE}
        make.add(Tenure(**words, since=LONG_AGO))
    if places is not None:
        by = Decision(ORGAN, "试人发〔2026〕1号", TODAY)
        with transaction():
            set_posts(desk, Office.ASSESSOR, places, LONG_AGO, by)
    return court, desk


def called(desk: Desk, seats: int = 2) -> Election:
    """Call an election, committed."""
    with transaction():
        call = Call(ElectionForm.APPOINTMENT, seats, BEGINS, ORGAN)
        election_id = call_election(desk, call).id
    return db.session.get_one(Election, election_id)
