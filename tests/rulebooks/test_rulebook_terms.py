"""A book answers by key, takes a court's own values, and fills refusals from its rules."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from app.rulebooks.citing import article_in, chinese_number
from app.rulebooks.loader import cited, load
from app.rulebooks.terms import NotLocal, RulebookError, UnknownRule
from app.shared.refusals import standing

BOOK = load("cn-2018")


def test_an_unknown_key_is_told_with_its_family() -> None:
    assert not BOOK.has("term.lenght")
    with pytest.raises(UnknownRule) as caught:
        BOOK.value("term.lenght")
    assert str(caught.value).startswith("Rulebook cn-2018 has no rule 'term.lenght'.")
    assert "term.length, term.lifetime, term.reappointment" in str(caught.value)
    assert isinstance(caught.value, KeyError)


def test_a_book_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        BOOK.rules["age.minimum"] = BOOK.rule("cap.cases")  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        BOOK.rule("age.minimum").value = 18  # type: ignore[misc]
    with pytest.raises(TypeError):
        BOOK.rule("age.minimum").title["en"] = "x"  # type: ignore[index]
    assert isinstance(BOOK.value("reminder.sitting"), tuple)


def test_titles_come_in_the_readers_language() -> None:
    rule = BOOK.rule("age.minimum")
    assert rule.titled("zh_Hans") == "年满二十八周岁"
    assert rule.titled("de") == rule.titled("en") == "At least 28 years old"


def test_a_court_sets_its_own_local_values() -> None:
    own = BOOK.with_local({"cap.cases": 20, "reminder.sitting": [5, 2]})
    assert (own.value("cap.cases"), own.value("reminder.sitting")) == (20, (5, 2))
    assert BOOK.value("cap.cases") == 30
    assert own.rule("cap.cases").cite == BOOK.rule("cap.cases").cite
    assert (own.name, own.version) == ("cn-2018", 1)
    assert own.value("age.minimum") == 28


def test_a_local_value_may_be_unset_or_set_where_none_is() -> None:
    assert BOOK.with_local({"cap.cases": None}).value("cap.cases") is None
    assert load("cn-1953").with_local({"age.minimum": 18}).value("age.minimum") == 18


def test_only_local_rules_take_local_values() -> None:
    with pytest.raises(NotLocal, match=r"age\.minimum of cn-2018 \(assessors_law_2018, Art 5\)"):
        BOOK.with_local({"cap.cases": 20, "age.minimum": 18})
    with pytest.raises(UnknownRule):
        BOOK.with_local({"cap.case": 20})


@pytest.mark.parametrize("value", ["20", True, 20.5, [20], -1, {"cases": 20}])
def test_a_local_value_is_of_the_defaults_kind(value: Any) -> None:
    with pytest.raises(RulebookError):
        BOOK.with_local({"cap.cases": value})


def test_a_refusal_is_filled_from_its_rule() -> None:
    refusal = BOOK.refusal(
        "age.minimum", "%(age)s is under age.", "Choose another.", place="birth", age=27
    )
    assert (refusal.key, refusal.document, refusal.article) == (
        "age.minimum",
        "assessors_law_2018",
        "Art 5",
    )
    assert (refusal.strength, refusal.place, refusal.way_out) == (
        "hard",
        "birth",
        "Choose another.",
    )
    assert refusal.text % refusal.facts == "27 is under age."
    with pytest.raises(UnknownRule):
        BOOK.refusal("age.lowest", "No.")


@pytest.mark.parametrize("key", ["cap.cases", "panel.party_request", "judge.from_assessor"])
def test_only_a_hard_rule_shuts_the_door(key: str) -> None:
    refusal = BOOK.refusal(key, "Think again.")
    assert refusal.strength == "soft"
    assert standing([refusal], {key: "A reason."}) == []


@pytest.mark.parametrize(
    ("number", "told"),
    [
        *((1, "一"), (10, "十"), (14, "十四"), (20, "二十"), (21, "二十一"), (100, "一百")),
        *((105, "一百零五"), (110, "一百一十"), (214, "二百一十四"), (549, "五百四十九")),
    ],
)
def test_numbers_of_articles_in_chinese(number: int, told: str) -> None:
    assert chinese_number(number) == told


@pytest.mark.parametrize(
    ("article", "english", "chinese"),
    [
        ("Art 5", "Art 5", "第五条"),
        ("Arts 1, 14", "Arts 1, 14", "第一条、第十四条"),
        ("Arts 21–22", "Arts 21–22", "第二十一条至第二十二条"),
        ("§ 8", "§ 8", "第八部分"),
        ("§ 5.1", "§ 5.1", "第五部分第一项"),
        ("whole text", "", ""),
        ("default", "", ""),
    ],
)
def test_articles_in_both_languages(article: str, english: str, chinese: str) -> None:
    assert (article_in(article, "en"), article_in(article, "zh_Hans")) == (english, chinese)


def test_a_citation_as_the_reader_sees_it() -> None:
    assert cited("judges_law_2019", "Art 5", "en") == "Judges Law (2019), Art 5"
    assert cited("judges_law_2019", "Art 5", "zh_Hans") == "《中华人民共和国法官法》第五条"
    assert cited("own_setting", "default", "en") == "The office's own setting"
    assert cited("unheard_of", "Art 1", "en") == "unheard_of, Art 1"
