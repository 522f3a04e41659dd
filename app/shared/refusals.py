"""Refusals: what a rule says when it does not let a thing pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

HARD, SOFT = "hard", "soft"
_NO_FACTS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Refusal:
    """One rule that stands in the way.

    `key` is the rule's key in the rulebook; `text` and `way_out` are English source texts
    with %(named)s places, filled from `facts` after translation; `document` and `article`
    cite the source; a `soft` refusal passes with a written reason; `place` names the form's
    field, or is empty when the whole form is meant.
    """

    key: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=lambda: _NO_FACTS, hash=False)
    way_out: str = ""
    document: str = ""
    article: str = ""
    strength: str = HARD
    place: str = ""


class Refused(Exception):
    """Raised by a verb that rules stand against; carries every refusal, not only the first."""

    def __init__(self, refusals: Iterable[Refusal]):
        self.refusals = tuple(refusals)
        super().__init__("; ".join(r.key for r in self.refusals))


def standing(refusals: Iterable[Refusal], waivers: Mapping[str, str]) -> list[Refusal]:
    """Return the refusals that still stand: hard ones, and soft ones without a written reason."""
    return [r for r in refusals if r.strength != SOFT or not (waivers.get(r.key) or "").strip()]


def refuse_unless_waived(refusals: Iterable[Refusal], waivers: Mapping[str, str]) -> None:
    """Raise Refused if anything still stands after the written reasons in `waivers`."""
    left = standing(refusals, waivers)
    if left:
        raise Refused(left)
