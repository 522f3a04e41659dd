"""The words of a draw: entries, composition, what is frozen, and the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

FORMAT = 1
LARGEST_NUMBER = 10**15 - 1  # fifteen digits: the same number in every language
LARGEST_WEIGHT = 1000  # each unit of weight is one hash: a bound keeps any record checkable
ORDER_RULE = "order.least_of_weight_keys"
COMPOSITION_RULE = "composition.take_while_seats_can_be_filled"
ENGINE_RULES = (ORDER_RULE, COMPOSITION_RULE)

Bound = tuple[str, str]  # feature and value, as ("sex", "female")
_NONE: Mapping[Bound, int] = MappingProxyType({})
_PLAIN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Entry:
    """One lot: `tag` is 64 hex digits, `weight` 1 to 1000, `features` codes by feature.

    `late` marks an entry whose secret was made after the day's root was published.
    """

    tag: str
    weight: int = 1
    features: Mapping[str, str] = field(default_factory=lambda: _PLAIN, hash=False)
    late: bool = False


@dataclass(frozen=True)
class Composition:
    """How many of a feature's value must and may sit: counts by (feature, value)."""

    minimum: Mapping[Bound, int] = field(default_factory=lambda: _NONE, hash=False)
    maximum: Mapping[Bound, int] = field(default_factory=lambda: _NONE, hash=False)

    def bounds(self) -> list[Bound]:
        """Return every (feature, value) that has a minimum or a maximum, sorted."""
        return sorted({*self.minimum, *self.maximum})


@dataclass(frozen=True)
class Frozen:
    """Everything that is fixed before the secret is opened (record.md, "At the draw", 1).

    Codes and numbers only: `court` public code, `day` ISO date, `index` of the leaf, `attempt`
    1 for the first, `weights` the code of the weighting rule or a mapping of its parameters,
    `late` the names of fields fixed only after the day's root was published.
    """

    court: str
    day: str
    index: int
    purpose: str
    subject: str
    rulebook: str
    seats: int
    pool: tuple[Entry, ...] = field(repr=False)
    code_version: str
    attempt: int = 1
    rules: tuple[str, ...] = ENGINE_RULES
    composition: Composition = Composition()
    weights: str | Mapping[str, str | int] = field(default="plain", hash=False)
    excluded_count_by_rule: Mapping[str, int] = field(default_factory=dict, hash=False)
    late: tuple[str, ...] = ()
    format: int = FORMAT


@dataclass(frozen=True)
class Passed:
    """Somebody passed over on the way down the order, and the code of the reason."""

    tag: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """Tags in order; `alternates` is the whole rest of the order, those passed over included."""

    order: tuple[str, ...]
    seats: tuple[str, ...]
    alternates: tuple[str, ...]
    passed: tuple[Passed, ...]
