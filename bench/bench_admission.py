"""Seats given in many cohorts of a school: judged, written, told; against the bare inserts."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, bindparam, event, insert, select, update

from app.accounts.terms import Desk
from app.audit.models import AuditLine
from app.demo.province.writer import Writer
from app.messages.models import Message
from app.people.models import Absence
from app.people.terms import AbsenceKind
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.models import Cohort, Enrolment
from app.training.service.admitting import give_seats_to
from app.training.terms import CohortState, EnrolmentState
from bench.province import Size, province, uri_of
from bench.school import Held, assessors, school_under_the_high_court, write_cohort, write_course
from bench.site import application
from bench.terms import Figure, Scale

SPARE = 5  # more wait for a cohort than it has seats


def run(scale: Scale, folder: Path) -> list[Figure]:
    """Give the seats of every cohort to who waits for them, one transaction a cohort."""
    kept = province(Size(scale.courts, scale.assessors, scale.days))
    source = uri_of(kept).removeprefix("sqlite:///")
    path, other = folder / "admission.db", folder / "bare.db"
    shutil.copy(source, path)
    app = application(f"sqlite:///{path}", folder)
    with app.app_context():
        desk, waiting = _school(scale)
        with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(other)) as copy:
            one.backup(copy)
        sent, seconds, seated = _given(desk, waiting)
        rows = _written()
        _close()
    bare = _bare(application(f"sqlite:///{other}", folder), rows, len(waiting))
    number = sum(len(uids) for _, uids in waiting)
    what = f"Admission of {number} nominations into {len(waiting)} cohorts"
    note = f"{seated} seats given, {number / seconds:.0f} nominations a second, SQLite"
    inserted = sum(len(some) for some in rows.values())
    against = f"bare {bare:.1f} s: {inserted} rows inserted, {seated} updated"
    return [
        Figure(what, seconds, "s", note=note),
        Figure("Admission: statements a cohort", sent / len(waiting), "", note=f"{sent} in all"),
        Figure("Admission against the bare inserts", seconds / bare, "times", note=against),
    ]


def _given(desk: Desk, waiting: Sequence[tuple[int, list[str]]]) -> tuple[int, float, int]:
    """Return the statements sent, the seconds, and how many have a seat then."""
    sent, seated = 0, 0

    def note(*_words: Any) -> None:
        nonlocal sent
        sent += 1

    event.listen(db.engine, "before_cursor_execute", note)
    began = time.perf_counter()
    for cohort_id, uids in waiting:
        with transaction() as session:
            cohort = session.get_one(Cohort, cohort_id)
            seated += len(give_seats_to(desk, cohort, uids, {}).admitted)
    seconds = time.perf_counter() - began
    event.remove(db.engine, "before_cursor_execute", note)
    return sent, seconds, seated


def _written() -> dict[Any, list[dict[str, Any]]]:
    """Return the rows that giving the seats wrote, by table, and who has a seat."""
    seated = select(Enrolment.id.label("seat"), Enrolment.decided_at.label("at"))
    reads: dict[Any, Any] = {
        Absence: select(Absence.__table__).where(Absence.kind == AbsenceKind.COURSE),
        AuditLine: select(AuditLine.__table__).where(AuditLine.act == "enrolment:admitted"),
        Message: select(Message.__table__).where(Message.subject.startswith("enrolment:")),
        Enrolment: seated.where(Enrolment.state == EnrolmentState.ADMITTED),
    }
    with transaction("read") as session:
        return {
            model: [dict(row) for row in session.execute(read).mappings()]
            for model, read in reads.items()
        }


def _bare(app: Flask, rows: dict[Any, list[dict[str, Any]]], parts: int) -> float:
    """Write the same rows in bulk, in as many transactions; return the seconds."""
    with app.app_context(), db.engine.connect() as connection:
        began = time.perf_counter()
        for part in range(parts):
            for model, all_of in rows.items():
                _write(connection, model, all_of[part::parts])
            connection.commit()
        seconds = time.perf_counter() - began
    with app.app_context():
        _close()
    return seconds


def _write(connection: Connection, model: Any, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    if model is not Enrolment:
        connection.execute(insert(model.__table__), rows)
        return
    table: Any = model.__table__
    given = {"state": EnrolmentState.ADMITTED, "decided_at": bindparam("at")}
    connection.execute(update(table).where(table.c.id == bindparam("seat")).values(given), rows)


def _school(scale: Scale) -> tuple[Desk, list[tuple[int, list[str]]]]:
    """Write a school and its cohorts with approved nominations; return by cohort who waits."""
    today = clock.today()
    with transaction() as session:
        school_id = school_under_the_high_court()
        people = assessors(scale.nominations, today)
        write = Writer(session.connection())
        course = write_course(write, school_id)
        for n in range(scale.cohorts):
            _cohort(write, school_id, course, n, people[n :: scale.cohorts], today)
        write.flush()
        desk = Desk(None, "刘芳", school_id, frozenset())
    waiting: dict[int, list[str]] = {}
    with transaction("read") as session:
        for cohort_id, uid in session.execute(select(Enrolment.cohort_id, Enrolment.uid)):
            waiting.setdefault(cohort_id, []).append(uid)
    return desk, list(waiting.items())


def _cohort(
    write: Writer,
    school: int,
    course: int,
    n: int,
    people: Sequence[tuple[int, int]],
    today: date,
) -> None:
    held = Held(school, course, f"第{n + 1}期", today + timedelta(days=40 + n % 60))
    seats = max(len(people) - SPARE, 1)
    cohort = write_cohort(write, held, seats, CohortState.OPEN, today - timedelta(days=1))
    for person, body in people:
        who = {"cohort_id": cohort, "person_id": person, "body_id": body}
        write.add(Enrolment, state=EnrolmentState.APPROVED, approved_at=clock.now(), **who)


def _close() -> None:
    db.session.remove()
    db.engine.dispose()
