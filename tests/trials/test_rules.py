"""Rules of panels, on plain values: each holds, and each refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.bodies.terms import BodyKind
from app.people.terms import Office
from app.rulebooks.loader import load
from app.rulebooks.written import faults
from app.trials import rules
from app.trials.facts import CaseFacts, DayWords
from app.trials.terms import DayPart

BOOK, OLD = load("cn-2018"), load("cn-1953")
TODAY = date(2026, 11, 2)


def case(**given: object) -> CaseFacts:
    words: dict = {"court_kind": BodyKind.BASIC, "matter": "criminal", "procedure": "ordinary"}
    words |= {"instance": 1, **given}
    if "circumstances" in words:
        words["circumstances"] = frozenset(words["circumstances"])
    return CaseFacts(**words)


@pytest.mark.parametrize(
    ("facts", "form", "key"),
    [
        (case(), (1, 0), "panel.single_judge"),
        (case(circumstances=["complex_or_other"]), (1, 2), "panel.assessor_cases"),
        (case(requested_by_party=True), (1, 2), "panel.party_request"),
        (case(circumstances=["public_interest"]), (3, 4), "panel.seven_cases"),
        (case(circumstances=["public_interest"], instance=2), (3, 0), "panel.first_instance_only"),
        (case(procedure="payment_order", requested_by_party=True), (1, 0), "panel.never_mixed"),
    ],
)
def test_the_form_is_proposed_by_its_rule(facts: CaseFacts, form: tuple[int, int], key: str):
    proposal = rules.propose_form(facts, BOOK)
    assert (proposal.judges, proposal.assessors, proposal.key) == (*form, key)
    assert rules.judge_form(facts, proposal.judges, proposal.assessors, BOOK) == []
    assert BOOK.rule(key).cite.article.startswith("Art")


def test_by_the_resolution_assessors_sit_at_first_instance():
    assert rules.propose_form(case(), OLD).key == "panel.three"
    assert rules.propose_form(case(instance=2), OLD).key == "panel.first_instance_only"
    assert rules.propose_form(case(procedure="summary"), OLD).assessors == 0
    special = case(court_kind=BodyKind.SPECIAL)
    assert rules.propose_form(special, OLD).key == "special_court.juror_required"


@pytest.mark.parametrize(
    ("facts", "form", "key"),
    [
        (case(procedure="without_hearing"), (1, 2), "panel.never_mixed"),
        (case(instance=2), (1, 2), "panel.first_instance_only"),
        (case(requested_by_party=True), (2, 2), "panel.forms"),
        (case(requested_by_party=True), (2, 0), "panel.forms"),
        (case(circumstances=["other_major"]), (1, 2), "panel.seven_cases"),
        (case(circumstances=["other_major"]), (1, 0), "panel.seven_cases"),
        (case(), (1, 2), "panel.assessor_cases"),
        (case(circumstances=["complex_or_other"]), (3, 4), "panel.seven_cases"),
        (case(requested_by_party=True), (3, 4), "panel.seven_cases"),
    ],
)
def test_a_form_that_the_law_bars_is_refused(facts: CaseFacts, form: tuple[int, int], key: str):
    found = {refusal.key: refusal for refusal in rules.judge_form(facts, *form, BOOK)}
    assert found[key].strength == "hard"
    assert found[key].article
    assert found[key].way_out


@pytest.mark.parametrize("judges", [1, 3])
def test_judges_alone_try_a_case_for_assessors_only_with_a_reason(judges: int):
    needs = case(circumstances=["complex_or_other"])
    (warning,) = rules.judge_form(needs, judges, 0, BOOK)
    assert (warning.key, warning.strength) == ("panel.assessor_cases", "soft")
    assert warning.article == "Art 15"
    assert rules.judge_form(case(requested_by_party=True), judges, 0, BOOK) == []


def test_a_special_court_has_a_juror_of_the_workers():
    special = case(court_kind=BodyKind.SPECIAL)
    assert [r.key for r in rules.judge_form(special, 1, 0, OLD)] == ["special_court.juror_required"]
    assert rules.judge_form(special, 1, 2, OLD) == []
    assert rules.judge_form(case(), 1, 0, OLD) == []


def test_judges_alone_are_no_question_of_the_forms():
    assert rules.form_known(3, 0, BOOK) is None
    assert rules.form_known(3, 4, OLD) is not None  # the resolution knows no seven


def test_an_assessor_does_not_preside():
    def stands(name: str, *offices: Office) -> bool:
        return rules.presiding_judge(name, offices, 2, BOOK) is not None

    assert stands("周文", Office.ASSESSOR)
    assert stands(" ")
    assert not stands("周文", Office.ASSESSOR, Office.JUDGE)
    assert not stands("周文")  # a judge whom the register does not know yet
    assert rules.presiding_judge("", (), 0, BOOK) is None


def test_the_draw_is_held_seven_days_before():
    assert rules.draw_lead(TODAY + timedelta(days=7), TODAY, BOOK) is None
    refusal = rules.draw_lead(TODAY + timedelta(days=6), TODAY, BOOK)
    assert refusal is not None
    assert refusal.strength == "hard"
    assert refusal.facts["earliest"] == "2026-11-09"
    assert rules.draw_lead(TODAY + timedelta(days=1), TODAY, OLD) is None


def test_sitting_days_lie_ahead_and_are_named_once():
    def on(*offsets: int) -> list[str]:
        days = [DayWords(TODAY + timedelta(days=n), DayPart.AM, "09:00") for n in offsets]
        return [refusal.key for refusal in rules.days_ahead(days, TODAY)]

    assert on(1, 2) == []
    assert on(0, 2) == ["panel.first_day"]
    assert on(3, 3) == ["panel.day_twice"]
    assert on() == ["panel.days"]


def test_each_rule_is_found_from_its_key():
    from app.rulebooks.written import FUNCTIONS

    own = {key: path for key, path in FUNCTIONS.items() if path.startswith("app.trials")}
    assert len(own) >= 18
    assert faults(own, (BOOK, OLD)) == []
