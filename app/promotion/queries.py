"""What promotions are judged on, read for whole courts at once: a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, or_, select, union_all

from app.bodies.models import Body
from app.bodies.queries import forebears, heirs, subtree
from app.bodies.terms import COURTS
from app.people.models import Act, ActLine, Check, Person, PersonYear, Post, Tenure
from app.people.queries import bars_found
from app.people.queries.asof import holding, last_day
from app.people.rules import Bar
from app.people.terms import Office
from app.promotion.facts import Facts, Passed, Vacancy
from app.promotion.models import Proposal
from app.promotion.terms import ProposalState
from app.service.queries import last_appraisals, sanctions_among
from app.shared.db import db
from app.training.models import Certificate, Cohort, Course, Enrolment, OutsideTraining
from app.training.terms import EnrolmentState, Purpose

Rows = Select[*tuple[Any, ...]]

COLUMNS = (
    *(Person.id, Person.uid, Person.name, Person.sort_key, Person.birth, Person.birth_year),
    *(Person.education, Tenure.body_id, Tenure.uid, Tenure.since, last_day()),
)


def court_facts(court_id: int, day: date, only: int | None = None) -> list[Facts]:
    """Return what is known of the assessors of a court on a day, or of one of them, by name."""
    return facts_of(forebears(court_id, day), day, only)


def facts_of(bodies: Collection[int], day: date, only: int | None = None) -> list[Facts]:
    """Return what is known of the assessors of bodies on a day, by name (six statements).

    Who is named for one trial besides is there once. Written for the people of a province.
    """
    where = [Tenure.body_id.in_(bodies), Tenure.office == Office.ASSESSOR, holding(day)]
    where += [Tenure.superseded_at.is_(None)]
    where += [] if only is None else [Tenure.person_id == only]
    people = select(Tenure.person_id).where(*where)
    cases, bars = _cases(people, day), _bars(people, day)
    appraisals, sanctions = last_appraisals(people, day), sanctions_among(people, day)
    courses = passed(people, day)
    alive = or_(Person.died.is_(None), Person.died > day)
    rows = select(*COLUMNS).join(Tenure, Tenure.person_id == Person.id).where(*where, alive)
    found: dict[int, Facts] = {}
    for row in db.session.execute(rows.order_by(Person.sort_key, Person.id, Tenure.id)):
        person = row[0]
        if person not in found:
            known = (cases.get(person, 0), appraisals.get(person), sanctions.get(person, ()))
            proved = (courses.get(person, ()), bars.get(person, ()))
            found[person] = Facts._make((*row, *known, *proved))
    return list(found.values())


def _cases(people: Rows, day: date) -> dict[int, int]:
    summed = select(PersonYear.person_id, func.sum(PersonYear.cases))
    years = summed.where(PersonYear.person_id.in_(people), PersonYear.year <= day.year)
    rows = db.session.execute(years.group_by(PersonYear.person_id))
    return {row[0]: int(row[1]) for row in rows}


def _bars(people: Rows, day: date) -> dict[int, tuple[Bar, ...]]:
    """Return the bars that stand, of those of whom a check ever found one."""
    other = select(Check.person_id).where(Check.barred, Check.superseded_at.is_(None))
    columns = (Check.person_id, Check.id, Check.kind, Check.code, Check.barred, Check.day)
    standing = (Check.superseded_at.is_(None), Check.day <= day)
    rows = select(*columns, Check.expires).where(Check.person_id.in_(people), *standing)
    by_person: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(rows.where(Check.person_id.in_(other))):
        by_person[row.person_id].append(row)
    return {person: bars_found(checks, day) for person, checks in by_person.items()}


def passed(
    people: Rows, day: date, purpose: Purpose = Purpose.ASSESSOR_TO_JUDGE
) -> dict[int, tuple[Passed, ...]]:
    """Return the courses of a purpose that some people (a select of ids) had passed by a day.

    Here, unless every certificate of it is revoked, or elsewhere as evidence shows; the latest
    last. One statement.
    """
    rows = db.session.execute(union_all(_here(people, day, purpose), _there(people, day, purpose)))
    found: dict[int, list[Passed]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(Passed(*row[1:]))
    return {person: tuple(sorted(all_, key=lambda p: p.until)) for person, all_ in found.items()}


def _here(people: Rows, day: date, purpose: Purpose) -> Rows:
    issued = exists().where(Certificate.enrolment_id == Enrolment.id)
    stands = issued.where(Certificate.revoked_at.is_(None))
    columns = (Enrolment.person_id, Enrolment.uid, Enrolment.version, Course.title, Cohort.ends)
    rows = select(*columns, Cohort.number).join(Cohort, Cohort.id == Enrolment.cohort_id)
    where = (Enrolment.state == EnrolmentState.PASSED, Cohort.ends <= day)
    of_purpose = rows.join(Course, Course.id == Cohort.course_id).where(Course.purpose == purpose)
    return of_purpose.where(Enrolment.person_id.in_(people), *where, or_(~issued, stands))


def _there(people: Rows, day: date, purpose: Purpose) -> Rows:
    row = OutsideTraining
    columns = (row.person_id, row.uid, row.version, row.title, row.until, row.evidence)
    where = (row.withdrawn_at.is_(None), row.until <= day, row.purpose == purpose)
    return select(*columns).where(row.person_id.in_(people), *where)


def vacancies(bodies: Collection[int], day: date) -> dict[int, Vacancy]:
    """Return the posts of judges of bodies on a day: set, and free (three statements)."""
    numbers, taken = _numbers(bodies, day), _taken(bodies, day)
    return {body: _vacancy(numbers.get(body), taken.get(body, 0)) for body in bodies}


def court_vacancy(court_id: int, day: date, but: int | None = None) -> Vacancy:
    """Return the posts of judges of a court; judges of what merged into it take them too.

    `but`: a proposal (id) for which the post would be.
    """
    taken = sum(_taken(forebears(court_id, day), day, but).values())
    return _vacancy(_numbers([court_id], day).get(court_id), taken)


def _vacancy(number: int | None, taken: int) -> Vacancy:
    return Vacancy(number, max((number or 0) - taken, 0))


def _taken(bodies: Collection[int], day: date, but: int | None = None) -> Mapping[int, int]:
    """Return how many posts are taken: by who is in office or appointed, or approved for one."""
    judges = (Tenure.body_id.in_(bodies), Tenure.office == Office.JUDGE)
    left = or_(last_day().is_(None), last_day() >= day)
    came = or_(Tenure.since <= day, Act.adopted <= day)  # or is appointed, and comes
    held = select(Tenure.body_id, func.count()).outerjoin(Tenure.start_line)
    held = held.outerjoin(Act, Act.id == ActLine.act_id).where(*judges, left, came)
    held = held.where(Tenure.superseded_at.is_(None)).group_by(Tenure.body_id)
    approved = (Proposal.office == Office.JUDGE, Proposal.state == ProposalState.APPROVED)
    waits = select(Proposal.body_id, func.count()).where(Proposal.body_id.in_(bodies), *approved)
    waits = waits if but is None else waits.where(Proposal.id != but)
    found: dict[int, int] = defaultdict(int)
    for statement in (held, waits.group_by(Proposal.body_id)):
        for body_id, number in db.session.execute(statement):
            found[body_id] += number
    return found


def _numbers(bodies: Iterable[int], day: date) -> dict[int, int]:
    posts = select(Post.body_id, Post.number).join(ActLine, ActLine.id == Post.line_id)
    where = (Post.body_id.in_(bodies), Post.office == Office.JUDGE, Post.since <= day)
    standing = posts.where(*where, ActLine.annulled_at.is_(None)).order_by(Post.since)
    return {row[0]: row[1] for row in db.session.execute(standing)}


def courts_under(body_id: int, day: date) -> list[Body]:
    """Return the courts at which a desk may look: its own and those under it, at most 200."""
    courts = select(Body).where(Body.id.in_(subtree(body_id, day)), Body.kind.in_(COURTS))
    return list(db.session.scalars(courts.order_by(Body.code).limit(200)))


def assessor_court(person_id: int, day: date) -> int | None:
    """Return the court that has the assessors of the body where a person is one on a day."""
    held = (Tenure.person_id == person_id, Tenure.office == Office.ASSESSOR, holding(day))
    found = select(Tenure.body_id).where(*held, Tenure.superseded_at.is_(None))
    body_id = db.session.scalar(found.order_by(Tenure.id).limit(1))
    return None if body_id is None else heirs(body_id, day)[0]


def years_of(person_id: int, day: date) -> list[tuple[int, int]]:
    """Return the years of a person with their cases, the proof of how many he sat in."""
    where = (PersonYear.person_id == person_id, PersonYear.year <= day.year, PersonYear.cases > 0)
    rows = select(PersonYear.year, PersonYear.cases).where(*where).order_by(PersonYear.year)
    return [(row[0], row[1]) for row in db.session.execute(rows)]
