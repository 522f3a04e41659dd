"""Identity numbers, telephones, masks. All numbers are made up by the tests."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.people.identity import (
    BIRTH,
    CHECK_DIGIT,
    FIGURE,
    LOST_DIGITS,
    SHAPE,
    NotANumber,
    NotAPhone,
    is_mobile,
    mask_name,
    mask_number,
    mask_phone,
    normalise_phone,
    public_name,
    read_number,
)
from app.people.terms import IdKind, Sex

REGIONS = ("110105", "430102", "441900", "810000", "820000", "830000", "911124")


def number_of(region: str, born: date, order: int) -> str:
    """Return 18 places, the last by GB 11643-1999: weights 2^(17-i) mod 11, reckoned here anew."""
    body = f"{region}{born:%Y%m%d}{order:03d}"
    total = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(body))
    return body + "0123456789X"[(12 - total % 11) % 11]


NUMBERS = st.builds(
    number_of,
    st.sampled_from(REGIONS),
    st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    st.integers(0, 999),
)


def why(text: str, kind: IdKind | None = None) -> str:
    """Return why a text is no number."""
    with pytest.raises(NotANumber) as caught:
        read_number(text, kind)
    return caught.value.why


@settings(max_examples=50)
@given(NUMBERS)
def test_a_sound_number_states_birth_sex_and_kind(number: str):
    read = read_number(f" {number[:6]} {number[6:14]}-{number[14:].lower()} ")
    assert read.number == number
    assert f"{read.birth:%Y%m%d}" == number[6:14]
    assert read.sex is (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)
    expected = {"8": IdKind.RESIDENCE_PERMIT, "9": IdKind.FOREIGN_PERMIT}
    assert read.kind is expected.get(number[0], IdKind.NUMBER)
    assert not read.upgraded


@settings(max_examples=50)
@given(NUMBERS, st.integers(1, 16), st.integers(1, 9))
def test_one_wrong_place_is_always_noticed(number: str, place: int, step: int):
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert why(wrong) in (CHECK_DIGIT, LOST_DIGITS)


@settings(max_examples=50)
@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_old_numbers_of_15_places_become_18(born: date, order: int):
    read = read_number(f"430102{born:%y%m%d}{order:03d}")
    assert read.number == number_of("430102", born, order)
    assert (read.birth, read.upgraded) == (born, True)


def test_what_is_wrong_with_a_number_is_told_apart():
    good = number_of("430102", date(1990, 3, 7), 12)
    assert why(good[:17]) == SHAPE
    assert why(good + "1") == SHAPE
    assert why("") == SHAPE
    assert why("张三") == SHAPE
    assert why(good[:-1] + ("0" if good[-1] != "0" else "1")) == CHECK_DIGIT
    assert why(good[:15] + "000") == LOST_DIGITS
    assert why("4.30102E+17") == FIGURE
    body = "43010219900230123"
    total = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(body))
    assert why(body + "0123456789X"[(12 - total % 11) % 11]) == BIRTH


def test_full_width_numbers_are_taken():
    good = number_of("430102", date(1990, 3, 7), 12)
    full = good.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ"))
    assert read_number(full).number == good


def test_permits_without_a_check_digit_are_taken_as_they_are():
    old_card = read_number("usa 110101 800101")
    assert (old_card.kind, old_card.number) == (IdKind.FOREIGN_PERMIT, "USA110101800101")
    assert read_number("e12345678").kind is IdKind.OTHER
    assert read_number("12345678", IdKind.OTHER).number == "12345678"
    assert read_number("H1234567(8)").birth is None
    assert why("12345678") == SHAPE
    assert why("E12345678", IdKind.NUMBER) == SHAPE


@settings(max_examples=50)
@given(st.text(max_size=20), st.sampled_from([None, *IdKind]))
def test_no_text_raises_anything_else(text: str, kind: IdKind | None):
    with suppress(NotANumber):
        assert read_number(text, kind).number.isascii()


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("186 1234 1402", "18612341402"),
        ("+86-186-1234-1402", "18612341402"),
        ("008618612341402", "18612341402"),
        ("８６18612341402", "18612341402"),
        ("0731-84881234", "073184881234"),
        ("(0731) 8488 1234", "073184881234"),
        ("+44 20 7946 0000", "+442079460000"),
        ("0044 20 7946 0000", "+442079460000"),
        ("12368", "12368"),
    ],
)
def test_telephones_are_written_one_way(text: str, phone: str):
    assert normalise_phone(text) == phone
    assert normalise_phone(phone) == phone


@pytest.mark.parametrize("text", ["", "1234", "call me", "18612341402转8", "1" * 16, "+86"])
def test_what_is_no_telephone_is_refused(text: str):
    with pytest.raises(NotAPhone):
        normalise_phone(text)


def test_only_mainland_mobiles_take_messages():
    assert is_mobile("18612341402")
    assert not any(map(is_mobile, ("073184881234", "12012345678", "+442079460000", "186123414020")))


def test_masks():
    assert mask_name("仲妮") == "仲*"
    assert mask_name("仲晓妮") == "仲*妮"
    assert mask_name("欧阳晓妮") == "欧**妮"
    assert mask_name("阿卜杜热合曼·买买提吐尔逊") == "阿***逊"
    assert mask_name("仲") == mask_name("") == "*"
    assert mask_phone("18612341402") == "186****1402"
    assert mask_phone("073184881234") == "****1234"
    assert mask_phone("12368") == "****"
    assert mask_number("43010219900307123X") == "430102****123X"
    assert mask_number("E12345678") == "E1****78"
    assert mask_number("1234567") == "****"


@settings(max_examples=50)
@given(st.text("0123456789ABCX", min_size=1, max_size=32))
def test_a_mask_never_shows_more_than_ten_places(number: str):
    assert len(mask_number(number).replace("****", "")) <= min(10, max(0, len(number) - 4))


def test_the_name_of_a_protected_person_is_masked_for_others():
    assert public_name("仲晓妮", protected=True) == "仲*妮"
    assert public_name("仲晓妮", protected=False) == "仲晓妮"
