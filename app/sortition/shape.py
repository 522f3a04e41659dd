"""The shape of a record: its fields, its own hash, its file, and the check of each field."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

from app.sortition.encoding import Malformed, canonical, digest, from_hex, normal
from app.sortition.frozen import read_frozen
from app.sortition.leaves import DEPTH
from app.sortition.terms import FORMAT, Frozen, Outcome

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_GIVEN = re.compile(r"[0-9A-Za-z]+( [0-9A-Za-z]+)*", re.ASCII)
_RESULT = ("order", "seats", "alternates", "passed")
_FIXED = ("format", "frozen", "frozen_hash", "root")
_LATER = ("lottery", "ticket", "annulled", "made_at", "record_hash")

# What a record shows of a draw that was frozen and never opened.
CLOSED: dict[str, Any] = {"leaf": None, "path": [], "contribution": None, "seed": None}
CLOSED |= {name: [] for name in _RESULT}
FIELDS = frozenset({*_FIXED, *CLOSED, *_LATER})


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """Return order, seats, alternates and passed as they stand in the record."""
    values: dict[str, Any] = {name: list(getattr(outcome, name)) for name in _RESULT}
    values["passed"] = [{"tag": one.tag, "reason": one.reason} for one in outcome.passed]
    return values


def record_hash(record: Mapping[str, Any]) -> str:
    """Return H("record", canonical JSON of the record without `record_hash`) in hex."""
    rest = {name: value for name, value in record.items() if name != "record_hash"}
    return digest("record", canonical(rest)).hex()


def write(record: Mapping[str, Any]) -> bytes:
    """Return the bytes of the record's public file: canonical JSON."""
    return canonical(dict(record))


def parse(content: bytes) -> dict[str, Any]:
    """Return the record in a file's bytes; Malformed if they are not canonical JSON.

    One line break at the end is let pass, as editors add it.
    """
    try:
        record = json.loads(
            content.decode("utf-8"), parse_float=_no_fraction, parse_constant=_no_fraction
        )
        same = canonical(record) == content.removesuffix(b"\n")
    except (ValueError, RecursionError) as error:
        raise Malformed("file", "not JSON in UTF-8 as RFC 8785 writes it") from error
    if not isinstance(record, dict) or not same:
        raise Malformed("file", "not a record in canonical JSON")
    return record


def moment(at: datetime | str, field: str = "made_at") -> str:
    """Return an aware time, or UTC text as 2026-11-30T08:00:00Z, as that text; else Malformed."""
    if isinstance(at, datetime):
        if at.tzinfo is None:
            raise Malformed(field, "a time without its zone")
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        if _MOMENT.fullmatch(at):
            datetime.fromisoformat(at)
            return at
    except (TypeError, ValueError):
        pass
    raise Malformed(field, "not a time in UTC as 2026-11-30T08:00:00Z")


def is_contribution(value: Any) -> bool:
    """Say whether a value can come from outside: digits and plain letters, single spaces between.

    Nothing else, so that it looks the same on every screen and nothing can hide in it.
    """
    return isinstance(value, str) and _GIVEN.fullmatch(value) is not None


def one_line(text: str) -> str:
    """Return a text in one line, without characters that cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def read_record(record: Any) -> Frozen:
    """Check every field of a record and return its frozen part; Malformed names the one at fault.

    The result fields are left to the recomputation: whatever they hold must equal what follows.
    """
    if not isinstance(record, dict):
        raise Malformed("record", "not an object")
    for name in sorted(FIELDS ^ record.keys(), key=str):
        raise Malformed(name, "missing, or not in format 1")
    canonical(record)  # no fractions, no half characters, anywhere
    if normal(record) != record:
        raise Malformed("record", "text that is not in NFC")
    if type(record["format"]) is not int or record["format"] != FORMAT:
        raise Malformed("format", "not 1")
    for name in ("frozen_hash", "root", "record_hash"):
        from_hex(record[name], name)
    _read_opening(record)
    moment(record["made_at"])
    _read_annulled(record["annulled"])
    return read_frozen(record["frozen"])


def _read_opening(record: Mapping[str, Any]) -> None:
    if record["leaf"] is not None:
        from_hex(record["leaf"], "leaf")
        if not isinstance(record["path"], list) or len(record["path"]) != DEPTH:
            raise Malformed("path", f"not {DEPTH} steps")
    contribution = record["contribution"]
    if contribution is not None and not is_contribution(contribution):
        raise Malformed("contribution", "not digits and plain letters, and not null")


def _read_annulled(annulled: Any) -> None:
    if annulled is None:
        return
    if not isinstance(annulled, dict) or annulled.keys() != {"by", "reason", "at"}:
        raise Malformed("annulled", "not by, reason and at, and not null")
    for name in ("by", "reason"):
        said = annulled[name]
        if not isinstance(said, str) or not said.strip() or not said.isprintable():
            raise Malformed(f"annulled.{name}", "not one line of text")
    moment(annulled["at"], "annulled.at")


def _no_fraction(text: str) -> NoReturn:
    raise Malformed("number", f"{text[:20]} is not a whole number")
