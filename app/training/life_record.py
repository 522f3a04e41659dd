"""A person's time line: certificates issued and revoked, courses elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from sqlalchemy import Integer, Select, bindparam, select

from app.accounts.terms import Desk
from app.shared.collected import LifeLine
from app.shared.db import db
from app.training.models import Certificate, OutsideTraining


def lines(person_id: int, desk: Desk) -> Iterator[LifeLine]:
    """Yield a person's certificates and courses elsewhere (two statements, composed once)."""
    for row in db.session.execute(_certificates(), {"person": person_id}):
        text = gettext("Certificate for %(course)s", course=row.words["course"])
        yield LifeLine(row.issued, text, note=row.number, act=True)
        if row.revoked_at is not None:
            day = row.revoked_at.astimezone(ZoneInfo(desk.zone)).date()
            note = f"{row.number} · {row.revoked_why}"
            yield LifeLine(day, gettext("Certificate revoked"), note=note, act=True)
    for row in db.session.execute(_elsewhere(), {"person": person_id}):
        text = gettext("Course elsewhere: %(course)s", course=row.title)
        said = gettext("%(hours)s class hours", hours=row.hours)
        tag = ("stop", gettext("Withdrawn")) if row.withdrawn_at else None
        yield LifeLine(row.until, text, note=f"{row.provider} · {said}", tag=tag)


@cache
def _certificates() -> Select[*tuple[Any, ...]]:
    columns = (Certificate.number, Certificate.issued, Certificate.words)
    rows = select(*columns, Certificate.revoked_at, Certificate.revoked_why)
    return rows.where(Certificate.person_id == bindparam("person", type_=Integer()))


@cache
def _elsewhere() -> Select[*tuple[Any, ...]]:
    columns = (OutsideTraining.title, OutsideTraining.provider, OutsideTraining.until)
    rows = select(*columns, OutsideTraining.hours, OutsideTraining.withdrawn_at)
    return rows.where(OutsideTraining.person_id == bindparam("person", type_=Integer()))
