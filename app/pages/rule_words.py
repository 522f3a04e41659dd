"""A rule's value as a reader sees it: codes in words, numbers with their unit."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from app.rulebooks.terms import Rule
from app.rulebooks.words import UNITS, VALUES
from app.shared.screens import EMPTY, join_phrases


def rule_words(rule: Rule) -> str:
    """Return the value of a rule with its unit, or -- where the law sets none."""
    if rule.value is None:
        return EMPTY
    said = _words(rule.value)
    unit = "age" if "age" in rule.key.split(".") else rule.unit
    if isinstance(rule.value, bool) or unit not in UNITS:
        return said
    return gettext(UNITS[unit]) % {"value": said}


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):  # judges and assessors
        return join_phrases(" + ".join(str(part) for part in one) for one in value)
    if isinstance(value, tuple):
        return join_phrases(_words(part) for part in value)
    return gettext(VALUES[value]) if value in VALUES else str(value)
