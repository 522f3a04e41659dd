"""The offices of everybody on a roll: as assessor, for one other trial, in a court; three reads."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select

from app.people.models import Oath, OathTenure, Pause, Tenure
from app.people.rules import COURT_STAFF
from app.people.terms import Form, Office
from app.shared.db import db
from app.trials.facts import case_number
from app.trials.models import Panel

Spell = tuple[date, date | None]


@dataclass
class Tenures:
    """The days in office of one person: from, last day or None."""

    as_assessor: list[Spell] = field(default_factory=list)
    named_elsewhere: list[Spell] = field(default_factory=list)
    in_court: list[Spell] = field(default_factory=list)


NO_TENURE = Tenures()


def tenures_of_all(people: Select[Any], panel: Panel) -> dict[int, Tenures]:
    """Return the tenures of people as a panel's draw sees them (ix_tenure_person).

    A tenure of form B counts where it is for a case of this panel, at this court.
    """
    rows = db.session.execute(
        select(
            *(Tenure.person_id, Tenure.body_id, Tenure.office, Tenure.form, Tenure.for_case),
            *(Tenure.since, Tenure.until, Tenure.ended),
        ).where(Tenure.person_id.in_(people), Tenure.superseded_at.is_(None))
    )
    ours = {(case.body_id, case.number) for case in panel.cases}
    found: dict[int, Tenures] = defaultdict(Tenures)
    for row in rows:
        spell = (row.since, row.ended or row.until)
        if row.office in COURT_STAFF:
            found[row.person_id].in_court.append(spell)
        elif row.office == Office.ASSESSOR and _for_others(row, ours):
            found[row.person_id].named_elsewhere.append(spell)
        elif row.office == Office.ASSESSOR:
            found[row.person_id].as_assessor.append(spell)
    return found


def _for_others(row: Row[*tuple[Any, ...]], ours: set[tuple[int, str]]) -> bool:
    return row.form == Form.B and (row.body_id, case_number(row.for_case)) not in ours


def pauses_of_all(people: Select[Any]) -> dict[int, list[Spell]]:
    """Return when leave or suspension interrupts the tenures of people as assessors."""
    rows = db.session.execute(
        select(Tenure.person_id, Pause.since, Pause.until)
        .join(Pause, Pause.tenure_id == Tenure.id)
        .where(Tenure.person_id.in_(people), Tenure.office == Office.ASSESSOR)
    )
    pauses = defaultdict(list)
    for row in rows:
        pauses[row.person_id].append((row.since, row.until))
    return pauses


def sworn_days_of_all(people: Select[Any]) -> dict[int, list[Spell]]:
    """Return the days in office from the oath on that covers the tenure."""
    rows = db.session.execute(
        select(Tenure.person_id, Tenure.since, Tenure.until, Tenure.ended, Oath.day)
        .join(OathTenure, OathTenure.tenure_id == Tenure.id)
        .join(Oath, Oath.id == OathTenure.oath_id)
        .where(
            Tenure.person_id.in_(people),
            Tenure.office == Office.ASSESSOR,
            Tenure.superseded_at.is_(None),
        )
    )
    sworn = defaultdict(list)
    for row in rows:
        sworn[row.person_id].append((max(row.since, row.day), row.ended or row.until))
    return sworn
