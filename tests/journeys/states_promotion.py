"""States of the service record and of promotion, made by their verbs."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.accounts.terms import Desk
from app.bodies.models import Body
from app.people.models import Person, Tenure
from app.people.terms import Office
from app.service.service import NewAppraisal, NewSanction, record_appraisal, record_sanction
from app.service.terms import Grade, SanctionKind
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction


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


def assessors_of(court: Body, number: int) -> list[Person]:
    """Return the first assessors of a court."""
    where = (Tenure.body_id == court.id, Tenure.office == Office.ASSESSOR)
    held = select(Person).join(Tenure, Tenure.person_id == Person.id).where(*where)
    return list(db.session.scalars(held.order_by(Tenure.id).limit(number)))
