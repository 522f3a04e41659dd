"""Bytes: every text, number and list has one form only, so every hash has one meaning only."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.sortition.encoding import Malformed, canonical, digest, from_hex, lp

texts = st.text(st.characters(codec="utf-8"), max_size=8)


def test_a_part_is_preceded_by_its_length_in_four_bytes():
    assert lp(b"abc") == b"\x00\x00\x00\x03abc"
    assert digest("a", b"\xff") == hashlib.sha256(b"\0\0\0\x01a\0\0\0\x01\xff").digest()


def test_a_number_goes_in_as_its_decimal_digits():
    assert digest("leaf", 10) == hashlib.sha256(b"\0\0\0\x04leaf\0\0\0\x0210").digest()


def test_parts_never_run_together():
    assert digest("ab", "c") != digest("a", "bc")


def test_text_written_in_two_ways_is_one_text():
    assert digest("e\u0301") == digest("\u00e9")
    assert canonical({"e\u0301": "e\u0301"}) == '{"\u00e9":"\u00e9"}'.encode()


def test_canonical_json_is_sorted_tight_and_utf8():
    assert (
        canonical({"b": [1, None, True], "a": "陪审\n"})
        == '{"a":"陪审\\n","b":[1,null,true]}'.encode()
    )


def test_keys_are_sorted_by_utf16_as_rfc_8785_asks():
    # U+20BB7 is beyond U+FF08 by code point, and before it in UTF-16.
    assert canonical({"\uff08": 1, "\U00020bb7": 2}) == '{"\U00020bb7":2,"\uff08":1}'.encode()


@pytest.mark.parametrize(
    "value", [1.0, {"a": float("nan")}, [2**53], {1: 1}, {"\u00e9": 1, "e\u0301": 2}, "\ud800", {1}]
)
def test_what_has_no_single_form_is_refused(value):
    with pytest.raises(Malformed):
        canonical(value)


@pytest.mark.parametrize("part", [-1, True, None, 1.5])
def test_what_has_no_agreed_bytes_is_not_hashed(part):
    with pytest.raises(Malformed):
        digest(part)


@pytest.mark.parametrize("text", ["AB" * 32, "ab" * 31, "ab" * 33, " " + "a" * 63, None, 5])
def test_hex_is_lower_case_and_of_one_length(text):
    with pytest.raises(Malformed):
        from_hex(text, "seed")


@settings(max_examples=50)
@given(st.lists(texts, max_size=4), st.lists(texts, max_size=4))
def test_two_lists_have_one_hash_only_if_they_are_one_list(one, other):
    import unicodedata

    same = [unicodedata.normalize("NFC", text) for text in one] == [
        unicodedata.normalize("NFC", text) for text in other
    ]
    assert (digest(*one) == digest(*other)) == same
