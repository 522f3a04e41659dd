"""Who may go to which school and who gets a seat: the rules, with plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.bodies.terms import BodyKind
from app.people.terms import Half, Office
from app.rulebooks.loader import load
from app.training.facts import Audience, CohortFacts, Held, Trainee
from app.training.rules import groups_of_course, trained_here
from app.training.terms import Group, Level, Purpose
from app.training.trainee_rules import Asked, Seats, give_seats, judge_trainee

OLD, NOW = load("cn-1953"), load("cn-2018")
FIRST = date(2026, 12, 7)
LEADER = Held(Office.PRESIDENT, "", 1, BodyKind.BASIC, date(2020, 1, 1))
SPECIAL = replace(LEADER, kind=BodyKind.SPECIAL)
NEW = Held(Office.CADRE, "", 1, BodyKind.BASIC, date(2026, 3, 1))
ASSESSOR = Held(Office.ASSESSOR, "", 1, BodyKind.BASIC, date(2020, 1, 1))
COHORT = CohortFacts(
    Purpose.IN_SERVICE, Audience(), Level.PROVINCE, FIRST, frozenset({(FIRST, Half.AM)})
)


def against(held: Held, **cohort: object) -> list[tuple[str, str]]:
    trainee = Trainee(1, "王甲", (held,))
    found = judge_trainee(trainee, replace(COHORT, **cohort), OLD)
    return [(r.key, r.strength) for r in found]


@pytest.mark.parametrize(
    ("held", "cohort", "said"),
    [
        (LEADER, {"level": Level.CENTRAL}, []),
        (LEADER, {"level": Level.MAJOR_REGION}, []),
        (LEADER, {"level": Level.PROVINCE}, [("school.province", "soft")]),
        (LEADER, {"level": Level.COURT}, []),
        (SPECIAL, {"level": Level.CENTRAL}, []),
        (SPECIAL, {"level": Level.MAJOR_REGION},
         [("school.special_courts", "hard"), ("school.major_region", "soft")]),
        (NEW, {"level": Level.PROVINCE}, []),
        (NEW, {"level": Level.CENTRAL}, [("school.central", "soft")]),
        (ASSESSOR, {"level": Level.PROVINCE}, [("school.province", "soft")]),
        (ASSESSOR, {"purpose": Purpose.ASSESSOR_TO_JUDGE}, []),
    ],
)  # fmt: skip
def test_each_school_trains_those_whom_the_resolution_names(held: Held, cohort: dict, said: list):
    assert against(held, **cohort) == said


def test_todays_law_names_no_school():
    assert judge_trainee(Trainee(1, "王甲", (LEADER,)), COHORT, NOW) == []


@pytest.mark.parametrize(
    ("purpose", "audience", "level", "key"),
    [
        (Purpose.LEADING, Audience(), Level.CENTRAL, None),
        (Purpose.IN_SERVICE, Audience(), Level.CENTRAL, "school.central"),
        (Purpose.IN_SERVICE, Audience((Office.PRESIDENT,)), Level.MAJOR_REGION, None),
        (Purpose.INITIAL, Audience(), Level.PROVINCE, None),
        (Purpose.LEADING, Audience(), Level.PROVINCE, "school.province"),
    ],
)
def test_a_cohort_is_opened_where_such_a_course_belongs(
    purpose: Purpose, audience: Audience, level: Level, key: str | None
):
    refusal = trained_here(groups_of_course(purpose, audience), level, OLD)
    assert (refusal and refusal.key) == key


@pytest.mark.parametrize(
    ("trainee", "audience", "key"),
    [
        (Trainee(1, "王甲", (ASSESSOR,), listed=True), Audience(), "cohort.twice"),
        (Trainee(1, "王甲"), Audience(), "cohort.audience"),
        (Trainee(1, "王甲", (ASSESSOR,)), Audience((Office.JUDGE,)), "cohort.audience"),
        (Trainee(1, "王甲", (ASSESSOR,)), Audience(ranks=("科长",)), "cohort.audience"),
        (Trainee(1, "王甲", (ASSESSOR,)), Audience(newly=2), "cohort.audience"),
        (Trainee(1, "王甲", (NEW,)), Audience((Office.CADRE,), newly=1), None),
        (Trainee(1, "王甲", (ASSESSOR,), ((FIRST, Half.AM),)), Audience(), "cohort.away"),
        (Trainee(1, "王甲", (ASSESSOR,), ((FIRST, Half.PM),)), Audience(), None),
    ],
)
def test_nobody_goes_twice_or_from_outside_or_while_away(
    trainee: Trainee, audience: Audience, key: str | None
):
    found = judge_trainee(trainee, replace(COHORT, audience=audience), NOW)
    assert [r.key for r in found] == ([key] if key else [])


def test_a_quota_counts_those_under_it_and_the_rest_share_what_is_left():
    seats = Seats(all=4, quotas={7: ("甲省", 2)}, taken={7: 1, None: 1})
    asked = [Asked(n, f"王{n}", quota) for n, quota in enumerate((7, 7, None, None, None))]
    found = {n: [r.key for r in against] for n, against in give_seats(asked, seats).items()}
    full = ["cohort.full"]
    assert found == {0: [], 1: ["cohort.quota_full"], 2: [], 3: full, 4: full}
    assert {Group.PREPARING} == groups_of_course(Purpose.PREPARING_PROMOTION, Audience())
