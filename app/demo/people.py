"""The demonstration's people come in as a roll comes in: acts, tenures, oaths, rolls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from app.accounts.terms import Desk
from app.bodies.models import Body
from app.demo.invented import Invented, invent
from app.demo.world import CourtPlan
from app.people.models import Kinship, Person, Roll, Tenure
from app.people.service.absences import enter_absence
from app.people.service.acts import NewLine, enter_act
from app.people.service.appointing import Decision
from app.people.service.offices import NewTenure, begin_tenures, bring_year_totals
from app.people.service.persons import enter_people
from app.people.service.posts import set_posts
from app.people.service.rolls import NewEntry, enter_on_rolls, record_check, record_oath
from app.people.service.rows import Said
from app.people.terms import CheckKind, Form, IdKind, KinKind, LineKind, Office, RollKind, Sex
from app.shared import clock
from app.shared.db import db

TERM = 5


@dataclass(frozen=True)
class Staff:
    """Who was entered for a court."""

    body: Body
    plan: CourtPlan
    assessors: list[int]
    presiding: list[str]


def make_people(plan: CourtPlan, body: Body, today: date, random: Random) -> Staff:
    """Enter a court's judges and assessors by their acts; the same for the same random state."""
    desk = Desk(None, "", body.id, frozenset())
    judges = [invent(random, 9000 + n, ("城关镇",), plan.county) for n in range(plan.judges)]
    _judges(desk, judges, today, congress_of(plan))
    if plan.book != "cn-1953":
        _posts(desk, plan, today - timedelta(days=plan.intakes[0][0]))
    assessors: list[int] = []
    rolls = _rolls(body) if plan.assessors else {}
    for intake, (ago, share) in enumerate(plan.intakes):
        whole, first = plan.assessors - plan.besides, len(assessors)
        number = min(round(whole * share), whole - first)
        if number:
            people = [invent(random, first + n, plan.districts, plan.county) for n in range(number)]
            assessors += _intake(desk, people, today - timedelta(days=ago), intake + 1, plan, rolls)
    _special_rolls(desk, assessors, rolls, random)
    return Staff(body, plan, assessors, [judge.name for judge in judges])


def _said(one: Invented, historical: bool = False) -> Said:
    number = () if historical else ((IdKind.NUMBER, one.id_number),)
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
        identifiers=number,
    )


def congress_of(plan: CourtPlan) -> str:
    """Return the organ that appoints for a court."""
    return plan.name.replace("人民法院", "人大常委会")


def _judges(desk: Desk, people: list[Invented], today: date, organ: str) -> None:
    ids = enter_people(desk, [_said(one) for one in people])
    since = today - timedelta(days=2400)
    act = enter_act(
        desk,
        organ=organ,
        number=f"任〔{since.year}〕2号",
        adopted=since,
        lines=[NewLine(LineKind.APPOINTS, person) for person in ids],
    )
    lines = {line.person_id: line.id for line in act.lines}
    offices = [Office.JUDGE] * len(ids)
    news = [
        NewTenure(person, desk.body_id, office, since, start_line_id=lines[person])
        for person, office in zip(ids, offices, strict=True)
    ]
    news.append(NewTenure(ids[0], desk.body_id, Office.PRESIDENT, since))
    begin_tenures(desk, news)


def _posts(desk: Desk, plan: CourtPlan, since: date) -> None:
    """Set how many judges and assessors there may be: a few more than there are."""
    by = Decision(congress_of(plan), f"额〔{since.year}〕1号", since)
    set_posts(desk, Office.JUDGE, plan.judges + 2, since, by)
    if plan.assessors:
        set_posts(desk, Office.ASSESSOR, (plan.assessors // 10 + 1) * 10, since, by)


def _rolls(body: Body) -> dict[RollKind, Roll]:
    subjects = {RollKind.GENERAL: "", RollKind.SPECIALIST: "环境资源", RollKind.JUVENILE: ""}
    since = date(2018, 5, 1)
    rolls = {
        kind: Roll(body_id=body.id, kind=kind, subject=subject, since=since)
        for kind, subject in subjects.items()
    }
    db.session.add_all(rolls.values())
    db.session.flush()
    return rolls


def _intake(
    desk: Desk,
    people: list[Invented],
    since: date,
    number: int,
    plan: CourtPlan,
    rolls: dict[RollKind, Roll],
) -> list[int]:
    historical = plan.book == "cn-1953"
    ids = enter_people(desk, [_said(one, historical) for one in people])
    act = enter_act(
        desk,
        organ="县选举大会" if historical else congress_of(plan),
        number=f"任〔{since.year}〕{number + 3}号",
        adopted=since,
        lines=[NewLine(LineKind.APPOINTS, person) for person in ids],
    )
    lines = {line.person_id: line.id for line in act.lines}
    until = None if historical else _years_on(since, TERM)
    news = [
        NewTenure(p, desk.body_id, Office.ASSESSOR, since, until, Form.A, start_line_id=lines[p])
        for p in ids
    ]
    tenures = begin_tenures(desk, news)
    if not historical:
        sworn = [db.session.get_one(Tenure, tenure) for tenure in tenures]
        record_oath(desk, sworn, since + timedelta(days=6), plan.name)
    general = rolls[RollKind.GENERAL].id
    entries = [NewEntry(general, p, t, since) for p, t in zip(ids, tenures, strict=True)]
    put_on_rolls(desk, entries, since)
    return ids


def put_on_rolls(desk: Desk, entries: list[NewEntry], since: date) -> None:
    """Put people on rolls on a day of the past."""
    # On the day itself: a secret made after the root of a draw's day would be marked late.
    with clock.standing_at(datetime.combine(since, time(4), UTC)):
        enter_on_rolls(desk, entries)


def _years_on(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28)) - timedelta(days=1)


def _special_rolls(
    desk: Desk, people: list[int], rolls: dict[RollKind, Roll], random: Random
) -> None:
    for kind, share in ((RollKind.SPECIALIST, 8), (RollKind.JUVENILE, 10)):
        if len(people) < share:
            continue
        for person in random.sample(people, len(people) // share):
            tenure = _tenure(person)
            entry = NewEntry(rolls[kind].id, person, tenure.id, tenure.since, reason="熟悉该领域")
            put_on_rolls(desk, [entry], tenure.since)


def _tenure(person: int) -> Tenure:
    where = (Tenure.person_id == person, Tenure.office == Office.ASSESSOR)
    return db.session.scalars(db.select(Tenure).where(*where)).one()


def add_life(desk: Desk, staff: Staff, today: date, random: Random) -> None:
    """Add what a draw must heed: two bars, some kin, those near the cap, own days away."""
    barred = random.sample(staff.assessors, 2)
    for person_id, kind in zip(barred, (CheckKind.OFFICE, CheckKind.DEBTOR), strict=True):
        person = db.session.get_one(Person, person_id)
        code = "lawyer" if kind == CheckKind.OFFICE else ""
        record_check(desk, person, kind, True, "司法局核查", today, code=code)
    for person_id in random.sample(staff.assessors, 4):
        kin = Kinship(
            person_id=person_id, kin_name="钱大海", kind=KinKind.COLLATERAL, source="本人申报"
        )
        db.session.add(kin)
    worked = random.sample(staff.assessors, 21)
    bring_year_totals(desk, [(p, today.year, 28 + n % 3, 70) for n, p in enumerate(worked)])
    for person_id in random.sample(staff.assessors, 34):
        first = today + timedelta(days=random.randrange(8, 22))
        days = [first + timedelta(days=n) for n in range(random.randrange(2, 9))]
        enter_absence(desk, db.session.get_one(Person, person_id), days)
