"""What is kept of a row: its cells, what is wrong, what would change; one sealed JSON text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any

from app.people.identity import IdentityNumber, mask_number, mask_phone
from app.people.imports.terms import Fault, Outcome, Row

Shown = tuple[str, str, str]  # field, before, after; numbers are masked


@dataclass(frozen=True)
class KeptRow:
    """A row as it is kept: cells as read, name and masked number, faults, changes.

    `term` is the term that the row enters, by field, as it is shown. `before` holds what a change
    replaced, by table, so that it can be undone.
    """

    cells: list[str]
    name: str = ""
    number: str = ""
    faults: tuple[Fault, ...] = ()
    changes: tuple[Shown, ...] = ()
    term: Mapping[str, str] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)


def shown(field_key: str, value: Any) -> str:
    """Return a value as the preview shows it: words of enums, days as 2026-11-21, masks."""
    if value is None or value == "":
        return ""
    if isinstance(value, IdentityNumber):
        return mask_number(value.number)
    if field_key == "phone":
        return mask_phone(value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)


def changes_shown(outcome: Outcome) -> tuple[Shown, ...]:
    """Return the changes of an outcome as the preview shows them."""
    return tuple(
        (c.field, shown(c.field, c.before), shown(c.field, c.after)) for c in outcome.changes
    )


def pack(cells: Sequence[str], row: Row, outcome: Outcome, term: Mapping[str, Any]) -> str:
    """Return the text that is kept (sealed) of a row of the preview; `term` as `term_of` says."""
    number = row.values.get("id_number")
    kept = {
        "cells": cells,
        "name": row.values.get("name", ""),
        "number": mask_number(number.number) if number else "",
        "term": {key: text for key, value in term.items() if (text := shown(key, value))},
    }
    return _dumped(kept, outcome.faults, changes_shown(outcome))


def packed_again(
    kept: KeptRow, faults: Sequence[Fault] | None = None, before: Mapping[str, Any] | None = None
) -> str:
    """Return the text with other faults, or with what a change replaced."""
    same = {"cells": kept.cells, "name": kept.name, "number": kept.number, "term": kept.term}
    if before:
        same["before"] = dict(before)
    return _dumped(same, kept.faults if faults is None else faults, kept.changes)


def _dumped(kept: dict[str, Any], faults: Sequence[Fault], changes: Sequence[Shown]) -> str:
    if faults:
        kept["faults"] = [fault_plain(fault) for fault in faults]
    if changes:
        kept["changes"] = changes
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def fault_plain(fault: Fault) -> list[Any]:
    """Return a fault as JSON values, in the order of its fields."""
    facts = {key: v if isinstance(v, int | float) else str(v) for key, v in fault.facts.items()}
    tail = (fault.way_out, fault.strength, fault.document, fault.article)
    return [fault.field, fault.key, fault.text, facts, *tail]


def unpack(text: str) -> KeptRow:
    """Return what `pack` kept."""
    kept = json.loads(text)
    faults = (_fault(plain) for plain in kept.get("faults", ()))
    return KeptRow(
        cells=kept["cells"],
        name=kept["name"],
        number=kept["number"],
        faults=tuple(faults),
        changes=tuple(tuple(change) for change in kept.get("changes", ())),  # type: ignore[misc]
        term=kept.get("term", {}),
        before=kept.get("before", {}),
    )


def _fault(plain: list[Any]) -> Fault:
    field_key, key, text, facts, *tail = plain
    return Fault(field_key, key, text, MappingProxyType(facts), *tail)


def plain_value(value: Any) -> Any:
    """Return a column's value as JSON keeps it: days as text, enums as their words."""
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


__all__ = [
    "KeptRow",
    "changes_shown",
    "fault_plain",
    "pack",
    "packed_again",
    "plain_value",
    "shown",
    "unpack",
]
