"""Days as people write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.shared.dates import Birth, NotADay, day_from_serial, parse_birth, parse_day
from app.shared.fullwidth import cleaned, halfwidth

TODAY = date(2026, 11, 21)
DAYS = st.dates(date(1850, 1, 1), date(2199, 12, 31))
SHAPES = (
    "{0:%Y-%m-%d}",
    "{0:%Y}-{0.month}-{0.day}",
    "{0:%Y}.{0.month}.{0.day}",
    "{0:%Y}/{0.month}/{0.day}",
    "{0:%Y%m%d}",
    "{0:%Y}年{0.month}月{0.day}日",
    "{0:%Y} 年 {0.month} 月 {0.day} 号",
    "{0:%Y-%m-%d} 00:00:00",
    " {0:%Y}．{0.month}．{0.day} ",
)
FULL = str.maketrans("0123456789", "０１２３４５６７８９")


@settings(max_examples=50)
@given(DAYS, st.sampled_from(SHAPES), st.booleans())
def test_every_way_of_writing_a_day_gives_that_day(day: date, shape: str, full: bool):
    text = shape.format(day)
    text = text.translate(FULL) if full else text
    assert parse_day(text, TODAY) == day
    assert parse_day(text, TODAY, whole=True) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9月17日", date(2026, 9, 17)),
        ("９月１７号", date(2026, 9, 17)),
        ("+3d", date(2026, 11, 24)),
        ("＋３ｄ", date(2026, 11, 24)),
        ("-21D", date(2026, 10, 31)),
    ],
)
def test_short_forms_count_from_today_and_can_be_forbidden(text: str, day: date):
    assert parse_day(text, TODAY) == day
    with pytest.raises(NotADay):
        parse_day(text, TODAY, whole=True)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "tomorrow", "2026", "2026-9", "2026-02-29", "2026-13-01", "20260931"),
        *("9/17/2026", "17.9.2026", "2月30日", "1849-12-31", "2200-01-01", "0000-00-00"),
        *("+99999d", "++3d", "2026-09-17 08:30", "46282", "2026-9-17x", "2026-9-17-1"),
    ],
)
def test_what_is_no_day_is_given_back_as_it_was_written(text: str):
    with pytest.raises(NotADay) as caught:
        parse_day(text, TODAY)
    assert caught.value.text == text


@settings(max_examples=50)
@given(st.text(max_size=12))
def test_no_text_raises_anything_else(text: str):
    with suppress(NotADay):
        assert 1850 <= parse_day(text, TODAY).year <= 2199
    with suppress(NotADay):
        assert 1850 <= parse_birth(text, TODAY).year <= 2026


def test_bare_numbers_of_workbooks_are_days_only_with_five_digits():
    assert day_from_serial("46282") == date(2026, 9, 17)
    assert day_from_serial("46282.0") == date(2026, 9, 17)
    assert day_from_serial("10000") == date(1927, 5, 18)
    for text in ("1985", "1", "462820", "46282.5", "-46282", "2026-09-17"):
        with pytest.raises(NotADay):
            day_from_serial(text)


@pytest.mark.parametrize("text", ["1985", "1985年", "1985.03", "1985.1", "1985-3", "1985年3月"])
def test_without_a_day_only_the_year_of_birth_is_taken(text: str):
    assert parse_birth(text, TODAY) == Birth(1985)
    assert str(parse_birth(text, TODAY)) == "1985"


def test_a_day_of_birth_holds_its_year():
    birth = parse_birth("1985年3月7日", TODAY)
    assert birth == Birth(1985, date(1985, 3, 7))
    assert str(birth) == "1985-03-07"


@pytest.mark.parametrize(
    "text", ["2027", "2026-11-22", "1849", "1985.13", "3月7日", "+3d", "-3d", "0000", "1985.02.30"]
)
def test_impossible_births_are_refused(text: str):
    with pytest.raises(NotADay):
        parse_birth(text, TODAY)


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        (Birth(1998, date(1998, 11, 21)), 28),
        (Birth(1998, date(1998, 11, 22)), 27),
        (Birth(1998), 28),
        (Birth(2000, date(2000, 2, 29)), 26),
    ],
)
def test_age_is_counted_in_completed_years_and_a_year_only_in_favour(birth: Birth, age: int):
    assert birth.age_on(TODAY) == age


@settings(max_examples=50)
@given(DAYS, st.integers(0, 40_000))
def test_age_never_falls(born: date, later: int):
    birth = Birth(born.year, born)
    if born + timedelta(days=later + 1) <= date(2199, 12, 31):
        first, second = (birth.age_on(born + timedelta(days=n)) for n in (later, later + 1))
        assert 0 <= first <= second <= first + 1


def test_full_width_forms_and_unseen_characters():
    assert halfwidth("　ＡＢＣ１２３－（Ｘ） ") == "ABC123-(X)"
    assert cleaned("\u200b 张\u3000 三\ufeff\r\n") == "张 三"
    assert cleaned("e\u0301 ") == "é"
    assert cleaned("张\x00三") == "张三"
    assert cleaned("䶮𬍛") == "䶮𬍛"
