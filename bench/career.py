"""Careers in an invented province: elections, cohorts with results, records, proposals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from random import Random

from sqlalchemy import select

from app.accounts.models import RoleGrant, User
from app.accounts.terms import RoleKind
from app.bodies.models import Body
from app.demo.province.writer import Writer
from app.elections.models import Candidate, Election
from app.elections.terms import ElectionForm, Source, Stage, Standing
from app.people.terms import Office
from app.promotion.models import Proposal
from app.promotion.terms import ProposalState
from app.service.models import Appraisal
from app.service.terms import Grade
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.models import Certificate, CohortSession, Enrolment, SessionPresence
from app.training.terms import CohortState, EnrolmentState, Presence
from bench.province import CLERKS, FOUNDED, SEED
from bench.school import Held, assessors, school_under_the_high_court, write_cohort, write_course
from bench.terms import Scale

BOOK = {"rulebook": "cn-2018", "rulebook_version": "1"}
OPEN_SHARE = 5  # one cohort of so many takes nominations
ELECTIONS, CANDIDATES = 60, 200  # of the large court; on the list of each of the first five
PROPOSALS = 120

People = Sequence[tuple[int, int]]


def write_career(scale: Scale) -> None:
    """Write a school with its cohorts, and what a large court's personnel officers see."""
    today = clock.today()
    with transaction() as session:
        school = school_under_the_high_court()
        court = session.scalars(select(Body.id).where(Body.code == "BX0100")).one()
        _officers("school", school, RoleKind.SCHOOL)
        _officers("court", court, RoleKind.PERSONNEL)
        write = Writer(session.connection())
        people = assessors(scale.nominations, today)
        _cohorts(write, school, people, scale.cohorts, today)
        own = [person for person, body in people if body == court]
        _elections(write, court, today)
        _service(write, court, own, today)
        write.flush()


def _officers(name: str, body_id: int, role: RoleKind) -> None:
    for n in range(CLERKS):
        named = f"{name}{n}"
        mark = sha256(named.encode()).hexdigest()
        address = f"{named}@example.org"
        user = User(email=address, name=named, language="en", active=True, fs_uniquifier=mark)
        db.session.add(user)
        db.session.flush()
        db.session.add(RoleGrant(user_id=user.id, body_id=body_id, role=role, since=FOUNDED))
    db.session.flush()


def _cohorts(write: Writer, school: int, people: People, number: int, today: date) -> None:
    courses = [write_course(write, school, f"K{n}") for n in range(1, 21)]
    for n in range(number):
        some = people[n::number]
        open_ = n % OPEN_SHARE == 0
        starts = today + timedelta(days=20 + n) if open_ else today - timedelta(days=40 + 3 * n)
        held = Held(school, courses[n % len(courses)], f"第{n + 1}期", starts)
        state = CohortState.OPEN if open_ else CohortState.FINISHED
        ends = starts - timedelta(days=10)
        cohort = write_cohort(write, held, max(len(some), 1), state, ends)
        _enrolments(write, school, cohort, held, some, open_)
    write.flush()
    _presences(write)


def _enrolments(
    write: Writer, school: int, cohort: int, held: Held, people: People, open_: bool
) -> None:
    state = EnrolmentState.APPROVED if open_ else EnrolmentState.PASSED
    at = clock.now()
    for n, (person, body) in enumerate(people):
        who = {"cohort_id": cohort, "person_id": person, "body_id": body}
        enrolment = write.add(Enrolment, **who, state=state, approved_at=at)
        if open_:
            continue
        days = {"starts": held.starts.isoformat(), "ends": held.starts.isoformat()}
        words = {"name": f"试验{n}", "course": "人民陪审员培训", "cohort": held.number, **days}
        words |= {"school": "省司法干部学校", "school_en": "", "score": None, "rulebook": "cn-2018"}
        write.add(
            Certificate,
            number=f"BS0001-{cohort:04}-{n:05}",
            enrolment_id=enrolment,
            person_id=person,
            body_id=school,
            issued=held.starts + timedelta(days=20),
            hours=24,
            words=words,
        )


def _presences(write: Writer) -> None:
    """Everybody was at every session of the cohorts that are over."""
    both = select(CohortSession.id, Enrolment.id)
    both = both.join(Enrolment, Enrolment.cohort_id == CohortSession.cohort_id)
    passed = both.where(Enrolment.state == EnrolmentState.PASSED)
    for session_id, enrolment_id in db.session.execute(passed).all():
        one = {"session_id": session_id, "enrolment_id": enrolment_id}
        write.link(SessionPresence, presence=Presence.PRESENT, **one)
    write.flush()


def _elections(write: Writer, court: int, today: date) -> None:
    for n in range(ELECTIONS):
        called = today - timedelta(days=5 + 20 * n)
        election = write.add(
            Election,
            body_id=court,
            number=f"选〔{called.year}〕{n + 1} 号",
            form=ElectionForm.APPOINTMENT,
            stage=Stage.SCREENED if n < 5 else Stage.DECIDED,
            seats=20,
            called=called,
            moved=called,
            chosen_by="人大常委会",
            **BOOK,
        )
        for place in range(1, CANDIDATES + 1 if n < 5 else 1):
            write.add(
                Candidate,
                election_id=election,
                n=place,
                name=f"候选{place}",
                secret=bytes(32),
                said="{}",
                source=Source.DRAWN,
                standing=Standing.CANDIDATE,
                place=place,
            )


def _service(write: Writer, court: int, people: Sequence[int], today: date) -> None:
    random = Random(SEED)
    for n, person in enumerate(people):
        who = {"person_id": person, "body_id": court}
        for ago in (1, 2, 3):
            year = {"year": today.year - ago, "day": date(today.year - ago, 12, 28)}
            grade = random.choice(list(Grade))
            write.add(Appraisal, **who, **year, grade=grade, source="考评小组")
        if n < PROPOSALS:
            said = {"proposed_name": "刘芳", "seen": {}, "waivers": {}, **BOOK}
            state = ProposalState.PROPOSED if n < 10 else ProposalState.REFUSED
            write.add(Proposal, **who, office=Office.JUDGE, state=state, **said)
