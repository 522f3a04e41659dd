"""What a check of a record finds, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.shared.texts import N_

# For each step of the check: what is said where it holds, and where it does not.
WORDS: dict[str, tuple[str, str]] = {
    "shape": (
        N_("The record has every field of format 1 and no other."),
        N_("The field %(field)s is missing, or not as format 1 asks. Nothing more was checked."),
    ),
    "record_hash": (
        N_("The record carries its own hash, %(hash)s: compare it with the one in the minutes."),
        N_("The record was changed: its own hash would be %(hash)s."),
    ),
    "frozen_hash": (
        N_("List, rules and seats are those that were fixed beforehand: %(hash)s."),
        N_("List, rules or seats are not those that were fixed: their hash would be %(hash)s."),
    ),
    "rules": (
        N_("The record names the rules of order and composition that this check knows."),
        N_("The record does not name the rules of order and composition that this check knows."),
    ),
    "attempt": (
        N_("Draws of the same subject before this one, each with its own record: %(before)s."),
        "",
    ),
    "path": (
        N_("Secret %(index)s of %(day)s leads to the root in the record: %(root)s."),
        N_("Secret %(index)s of %(day)s does not lead to the root in the record."),
    ),
    "root": (
        N_("The root is the one published before the day."),
        N_("The root in the record is not the root that was published."),
    ),
    "root_not_given": (
        N_("No published root was given: compare the root with the public page of the day."),
        "",
    ),
    "contribution": (
        N_("A value from outside, given after the list was fixed, went into the draw."),
        "",
    ),
    "no_contribution": (
        N_(
            "No value from outside went into the draw: the office alone committed to the secret,"
            " and whoever could read the closed secrets could have foreseen the order."
        ),
        "",
    ),
    "late": (
        N_("Fixed only after the root was published: fields %(fields)s; people: %(people)s."),
        "",
    ),
    "seed": (
        N_("The seed follows from the secret, the fixed list and the value from outside."),
        N_("The seed in the record does not follow; it would be %(seed)s."),
    ),
    "order": (
        N_("The order of all %(pool)s people follows from the seed and their weights."),
        N_("The order does not follow from the seed."),
    ),
    "composition": (
        "",
        N_("The list of people cannot fill the seats under every minimum and maximum."),
    ),
    "seats": (
        N_("The %(seats)s seats are the first panel in the order that keeps the composition."),
        N_("The seats are not the first panel in the order that keeps the composition."),
    ),
    "passed": (
        N_("People passed over for the composition: %(passed)s, each for the reason given."),
        N_("Those passed over, or the reasons given, are not the right ones."),
    ),
    "alternates": (
        N_("The alternates are the rest of the order: %(alternates)s people."),
        N_("The alternates are not the rest of the order."),
    ),
    "lottery": (
        N_("This is a draw of people, not a lottery between panels."),
        N_("The record holds a lottery between panels, which this check does not know."),
    ),
    "annulled": (
        N_("The draw was annulled by %(by)s on %(at)s: %(reason)s"),
        "",
    ),
    "not_opened": (
        N_("The draw was annulled before its secret was opened: only what was fixed is checked."),
        N_("The secret was not opened, yet the record shows a result."),
    ),
}

# The reasons of those passed over, by the part of the code before the colon.
REASONS: dict[str, str] = {
    "maximum": N_("The maximum for %(feature)s = %(value)s was reached."),
    "minimum": N_("The seats left were kept for %(feature)s = %(value)s."),
    "composition": N_("The seats left could not have been filled within the composition."),
}


@dataclass(frozen=True)
class Finding:
    """One step of a check: `ok` says whether it holds, `text` says it in English with places."""

    key: str
    ok: bool
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.text % self.facts


def finding(key: str, ok: bool = True, **facts: Any) -> Finding:
    """Return the Finding for one step with its words."""
    return Finding(key, ok, WORDS[key][0 if ok else 1], facts)


def is_sound(findings: Iterable[Finding]) -> bool:
    """Say whether every step of a check holds."""
    return all(one.ok for one in findings)


def reason_words(reason: str) -> tuple[str, dict[str, str]]:
    """Return the text and its facts for the reason code of somebody passed over."""
    kind, _, bound = reason.partition(":")
    feature, _, value = bound.partition("=")
    return REASONS[kind], {"feature": feature, "value": value} if bound else {}
