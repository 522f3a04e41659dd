"""What may be wrong with a rulebook's file, each with its way out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.rulebooks.citing import ARTICLE
from app.rulebooks.terms import (
    DAYS_OF_LAW,
    HARD,
    LANGUAGES,
    STRENGTHS,
    UNITS,
    RulebookError,
    settled,
)

_WORD = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
KEY = re.compile(rf"{_WORD}(?:\.{_WORD})+")
DOCUMENT = re.compile(_WORD)
SHARE = re.compile(r"[1-9][0-9]*/[1-9][0-9]*|None")
HEAD_FIELDS = {"name", "version", "historical", "title", "documents", "rules"}
NEEDED = {"key", "value", "strength", "title", "cite", "applies_on", "verified"}
OPTIONAL = {"unit", "local"}
Told = Iterator[tuple[str, str]]  # (what is wrong, the way out)


def problems(book: Any, stem: str) -> list[str]:
    """Return every fault of a book read from YAML, as sentences with their way out.

    `book` is the plain value of the file, `stem` the name it should carry. Empty when sound.
    """
    if not isinstance(book, Mapping) or not isinstance(book.get("rules"), list):
        return ["The file is no rulebook: give it name, version, title, documents and rules."]
    told = [f"{what} {way}" for what, way in _head(book, stem)]
    seen: set[str] = set()
    for number, rule in enumerate(book["rules"], 1):
        key = rule.get("key") if isinstance(rule, Mapping) else None
        place = f"Rule {key!r}" if isinstance(key, str) else f"Rule number {number}"
        told += [f"{place}: {what} {way}" for what, way in _rule(rule, book)]
        if isinstance(key, str) and key in seen:
            told.append(f"{place}: The key is there twice. Rename or remove one of the two.")
        seen.add(key if isinstance(key, str) else "")
    return told


def _head(book: Mapping[str, Any], stem: str) -> Told:
    yield from _fields(book, HEAD_FIELDS, set())
    if book.get("name") != stem:
        yield f"The name is not {stem!r}.", "Name the book as its file."
    version = book.get("version")
    if type(version) is not int or version < 1:
        yield f"The version {version!r} is no edition.", "Count editions 1, 2, 3."
    if type(book.get("historical")) is not bool:
        yield "It is not said whether the book is historical.", "Write true or false."
    yield from _both_languages(book.get("title"), "title")
    documents = book.get("documents")
    for key, titles in (documents if isinstance(documents, Mapping) else {}).items():
        if not DOCUMENT.fullmatch(str(key)):
            yield f"The document key {key!r} is not in snake_case.", "Write it as judges_law_2019."
        yield from _both_languages(titles, f"title of document {key}")


def _rule(rule: Any, book: Mapping[str, Any]) -> Told:
    if not isinstance(rule, Mapping):
        yield "It is not a set of fields.", "Write key, value, strength and the others."
        return
    yield from _fields(rule, NEEDED, OPTIONAL)
    for check in _CHECKS:
        yield from check(rule)
    yield from _citation(rule.get("cite"), book.get("documents"))


def _fields(given: Mapping[str, Any], needed: set[str], optional: set[str]) -> Told:
    for name in sorted(needed - set(given)):
        yield f"The field {name} is missing.", "Add it."
    for name in sorted(set(map(str, given)) - needed - optional):
        yield f"The field {name} is unknown.", "Remove it or correct its spelling."


def _key(rule: Mapping[str, Any]) -> Told:
    if not KEY.fullmatch(str(rule.get("key", ""))):
        yield "The key is not snake_case with dots.", "Write it as term.length."


def _value(rule: Mapping[str, Any]) -> Told:
    try:
        settled(rule.get("value"))
    except RulebookError as wrong:
        yield "The value cannot stand.", str(wrong)
    if rule.get("value") is None and rule.get("strength") == HARD:
        yield "A hard rule has no value.", "Give the value, or make the rule soft or none."
    if rule.get("unit") == "share" and not SHARE.fullmatch(str(rule.get("value"))):
        yield f"The share {rule.get('value')!r} is no fraction.", "Write it as '1/5'."
    if rule.get("unit", "") not in UNITS:
        yield f"The unit {rule.get('unit')!r} is unknown.", f"Take one of: {_list(UNITS)}."


def _strength(rule: Mapping[str, Any]) -> Told:
    strength = rule.get("strength")
    if strength not in STRENGTHS:
        yield f"The strength {strength!r} is unknown.", f"Take one of: {_list(STRENGTHS)}."
    for name in ("verified", "local"):
        if type(rule.get(name, False)) is not bool:
            yield f"The field {name} is neither true nor false.", "Write one of them."
    if strength == HARD and rule.get("verified") is not True:
        yield (
            "An unverified rule is hard.",
            "Make it soft, or read the law's text and set verified to true.",
        )


def _day_of_law(rule: Mapping[str, Any]) -> Told:
    day = rule.get("applies_on")
    if day not in DAYS_OF_LAW:
        yield f"It applies on {day!r}, no known day.", f"Take one of: {_list(DAYS_OF_LAW)}."


def _titles(rule: Mapping[str, Any]) -> Told:
    yield from _both_languages(rule.get("title"), "title")


def _both_languages(titles: Any, what: str) -> Told:
    given = titles if isinstance(titles, Mapping) else {}
    for language in LANGUAGES:
        text = given.get(language)
        if not isinstance(text, str) or not text.strip():
            yield f"The {what} is empty in {language}.", "Write it in our own words."


def _citation(cite: Any, documents: Any) -> Told:
    given = cite if isinstance(cite, Mapping) else {}
    yield from _fields(given, {"document", "article"}, set())
    document, article = str(given.get("document")), given.get("article")
    if not isinstance(documents, Mapping) or document not in documents:
        yield f"The document {document!r} is not in the book.", "Add it under documents."
    if not isinstance(article, str) or not ARTICLE.fullmatch(article):
        yield (
            f"The article {article!r} cannot be cited.",
            "Write 'Art 5', 'Arts 1, 14', 'Arts 21–22', '§ 5.1', 'whole text' or 'default'.",
        )


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(word for word in words if word)


_CHECKS: tuple[Callable[[Mapping[str, Any]], Told], ...] = (
    _key,
    _value,
    _strength,
    _day_of_law,
    _titles,
)
