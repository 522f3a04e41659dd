"""The frozen part as JSON, there and back, with every field checked (record.md, format 1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from app.sortition.encoding import Malformed, from_hex
from app.sortition.terms import (
    ENGINE_RULES,
    FORMAT,
    LARGEST_NUMBER,
    LARGEST_WEIGHT,
    Bound,
    Composition,
    Entry,
    Frozen,
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,120}", re.ASCII)
_CODES = ("court", "purpose", "subject", "rulebook", "code_version")
_LEAST = {"index": 0, "attempt": 1, "seats": 1}
_SETS = ("rules", "composition", "weights", "pool", "excluded_count_by_rule")
FIELDS = frozenset({"format", "day", *_CODES, *_LEAST, *_SETS})


def frozen_json(frozen: Frozen) -> dict[str, Any]:
    """Return the frozen part as it is hashed: pool and rules sorted, `late` only where it is so.

    The engine's own rules are always among `rules`, whoever calls.
    """
    values: dict[str, Any] = {name: getattr(frozen, name) for name in FIELDS}
    values["rules"] = sorted({*frozen.rules, *ENGINE_RULES})
    values["composition"] = _composition_json(frozen.composition, frozen.seats)
    values["pool"] = [_entry_json(one) for one in sorted(frozen.pool, key=lambda one: one.tag)]
    values["excluded_count_by_rule"] = dict(frozen.excluded_count_by_rule)
    if not isinstance(frozen.weights, str):
        values["weights"] = dict(frozen.weights)
    if frozen.late:
        values["late"] = sorted(frozen.late)
    return values


def read_frozen(values: Any) -> Frozen:
    """Return the Frozen that the JSON `values` stand for; Malformed names the field at fault."""
    _keys(values, FIELDS, {"late"}, "frozen")
    if type(values["format"]) is not int or values["format"] != FORMAT:
        raise Malformed("format", "not 1")
    codes: dict[str, Any] = {name: _code(values[name], name) for name in _CODES}
    numbers: dict[str, Any] = {
        name: _number(values[name], name, least) for name, least in _LEAST.items()
    }
    excluded = values["excluded_count_by_rule"]
    return Frozen(
        **codes,
        **numbers,
        day=_day(values["day"]),
        rules=_sorted_codes(values["rules"], "rules"),
        composition=_composition(values["composition"]),
        weights=_weights(values["weights"]),
        pool=_pool(values["pool"]),
        excluded_count_by_rule=_counts(excluded, "excluded_count_by_rule"),
        late=_late(values),
    )


def _composition_json(composition: Composition, seats: int) -> list[dict[str, Any]]:
    return [
        {
            "feature": bound[0],
            "value": bound[1],
            "min": composition.minimum.get(bound, 0),
            "max": composition.maximum.get(bound, seats),
        }
        for bound in composition.bounds()
    ]


def _entry_json(entry: Entry) -> dict[str, Any]:
    values = {"tag": entry.tag, "weight": entry.weight, "features": dict(entry.features)}
    return values | ({"late": True} if entry.late else {})


def _pool(values: Any) -> tuple[Entry, ...]:
    if not isinstance(values, list) or not values:
        raise Malformed("pool", "not a list with entries")
    pool = tuple(_entry(one, f"pool[{i}]") for i, one in enumerate(values))
    if any(a.tag >= b.tag for a, b in pairwise(pool)):
        raise Malformed("pool", "not sorted by tag, or a tag twice")
    return pool


def _entry(values: Any, field: str) -> Entry:
    _keys(values, {"tag", "weight", "features"}, {"late"}, field)
    from_hex(values["tag"], f"{field}.tag")
    weight = _number(values["weight"], f"{field}.weight", 1, LARGEST_WEIGHT)
    features = _object(values["features"], f"{field}.features")
    if values.get("late", True) is not True:
        raise Malformed(f"{field}.late", "true or left out")
    named = {name: _code(value, f"{field}.features") for name, value in features.items()}
    return Entry(values["tag"], weight, named, "late" in values)


def _composition(values: Any) -> Composition:
    if not isinstance(values, list):
        raise Malformed("composition", "not a list")
    minimum: dict[Bound, int] = {}
    maximum: dict[Bound, int] = {}
    for i, one in enumerate(values):
        field = f"composition[{i}]"
        _keys(one, {"feature", "value", "min", "max"}, set(), field)
        bound = _name(one["feature"], field), _code(one["value"], field)
        if minimum and bound <= max(minimum):
            raise Malformed(field, "not sorted, or twice the same")
        minimum[bound] = _number(one["min"], field, 0)
        maximum[bound] = _number(one["max"], field, 0)
    return Composition(minimum, maximum)


def _weights(value: Any) -> str | Mapping[str, str | int]:
    if isinstance(value, str):
        return _code(value, "weights")
    parameters = _object(value, "weights", empty=False)
    return {
        name: _code(one, "weights") if isinstance(one, str) else _number(one, "weights", 0)
        for name, one in parameters.items()
    }


def _late(values: dict[str, Any]) -> tuple[str, ...]:
    if "late" not in values:
        return ()
    late = _sorted_codes(values["late"], "late")
    if not late or not FIELDS.issuperset(late):
        raise Malformed("late", "names of frozen fields, or left out")
    return late


def _sorted_codes(values: Any, field: str) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise Malformed(field, "not a list")
    codes = tuple(_code(one, field) for one in values)
    if list(codes) != sorted(set(codes)):
        raise Malformed(field, "not sorted, or a code twice")
    return codes


def _counts(values: Any, field: str) -> dict[str, int]:
    counted = _object(values, field)
    return {name: _number(value, f"{field}.{name}", 0) for name, value in counted.items()}


def _object(values: Any, field: str, empty: bool = True) -> dict[str, Any]:
    if not isinstance(values, dict) or not (values or empty):
        raise Malformed(field, "not an object")
    return {_name(name, field): value for name, value in values.items()}


def _keys(values: Any, needed: set[str] | frozenset[str], may: set[str], field: str) -> None:
    if not isinstance(values, dict):
        raise Malformed(field, "not an object")
    for name in sorted(needed ^ (values.keys() - may), key=str):
        raise Malformed(f"{field}.{name}", "missing, or not in format 1")


def _number(value: Any, field: str, least: int, most: int = LARGEST_NUMBER) -> int:
    if type(value) is not int or not least <= value <= most:
        raise Malformed(field, f"not a whole number from {least} to {most}")
    return value


def _name(value: Any, field: str) -> str:
    # Keys are plain ASCII, so that every language sorts them as RFC 8785 does.
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise Malformed(field, "not a name (letters, digits, dots, dashes, underscores, colons)")
    return value


def _code(value: Any, field: str) -> str:
    # No spaces and a bound: a code can be looked up, free text could be bent until the seed suits.
    fits = isinstance(value, str) and 0 < len(value) <= 120 and value.isprintable()
    if not fits or " " in value or unicodedata.normalize("NFC", value) != value:
        raise Malformed(field, "not a code (up to 120 characters, no spaces, NFC)")
    return value


def _day(value: Any) -> str:
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        pass
    raise Malformed("day", "not a date as 2026-11-30")
