"""A draw as anyone may read it: what a check finds, the order with its cut line (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.draws.terms import WAIVED
from app.sortition.findings import Finding, finding, reason_words
from app.sortition.record import verify

SHOWN = 60
BY_OFFICE = "person.away_by_office"  # left out by what the office wrote down with a draw ahead


@dataclass(frozen=True)
class Place:
    """One place of the order: a tag, and whether it has a seat, waits, or was passed over."""

    number: int
    tag: str
    kind: str  # seat, passed, alternate
    reason: str = ""
    facts: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Reading:
    """A record read: the findings, the places above the cut line and those after it."""

    findings: tuple[Finding, ...]
    above: tuple[Place, ...]
    below: tuple[Place, ...]
    more: int

    @property
    def sound(self) -> bool:
        """Whether every step holds."""
        return all(finding.ok for finding in self.findings)


Places = tuple[tuple[Place, ...], tuple[Place, ...], int]


def read(record: Mapping[str, Any], root: str, whole: bool = False) -> Reading:
    """Verify a record against the published root and lay out its order.

    `whole` shows every place; otherwise those after the first SHOWN are only counted.
    """
    return Reading(tuple(verify(dict(record), root)), *places_of(record, whole))


def places_of(record: Mapping[str, Any], whole: bool = False) -> Places:
    """Return the places above the line, those below it, and how many are not shown."""
    seats = set(record["seats"])
    passed = {one["tag"]: one["reason"] for one in record["passed"]}
    order = list(record["order"])
    last = max((order.index(tag) for tag in seats), default=-1) + 1
    shown = order if whole else order[: max(last, SHOWN)]
    places = [_place(n, tag, seats, passed) for n, tag in enumerate(shown, 1)]
    return tuple(places[:last]), tuple(places[last:]), len(order) - len(shown)


def facts_of(frozen: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the public page says of the frozen part: counts in place of the list."""
    named = ("court", "day", "index", "subject", "seats", "attempt", "rulebook")
    left_out = frozen["excluded_count_by_rule"]
    return {name: frozen[name] for name in named} | {
        "pool": len(frozen["pool"]),
        "left_out": sum(left_out.values()),
        "by_office": left_out.get(BY_OFFICE, 0),
        "waived": waived_in(frozen),
    }


def kept_json(reading: Reading) -> dict[str, Any]:
    """Return a reading as it is kept; `reading_of` is the way back."""
    return {
        "findings": [[one.key, one.ok, dict(one.facts)] for one in reading.findings],
        "above": [asdict(place) for place in reading.above],
        "below": [asdict(place) for place in reading.below],
        "more": reading.more,
    }


def reading_of(kept: Mapping[str, Any], places: Places | None = None) -> Reading:
    """Return the reading that was kept, with other `places` where they are given."""
    findings = tuple(finding(key, ok, **facts) for key, ok, facts in kept["findings"])
    if places is None:
        above, below = ([Place(**one) for one in kept[part]] for part in ("above", "below"))
        places = tuple(above), tuple(below), kept["more"]
    return Reading(findings, *places)


def waived_in(frozen: Mapping[str, Any]) -> list[str]:
    """Return the keys of the rules that a written reason set aside for a draw."""
    return [rule.removeprefix(WAIVED) for rule in frozen["rules"] if rule.startswith(WAIVED)]


def _place(number: int, tag: str, seats: set[str], passed: Mapping[str, str]) -> Place:
    if tag in seats:
        return Place(number, tag, "seat")
    if tag in passed:
        text, facts = reason_words(passed[tag])
        return Place(number, tag, "passed", text, facts)
    return Place(number, tag, "alternate")
