"""Who came into office by one act."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.people.models import ActLine, Person, Tenure
from app.shared.db import db


def tenures_by_act(act_id: int, body_id: int) -> list[Tenure]:
    """Return the tenures of a court that lines of an act began and that stand, each with its
    person, by name (ix_tenure_start_line)."""
    where = (
        ActLine.act_id == act_id,
        ActLine.annulled_at.is_(None),
        Tenure.body_id == body_id,
        Tenure.superseded_at.is_(None),
    )
    found = select(Tenure).join(ActLine, ActLine.id == Tenure.start_line_id)
    found = found.join(Person, Person.id == Tenure.person_id).where(*where)
    order = found.order_by(Person.sort_key, Tenure.id).options(joinedload(Tenure.person))
    return list(db.session.scalars(order))
