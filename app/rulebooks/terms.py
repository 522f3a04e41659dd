"""What a rulebook is made of: citations, rules, and the book that holds them by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from app.shared.refusals import HARD, SOFT, Refusal

MAY, NONE = "may", "none"
STRENGTHS = (HARD, SOFT, MAY, NONE)
DAYS_OF_LAW = ("case_filed", "act", "term_start", "draw")
LANGUAGES = ("en", "zh_Hans")
UNITS = (
    *("years", "months", "month", "days", "working_days", "class_hours"),
    *("cases", "terms", "seats", "persons", "times", "share", "percent", "fen", ""),
)


class RulebookError(ValueError):
    """Something about a rulebook is wrong; the message names the place and the way out."""


class UnknownRule(RulebookError, KeyError):
    """A key was asked for that the book does not have."""

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError alone would show the sentence in quotes


class NotLocal(RulebookError):
    """A court tried to set a value of its own where the book does not leave it one."""


@dataclass(frozen=True)
class Citation:
    """Where a rule stands: `document` is a key of the book, `article` as in 'Arts 1, 14'."""

    document: str
    article: str


@dataclass(frozen=True)
class Rule:
    """One rule of a book.

    `value` is None, bool, int, str or a tuple of these (tuples, never lists: books are shared);
    a share is text such as '1/5', read with fractions.Fraction. `unit` is one of UNITS, `strength`
    of STRENGTHS, `applies_on` of DAYS_OF_LAW: the day whose law counts. `verified` is true only
    where the law's text was read; `local` lets a court set a value of its own.
    """

    key: str
    value: Any
    unit: str
    strength: str
    title: Mapping[str, str] = field(hash=False)
    cite: Citation
    applies_on: str
    verified: bool
    local: bool

    def titled(self, language: str) -> str:
        """Return the title in `language` (as 'zh_Hans'), in English where there is none."""
        return self.title.get(language) or self.title["en"]


def settled(value: Any) -> Any:
    """Return `value` with lists made tuples; raise RulebookError for what no rule may hold.

    Floats are refused because draw records hash whole numbers only (draw record, format 1).
    """
    if isinstance(value, list | tuple):
        return tuple(settled(part) for part in value)
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int) and value >= 0:
        return value
    raise RulebookError(
        f"{value!r} is no value of a rule: use true, false, a whole number from 0, "
        "a text (a share as '1/5'), or a list of these."
    )


@dataclass(frozen=True)
class Rulebook:
    """The rules of one law and time, by key; `version` counts the book's own editions from 1."""

    name: str
    version: int
    title: Mapping[str, str] = field(hash=False)
    historical: bool
    documents: Mapping[str, Mapping[str, str]] = field(hash=False, repr=False)
    rules: Mapping[str, Rule] = field(hash=False, repr=False)

    def rule(self, key: str) -> Rule:
        """Return the rule `key`; raise UnknownRule, naming the nearest keys, if there is none."""
        try:
            return self.rules[key]
        except KeyError:
            raise UnknownRule(self._unknown(key)) from None

    def value(self, key: str) -> Any:
        """Return the value of rule `key` (None where the law sets none); raise UnknownRule."""
        return self.rule(key).value

    def has(self, key: str) -> bool:
        """Tell whether the book has a rule `key`, even one whose value is None."""
        return key in self.rules

    def with_local(self, values: Mapping[str, Any]) -> Rulebook:
        """Return the book with a court's own `values` by key; the book itself stays as it was.

        A value is of the kind of the default, or None for "none set". Raises UnknownRule,
        NotLocal where the rule is not local, RulebookError where the kind is another.
        """
        own = {key: self._localised(self.rule(key), value) for key, value in values.items()}
        return replace(self, rules=MappingProxyType({**self.rules, **own}))

    def refusal(
        self, key: str, text: str, way_out: str = "", place: str = "", **facts: Any
    ) -> Refusal:
        """Return the Refusal of rule `key`, citing its document and article.

        `text` and `way_out` are English sources marked with N_, filled from `facts`; `document`
        is the document's key (see citing.cited). Only a hard rule refuses: every other warns,
        so that an unverified rule or a switch never shuts a door. Raises UnknownRule.
        """
        rule = self.rule(key)
        return Refusal(
            key=key,
            text=text,
            facts=MappingProxyType(facts),
            way_out=way_out,
            document=rule.cite.document,
            article=rule.cite.article,
            strength=HARD if rule.strength == HARD else SOFT,
            place=place,
        )

    def _unknown(self, key: str) -> str:
        kin = sorted(k for k in self.rules if k.split(".")[0] == key.split(".")[0])
        near = f" Rules of that family: {', '.join(kin)}." if kin else ""
        return f"Rulebook {self.name} has no rule {key!r}.{near}"

    def _localised(self, rule: Rule, value: Any) -> Rule:
        if not rule.local:
            raise NotLocal(
                f"Rule {rule.key} of {self.name} ({rule.cite.document}, {rule.cite.article}) "
                "leaves a court no value of its own: keep the value of the book."
            )
        own = settled(value)
        if None not in (own, rule.value) and type(own) is not type(rule.value):
            raise RulebookError(
                f"Rule {rule.key} of {self.name} takes a value such as {rule.value!r}, "
                f"not {value!r}."
            )
        return replace(rule, value=own)
