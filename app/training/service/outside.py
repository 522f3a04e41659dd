"""Verbs of courses elsewhere: written down from their evidence, withdrawn for a reason."""

from __future__ import annotations

from app.accounts.terms import Desk
from app.audit.service import record
from app.people.models import Person
from app.shared import clock
from app.shared.attachments import Attachment
from app.shared.db import db
from app.shared.files import StoredFile
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import lock
from app.training.models import OutsideTraining
from app.training.outside_rules import OutsideWords, judge_outside
from app.training.queries.record import courses_elsewhere

SAME = ("title", "since", "until")


def enter_outside(
    desk: Desk, person: Person, words: OutsideWords, copy: Attachment | None = None
) -> OutsideTraining:
    """Write down a course elsewhere, with a copy of its evidence where there is one.

    Raises Refused, also where it stands in the record already.
    """
    lock(Person, person.id)
    against = judge_outside(words, clock.today(desk.zone))
    if is_there(person.id, words):
        text = N_("%(name)s has this course on these days in the record already.")
        against.append(Refusal("outside.double", text, {"name": person.name}, place="title"))
    if against:
        raise Refused(against)
    row = OutsideTraining(person_id=person.id, body_id=desk.body_id, **vars(words))
    db.session.add(row)
    db.session.flush()
    record(desk, "training:entered", row, hours=row.hours, until=row.until.isoformat())
    if copy is not None:
        _keep(desk, row, copy)
    return row


def attach_evidence(desk: Desk, row: OutsideTraining, copy: Attachment) -> StoredFile:
    """Keep the copy of what shows a course elsewhere.

    Raises Refused where there is one already: it stays as it was seen; a wrong one goes with its
    course, which is withdrawn and entered anew.
    """
    row = lock(OutsideTraining, row.id)
    if row.withdrawn_at is not None or row.file_id is not None:
        text = N_("This course has its evidence already, or was withdrawn.")
        way_out = N_("If the file is wrong, withdraw the course and enter it anew.")
        raise Refused([Refusal("evidence.there", text, way_out=way_out)])
    row.version += 1
    return _keep(desk, row, copy)


def _keep(desk: Desk, row: OutsideTraining, copy: Attachment) -> StoredFile:
    file = copy.keep(f"outside_training:{row.id}", row.uid)
    row.file_id = file.id
    db.session.flush()
    record(desk, "training:evidence_kept", row, sha256=file.sha256)
    return file


def is_there(person_id: int, words: OutsideWords) -> bool:
    """Say whether a course elsewhere stands in somebody's record already."""
    return any(
        row.withdrawn_at is None and all(getattr(row, n) == getattr(words, n) for n in SAME)
        for row in courses_elsewhere(person_id)
    )


def withdraw_outside(desk: Desk, row: OutsideTraining, reason: str) -> None:
    """Take a course elsewhere out of the hours, for a reason; it stays to be read.

    Raises Refused where that was done already.
    """
    row = lock(OutsideTraining, row.id)
    if row.withdrawn_at is not None:
        raise Refused([Refusal("outside.withdrawn", N_("This course was withdrawn already."))])
    row.withdrawn_at, row.withdrawn_why = clock.now(), reason.strip()[:300]
    row.version += 1
    record(desk, "training:withdrawn", row, reason=row.withdrawn_why)
