"""What warns of a person before his first sitting: the class hours that are missing until then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext

from app.accounts.terms import Desk
from app.bodies.queries import rulebook_of
from app.people.terms import Office
from app.training.hours import before_first_sitting
from app.training.queries.record import done_of, first_sitting_ahead, offices_of


def warnings(person_id: int, desk: Desk, day: date) -> Iterable[str]:
    """Return the warning of a first sitting that comes before the pre-service hours are done.

    Judged by the book of the court whose assessor he is. One statement for who does not sit.
    """
    first = first_sitting_ahead(person_id, day)
    if first is None:
        return []
    courts = [body for office, body in offices_of(person_id, day) if office is Office.ASSESSOR]
    if not courts:
        return []
    need = before_first_sitting(done_of(person_id), first, rulebook_of(courts[0], day), day)
    if need is None or not need.missing:
        return []
    return [
        gettext(
            "First sitting on %(day)s: %(have)s of %(hours)s class hours of pre-service training"
            " are done.",
            day=first.isoformat(),
            have=need.have,
            hours=need.hours,
        )
    ]
