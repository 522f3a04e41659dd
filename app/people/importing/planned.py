"""What is to be done for one row, and the books kept while doing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_

from app.people import names
from app.people.importing.terms import Court, Given, Held, Registered
from app.people.service.rows import Said
from app.people.terms import IdKind


@dataclass
class Planned:
    """A row that is applied: what it states, where, to whom and to which tenure.

    `person_id` and `tenure_id` are filled in as they are made; `before` and `after` keep what a
    change replaced and what stands now, for the undo.
    """

    row_id: int
    values: Mapping[str, Any]
    court: Court
    found: Registered | None = None
    held: Held | None = None
    changed: frozenset[str] = frozenset()
    person_id: int = 0
    tenure_id: int = 0
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@dataclass
class Made:
    """Ids made by an import, by table; kept as ranges, for they mostly follow each other."""

    ids: dict[str, list[int]] = field(default_factory=dict)

    def add(self, table: str, ids: Iterable[int]) -> None:
        """Note ids of rows that were made."""
        self.ids.setdefault(table, []).extend(ids)

    def plain(self) -> dict[str, list[list[int]]]:
        """Return ranges [first, last] by table, as JSON values."""
        return {table: ranges(ids) for table, ids in self.ids.items() if ids}


def ranges(ids: Iterable[int]) -> list[list[int]]:
    """Return ids as ranges [first, last], both included."""
    found: list[list[int]] = []
    for i in sorted(set(ids)):
        if found and found[-1][1] == i - 1:
            found[-1][1] = i
        else:
            found.append([i, i])
    return found


def within(column: Any, of: Iterable[Iterable[int]]) -> ColumnElement[bool]:
    """Return the condition that a column lies in one of the ranges; none matches nothing."""
    return or_(False, *(column.between(*one) for one in of))


@dataclass(frozen=True)
class Frame:
    """What holds for all rows while an import is applied."""

    given: Given
    today: date


def said_of(values: Mapping[str, Any]) -> Said:
    """Return what a row says of a person who is not in the register yet."""
    birth, number = values.get("birth"), values.get("id_number")
    return Said(
        name=values["name"],
        sex=values.get("sex"),
        birth=birth.day if birth else None,
        birth_year=birth.year if birth else None,
        pinyin=names.proposed_pinyin(values["name"]),
        education=values.get("education", ""),
        occupation=values.get("occupation", ""),
        employer=values.get("employer", ""),
        district=values.get("district", ""),
        address=values.get("address"),
        phone=values.get("phone"),
        mail=values.get("email"),
        ethnicity=values.get("ethnicity"),
        social_origin=values.get("social_origin"),
        identifiers=((IdKind(number.kind), number.number),) if number else (),
    )
