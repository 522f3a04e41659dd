"""Rules of office, judged with plain objects."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.people.rules import (
    Bar,
    Held,
    TenureFacts,
    judge_tenure,
    last_day_of_term,
    number_required,
    oath_after_appointment,
)
from app.people.terms import CheckKind, Form, Office
from app.rulebooks.loader import load
from app.shared.dates import Birth

BOOK = load("cn-2018")
FINE = TenureFacts(
    office=Office.ASSESSOR,
    since=date(2025, 1, 1),
    until=date(2029, 12, 31),
    birth=Birth(1980, date(1980, 5, 1)),
    education="bachelor",
)
EARLIER = Held(Office.ASSESSOR, "乙区人民法院", date(2014, 1, 1), date(2018, 12, 31))


def stands_against(**changed: object) -> list[tuple[str, str]]:
    return [(r.key, r.strength) for r in judge_tenure(replace(FINE, **changed), BOOK)]


def test_nothing_stands_against_an_ordinary_appointment():
    assert judge_tenure(FINE, BOOK) == []


@pytest.mark.parametrize(
    ("changed", "key", "strength"),
    [
        ({"birth": Birth(1997, date(1997, 1, 2))}, "age.minimum", "hard"),
        ({"education": "junior_high"}, "education.minimum", "soft"),
        ({"bars": (Bar(CheckKind.OFFICE, "lawyer"),)}, "bar.office", "hard"),
        ({"bars": (Bar(CheckKind.OFFICE, "head of a village"),)}, "bar.office_other", "hard"),
        ({"bars": (Bar(CheckKind.DEBTOR),)}, "bar.personal", "hard"),
        ({"until": date(2030, 1, 2)}, "term.length", "hard"),
        ({"until": None}, "term.length", "hard"),
        ({"earlier_terms": 2}, "term.lifetime", "soft"),
    ],
)
def test_one_rule_stands_against_it(changed: dict, key: str, strength: str):
    assert stands_against(**changed) == [(key, strength)]


@pytest.mark.parametrize("office", [Office.JUDGE, Office.PRESIDENT, Office.CADRE])
def test_who_takes_an_office_in_a_court_gives_up_that_of_an_assessor(office: Office):
    held = replace(EARLIER, last=None)
    found = judge_tenure(replace(FINE, office=office, others=(held,)), BOOK)
    assert [(one.key, one.strength, one.article) for one in found] == [
        ("bar.office", "hard", "Art 6")
    ]
    assert "that court" in found[0].way_out
    here = replace(held, same_court=True)
    found = judge_tenure(replace(FINE, office=office, others=(here,)), BOOK)
    assert "same act" in found[0].way_out
    assert judge_tenure(replace(FINE, office=office, others=(EARLIER,)), BOOK) == []
    assert judge_tenure(replace(FINE, office=office, others=(here,)), load("cn-1953")) == []


def test_who_serves_in_a_court_becomes_no_assessor():
    judge = replace(EARLIER, office=Office.JUDGE, last=None)
    assert stands_against(others=(judge,)) == [("bar.office", "hard")]


def test_twenty_eight_on_the_first_day_is_old_enough():
    assert stands_against(birth=Birth(1997, date(1997, 1, 1))) == []


def test_the_anniversary_may_be_the_last_day():
    assert stands_against(until=date(2030, 1, 1)) == []
    assert last_day_of_term(date(2025, 1, 1), BOOK) == date(2029, 12, 31)
    assert last_day_of_term(date(2024, 2, 29), BOOK) == date(2029, 2, 28)


def test_an_assessor_of_another_basic_court_in_the_same_time():
    elsewhere = replace(EARLIER, since=date(2026, 1, 1), last=None)
    assert ("roll.one_basic_court", "soft") in stands_against(others=(elsewhere,))
    assert ("tenure.overlap", "hard") in stands_against(others=(elsewhere,))


def test_two_trials_of_form_b_are_no_overlap():
    named = replace(EARLIER, since=date(2025, 2, 1), last=date(2025, 3, 1), form=Form.B)
    assert "tenure.overlap" not in dict(stands_against(others=(named,)))


def test_form_b_states_its_trial():
    named = replace(FINE, form=Form.B, until=None)
    found = judge_tenure(named, load("cn-1953"))
    assert [(one.key, one.strength, one.place) for one in found] == [
        ("form_b.tenure_per_case", "hard", "for_case")
    ]
    assert judge_tenure(replace(named, for_case="（1953）红刑字第7号"), load("cn-1953")) == []
    assert judge_tenure(replace(named, form=Form.A), load("cn-1953")) == []


def test_a_judge_of_the_same_time_is_barred_by_office():
    judge = replace(EARLIER, office=Office.JUDGE, last=date(2025, 1, 1))
    assert stands_against(others=(judge,)) == [("bar.office", "hard")]
    retired = replace(judge, last=date(2024, 12, 31))
    assert stands_against(others=(retired,)) == []


def test_a_second_running_term_needs_a_reason():
    just_ended = replace(EARLIER, since=date(2020, 1, 1), last=date(2024, 12, 31))
    assert stands_against(others=(just_ended,)) == [("term.reappointment", "soft")]
    assert stands_against(others=(EARLIER,)) == []


def test_recorded_terms_count_even_if_nobody_states_them():
    second = replace(EARLIER, since=date(2009, 1, 1), last=date(2013, 12, 31))
    assert stands_against(others=(EARLIER, second)) == [("term.lifetime", "soft")]


def test_judges_are_not_judged_by_the_rules_of_assessors():
    assert stands_against(office=Office.JUDGE, until=None, birth=Birth(2003)) == []


def test_the_resolution_of_1953_names_no_age_or_term():
    facts = replace(FINE, birth=Birth(1936), until=None, education="primary", earlier_terms=9)
    old = load("cn-1953")
    assert judge_tenure(facts, old) == []


def test_the_oath_comes_after_the_appointment():
    early = oath_after_appointment(date(2025, 1, 5), date(2025, 1, 4), BOOK)
    assert early is not None
    assert early.key == "oath.after_appointment"


def test_number_required_where_the_book_asks_for_one():
    refused = number_required(False, BOOK)
    assert refused is not None
    assert (refused.key, refused.strength) == ("identity.number_required", "soft")
    assert number_required(True, BOOK) is None
    assert number_required(False, load("cn-1953")) is None
