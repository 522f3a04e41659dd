"""The verb that takes a spreadsheet of courses elsewhere back, while nothing rests on it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete

from app.accounts.terms import Desk
from app.audit.service import record
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import lock
from app.training.models import OutsideImport, OutsideTraining
from app.training.queries.record import changed_of, judges_since

WAY_OUT = N_("Withdraw single courses in the record instead, each with the reason.")


def undo_import(desk: Desk, row: OutsideImport) -> int:
    """Take every course that a spreadsheet brought in out of the record; return how many.

    Raises Refused where that was done already, and, naming the first person, where something
    rests on one of them: it was withdrawn or has its evidence, or the person became a judge since.
    """
    row = lock(OutsideImport, row.id)
    if row.undone_at is not None:
        raise Refused([Refusal("import.undone", N_("This import was undone already."))])
    if against := _resting(row):
        raise Refused(against)
    own = delete(OutsideTraining).where(OutsideTraining.import_id == row.id)
    db.session.execute(own, execution_options={"synchronize_session": False})
    db.session.expire_all()
    row.undone_at = clock.now()
    row.version += 1
    record(desk, "training:import_undone", row, rows=row.number)
    return row.number


def _resting(row: OutsideImport) -> list[Refusal]:
    changed = N_("Courses of it were changed since: %(count)s, the first of %(name)s.")
    judges = N_("People of it became judges since: %(count)s, the first is %(name)s.")
    found = ((changed, changed_of(row)), (judges, judges_since(row)))
    return [_refusal(text, names) for text, names in found if names]


def _refusal(text: str, names: Sequence[str]) -> Refusal:
    facts = {"count": len(names), "name": names[0]}
    return Refusal("import.rests", text, facts, WAY_OUT)
