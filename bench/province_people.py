"""The people of an invented province: assessors with acts, terms, oaths, rolls and checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from app.demo.invented import Invented, invent
from app.people.models import (
    Act,
    ActLine,
    Check,
    Identifier,
    Identity,
    NameGram,
    Oath,
    OathTenure,
    Person,
    Roll,
    RollEntry,
    Tenure,
)
from app.people.service.rows import Said, person_row, rows_for_person
from app.people.terms import CheckKind, Form, IdKind, LineKind, Office, RollKind, Sex
from app.shared.sealed import keyed_hash
from bench.writer import Writer

DISTRICTS = ("城关镇", "和平街道", "柳林镇", "北山乡", "新桥街道")
# How long ago the three intakes took office, in days; a term has five years.
INTAKES = (1700, 1100, 300)
TERM = timedelta(days=5 * 365)
SWORN_AFTER = timedelta(days=6)


@dataclass(frozen=True)
class CourtRoll:
    """A court's body, its number in the province, its rolls and how many assessors it has."""

    body_id: int
    number: int
    general: int
    juvenile: int
    assessors: int


def moment_of(day: date, hour: int = 2) -> datetime:
    """Return a moment of a day in UTC (2 is ten o'clock in the courts)."""
    return datetime.combine(day, time(hour), UTC)


def rolls_of(write: Writer, body_id: int, number: int, assessors: int, today: date) -> CourtRoll:
    """Write a court's two rolls."""
    since = today - timedelta(days=2500)
    general, juvenile = (
        write.add(Roll, body_id=body_id, kind=kind, subject="", since=since)
        for kind in (RollKind.GENERAL, RollKind.JUVENILE)
    )
    return CourtRoll(body_id, number, general, juvenile, assessors)


def write_people(write: Writer, court: CourtRoll, today: date, random: Random) -> list[int]:
    """Write the assessors of a court by three intakes; return their ids."""
    ids: list[int] = []
    for intake, ago in enumerate(INTAKES):
        last = court.assessors if intake == len(INTAKES) - 1 else len(ids) + court.assessors // 3
        people = [
            invent(random, number, DISTRICTS, f"99{court.number:04}")
            for number in range(len(ids), last)
        ]
        ids += _intake(write, court, people, today - timedelta(days=ago), random)
    return ids


def _said(one: Invented) -> Said:
    return Said(
        name=one.name,
        sex=Sex(one.sex),
        birth=one.birth,
        education=one.education,
        occupation=one.occupation,
        employer=one.employer,
        district=one.district,
        address=one.address,
        phone=one.phone,
        mail=one.mail or None,
        identifiers=((IdKind.NUMBER, one.id_number),),
    )


def _intake(
    write: Writer, court: CourtRoll, people: list[Invented], since: date, random: Random
) -> list[int]:
    place = {"body_id": court.body_id}
    act = write.add(
        Act,
        **place,
        organ="人大常委会",
        number=f"任〔{since.year}〕{since:%m}{court.number} 号",
        adopted=since,
        effective=since,
    )
    oath = write.add(Oath, **place, day=since + SWORN_AFTER, place="大法庭")
    ids = []
    for n, one in enumerate(people, 1):
        person = _person(write, one, moment_of(since))
        line = write.add(ActLine, act_id=act, n=n, kind=LineKind.APPOINTS, person_id=person)
        tenure = _tenure(write, court, person, line, since)
        write.link(OathTenure, oath_id=oath, tenure_id=tenure)
        if random.random() < 0.2:
            _tenure(write, court, person, None, since - TERM - timedelta(days=400))
        _on_rolls(write, court, person, tenure, since, random)
        for kind in (CheckKind.CRIMINAL, CheckKind.DEBTOR):
            _check(write, person, kind, since)
        ids.append(person)
    return ids


def _person(write: Writer, one: Invented, moment: datetime) -> int:
    said = _said(one)
    person = write.add(Person, **person_row(said, keyed_hash), created_at=moment)
    beside = rows_for_person(person, said, moment, keyed_hash)
    write.add(Identity, **beside.identity)
    for row in beside.identifiers:
        write.add(Identifier, **row)
    for row in beside.grams:
        write.link(NameGram, **row)
    return person


def _tenure(write: Writer, court: CourtRoll, person: int, line: int | None, since: date) -> int:
    return write.add(
        Tenure,
        person_id=person,
        body_id=court.body_id,
        office=Office.ASSESSOR,
        form=Form.A,
        since=since,
        until=since + TERM,
        start_line_id=line,
        recorded_at=moment_of(since),
    )


def _on_rolls(
    write: Writer, court: CourtRoll, person: int, tenure: int, since: date, random: Random
) -> None:
    rolls = [court.general] + [court.juvenile] * (random.random() < 0.1)
    for roll in rolls:
        write.add(
            RollEntry,
            roll_id=roll,
            person_id=person,
            tenure_id=tenure,
            secret=random.randbytes(32),
            secret_at=moment_of(since),
            since=since,
        )


def _check(write: Writer, person: int, kind: CheckKind, day: date) -> None:
    write.add(
        Check,
        person_id=person,
        kind=kind,
        barred=False,
        source="司法局核查",
        day=day,
        recorded_at=moment_of(day),
    )
