"""The judges and cadres of an invented province, its posts, and the rolls of its courts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.demo.invented import invent_many
from app.demo.people import congress_of
from app.demo.province.assessors import CourtRoll, moment_of, write_act, write_person, write_tenure
from app.demo.province.plans import Place
from app.demo.province.writer import Writer
from app.people.models import ActLine, Post, Roll
from app.people.terms import LineKind, Office, RollKind

LONG_AGO, LATELY = 2400, 300  # days since most of the staff were appointed, and since the new ones
NEW = 0.12
JUDGES = 0.45  # of a court's staff
RANKS = {Office.JUDGE: ("一级法官", "二级法官", "三级法官", "四级高级法官"),
         Office.CADRE: ("科员", "副科级", "正科级", "法官助理", "书记员")}  # fmt: skip


@dataclass(frozen=True)
class Cadre:
    """Somebody of a court's staff: who, in which office, since when."""

    person: int
    name: str
    office: Office
    since: date


def write_staff(
    write: Writer, place: Place, body_id: int, today: date, random: Random, taken: set[str]
) -> list[Cadre]:
    """Write a court's president, judges and cadres by their acts, and the posts of judges."""
    number = place.plan.judges
    districts = place.plan.districts or ("城关镇",)
    people = invent_many(random, range(9000, 9000 + number), districts, place.plan.county, taken)
    organ, acts, found = congress_of(place.plan), dict[date, int](), list[Cadre]()
    judges = max(3, round(number * JUDGES))
    for n, one in enumerate(people):
        ago = LATELY if n > 3 and random.random() < NEW else LONG_AGO
        since = today - timedelta(days=ago)
        if since not in acts:
            acts[since] = write_act(write, body_id, organ, f"任〔{since.year}〕2号", since)
        person, _ = write_person(write, one, moment_of(since), random, place.historical)
        line = {"act_id": acts[since], "n": n + 1, "kind": LineKind.APPOINTS}
        start = write.add(ActLine, **line, person_id=person)
        for office in _offices(n, judges):
            rank = random.choice(RANKS.get(office, ("",)))
            write_tenure(write, (person, body_id, office), since, start, rank=rank)
        found.append(Cadre(person, one.name, _offices(n, judges)[-1], since))
    _posts(write, place, body_id, judges, today, organ)
    return found


def write_rolls(
    write: Writer, place: Place, body_id: int, number: int, taken: set[str]
) -> CourtRoll:
    """Write the rolls of a court, and say what its assessors are written by."""
    since = date(2018, 5, 1)
    general, juvenile = (
        write.add(Roll, body_id=body_id, kind=kind, subject="", since=since)
        for kind in (RollKind.GENERAL, RollKind.JUVENILE)
    )
    return CourtRoll(
        body_id,
        number,
        general,
        juvenile,
        place.plan.assessors,
        organ="县选举大会" if place.historical else congress_of(place.plan),
        districts=place.plan.districts,
        historical=place.historical,
        county=place.plan.county,
        taken=taken,
    )


def _offices(n: int, judges: int) -> tuple[Office, ...]:
    if n >= judges:
        return (Office.CADRE,)
    above = {0: Office.PRESIDENT, 1: Office.VICE_PRESIDENT}.get(n)
    return (Office.JUDGE, above) if above else (Office.JUDGE,)


def _posts(write: Writer, place: Place, body_id: int, judges: int, today: date, organ: str) -> None:
    """Set how many judges and assessors there may be: a few more than there are; in some courts
    the assessors are fewer than three times the judges."""
    since = today - timedelta(days=LONG_AGO)
    act = write_act(write, body_id, organ, f"额〔{since.year}〕1号", since)
    numbers = {Office.JUDGE: judges + 12, Office.ASSESSOR: place.plan.assessors // 10 * 10 + 20}
    for n, (office, number) in enumerate(numbers.items(), 1):
        if office is Office.ASSESSOR and not place.plan.assessors:
            continue
        line = {"act_id": act, "n": n, "kind": LineKind.SETS_POSTS, "person_id": None}
        post = {"body_id": body_id, "office": office, "number": number, "since": since}
        write.add(Post, **post, line_id=write.add(ActLine, **line))
