"""Each rule of the import: a row that keeps it, and one that does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.people.identity import read_number
from app.people.importing.preview import needs_reason
from app.people.imports.headings import recognise
from app.people.imports.rules import RULES, judge, not_kept, unkept_columns
from app.people.imports.terms import Fault, Row
from app.people.terms import Office, Sex
from app.rulebooks.loader import load
from app.shared.dates import Birth
from app.shared.refusals import HARD, SOFT
from tests.people.imports.roll_rows import EAST, WEST, around, number, row

NO_NUMBER: dict[str, Any] = {"id_number": None}


def keys(book: str = "cn-2018", more: dict[str, Any] | None = None, /, **values: Any) -> list[str]:
    """Return the keys of the faults of a good row with these values; texts must be complete."""
    judged = judge(row(**values), around(book, **(more or {})))
    for fault in judged.faults:
        assert fault.text % dict(fault.facts)
        assert fault.way_out
    return [fault.key for fault in judged.faults]


def test_a_good_row_has_no_fault():
    good = row()
    assert judge(good, around()) is good


def test_a_number_is_asked_for_where_the_book_says_so():
    assert keys(**NO_NUMBER) == ["identity.number_required"]
    assert keys("cn-1953", **NO_NUMBER) == []


def test_birth_against_number():
    assert keys(birth=Birth(1990, date(1990, 3, 8))) == ["import.birth_number"]
    assert keys(birth=Birth(1991)) == ["import.birth_number"]
    assert keys(birth=Birth(1990)) == []


def test_a_row_with_a_name_only_is_judged():
    assert keys("cn-1953", birth=None, sex=None, **NO_NUMBER) == []


def test_sex_against_number():
    assert keys(sex=Sex.MALE) == ["import.sex_number"]
    assert keys(sex=Sex.MALE, id_number=read_number(number(order=13))) == []


def test_impossible_births():
    for born in (date(2026, 11, 22), date(1900, 1, 1)):
        read = read_number(number(born))
        more = {"id_number": read, "birth": Birth(born.year, born), "office": Office.JUDGE}
        assert keys(**more) == ["import.birth_impossible"]
    assert keys("cn-1953", birth=Birth(1880), **NO_NUMBER) == ["import.birth_impossible"]


@pytest.mark.parametrize(
    ("born", "fault"), [(date(1994, 5, 6), []), (date(1994, 5, 7), ["age.minimum"])]
)
def test_under_age_at_the_start_of_the_term(born: date, fault: list[str]):
    values = {"birth": Birth(born.year, born), "id_number": read_number(number(born))}
    assert keys(**values) == fault
    assert keys("cn-1953", **values) == []
    assert keys(**values, office=Office.JUDGE) == []


def test_age_without_a_term_is_that_of_the_act_or_of_today():
    born = date(1996, 1, 1)
    values = {"birth": Birth(1996, born), "id_number": read_number(number(born)), "from": None}
    assert keys(**values) == []
    assert keys(**values, act_date=date(2023, 12, 31)) == ["age.minimum"]


def test_education_below_the_rule_only_warns():
    judged = judge(row(education="junior_high"), around())
    assert [(f.key, f.strength, f.article) for f in judged.faults] == [
        ("education.minimum", SOFT, "Art 5")
    ]
    assert not judged.is_wrong
    assert keys(education="senior_high") == keys(education="私塾") == []


def test_the_end_of_a_term_before_its_beginning():
    assert keys(until=date(2022, 5, 5)) == ["import.until_before_from"]
    assert keys(until=date(2022, 5, 6)) == []


def test_a_term_over_its_length():
    assert keys(until=date(2027, 5, 6)) == []
    assert keys(until=date(2027, 5, 7)) == ["term.length"]
    assert keys(until=date(2027, 5, 7), office=Office.JUDGE) == []
    assert keys("cn-1953", until=date(2040, 1, 1)) == []
    leap = {"from": date(2024, 2, 29)}
    assert keys(**leap, until=date(2029, 3, 1)) == []
    assert keys(**leap, until=date(2029, 3, 2)) == ["term.length"]


def test_more_terms_than_a_lifetime_allows_warns():
    assert keys(earlier_terms=1) == []
    judged = judge(row(earlier_terms=2), around())
    assert [(f.key, f.strength) for f in judged.faults] == [("term.lifetime", SOFT)]


@pytest.mark.parametrize("field", ["act_date", "oath_date"])
def test_acts_and_oaths_of_the_future(field: str):
    assert keys(**{field: date(2026, 11, 22)}) == ["import.in_future"]
    assert keys(**{field: date(2026, 11, 21)}) == []


def test_an_oath_before_the_act():
    act = date(2022, 5, 6)
    assert keys(act_date=act, oath_date=date(2022, 5, 5)) == ["oath.after_appointment"]
    assert keys(act_date=act, oath_date=act) == []
    assert keys("cn-1953", act_date=act, oath_date=date(2022, 5, 5)) == []


def test_unknown_districts_and_courts():
    known = {"districts": frozenset(["一街"]), "courts": frozenset([EAST])}
    assert keys("cn-2018", known, district="一街") == []
    assert keys("cn-2018", known, district="二街") == ["import.unknown_district"]
    assert keys("cn-2018", known, court=WEST) == ["import.unknown_court"]
    assert keys(district="二街", court=WEST) == []


def test_ethnicity_and_origin_are_dropped_unless_the_book_keeps_them():
    given = row(ethnicity="汉族", social_origin="工人")
    assert {"ethnicity", "social_origin"}.isdisjoint(judge(given, around()).values)
    assert judge(given, around("cn-1953")).values["social_origin"] == "工人"
    assert "ethnicity" not in judge(given, around("cn-1953")).values
    assert not_kept(load("cn-2018")) == {"ethnicity", "social_origin"}
    mapping = recognise(["姓名", "民族", "成分"])
    assert unkept_columns(mapping, load("cn-2018")) == (1, 2)
    assert unkept_columns(mapping, load("cn-1953")) == (1,)


def test_a_field_that_could_not_be_read_gets_no_second_fault():
    unread = Fault("id_number", "import.check_digit", "x")
    given = row(**NO_NUMBER)
    judged = judge(Row(given.values, (unread,), 2), around())
    assert judged.faults == (unread,)


def test_a_rule_of_the_law_cites_it():
    (fault,) = judge(row(until=date(2030, 1, 1)), around()).faults
    assert (fault.document, fault.article, fault.strength, fault.field) == (
        "assessors_law_2018",
        "Art 13",
        HARD,
        "until",
    )


BARS = [
    {"employer": "正义律师事务所"},
    {"occupation": "执业律师"},
    {"occupation": "公证员", "employer": "市公证处"},
    {"employer": "东区公安局"},
    {"employer": "西区人民检察院"},
    {"employer": "西街派出所"},
    {"occupation": "Lawyer"},
]
PASSES = [
    {"employer": "法院路小学", "occupation": "教师"},
    {"employer": "公安县第一中学"},
    {"occupation": "人民陪审员"},
    {"employer": "东区公安局", "occupation": "退休"},
    {"employer": "正义律师事务所", "office": Office.JUDGE},
]


@pytest.mark.parametrize("stated", BARS)
def test_an_office_or_calling_that_may_bar_is_pointed_out(stated: dict[str, Any]):
    judged = judge(row(**stated), around())
    assert keys(**stated) == ["import.calling"]
    assert (judged.faults[0].article, judged.is_wrong) == ("Art 6", False)
    assert not needs_reason(judged.faults[0])
    assert keys("cn-1953", **stated) == []  # the resolution lists no callings


@pytest.mark.parametrize("stated", PASSES)
def test_a_street_a_retirement_or_another_office_is_no_bar(stated: dict[str, Any]):
    assert keys(**stated) == []


def test_every_rule_says_in_its_first_line_where_it_comes_from():
    for rule in RULES:
        first = (rule.__doc__ or "").strip().splitlines()[0]
        assert "(" in first, rule.__name__
