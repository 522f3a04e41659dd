"""Named reads of the service record: one person's, and what of many counts on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Row,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal,
    select,
    union_all,
)

from app.service.models import Appraisal, Sanction
from app.service.rules import Appraised, Decided, Sanctioned
from app.shared.db import db

KINDS: dict[str, type[Appraisal | Sanction]] = {"appraisal": Appraisal, "sanction": Sanction}


def appraisals_of(person_id: int) -> list[Appraisal]:
    """Return a person's appraisals, newest first, withdrawn ones too (uq_appraisal_standing)."""
    rows = select(Appraisal).where(Appraisal.person_id == person_id)
    return list(db.session.scalars(rows.order_by(Appraisal.year.desc(), Appraisal.id.desc())))


def sanctions_of(person_id: int) -> list[Sanction]:
    """Return a person's sanctions, newest first, withdrawn ones too (ix_sanction_person_id)."""
    rows = select(Sanction).where(Sanction.person_id == person_id)
    return list(db.session.scalars(rows.order_by(Sanction.decided.desc(), Sanction.id.desc())))


def written_about(person_id: int) -> Sequence[Row[Any]]:
    """Return a person's appraisals and sanctions as (kind, code, year, day, source, withdrawn_at).

    One statement, composed once; withdrawn ones too. `code` is that of a grade or of a kind.
    """
    return db.session.execute(_record(), {"person": person_id}).all()


@cache
def _record() -> CompoundSelect[*tuple[Any, ...]]:
    who = bindparam("person", type_=Integer())
    grade, sort = cast(Appraisal.grade, String), cast(Sanction.kind, String)
    appraisals = select(literal("appraisal").label("kind"), grade.label("code"), Appraisal.year)
    appraisals = appraisals.add_columns(Appraisal.day, Appraisal.source, Appraisal.withdrawn_at)
    sanctions = select(literal("sanction"), sort, literal(0), Sanction.decided)
    sanctions = sanctions.add_columns(Sanction.source, Sanction.withdrawn_at)
    of_person = appraisals.where(Appraisal.person_id == who)
    return union_all(of_person, sanctions.where(Sanction.person_id == who))


def row_of(kind: str, uid: str) -> Appraisal | Sanction | None:
    """Return a row of the record by its kind and public id."""
    table = KINDS.get(kind)
    return db.session.scalar(select(table).where(table.uid == uid)) if table else None


def last_appraisals(people: Select[*tuple[Any, ...]], day: date) -> dict[int, Appraised]:
    """Return the last yearly appraisal of each of some people (a select of ids) by a day.

    One statement (uq_appraisal_standing): of the others only the year is looked at.
    """
    columns = (Appraisal.person_id, Appraisal.uid, Appraisal.version, Appraisal.year)
    said = (Appraisal.grade, Appraisal.source, Appraisal.day)
    standing = (Appraisal.withdrawn_at.is_(None), Appraisal.day <= day)
    newest = select(Appraisal.person_id, func.max(Appraisal.year).label("year")).where(*standing)
    newest = newest.where(Appraisal.person_id.in_(people)).group_by(Appraisal.person_id).subquery()
    same = and_(newest.c.person_id == Appraisal.person_id, newest.c.year == Appraisal.year)
    rows = select(*columns, *said).join(newest, same).where(*standing)
    return {row[0]: Appraised._make(row[1:]) for row in db.session.execute(rows)}


def sanctions_among(people: Select[*tuple[Any, ...]], day: date) -> dict[int, tuple[Decided, ...]]:
    """Return the sanctions decided by a day against some people (a select of ids): one read."""
    columns = (Sanction.person_id, Sanction.uid, Sanction.version, Sanction.decided)
    standing = (Sanction.withdrawn_at.is_(None), Sanction.decided <= day)
    rows = select(*columns, Sanction.kind, Sanction.source).where(*standing)
    found: dict[int, list[Decided]] = defaultdict(list)
    of_people = rows.where(Sanction.person_id.in_(people)).order_by(Sanction.id)
    for person_id, uid, version, decided, kind, source in db.session.execute(of_people):
        found[person_id].append(Decided(uid, version, Sanctioned(decided, kind), source))
    return {person_id: tuple(rows) for person_id, rows in found.items()}
