"""Appraisals, sanctions and promotions of an invented province, in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from app.demo.province.assessors import OnRoll, moment_of
from app.demo.province.settled import Settled
from app.demo.province.writer import Writer
from app.demo.world import BASIC
from app.people.terms import Office
from app.promotion.models import Proposal
from app.promotion.terms import ProposalState
from app.service.models import Appraisal, Sanction
from app.service.terms import Grade, SanctionKind
from app.training.models import OutsideTraining
from app.training.terms import Purpose

GRADES, SHARES = list(Grade), (14, 76, 8, 2)
YEARS, APPRAISED, SANCTIONED = (2, 1), 0.7, 0.006
BY_VERBS = (BASIC[0].code, BASIC[3].code)  # their appraisals are written by the verbs
WAIVED = {"promotion.participations": "工作需要，考评优秀"}


def promoted(assessors: int, number: int, today: date, random: Random) -> dict[int, date]:
    """Choose so many of a court's assessors (0 is the first) and the days they become judges on;
    only of those who are long in office."""
    chosen = random.sample(range(assessors * 2 // 3), min(number, assessors * 2 // 3))
    return {n: today - timedelta(days=random.randrange(45, 900)) for n in chosen}


def write_careers(write: Writer, settled: Sequence[Settled], today: date, random: Random) -> None:
    """Write the service records of all assessors, and how some of them became judges."""
    for court in settled:
        if court.years is None:
            continue
        for one in court.assessors:
            if court.place.plan.code not in BY_VERBS:
                _appraisals(write, court, one, today, random)
            if random.random() < SANCTIONED:
                _sanction(write, court, one, today, random)
            if one.last != date.max:
                _promotion(write, court, one)


def _appraisals(write: Writer, court: Settled, one: OnRoll, today: date, random: Random) -> None:
    for ago in YEARS:
        year = today.year - ago
        day = date(year, 12, 28)
        if one.since > day or one.last < day or random.random() > APPRAISED:
            continue
        write.add(
            Appraisal,
            person_id=one.person,
            body_id=court.body_id,
            year=year,
            grade=random.choices(GRADES, SHARES)[0],
            source="年度考核表",
            day=day,
            created_at=moment_of(day),
        )


def _sanction(write: Writer, court: Settled, one: OnRoll, today: date, random: Random) -> None:
    decided = today - timedelta(days=random.randrange(20, 700))
    if not one.since < decided < one.last:
        return
    write.add(
        Sanction,
        person_id=one.person,
        body_id=court.body_id,
        kind=random.choice((SanctionKind.WARNING, SanctionKind.WARNING, SanctionKind.DEMERIT)),
        decided=decided,
        source="纪检监察组",
        created_at=moment_of(decided),
    )


def _promotion(write: Writer, court: Settled, one: OnRoll) -> None:
    """Write the short course and the proposal by which somebody became judge."""
    until = one.last - timedelta(days=50)
    words = {"title": "陪审员转审判员短训班", "provider": "省司法干部学校", "evidence": "结业证"}
    course = {"since": until - timedelta(days=20), "until": until, "hours": 60}
    write.add(
        OutsideTraining,
        person_id=one.person,
        body_id=court.body_id,
        purpose=Purpose.ASSESSOR_TO_JUDGE,
        created_at=moment_of(until),
        **words,
        **course,
    )
    years = court.years.years if court.years else {}
    cases = sum(years[key][0] for key in ((one.person, y) for y in _years(one)) if key in years)
    names = [cadre.name for cadre in court.staff]
    steps = [one.last - timedelta(days=n) for n in (30, 24, 15)]
    write.add(
        Proposal,
        person_id=one.person,
        body_id=court.body_id,
        office=Office.JUDGE,
        state=ProposalState.DONE,
        proposed_by=None,
        proposed_name=names[4],
        reviewed_by=None,
        reviewed_name=names[5],
        reviewed_at=moment_of(steps[1]),
        review="材料属实",
        decided_by=None,
        decided_name=names[0],
        decided_at=moment_of(steps[2]),
        seen={"cases": cases},
        waivers=WAIVED if cases < 10 else {},
        rulebook="cn-1953",
        rulebook_version="1",
        act_id=one.act,
        created_at=moment_of(steps[0]),
    )


def _years(one: OnRoll) -> range:
    return range(one.since.year, one.last.year + 1)
