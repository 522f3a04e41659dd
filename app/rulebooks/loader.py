"""Rulebooks from their files: books/NAME.yaml now, books/NAME@VERSION.yaml as it was."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from app.rulebooks.checks import problems
from app.rulebooks.citing import cited as cited_from
from app.rulebooks.terms import Citation, Rule, Rulebook, RulebookError, settled

BOOKS = Path(__file__).parent / "books"


class BrokenRulebook(RulebookError):
    """A rulebook's file is unsound; `faults` holds every fault with its way out."""

    def __init__(self, file: str, faults: list[str]):
        self.file, self.faults = file, tuple(faults)
        super().__init__("\n".join(f"{file}: {fault}" for fault in faults))


class UnknownRulebook(RulebookError, LookupError):
    """No file holds the book, or the version of it, that was asked for."""


class _OnceOnly(yaml.SafeLoader):
    """YAML that refuses a field written twice: the second would silently win otherwise."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [self.construct_object(key, deep=True) for key, _ in node.value]
        for name in names:
            if names.count(name) > 1:
                line = node.start_mark.line + 1
                raise yaml.YAMLError(f"the field {name!r} is there twice from line {line} on")
        return super().construct_mapping(node, deep)


def names() -> tuple[str, ...]:
    """Return the names of all books, sorted."""
    return tuple(sorted(file.stem for file in BOOKS.glob("*.yaml") if "@" not in file.stem))


@lru_cache(maxsize=64)
def load(name: str, version: int | str | None = None) -> Rulebook:
    """Return the book `name` as it stands, or in `version` (2 or '2'); the same object each time.

    Raises UnknownRulebook, or BrokenRulebook with every fault of the file.
    """
    if name not in names():
        raise UnknownRulebook(f"There is no rulebook {name!r}. Take one of: {', '.join(names())}.")
    book = read_book(BOOKS / f"{name}.yaml")
    if version is None or str(version) == str(book.version):
        return book
    earlier = BOOKS / f"{name}@{version}.yaml"
    if not str(version).isdecimal() or not earlier.is_file():
        raise UnknownRulebook(
            f"Rulebook {name} has no version {version!r}: the present one is {book.version}. "
            f"Keep each earlier edition as books/{name}@VERSION.yaml."
        )
    return read_book(earlier)


def read_book(file: Path) -> Rulebook:
    """Return the book in `file`, checked; raise BrokenRulebook."""
    try:
        plain = yaml.load(file.read_text(encoding="utf-8"), Loader=_OnceOnly)
    except (yaml.YAMLError, UnicodeDecodeError) as wrong:
        fault = f"It cannot be read as YAML ({wrong}). Correct it there."
        raise BrokenRulebook(file.name, [fault]) from wrong
    book = rulebook_from(plain, file.name)
    edition = file.stem.partition("@")[2]
    if edition and edition != str(book.version):
        raise BrokenRulebook(file.name, [f"It holds version {book.version}. Name the file so."])
    return book


def rulebook_from(plain: Any, file: str) -> Rulebook:
    """Return the book in `plain` (dicts and lists, as YAML gives them); raise BrokenRulebook.

    `file` is named in every fault; without its ending and version it is the book's name.
    """
    stem = file.removesuffix(".yaml").partition("@")[0]
    if faults := problems(plain, stem):
        raise BrokenRulebook(file, faults)
    rules = {row["key"]: _rule_from(row) for row in plain["rules"]}
    return Rulebook(
        name=plain["name"],
        version=plain["version"],
        title=MappingProxyType(dict(plain["title"])),
        historical=plain["historical"],
        documents=MappingProxyType(
            {key: MappingProxyType(dict(titles)) for key, titles in plain["documents"].items()}
        ),
        rules=MappingProxyType(rules),
    )


def cited(document: str, article: str, language: str) -> str:
    """Return a refusal's `document` key and `article` as readers of `language` ('en', 'zh_Hans')
    see them; a key means the same document in every book."""
    return cited_from(_all_documents(), document, article, language)


@lru_cache(maxsize=1)
def _all_documents() -> Mapping[str, Mapping[str, str]]:
    return {key: titles for name in names() for key, titles in load(name).documents.items()}


def _rule_from(row: Mapping[str, Any]) -> Rule:
    return Rule(
        key=row["key"],
        value=settled(row["value"]),
        unit=row.get("unit", ""),
        strength=row["strength"],
        title=MappingProxyType(dict(row["title"])),
        cite=Citation(**row["cite"]),
        applies_on=row["applies_on"],
        verified=row["verified"],
        local=row.get("local", False),
    )
