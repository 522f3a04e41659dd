"""A person's time line: nominated for cohorts, admitted, refused, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from sqlalchemy import Integer, Select, bindparam, select

from app.accounts.terms import Desk
from app.bodies.models import Body
from app.messages.writing import path_to
from app.shared.collected import LifeLine
from app.shared.db import db
from app.shared.screens import span
from app.shared.texts import N_
from app.training.access import COURTS
from app.training.models import Cohort, Course, Enrolment
from app.training.terms import EnrolmentState
from app.training.words import ENROLMENT_TAGS, ENROLMENTS

SAYS = {
    EnrolmentState.NOMINATED: N_("Nominated for %(course)s"),
    EnrolmentState.APPROVED: N_("Nominated for %(course)s"),
    EnrolmentState.REFUSED: N_("No seat in %(course)s"),
    EnrolmentState.WITHDRAWN: N_("Withdrawn from %(course)s"),
}
ADMITTED = N_("Admitted to %(course)s")


def lines(person_id: int, desk: Desk) -> Iterator[LifeLine]:
    """Yield how a person came into cohorts (one statement, ix_enrolment_person_id, composed once).

    Links lead to the cohort for those who may open it.
    """
    for row in db.session.execute(_rows(), {"person": person_id}):
        at = (row.decided_at or row.created_at).astimezone(ZoneInfo(row.zone))
        said = gettext(SAYS.get(row.state, ADMITTED)) % {"course": row.title}
        link = path_to("cohorts.cohort", uid=row.uid) if desk.may(*COURTS) else ""
        note = f"{row.number} · {span(row.starts, row.ends)}"
        if row.reason:
            note += f" · {gettext(row.reason)}"
        tag = (ENROLMENT_TAGS.get(row.state, ""), gettext(ENROLMENTS[row.state]))
        yield LifeLine(at.date(), said, link, row.number if link else "", note, tag=tag)


@cache
def _rows() -> Select[*tuple[Any, ...]]:
    columns = (Enrolment.state, Enrolment.decided_at, Enrolment.created_at, Enrolment.reason)
    of_cohort = (Cohort.uid, Cohort.number, Cohort.starts, Cohort.ends, Course.title, Body.zone)
    rows = select(*columns, *of_cohort).join(Cohort, Cohort.id == Enrolment.cohort_id)
    rows = rows.join(Course, Course.id == Cohort.course_id).join(Body, Body.id == Cohort.body_id)
    return rows.where(Enrolment.person_id == bindparam("person", type_=Integer()))
