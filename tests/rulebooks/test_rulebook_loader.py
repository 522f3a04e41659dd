"""What the loader refuses, with file, rule and way out, and how versions are found."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.rulebooks import loader
from app.rulebooks.loader import BrokenRulebook, UnknownRulebook, load, rulebook_from
from app.rulebooks.terms import RulebookError

RULE: dict[str, Any] = {
    "key": "term.length",
    "value": 5,
    "unit": "years",
    "strength": "hard",
    "title": {"en": "A term lasts five years", "zh_Hans": "任期五年"},
    "cite": {"document": "law", "article": "Art 13"},
    "applies_on": "term_start",
    "verified": True,
}
BOOK: dict[str, Any] = {
    "name": "xx-1999",
    "version": 1,
    "historical": False,
    "title": {"en": "A law", "zh_Hans": "某法"},
    "documents": {"law": {"en": "A law", "zh_Hans": "《某法》"}},
    "rules": [RULE],
}


def with_rule(**fields: Any) -> dict[str, Any]:
    book = copy.deepcopy(BOOK)
    book["rules"][0].update(fields)
    return book


def faults(plain: Any) -> str:
    with pytest.raises(BrokenRulebook) as caught:
        rulebook_from(plain, "xx-1999.yaml")
    return str(caught.value)


def test_a_sound_book_is_read() -> None:
    book = rulebook_from(BOOK, "xx-1999.yaml")
    assert book.value("term.length") == 5
    assert book.rule("term.length").local is False


@pytest.mark.parametrize(
    ("fields", "what", "way_out"),
    [
        ({"key": "TermLength"}, "not snake_case with dots", "term.length"),
        ({"key": "term"}, "not snake_case with dots", "term.length"),
        ({"key": "term..length"}, "not snake_case with dots", "term.length"),
        ({"title": {"en": "Five years", "zh_Hans": " "}}, "title is empty in zh_Hans", "Write it"),
        ({"title": {"zh_Hans": "五年"}}, "title is empty in en", "Write it"),
        ({"title": "Five years"}, "title is empty in en", "Write it"),
        ({"strength": "strict"}, "strength 'strict' is unknown", "hard, soft, may, none"),
        ({"strength": None}, "strength None is unknown", "hard, soft, may, none"),
        ({"verified": False}, "An unverified rule is hard", "Make it soft"),
        ({"verified": "yes"}, "neither true nor false", "Write one of them"),
        ({"local": 1}, "neither true nor false", "Write one of them"),
        ({"applies_on": "today"}, "applies on 'today'", "case_filed, act, term_start, draw"),
        ({"cite": {"document": "law"}}, "field article is missing", "Add it"),
        ({"cite": {"document": "law", "article": ""}}, "article '' cannot be cited", "'Art 5'"),
        ({"cite": {"document": "law", "article": "13"}}, "'13' cannot be cited", "'Art 5'"),
        ({"cite": {"document": "code", "article": "Art 1"}}, "'code' is not in the book", "Add"),
        ({"cite": None}, "field document is missing", "Add it"),
        ({"value": 0.2}, "The value cannot stand", "whole number"),
        ({"value": {"a": 1}}, "The value cannot stand", "a list of these"),
        ({"value": -1}, "The value cannot stand", "from 0"),
        ({"value": None}, "A hard rule has no value", "make the rule soft or none"),
        ({"value": "0.2", "unit": "share"}, "'0.2' is no fraction", "'1/5'"),
        ({"unit": "fortnights"}, "unit 'fortnights' is unknown", "working_days"),
        ({"colour": "red"}, "field colour is unknown", "Remove it"),
    ],
)
def test_a_fault_names_file_rule_and_way_out(
    fields: dict[str, Any], what: str, way_out: str
) -> None:
    told = faults(with_rule(**fields))
    assert told.startswith("xx-1999.yaml: Rule ")
    assert repr(fields.get("key", "term.length")) in told
    assert what in told
    assert way_out in told


@pytest.mark.parametrize("name", ["value", "strength", "applies_on", "verified", "cite", "title"])
def test_a_missing_field_is_named(name: str) -> None:
    book = with_rule()
    del book["rules"][0][name]
    assert f"Rule 'term.length': The field {name} is missing. Add it." in faults(book)


def test_a_rule_without_a_key_is_named_by_its_place() -> None:
    book = with_rule()
    book["rules"].append({**RULE, "key": None})
    assert "Rule number 2: The key is not snake_case" in faults(book)


def test_a_key_stands_once() -> None:
    book = with_rule()
    book["rules"].append(copy.deepcopy(RULE))
    assert "Rule 'term.length': The key is there twice. Rename or remove" in faults(book)


@pytest.mark.parametrize(
    ("head", "what"),
    [
        ({"name": "yy-2000"}, "The name is not 'xx-1999'"),
        ({"version": "1"}, "is no edition"),
        ({"version": 0}, "is no edition"),
        ({"historical": "no"}, "whether the book is historical"),
        ({"title": {"en": "A law"}}, "title is empty in zh_Hans"),
        ({"documents": {"law": {"en": "A law"}}}, "document law is empty in zh_Hans"),
        ({"documents": {"The Law": BOOK["documents"]["law"]}}, "not in snake_case"),
        ({"documents": []}, "is not in the book"),
        ({"author": "x"}, "field author is unknown"),
    ],
)
def test_a_faulty_head_is_told(head: dict[str, Any], what: str) -> None:
    assert what in faults({**BOOK, **head})


@pytest.mark.parametrize("plain", [None, [], "text", {"rules": {}}, {"name": "xx-1999"}])
def test_what_is_no_book_is_told(plain: Any) -> None:
    assert "is no rulebook" in faults(plain)


def test_a_rule_that_is_no_mapping_is_told() -> None:
    assert "Rule number 1: It is not a set of fields" in faults({**BOOK, "rules": ["term.length"]})


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(BrokenRulebook) as caught:
        rulebook_from(with_rule(strength="strict", applies_on="today", unit="x"), "xx-1999.yaml")
    assert len(caught.value.faults) == 3


def test_a_book_is_loaded_once_and_by_version() -> None:
    assert load("cn-2018") is load("cn-2018")
    assert load("cn-2018", 1) == load("cn-2018", "1") == load("cn-2018")


@pytest.mark.parametrize(
    ("name", "version"), [("xx-1999", None), ("../terms", None), ("cn-2018", 99), ("cn-2018", "x")]
)
def test_an_unknown_book_or_version_is_refused(name: str, version: Any) -> None:
    with pytest.raises(UnknownRulebook, match=r"Take one of|has no version"):
        load(name, version)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty shelf of books in place of the real one."""
    monkeypatch.setattr(loader, "BOOKS", tmp_path)
    load.cache_clear()
    yield tmp_path
    load.cache_clear()


