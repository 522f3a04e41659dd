"""The conditions on the way to judge: plain facts, no database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.people.rules import Bar
from app.people.terms import CheckKind
from app.promotion.facts import Facts, Passed, Vacancy, changed, seen_of
from app.promotion.rules import Condition, against, judge, no_path, outcome, short_course
from app.promotion.terms import Outcome
from app.rulebooks.loader import load
from app.service.rules import Appraised, Decided, Sanctioned
from app.service.terms import Grade, SanctionKind

DAY = date(2026, 11, 21)
OLD, NEW = load("cn-1953"), load("cn-2018")
FREE = Vacancy(3, 1)
PASSED = Passed("c", 1, "短训班", date(2026, 6, 1), "第3期")


def appraised(grade: Grade) -> Appraised:
    return Appraised("a", 1, 2025, grade, "考评", date(2025, 12, 28))


def facts(**given: Any) -> Facts:
    words: dict[str, Any] = {
        **{"person_id": 1, "uid": "u", "name": "赵试", "sort_key": "zhao", "body_id": 1},
        **{"birth": date(1980, 3, 1), "birth_year": None, "education": "senior_high"},
        **{"tenure": "t", "since": date(2024, 1, 1), "last": date(2028, 12, 31), "cases": 10},
        **{"appraisal": appraised(Grade.COMPETENT), "courses": (PASSED,)},
    }
    return Facts(**{**words, **given})


def found(key: str, book: Any = OLD, posts: Vacancy = FREE, **given: Any) -> Condition:
    return next(c for c in judge(facts(**given), DAY, book, posts) if c.key == key)


def test_who_has_everything_may_be_proposed():
    conditions = judge(facts(), DAY, OLD, FREE)
    assert [one.met for one in conditions] == [True] * len(conditions)
    assert outcome(conditions) == Outcome.READY
    assert {one.key for one in conditions} == {
        "recruitment.from_assessors", "promotion.participations", "promotion.appraisal",
        "recruitment.short_training", "sanction.stops_promotion", "deployment.planned",
    }  # fmt: skip


def test_it_is_said_how_far_somebody_is():
    short = found("promotion.participations", cases=7)
    assert (short.met, short.text % short.facts) == (False, "Sat in 7 of 10 cases.")
    low = found("promotion.appraisal", appraisal=appraised(Grade.BASICALLY_COMPETENT))
    assert (low.met, low.source) == (False, "考评 · 2025-12-28")
    assert found("promotion.appraisal", appraisal=None).met is False
    assert found("promotion.appraisal", appraisal=appraised(Grade.EXCELLENT)).met
    assert found("recruitment.short_training", courses=()).met is False
    assert found("deployment.planned", posts=Vacancy(None, 0)).met is False
    assert found("deployment.planned", posts=Vacancy(3, 0)).met is False
    assert found("recruitment.from_assessors", last=date(2026, 11, 20)).met is False


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, Outcome.READY),
        ({"cases": 9}, Outcome.NEARLY),
        ({"cases": 9, "courses": ()}, Outcome.NEARLY),
        ({"cases": 9, "courses": (), "appraisal": None}, Outcome.NOT),
    ],
)
def test_one_or_two_lacks_are_nearly(given: dict[str, Any], said: Outcome):
    assert outcome(judge(facts(**given), DAY, OLD, FREE)) == said


def test_a_sanction_stands_against_it_until_it_lifts():
    def decided(day: date) -> tuple[Decided, ...]:
        return (Decided("s", 1, Sanctioned(day, SanctionKind.WARNING), "纪检"),)

    runs = found("sanction.stops_promotion", sanctions=decided(date(2026, 6, 1)))
    assert (runs.met, runs.facts) == (False, {"until": "2026-11-30"})
    lifted = found("sanction.stops_promotion", sanctions=decided(date(2026, 5, 21)))
    assert (lifted.met, lifted.source) == (True, "纪检")
    (refusal,) = against([runs], NEW)
    assert (refusal.strength, refusal.article) == ("hard", "Art 64")


def test_courts_may_ask_for_an_age_and_let_other_sources_in():
    own = OLD.with_local(
        {"promotion.age": 48, "recruitment.from_assessors": "one_source", "bar.personal": None}
    )
    assert found("promotion.age", own).met is False
    assert found("promotion.age", own, birth=date(1978, 11, 21)).met
    assert found("promotion.age", own, birth=None).met is None
    asked = {one.key for one in judge(facts(), DAY, own, FREE)}
    assert not asked & {"recruitment.from_assessors", "bar.personal"}


def test_todays_law_has_no_path_and_says_what_the_register_knows():
    assert no_path(OLD) is None
    refusal = no_path(NEW)
    assert refusal is not None
    assert (refusal.key, refusal.strength) == ("judge.from_assessor", "hard")
    assert found("judge.degree", NEW).met is False
    assert found("judge.degree", NEW, education="bachelor").met is None
    assert found("judge.legal_work", NEW, education="bachelor").facts == {"years": 5}
    assert found("judge.legal_work_master", NEW, education="master").facts == {"years": 4}
    assert found("judge.legal_work_doctorate", NEW, education="doctor").facts == {"years": 3}
    assert found("judge.legal_examination", NEW).met is None
    assert found("judge.appointed_to_vacancy", NEW).met
    bar = (Bar(CheckKind.DEBTOR),)
    assert found("bar.personal", NEW, bars=bar).met is False
    assert outcome(judge(facts(education="bachelor"), DAY, NEW, FREE)) == Outcome.READY
    asked = {one.key for one in judge(facts(), DAY, NEW, FREE)}
    assert "promotion.appraisal" not in asked  # no promotion: who applies is asked what all are


def test_short_training_is_the_law_and_no_reason_passes_it():
    lacking = [
        found("recruitment.short_training", courses=()),
        found("promotion.participations", cases=1),
    ]
    assert [one.strength for one in against(lacking, OLD)] == ["hard", "soft"]
    own = NEW.with_local({"promotion.course": "assessor_to_judge"})  # asked by the court alone
    asked = short_course(facts(courses=()), DAY, own, FREE)
    assert asked is not None
    assert (asked.key, against([asked], own)[0].strength) == ("promotion.course", "soft")


def test_what_was_seen_and_is_not_so_any_more_is_named():
    seen = seen_of(facts())
    assert changed(seen, seen_of(facts())) == []
    assert changed(seen, seen_of(facts(cases=11))) == []
    assert changed(seen, seen_of(facts(cases=9, name="赵改"))) == ["identity", "cases"]
    other = appraised(Grade.COMPETENT)._replace(uid="b")
    assert changed(seen, seen_of(facts(appraisal=other, courses=()))) == ["appraisal", "courses"]
