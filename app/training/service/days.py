"""The half days that a cohort takes of its people's time: nobody learns and sits at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import delete

from app.people.models import Absence
from app.people.terms import AbsenceKind
from app.shared import clock
from app.shared.db import db
from app.shared.inserts import insert_into
from app.training.facts import HalfDay
from app.training.models import Cohort, Enrolment

AT_ONCE = 2000  # rows a statement: six values each, below SQLite's 32,766


def subject_of(enrolment_id: int) -> str:
    """Return what absences and messages call an enrolment: enrolment:ID."""
    return f"enrolment:{enrolment_id}"


def take_days(
    cohort: Cohort, enrolments: Sequence[Enrolment], halves: Iterable[HalfDay] | None = None
) -> set[int]:
    """Write an absence for each half day ahead (or of `halves`) of each enrolment.

    Returns the ids of those who were away on one of them for another reason: of these nothing is
    written. Another writer at the same moment is waited for (the key of the table).
    """
    today = clock.today(cohort.body.zone)
    wanted = sorted(halves or ((one.day, one.half) for one in cohort.sessions))
    wanted = [(day, half) for day, half in wanted if day >= today]
    rows = [
        {
            "person_id": one.person_id,
            "day": day,
            "half": half,
            "kind": AbsenceKind.COURSE,
            "subject": subject_of(one.id),
            "note": "",
        }
        for one in sorted(enrolments, key=lambda one: one.person_id)
        for day, half in wanted
    ]
    written = _insert(rows)
    away = {one.id for one in enrolments if written[one.person_id] < len(wanted)}
    if away:
        free_days(cohort, away, wanted)
    return away


def _insert(rows: list[dict[str, Any]]) -> Counter[int]:
    written: Counter[int] = Counter()
    for at in range(0, len(rows), AT_ONCE):
        new = insert_into(Absence).on_conflict_do_nothing().returning(Absence.person_id)
        written.update(db.session.scalars(new.values(rows[at : at + AT_ONCE])).all())
    return written


def free_days(
    cohort: Cohort, enrolment_ids: Collection[int], halves: Collection[HalfDay] | None = None
) -> None:
    """Give back the half days ahead (or those of `halves`) of some enrolments (ix_absence_subject).

    Days that are over stay: they were spent at the school.
    """
    db.session.flush()
    gone = delete(Absence).where(
        Absence.subject.in_([subject_of(one) for one in enrolment_ids]),
        Absence.day >= clock.today(cohort.body.zone),
    )
    parts = [gone]
    if halves is not None:
        by_half = {half: {d for d, h in halves if h == half} for _, half in halves}
        parts = [gone.where(Absence.half == h, Absence.day.in_(d)) for h, d in by_half.items()]
    for part in parts:
        db.session.execute(part, execution_options={"synchronize_session": False})
