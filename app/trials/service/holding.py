"""The half days a seat takes of its person's time: nobody is drawn or called twice at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import delete, select

from app.people.models import Absence
from app.people.terms import AbsenceKind, Half
from app.shared.db import db
from app.shared.inserts import insert_into
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.trials.facts import HALVES
from app.trials.models import Seat, SittingDay
from app.trials.terms import DayState

HalfDay = tuple[date, Half]


def subject_of(seat: Seat) -> str:
    """Return what absences and messages call a seat: seat:ID."""
    return f"seat:{seat.id}"


def hold_days(seat: Seat) -> None:
    """Write an absence for every half day on which the seat's panel is set to sit.

    Half days already held by this seat stay; raises Refused where the person is away for
    another reason. A second writer at the same moment is waited for, and refused by name.
    """
    db.session.flush()
    wanted = {
        (day.day, half)
        for day in seat.panel.days
        if day.state == DayState.SET
        for half in HALVES[day.part]
    }
    there = _absences([seat.person_id], {day for day, _ in wanted})
    ours = {(row.day, row.half) for row in there if row.subject == subject_of(seat)}
    others = {(row.day, row.half) for row in there} - ours
    if wanted & others:
        raise Refused([_is_away(seat, min(wanted & others)[0].isoformat())])
    _write(seat, wanted - ours)


def _write(seat: Seat, wanted: Collection[HalfDay]) -> None:
    own = {"person_id": seat.person_id, "subject": subject_of(seat), "note": ""}
    rows = [{**own, "day": d, "half": h, "kind": AbsenceKind.SITTING} for d, h in sorted(wanted)]
    if not rows:
        return
    new = insert_into(Absence).on_conflict_do_nothing().returning(Absence.day, Absence.half)
    written = {(row.day, row.half) for row in db.session.execute(new.values(rows))}
    if taken := set(wanted) - written:
        raise Refused([_called_away(seat, min(taken)[0].isoformat())])


def free_days(seat: Seat) -> None:
    """Take the seat's absences back, except those of days that were held."""
    db.session.flush()
    held = select(SittingDay.day).where(
        SittingDay.panel_id == seat.panel_id, SittingDay.state == DayState.HELD
    )
    db.session.execute(
        delete(Absence)
        .where(Absence.subject == subject_of(seat), Absence.day.not_in(held))
        .execution_options(synchronize_session="fetch")
    )


def _absences(person_ids: Collection[int], days: Iterable[object]) -> list[Absence]:
    where = (Absence.person_id.in_(person_ids), Absence.day.in_(list(days)))
    return list(db.session.scalars(select(Absence).where(*where)))


def _called_away(seat: Seat, day: str) -> Refusal:
    return Refusal(
        "absence.twice",
        N_("%(name)s was called elsewhere on %(day)s at this moment."),
        {"name": seat.person.name, "day": day},
        N_("Nothing was written. Do it once more: it goes by what stands now."),
    )


def _is_away(seat: Seat, day: str) -> Refusal:
    return Refusal(
        "absence.twice",
        N_("%(name)s is already away on %(day)s."),
        {"name": seat.person.name, "day": day},
        N_("Choose somebody else or other days."),
    )
