"""Verbs of ends: asked for or opened, heard, moved, decided by an act, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext
from sqlalchemy import select

from app.accounts.terms import Desk, RoleKind
from app.accounts.users import is_person
from app.audit.service import record
from app.bodies.queries import rulebook_of
from app.ends import rules
from app.ends.models import EndEvidence, EndFile
from app.ends.telling import stop_telling, tell_of_hearing
from app.ends.terms import REMOVALS, STANDING, Ground, Stage
from app.ends.words import GROUNDS
from app.messages.writing import in_language
from app.people.models import ActLine, Tenure
from app.people.service import Decision, record_check
from app.people.service.appointing import end_tenure_by_act
from app.people.service.locked import locked_tenure
from app.people.terms import CheckKind
from app.rulebooks.terms import Rulebook
from app.shared import clock
from app.shared.attachments import Attachment
from app.shared.db import db
from app.shared.refusals import Refusal, Refused
from app.shared.transactions import lock


@dataclass(frozen=True)
class Opening:
    """Why an office is to end: the ground, what is said of it, the last day that is wished."""

    ground: Ground
    reason: str
    wished: date | None = None


@dataclass(frozen=True)
class Evidence:
    """What a removal rests on; `released`: the person may read it."""

    what: str
    source: str
    day: date
    released: bool = True


@dataclass(frozen=True)
class Hearing:
    """How the person was heard: on which day, whether he came, what he said."""

    day: date
    came: bool
    said: str


def open_file(desk: Desk, tenure: Tenure, opening: Opening) -> EndFile:
    """Open the file of a resignation or a removal of a tenure that runs.

    Who resigns may write it himself; an officer enters it for him. Raises Refused: a ground that
    the book does not know (Law 2018, Art 27), a second file, a last day outside the term, one's
    own removal.
    """
    tenure = locked_tenure(tenure)
    today = clock.today(desk.zone)
    book = rulebook_of(tenure.body_id, today)
    until = tenure.ended or tenure.until
    removal = opening.ground in REMOVALS
    own = is_person(desk.id, tenure.person_id)
    found = (
        rules.ground_known(opening.ground, book),
        rules.one_at_a_time(standing_of(tenure.id) is not None),
        rules.not_own(own and removal),
        rules.within_term(opening.wished or today, tenure.since, until),
    )
    _refuse(*found)
    file = EndFile(
        tenure_id=tenure.id,
        person_id=tenure.person_id,
        body_id=tenure.body_id,
        ground=opening.ground,
        opened=today,
        opened_by=desk.id,
        opened_name=desk.name,
        wished=opening.wished,
        reason=opening.reason,
        rulebook=book.name,
        rulebook_version=str(book.version),
    )
    db.session.add(file)
    db.session.flush()
    record(desk, "end:opened", file, file.body_id, ground=opening.ground.value)
    return file


def standing_of(tenure_id: int) -> EndFile | None:
    """Return the file of a tenure that waits, if there is one."""
    where = (EndFile.tenure_id == tenure_id, EndFile.stage.in_(STANDING))
    return db.session.scalar(select(EndFile).where(*where))


def add_evidence(
    desk: Desk, file: EndFile, new: Evidence, upload: Attachment | None = None
) -> EndEvidence:
    """Write down what a removal rests on. Raises Refused for one's own case or a closed file."""
    file = _locked(desk, file, Stage.OPEN, Stage.HEARD)
    today = clock.today(desk.zone)
    _refuse(rules.heard_in_time(new.day, date.min, today))
    words = {"what": new.what, "source": new.source, "day": new.day, "released": new.released}
    row = EndEvidence(**words, by_name=desk.name)
    if upload is not None:
        name = f"evidence-{len(file.evidence) + 1}"
        row.paper_id = upload.keep(f"end_file:{file.id}", name).id
    file.evidence.append(row)
    file.version += 1
    db.session.flush()
    record(desk, "end:evidence", file, file.body_id, source=new.source)
    return row


def answer(desk: Desk, file: EndFile, said: str) -> EndFile:
    """Keep the person's own view; it is read before anything is decided. Raises Refused."""
    file = lock(EndFile, file.id)
    _refuse(rules.at_stage(file.stage, Stage.OPEN, Stage.HEARD))
    file.answer, file.answered_at = said, clock.now()
    file.version += 1
    record(desk, "end:answered", file, file.body_id)
    return file


def call_to_hearing(desk: Desk, file: EndFile, day: date, place: str) -> EndFile:
    """Tell the person that and why he is heard, when and where. Raises Refused."""
    file = _locked(desk, file, Stage.OPEN)
    today = clock.today(desk.zone)
    _refuse(rules.proven(file.ground, len(file.evidence)), rules.told_in_time(day, today))
    file.called_for, file.place = day, place
    file.version += 1
    tell_of_hearing(file)
    record(desk, "end:called", file, file.body_id, day=day.isoformat())
    return file


