"""The two books as they stand: values read in the law, and what holds for every rule."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.rulebooks.loader import load, names
from app.rulebooks.terms import HARD, NONE, Rule

LAW, INTERPRETATION = "assessors_law_2018", "assessors_interpretation_2019"
RESOLUTION, OWN = "resolution_1953", "own_setting"
EVERY_RULE = [(name, rule) for name in names() for rule in load(name).rules.values()]
# Where the laws' texts lie before us. The others are cited as the table of rules gives them.
LAST_ARTICLE = {
    LAW: 32,
    INTERPRETATION: 19,
    "recusal_rules_2011": 15,
    "specialist_rules_2023": 16,
    "judges_law_2019": 69,
    RESOLUTION: 12,
}


def test_both_books_are_there() -> None:
    assert {"cn-1953", "cn-2018"} <= set(names())
    assert load("cn-1953").historical
    assert not load("cn-2018").historical


@pytest.mark.parametrize(
    ("key", "value", "strength", "document", "article"),
    [
        ("age.minimum", 28, "hard", LAW, "Art 5"),
        ("age.maximum", None, "none", LAW, "Art 5"),
        ("education.minimum", "senior_high", "soft", LAW, "Art 5"),
        ("quota.judges_multiple", 3, "hard", LAW, "Art 8"),
        ("selection.pool_multiple", 5, "hard", LAW, "Art 9"),
        ("selection.applied_share", "1/5", "hard", LAW, "Art 11"),
        ("oath.required", True, "hard", LAW, "Art 12"),
        ("term.length", 5, "hard", LAW, "Art 13"),
        ("term.reappointment", False, "soft", LAW, "Art 13"),
        ("term.lifetime", 2, "soft", "selection_measures_2018", "whole text"),
        ("panel.forms", ((1, 0), (1, 2), (2, 1), (3, 4)), "hard", LAW, "Arts 14–15"),
        ("panel.never_mixed", None, "hard", INTERPRETATION, "Art 5"),
        ("draw.random", True, "hard", LAW, "Art 19"),
        ("draw.lead", 7, "hard", INTERPRETATION, "Art 3"),
        ("draw.alternates", 2, "soft", OWN, "default"),
        ("recusal.kin", None, "hard", "recusal_rules_2011", "Arts 1, 14"),
        ("recusal.prior_mediation", True, "hard", INTERPRETATION, "Art 6"),
        ("recusal.employer", True, "hard", "specialist_rules_2023", "Art 11"),
        ("cap.cases", 30, "soft", INTERPRETATION, "Art 17"),
        ("cap.published", True, "soft", LAW, "Art 24"),
        ("judge.selection_committee_share", "1/3", "hard", "judges_law_2019", "Art 16"),
        ("invitation.answer_within", 3, "soft", OWN, "default"),
        ("reminder.sitting", (7, 3, 1), "soft", OWN, "default"),
    ],
)
def test_cn_2018_says(key: str, value: Any, strength: str, document: str, article: str) -> None:
    rule = load("cn-2018").rule(key)
    assert (rule.strength, rule.cite.document, rule.cite.article) == (strength, document, article)
    assert value is None or rule.value == value


@pytest.mark.parametrize(
    ("key", "value", "strength", "document", "article"),
    [
        ("age.minimum", None, "soft", RESOLUTION, "§ 8"),
        ("oath.required", None, "soft", RESOLUTION, "§ 8"),
        ("term.length", None, "soft", RESOLUTION, "§ 8"),
        ("panel.forms", ((1, 0), (1, 2), (2, 1)), "soft", RESOLUTION, "§ 8"),
        ("panel.first_instance_only", True, "hard", RESOLUTION, "§ 8"),
        ("deliberation.disagreement", "adjudication_committee", "hard", RESOLUTION, "§ 8"),
        ("draw.lead", None, "soft", OWN, "default"),
        ("form_b.used_more", True, "soft", RESOLUTION, "§ 8"),
        ("special_court.juror_required", True, "hard", RESOLUTION, "§ 4"),
        ("cleanup.deadline", 6, "soft", RESOLUTION, "§ 5"),
        ("rotation.share", "1/2", "soft", RESOLUTION, "§ 10"),
        ("return.every", 3, "hard", RESOLUTION, "§ 12"),
        ("promotion.participations", 10, "soft", OWN, "default"),
        ("identity.number_required", False, "soft", OWN, "default"),
        ("kept.social_origin", True, "none", RESOLUTION, "§ 10"),
    ],
)
def test_cn_1953_says(key: str, value: Any, strength: str, document: str, article: str) -> None:
    rule = load("cn-1953").rule(key)
    assert (rule.value, rule.strength) == (value, strength)
    assert (rule.cite.document, rule.cite.article) == (document, article)


def test_study_gate_has_four_texts_and_bars_are_complete() -> None:
    assert len(load("cn-1953").value("tribunal.study_texts")) == 4
    assert len(load("cn-2018").value("bar.office")) == 11
    assert len(load("cn-2018").value("bar.personal")) == 6
    assert len(load("cn-2018").value("panel.seven_cases")) == 4
    assert len(load("cn-2018").value("panel.never_mixed")) == 5


@pytest.mark.parametrize("name", names())
def test_forms_are_those_that_single_three_and_seven_give(name: str) -> None:
    book = load(name)
    parts = [book.value(f"panel.{form}") or () for form in ("single_judge", "three", "seven")]
    assert sorted(form for part in parts for form in part) == sorted(book.value("panel.forms"))


@pytest.mark.parametrize(("name", "rule"), EVERY_RULE, ids=lambda part: getattr(part, "key", part))
def test_every_rule_is_sound(name: str, rule: Rule) -> None:
    assert rule.verified or rule.strength != HARD
    assert rule.value is not None or rule.strength != HARD
    assert rule.value is not None or rule.local or rule.strength == NONE
    assert not (rule.cite.document == OWN and rule.verified)
    assert (rule.cite.document == OWN) == (rule.cite.article == "default")
    assert rule.title["en"] != rule.title["zh_Hans"]
    assert any("\u4e00" <= sign <= "\u9fff" for sign in rule.title["zh_Hans"])
    if rule.unit == "share":
        assert 0 < Fraction(str(rule.value)) < 1


@pytest.mark.parametrize(("name", "rule"), EVERY_RULE, ids=lambda part: getattr(part, "key", part))
def test_no_article_lies_beyond_the_end_of_its_law(name: str, rule: Rule) -> None:
    words = rule.cite.article.replace("–", " ").replace(",", " ").split()
    numbers = [int(word.split(".")[0]) for word in words if word[0].isdigit()]
    assert all(1 <= number <= LAST_ARTICLE.get(rule.cite.document, 600) for number in numbers)


@pytest.mark.parametrize("name", names())
def test_every_document_is_cited_and_means_the_same_everywhere(name: str) -> None:
    book = load(name)
    assert set(book.documents) == {rule.cite.document for rule in book.rules.values()}
    for other in map(load, names()):
        for key in set(book.documents) & set(other.documents):
            assert book.documents[key] == other.documents[key]
