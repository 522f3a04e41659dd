"""The people of an invented province: assessors with acts, terms, oaths, rolls and checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple

from app.demo.invented import Invented, invent_many
from app.demo.province.writer import Writer
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

DISTRICTS = ("城关镇", "和平街道", "柳林镇", "北山乡", "新桥街道")
# How long ago the three intakes took office, in days; a term has five years.
INTAKES = (1700, 1100, 300)
TERM = timedelta(days=5 * 365)
SWORN_AFTER = timedelta(days=6)
EARLIER = 0.2  # of those who sat a term before


LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # of register numbers


@dataclass(frozen=True)
class CourtRoll:
    """A court's body, its number in the province, its rolls, how many assessors it has.

    `taken` are the ID numbers that its people have already; `promoted` says who (0 is the first)
    becomes judge from which day on.
    """

    body_id: int
    number: int
    general: int
    juvenile: int
    assessors: int
    organ: str = "人大常委会"
    districts: tuple[str, ...] = DISTRICTS
    historical: bool = False  # 1953: no number, no term, no oath, no checks
    county: str = ""
    taken: set[str] = field(default_factory=set)
    promoted: dict[int, date] = field(default_factory=dict)


class OnRoll(NamedTuple):
    """An assessor on a court's roll as a draw knows him, and from when to when he is in office."""

    person: int
    number: str
    secret: bytes
    since: date
    name: str
    last: date = date.max  # in office, where he became judge
    act: int | None = None  # by which he did


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
    county = f"99{number:04}"
    return CourtRoll(body_id, number, general, juvenile, assessors, county=county)


def write_people(write: Writer, court: CourtRoll, today: date, random: Random) -> list[OnRoll]:
    """Write the assessors of a court by three intakes; return them."""
    found: list[OnRoll] = []
    for intake, ago in enumerate(INTAKES):
        last = court.assessors if intake == len(INTAKES) - 1 else len(found) + court.assessors // 3
        numbers = range(len(found), last)
        people = invent_many(random, numbers, court.districts, court.county, court.taken)
        if people:
            found += _intake(write, court, people, today - timedelta(days=ago), random, len(found))
    return found


def _said(one: Invented, historical: bool) -> Said:
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
        identifiers=() if historical else ((IdKind.NUMBER, one.id_number),),
    )


def _intake(
    write: Writer,
    court: CourtRoll,
    people: list[Invented],
    since: date,
    random: Random,
    first: int,
) -> list[OnRoll]:
    numbered = f"任〔{since.year}〕{since:%m}{court.number} 号"
    act = write_act(write, court.body_id, court.organ, numbered, since)
    oath = None
    if not court.historical:
        day = since + SWORN_AFTER
        oath = write.add(Oath, body_id=court.body_id, day=day, place="大法庭")
    found = []
    for n, one in enumerate(people):
        person, number = write_person(write, one, moment_of(since), random, court.historical)
        line = write.add(ActLine, act_id=act, n=n + 1, kind=LineKind.APPOINTS, person_id=person)
        judge_from = court.promoted.get(first + n)
        by, ended = None, {}
        if judge_from:
            by, ended = _becomes_judge(write, court, person, judge_from)
        who, until = (person, court.body_id, Office.ASSESSOR), None
        if not court.historical:
            until = since + TERM
        tenure = write_tenure(write, who, since, line, form=Form.A, until=until, **ended)
        if oath is not None:
            write.link(OathTenure, oath_id=oath, tenure_id=tenure)
            if random.random() < EARLIER:
                before = since - TERM - timedelta(days=400)
                write_tenure(write, who, before, None, form=Form.A, until=before + TERM)
            for kind in (CheckKind.CRIMINAL, CheckKind.DEBTOR):
                _check(write, person, kind, since)
        secret = _on_rolls(write, court, (person, tenure), since, ended.get("ended"), random)
        last = ended.get("ended", date.max)
        found.append(OnRoll(person, number, secret, since, one.name, last, by))
    return found


def write_act(write: Writer, body_id: int, organ: str, number: str, day: date) -> int:
    """Write an act of an organ for a body; return its id."""
    days = {"adopted": day, "effective": day}
    return write.add(Act, body_id=body_id, organ=organ, number=number, **days)


def write_person(
    write: Writer, one: Invented, moment: datetime, random: Random, historical: bool = False
) -> tuple[int, str]:
    """Write somebody with all he is found by; return his id and his register number."""
    said = _said(one, historical)
    number = "P" + "".join(random.choices(LETTERS, k=11))
    row = person_row(said, keyed_hash) | {"number": number}
    person = write.add(Person, **row, created_at=moment)
    beside = rows_for_person(person, said, moment, keyed_hash)
    write.add(Identity, **beside.identity)
    for identifier in beside.identifiers:
        write.add(Identifier, **identifier)
    for gram in beside.grams:
        write.link(NameGram, **gram)
    return person, number


def write_tenure(
    write: Writer, who: tuple[int, int, Office], since: date, line: int | None, **more: Any
) -> int:
    """Write that a person of a body (ids) holds an office; return the tenure's id."""
    person, body_id, office = who
    empty = {"form": None, "rank": "", "until": None, "ended": None, "ended_why": ""}
    empty["end_line_id"] = None
    return write.add(
        Tenure,
        person_id=person,
        body_id=body_id,
        office=office,
        since=since,
        start_line_id=line,
        recorded_at=moment_of(since),
        **{**empty, **more},
    )


def _becomes_judge(
    write: Writer, court: CourtRoll, person: int, day: date
) -> tuple[int, dict[str, Any]]:
    """Write the act by which an assessor becomes judge; return it, and how his tenure ended."""
    number = f"任〔{day.year}〕审{person}号"
    act = write_act(write, court.body_id, court.organ, number, day)
    lines = [
        write.add(ActLine, act_id=act, n=n, kind=kind, person_id=person)
        for n, kind in ((1, LineKind.REMOVES), (2, LineKind.APPOINTS))
    ]
    write_tenure(write, (person, court.body_id, Office.JUDGE), day, lines[1], rank="审判员")
    why = "任本院审判员"
    return act, {"ended": day - timedelta(days=1), "ended_why": why, "end_line_id": lines[0]}


def _on_rolls(
    write: Writer,
    court: CourtRoll,
    who: tuple[int, int],
    since: date,
    until: date | None,
    random: Random,
) -> bytes:
    """Write somebody (person, tenure) on the court's roll, one in ten on that of juvenile cases
    too; return the secret of the former."""
    secrets = []
    for roll in [court.general] + [court.juvenile] * (random.random() < 0.1):
        secrets.append(random.randbytes(32))
        write.add(
            RollEntry,
            roll_id=roll,
            person_id=who[0],
            tenure_id=who[1],
            secret=secrets[-1],
            secret_at=moment_of(since),
            since=since,
            until=until,
        )
    return secrets[0]


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