def hear(desk: Desk, file: EndFile, hearing: Hearing) -> EndFile:
    """Write down the hearing: what the person said, or that he did not come though told.

    Raises Refused: before the file, ahead, without evidence, not told, one's own case.
    """
    file = _locked(desk, file, Stage.OPEN, Stage.HEARD)
    today = clock.today(desk.zone)
    _refuse(
        rules.proven(file.ground, len(file.evidence)),
        rules.heard_in_time(hearing.day, file.opened, today),
        rules.told_before(hearing.came, file.called_for, hearing.day),
    )
    file.heard, file.came, file.heard_said = hearing.day, hearing.came, hearing.said
    file.stage = Stage.HEARD
    file.version += 1
    record(desk, "end:heard", file, file.body_id, day=hearing.day.isoformat(), came=hearing.came)
    return file


def move(desk: Desk, file: EndFile) -> EndFile:
    """Let the president move it: from here it lies before the organ (Law 2018, Art 27).

    Raises Refused: not the president, who opened it, one's own, not heard, nothing proven.
    """
    file = _locked(desk, file, Stage.OPEN, Stage.HEARD)
    _refuse(
        rules.moved_by_president(desk.may(RoleKind.PRESIDENT), book_of(file)),
        rules.another_person(desk.id, file.opened_by),
        rules.proven(file.ground, len(file.evidence)),
        rules.heard_first(file.ground, file.stage),
    )
    file.moved, file.moved_by = clock.today(desk.zone), desk.id
    file.moved_name, file.stage = desk.name, Stage.MOVED
    file.version += 1
    record(desk, "end:moved", file, file.body_id)
    return file


def decide(desk: Desk, file: EndFile, last: date, by: Decision) -> EndFile:
    """Enter the organ's act: the office ends on `last`, its roll entries with it.

    The clock opens his seats after that day. Who is removed for an unjustified refusal or for
    malpractice is barred for good (Art 7). Raises Refused, all or nothing.
    """
    file = _locked(desk, file, Stage.MOVED)
    tenure, today = locked_tenure(file.tenure), clock.today(desk.zone)
    until = tenure.ended or tenure.until
    _refuse(
        rules.act_in_time(by.adopted, file.moved, today),
        rules.still_to_end(file.person.died is not None, tenure.ended, last),
        rules.ends_after_act(last, by.adopted),
        rules.within_term(last, tenure.since, until),
    )
    with in_language(desk.language):
        why = gettext(GROUNDS[file.ground])
    end_tenure_by_act(desk, tenure, last, why, by)
    file.act_id = _act_of(tenure)
    if rules.removes(file.ground, book_of(file)):
        source = f"{by.organ} {by.number}"[:120]
        person, kind = file.person, CheckKind.REMOVED
        record_check(desk, person, kind, True, code="", source=source, day=today, expires=None)
    file.stage = Stage.DECIDED
    file.version += 1
    stop_telling(file)
    record(desk, "end:decided", file, file.body_id, last=last.isoformat(), number=by.number)
    return file


def withdraw_file(desk: Desk, file: EndFile, why: str) -> EndFile:
    """Withdraw a file with a reason: the office goes on. Raises Refused."""
    file = lock(EndFile, file.id)
    own = is_person(desk.id, file.person_id)
    _refuse(rules.at_stage(file.stage, *STANDING), rules.not_own(own and file.ground in REMOVALS))
    file.stage, file.why = Stage.WITHDRAWN, why
    file.version += 1
    stop_telling(file)
    record(desk, "end:withdrawn", file, file.body_id, why=why)
    return file


def book_of(file: EndFile) -> Rulebook:
    """Return the rulebook that holds today in a file's court."""
    return rulebook_of(file.body_id, clock.today(file.body.zone))


def _locked(desk: Desk, file: EndFile, *stages: Stage) -> EndFile:
    """Lock a file for a step of some stages by an officer who is not the person himself."""
    file = lock(EndFile, file.id)
    own = rules.not_own(is_person(desk.id, file.person_id))
    _refuse(rules.at_stage(file.stage, *stages), own)
    return file


def _refuse(*found: Refusal | None) -> None:
    against = [refusal for refusal in found if refusal]
    if against:
        raise Refused(against)


def _act_of(tenure: Tenure) -> int | None:
    line = db.session.get(ActLine, tenure.end_line_id) if tenure.end_line_id else None
    return line.act_id if line else None
