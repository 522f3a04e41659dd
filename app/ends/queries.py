"""Named reads over ends: a court's files, one file, a person's own, terms that end by month."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, exists, extract, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.ends.models import EndEvidence, EndFile
from app.ends.terms import STANDING, Stage
from app.people.models import ActLine, Person, Tenure
from app.people.terms import LineKind, Office
from app.shared.db import db
from app.shared.files import StoredFile

PAGE = 50
MONTHS = 12


def file_by_uid(uid: str) -> EndFile | None:
    """Return a file with its person, office, act and evidence."""
    options = (
        joinedload(EndFile.person),
        joinedload(EndFile.tenure),
        joinedload(EndFile.body),
        joinedload(EndFile.act),
        selectinload(EndFile.evidence).joinedload(EndEvidence.paper).defer(StoredFile.packed),
    )
    return db.session.scalar(select(EndFile).where(EndFile.uid == uid).options(*options))


def files_page(bodies: Collection[int], before: int | None = None) -> list[EndFile]:
    """Return a page of files of bodies, those that wait first, one more than shown.

    One statement (ix_end_file_body); keyset paging by id among those that are closed.
    """
    rows = select(EndFile).where(EndFile.body_id.in_(list(bodies)))
    if before is not None:
        rows = rows.where(EndFile.id < before, EndFile.stage.not_in(STANDING))
    waits = case((EndFile.stage.in_(STANDING), 0), else_=1)
    ordered = rows.order_by(waits, EndFile.id.desc()).limit(PAGE + 1)
    return list(db.session.scalars(ordered.options(joinedload(EndFile.person))))


def waiting_files(bodies: Collection[int] | None = None) -> Sequence[EndFile]:
    """Return the files that wait, of some bodies or of all, oldest first."""
    rows = select(EndFile).where(EndFile.stage.in_(STANDING)).order_by(EndFile.id)
    if bodies is not None:
        rows = rows.where(EndFile.body_id.in_(list(bodies)))
    return db.session.scalars(rows.options(joinedload(EndFile.person))).all()


def fallen_files(file_id: int | None = None) -> Sequence[EndFile]:
    """Return the decided files whose line of the act is annulled, of all or one (one statement)."""
    own = (ActLine.act_id == EndFile.act_id, ActLine.person_id == EndFile.person_id)
    removes = (*own, ActLine.kind == LineKind.REMOVES)
    rows = select(EndFile).where(
        EndFile.stage == Stage.DECIDED,
        exists().where(*removes, ActLine.annulled_at.is_not(None)),
        ~exists().where(*removes, ActLine.annulled_at.is_(None)),
    )
    if file_id is not None:
        rows = rows.where(EndFile.id == file_id)
    return db.session.scalars(rows.order_by(EndFile.id)).all()


def own_files(person_id: int) -> Sequence[EndFile]:
    """Return a person's files, the newest first, with the evidence (ix_end_file_person_id)."""
    rows = select(EndFile).where(EndFile.person_id == person_id).order_by(EndFile.id.desc())
    return db.session.scalars(rows.options(selectinload(EndFile.evidence))).all()


def evidence_by_uid(uid: str) -> EndEvidence | None:
    """Return a piece of evidence."""
    return db.session.scalar(select(EndEvidence).where(EndEvidence.uid == uid))


def tenure_of(person_id: int, uid: str) -> Tenure | None:
    """Return an office of a person by its public id, as it stands."""
    where = (Tenure.uid == uid, Tenure.person_id == person_id, Tenure.superseded_at.is_(None))
    return db.session.scalar(select(Tenure).where(*where).options(joinedload(Tenure.body)))


@dataclass(frozen=True)
class Month:
    """A month, and how many terms end in it."""

    first: date
    number: int


def months_ahead(bodies: Collection[int], today: date) -> list[Month]:
    """Return how many terms of assessors end in each of the next twelve months (one statement)."""
    firsts = [_month(today, n) for n in range(MONTHS + 1)]
    year, month = extract("year", Tenure.until), extract("month", Tenure.until)
    rows = select(year, month, func.count()).where(
        *_ending(bodies), Tenure.until >= firsts[0], Tenure.until < firsts[-1]
    )
    found = {(int(row[0]), int(row[1])): row[2] for row in db.session.execute(
        rows.group_by(year, month))}  # fmt: skip
    return [Month(first, found.get((first.year, first.month), 0)) for first in firsts[:-1]]


def ending_in(
    bodies: Collection[int], first: date, after: tuple[date, int] | None = None
) -> list[Tenure]:
    """Return a page of the assessors' terms that end in a month, one more than shown.

    Keyset paging over (last day, id); one statement (ix_tenure_office).
    """
    rows = select(Tenure).where(
        *_ending(bodies), Tenure.until >= first, Tenure.until < _month(first, 1)
    )
    if after is not None:
        day, tenure_id = after
        rows = rows.where((Tenure.until > day) | ((Tenure.until == day) & (Tenure.id > tenure_id)))
    ordered = rows.order_by(Tenure.until, Tenure.id).limit(PAGE + 1)
    return list(db.session.scalars(ordered.options(joinedload(Tenure.person))))


def place_of(mark: str) -> tuple[date, int] | None:
    """Return the place in a list that a mark names as last day and id, None for no such mark."""
    day, _, tenure_id = mark.partition("_")
    try:
        return date.fromisoformat(day), int(tenure_id)
    except ValueError:
        return None


def _ending(bodies: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    living = select(Person.id).where(Person.id == Tenure.person_id, Person.died.is_(None))
    return (
        Tenure.body_id.in_(list(bodies)),
        Tenure.office == Office.ASSESSOR,
        Tenure.ended.is_(None),
        Tenure.superseded_at.is_(None),
        living.exists(),
    )


def _month(day: date, ahead: int) -> date:
    """Return the first day of the month that lies so many months ahead."""
    number = day.year * 12 + day.month - 1 + ahead
    return date(number // 12, number % 12 + 1, 1)
