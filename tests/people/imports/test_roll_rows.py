"""One row of a roll: what its cells state, and what cannot be read."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.people.imports.headings import FIELD_KEYS, ColumnMapping, recognise
from app.people.imports.rows import read_row
from app.people.imports.terms import Row
from app.people.terms import Form, IdKind, Office, RollKind, Sex
from app.shared.dates import ZERO_1900, ZERO_1904, Birth
from app.shared.refusals import HARD

TODAY = date(2026, 11, 21)
WOMAN = "430102199003070127"


def read(zero: date | None = None, /, **cells: str) -> Row:
    """Return the row of these cells; without a name it is 张三's."""
    cells = {"name": "张三", **cells}
    mapping = ColumnMapping(tuple("from" if key == "start" else key for key in cells))
    return read_row(list(cells.values()), mapping, TODAY, day_zero=zero, line=7)


def fault_of(**cells: str) -> str:
    """Return the one fault of a row; its text and way out are complete."""
    (fault,) = read(**cells).faults
    assert fault.text % dict(fault.facts)
    assert fault.way_out
    return fault.key


def test_a_whole_row_of_a_courts_own_sheet():
    headings = (
        *("序号", "姓名", "性别", "出生日期", "身份证号", "学历", "工作单位", "电话", "邮箱"),
        *("名册", "任命时间", "任期", "曾任届数", "本年参审案件数", "本年参审天数"),
    )
    cells = (
        *("1", "张 三", "女", "1990.3.7", WOMAN[:-1] + "７", "大学本科", "某校", "186 1234 1402"),
        *("a@example.org", "专业（环境）", "2022年5月6日", "2022.5.6-2027.5.5", "首次", "3", "4.5"),
    )
    row = read_row(cells, recognise(headings), TODAY, line=9)
    number = row.values["id_number"]
    assert row.faults == ()
    assert (number.kind, number.number) == (IdKind.NUMBER, WOMAN)
    assert {k: v for k, v in row.values.items() if k != "id_number"} == {
        "name": "张三",
        "sex": Sex.FEMALE,
        "birth": Birth(1990, date(1990, 3, 7)),
        "education": "bachelor",
        "employer": "某校",
        "phone": "18612341402",
        "email": "a@example.org",
        "roll": RollKind.SPECIALIST,
        "roll_subject": "环境",
        "act_date": date(2022, 5, 6),
        "from": date(2022, 5, 6),
        "until": date(2027, 5, 5),
        "earlier_terms": 0,
        "cases_this_year": 3,
        "days_this_year": 4.5,
    }
    assert row.line == 9


def test_birth_and_sex_come_from_the_number_where_the_sheet_has_none():
    values = read(id_number=WOMAN).values
    assert values["birth"] == Birth(1990, date(1990, 3, 7))
    assert values["sex"] is Sex.FEMALE


def test_an_unreadable_birth_is_not_replaced_by_the_numbers():
    row = read(id_number=WOMAN, birth="yesterday")
    assert "birth" not in row.values
    assert [fault.key for fault in row.faults] == ["import.not_a_day"]
    assert row.is_wrong


@pytest.mark.parametrize("blank", ["", " ", "-", "——", "无", "/", "N/A", "\u3000"])
def test_blanks_state_nothing(blank: str):
    cells = {key: blank for key in FIELD_KEYS if key not in ("name", "from")}
    assert read(**cells) == Row(MappingProxyType({"name": "张三"}), (), 7)
    assert fault_of(name=blank) == "import.no_name"


@pytest.mark.parametrize("name", ["张三1", "13800000000", "……", "(女)"])
def test_a_name_with_numbers_is_none(name: str):
    if name == "(女)":
        assert read(name=name).values["name"] == name  # a remark cannot be told from a name
    else:
        assert fault_of(name=name) == "import.name"


def test_a_cell_of_a_whole_book_is_refused_and_only_its_beginning_shown():
    for field in ("name", "address", "phone", "start", "office"):
        faults = read(**{field: "长" * 32_000}).faults
        shown = "".join(f.text % dict(f.facts) for f in faults)
        assert faults
        assert len(shown) < 300, field


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("430102199003070128", "import.check_digit"),
        ("43010219900307012", "import.number_shape"),
        ("430102199003070000", "import.lost_digits"),
        ("4.30102E+17", "import.figure"),
        ("4.30102199003071E+17", "import.figure"),
    ],
)
def test_what_is_wrong_with_an_id_number_is_said(text: str, key: str):
    row = read(id_number=text)
    assert [fault.key for fault in row.faults] == [key]
    assert row.is_wrong
    assert "id_number" not in row.values


def test_the_kind_of_id_lets_a_permit_through():
    assert read(id_kind="护照", id_number="12345678").values["id_number"].kind is IdKind.OTHER
    assert fault_of(id_number="12345678") == "import.number_shape"
    assert fault_of(id_kind="身份证", id_number="E12345678") == "import.number_shape"
    assert "id_kind" not in read(id_kind="身份证").values


def test_bare_day_numbers_count_only_in_workbooks():
    assert read(ZERO_1900, start="44687").values["from"] == date(2022, 5, 6)
    assert read(ZERO_1900, birth="32939").values["birth"] == Birth(1990, date(1990, 3, 7))
    assert fault_of(start="44687") == "import.not_a_day"
    assert read(ZERO_1904, start="43225").values["from"] == date(2022, 5, 6)