def put(shelf: Path, file: str, version: int, years: int) -> None:
    book = {**with_rule(value=years), "version": version}
    (shelf / file).write_text(yaml.safe_dump(book, allow_unicode=True), encoding="utf-8")


def test_an_earlier_edition_answers_as_it_did(shelf: Path) -> None:
    put(shelf, "xx-1999@1.yaml", 1, 5)
    put(shelf, "xx-1999.yaml", 2, 6)
    assert loader.names() == ("xx-1999",)
    assert load("xx-1999").value("term.length") == 6
    assert load("xx-1999", 2).value("term.length") == 6
    assert load("xx-1999", 1).value("term.length") == 5
    with pytest.raises(UnknownRulebook, match="the present one is 2"):
        load("xx-1999", 3)


def test_an_edition_under_a_wrong_name_is_refused(shelf: Path) -> None:
    put(shelf, "xx-1999@1.yaml", 2, 5)
    put(shelf, "xx-1999.yaml", 3, 6)
    with pytest.raises(BrokenRulebook, match=r"xx-1999@1\.yaml: It holds version 2"):
        load("xx-1999", 1)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b"name: [", "cannot be read as YAML"),
        (b"name: a\nname: b\n", "field 'name' is there twice from line 1"),
        (b"rules:\n  - {key: a.b, value: 1, value: 2}\n", "field 'value' is there twice"),
        (b"name: \xff\xfe", "cannot be read as YAML"),
        (b"name: !!python/object:os.system x", "cannot be read as YAML"),
        (b"", "is no rulebook"),
    ],
)
def test_a_broken_file_is_named(shelf: Path, text: bytes, what: str) -> None:
    (shelf / "xx-1999.yaml").write_bytes(text)
    with pytest.raises(RulebookError, match=what) as caught:
        load("xx-1999")
    assert str(caught.value).startswith("xx-1999.yaml: ")
