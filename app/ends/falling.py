"""What follows where the act that ended an office is annulled: the file and the bar fall."""

from __future__ import annotations

from app.accounts.terms import clock_desk
from app.audit.service import record
from app.ends.models import EndFile
from app.ends.queries import fallen_files
from app.ends.rules import removes
from app.ends.service import book_of
from app.ends.terms import Stage
from app.people.queries import bars_among
from app.people.service import record_check
from app.people.terms import CheckKind
from app.shared import clock
from app.shared.transactions import lock

SOURCE = 120  # characters of a check's source


def fall_with_act(file_id: int) -> str:
    """Mark a file whose act fell, and record that its lasting bar stands no more (Art 7).

    The people's service let the office go on with the act. Returns how many files fell: 0 where
    the act stands.
    """
    file = lock(EndFile, file_id)
    if not fallen_files(file_id):
        return "0"
    desk = clock_desk(file.body_id)
    _lift_bar(file)
    file.stage = Stage.ANNULLED
    file.version += 1
    record(desk, "end:annulled", file, file.body_id)
    return "1"


def _lift_bar(file: EndFile) -> None:
    today = clock.today(file.body.zone)
    kind = CheckKind.REMOVED
    barred = any(
        b.kind == kind for b in bars_among([file.person_id], today).get(file.person_id, ())
    )
    if not barred or file.act is None or not removes(file.ground, book_of(file)):
        return
    source = f"{file.act.organ} {file.act.number}"[:SOURCE]
    record_check(clock_desk(file.body_id), file.person, kind, False, source, today)