@pytest.mark.parametrize("text", ["9月17日", "+3d", "2026-02-30", "2022.5", "soon"])
def test_days_without_a_year_and_impossible_ones_are_faults(text: str):
    assert fault_of(start=text) == "import.not_a_day"


@pytest.mark.parametrize(
    ("cells", "years"),
    [
        ({"start": "1899-12-31"}, (1900, 2036)),
        ({"start": "0202-05-06"}, (1900, 2036)),
        ({"start": "2037-01-01"}, (1900, 2036)),
        ({"until": "2207-05-05"}, (1900, 2086)),
        ({"until": "2087-01-01"}, (1900, 2086)),
        ({"act_date": "9022-05-06"}, (1900, 2036)),
        ({"birth": "1790-05-06"}, (1900, 2036)),
    ],
)
def test_a_day_of_years_that_nobody_can_mean_is_refused_by_naming_them(
    cells: dict[str, str], years: tuple[int, int]
):
    [fault] = read(**cells).faults
    assert fault.key == "import.day_bounds"
    assert (fault.facts["first"], fault.facts["last"]) == years
    assert fault.strength == HARD


def test_a_day_at_the_bounds_is_one():
    assert read(start="1900-01-01").values["from"] == date(1900, 1, 1)
    assert read(start="2036-12-31").values["from"] == date(2036, 12, 31)
    assert read(until="2086-12-31").values["until"] == date(2086, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        *("2022-05-06至2027-05-05", "2022.5.6-2027.5.5", "2022年5月6日—2027年5月5日"),
        *("2022/5/6～2027/5/5", "2022-05-06 to 2027-05-05", "2022-05-06 - 2027-05-05"),
        *("2022年5月6日-2027年5月5日", "20220506-20270505", "2022-05-06 ~ 2027-05-05"),
    ],
)
def test_a_term_in_one_cell(text: str):
    values = read(term=text).values
    assert (values["from"], values["until"]) == (date(2022, 5, 6), date(2027, 5, 5))


def test_an_open_term_has_no_end():
    assert "until" not in read(term="2022-05-06至今").values
    assert "until" not in read(until="长期").values
    assert fault_of(term="五年") == "import.not_a_day"


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("sex", "Female", Sex.FEMALE),
        ("form", "甲", Form.A),
        ("form", "Form B", Form.B),
        ("office", "人民陪审员", Office.ASSESSOR),
        ("office", "副院长", Office.VICE_PRESIDENT),
        ("roll", "General", RollKind.GENERAL),
        ("roll", "铁路职工", RollKind.WORKERS),
        ("education", "Senior high school", "senior_high"),
        ("education", "私塾", "私塾"),
        ("earlier_terms", "1届", 1),
        ("earlier_terms", "连任", 1),
        ("cases_this_year", "１２件", 12),
        ("days_this_year", "3.0", 3.0),
        ("until", "2027-05-05 00:00:00", date(2027, 5, 5)),
    ],
)
def test_words_and_counts(field: str, text: str, value):
    assert read(**{field: text}).values[field] == value


def test_an_unknown_roll_is_the_subject_of_a_special_one():
    values = read(roll="环境资源").values
    assert (values["roll"], values["roll_subject"]) == (RollKind.SPECIALIST, "环境资源")


@pytest.mark.parametrize(
    ("field", "text", "key"),
    [
        ("sex", "?x", "import.unknown_word"),
        ("office", "主任", "import.unknown_word"),
        ("form", "C", "import.unknown_word"),
        ("cases_this_year", "3.5", "import.not_a_count"),
        ("days_this_year", "3.25", "import.not_a_count"),
        ("earlier_terms", "-1", "import.not_a_count"),
        ("employer", "某" * 201, "import.too_long"),
    ],
)
def test_what_is_not_understood_keeps_the_row_out(field: str, text: str, key: str):
    assert fault_of(**{field: text}) == key
    assert read(**{field: text}).is_wrong


@pytest.mark.parametrize(
    ("field", "text", "key"),
    [("phone", "call me", "import.phone"), ("email", "a@b", "import.email")],
)
def test_a_bad_address_is_left_out_but_not_the_person(field: str, text: str, key: str):
    row = read(**{field: text})
    assert [fault.key for fault in row.faults] == [key]
    assert not row.is_wrong
    assert field not in row.values


def test_of_two_telephones_the_first_is_taken():
    assert read(phone="18612341402/0731-84881234").values["phone"] == "18612341402"


def test_a_row_shorter_than_its_headings_is_read():
    row = read_row(["张三"], recognise(["姓名", "性别"]), TODAY)
    assert (dict(row.values), row.faults) == ({"name": "张三"}, ())


@settings(max_examples=50)
@given(st.sampled_from(FIELD_KEYS), st.text(max_size=30), st.booleans())
def test_no_cell_raises(field: str, text: str, serials: bool):
    mapping = ColumnMapping((field, "name" if field != "name" else None))
    row = read_row([text, "张三"], mapping, TODAY, day_zero=ZERO_1900 if serials else None)
    for fault in row.faults:
        assert fault.text % dict(fault.facts)


def test_nobody_sits_on_more_days_than_a_year_has():
    assert fault_of(days_this_year="367") == "import.days_in_year"
    assert read(days_this_year="366").values["days_this_year"] == 366
