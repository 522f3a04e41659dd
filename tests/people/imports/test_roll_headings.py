"""Headings of a roll are recognised in Chinese and English, and can be chosen."""

from __future__ import annotations

import pytest

from app.people.imports.cells import READERS
from app.people.imports.headings import FIELDS, chosen, field_of, is_heading, recognise

COURTS_OWN = (
    *("序号", "姓 名", "性别", "民族", "出生\n年月", "身份证号码", "文化程度", "工作单位及职务"),
    *("联系电话（手机）", "任命机关", "任命文号", "任命时间", "任期 起", "任期 止", "备注"),
)


def test_the_headings_of_a_courts_own_roll_are_recognised():
    assert recognise(COURTS_OWN).fields == (
        *(None, "name", "sex", "ethnicity", "birth", "id_number", "education", "employer"),
        *("phone", "act_organ", "act_number", "act_date", "from", "until", None),
    )
    assert recognise(COURTS_OWN).missing == ()


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_every_field_is_found_by_its_key_label_and_synonyms(field):
    written = (field.key, field.label, field.label.upper(), *field.synonyms.split())
    for heading in written:
        assert field_of(heading) == field.key
        assert field_of(f" {heading} *") == field.key
        assert field_of(f"{heading}（必填）") == field.key


def test_no_heading_means_two_fields():
    words = [word for field in FIELDS for word in field.synonyms.split()]
    assert len(words) == len(set(words))


def test_every_field_has_a_reader():
    assert {field.key for field in FIELDS} == set(READERS)


def test_brackets_may_carry_the_meaning_or_a_remark():
    assert field_of("任期（起）") == "from"
    assert field_of("本年参审案件数（件）") == "cases_this_year"
    assert field_of("Ｎａｍｅ") == "name"


def test_the_second_line_counts_where_both_together_say_nothing():
    assert field_of("基本情况 姓名") == "name"
    assert field_of("任命 日期") == "act_date"
    assert field_of("宣誓 日期") == "oath_date"


@pytest.mark.parametrize("heading", ["", "序号", "备注", "张三", "2025年参审案件数", "政治面貌"])
def test_other_texts_are_no_headings(heading: str):
    assert not is_heading(heading)


def test_of_two_columns_for_one_field_the_first_counts():
    mapping = recognise(["联系电话", "姓名", "手机"])
    assert mapping.fields == ("phone", "name", None)
    assert mapping.doubled == (2,)
    assert mapping.columns == (("phone", 0), ("name", 1))


def test_an_officer_may_choose_otherwise():
    headings = ["联系电话", "姓名", "手机", "备注"]
    assert chosen(headings, {2: "phone", 3: "rank"}).fields == (None, "name", "phone", "rank")
    assert chosen(headings, {1: "", 0: "no such field"}).fields == (None, None, "phone", None)
    assert chosen(headings, {1: ""}).missing == ("name",)
    assert chosen(headings, {}).fields == recognise(headings).fields
