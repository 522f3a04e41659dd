"""Rows made comparable: whose court, which office, from when; and rows that clash in one file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from app.people.importing.terms import Court, Given, Held, act_of, start_of
from app.people.imports.terms import Fault, Row
from app.people.rules import EXCLUSIVE
from app.people.terms import Form, Office
from app.shared.texts import N_

_OF_ROLLS = ("roll", "roll_subject")
Who = Any


def settle(row: Row, court: Court | None, given: Given) -> Row:
    """Return the row with its court's full name, its office and the first day that it states.

    The first day is that of the term, else since when in office, else that of the act. Only
    assessors stand on rolls. `court` None: the name is not known, and stays for the rule to say.
    """
    values = dict(row.values)
    since = values.pop("since", None)
    stated = values.get("from") or since or values.get("act_date")
    if stated:
        values["from"] = stated
    if court:
        values["court"] = court.name
    if values.setdefault("office", given.office) != Office.ASSESSOR:
        for field in _OF_ROLLS:
            values.pop(field, None)
    return Row(MappingProxyType(values), row.faults, row.line)


def who(values: Mapping[str, Any]) -> Who:
    """Return what a row says of who is meant: the number, else name and birth."""
    number = values.get("id_number")
    return number.number if number else (values.get("name"), values.get("birth"))


def with_faults(row: Row, faults: Iterable[Fault | None]) -> Row:
    """Return the row with more faults, at fields that have none yet."""
    at_fault = {fault.field for fault in row.faults}
    more = [fault for fault in faults if fault and fault.field not in at_fault]
    return Row(row.values, (*row.faults, *more), row.line) if more else row


def clashes(rows: Sequence[Row], courts: Sequence[Court], given: Given) -> dict[int, Fault]:
    """Return faults by index of row: who holds one office twice on one day by two rows, and
    acts to which an earlier row gives another day."""
    found: dict[int, Fault] = {}
    terms: dict[Any, list[tuple[Any, Row]]] = {}
    acts: dict[tuple[int, str, str], tuple[date, int]] = {}
    for index, (row, court) in enumerate(zip(rows, courts, strict=True)):
        if row.is_wrong:
            continue
        fault = _held_twice(row, court, given, terms) or _act_of_another_day(row, court, acts)
        if fault:
            found[index] = fault
    return found


def _held_twice(row: Row, court: Court, given: Given, terms: dict[Any, list[Any]]) -> Fault | None:
    values, start = row.values, start_of(row.values, given)
    if values["office"] not in EXCLUSIVE or values.get("form") == Form.B or not start:
        return None
    last = values.get("until") or date.max
    earlier = terms.setdefault((who(values), values["office"]), [])
    for (other_court, since, until), other in earlier:
        one_term = other_court == court.id and since == start and until == last
        if since <= last and start <= until and not one_term:
            return Fault(
                "from",
                "import.overlap",
                N_("Line %(line)d gives this person the same office on some of these days."),
                MappingProxyType({"line": other.line}),
                N_("Correct the days in one of the two rows, or delete one."),
            )
    earlier.append(((court.id, start, last), row))
    return None


def _act_of_another_day(row: Row, court: Court, acts: dict[Any, tuple[date, int]]) -> Fault | None:
    act = act_of(row.values, court)
    day = act[2] if act else None
    if act is None or day is None:
        return None
    organ, number = act[:2]
    first, line = acts.setdefault((court.id, organ, number), (day, row.line))
    if first == day:
        return None
    return Fault(
        "act_date",
        "import.act_day",
        N_("Line %(line)d says that act %(number)s is of %(day)s."),
        MappingProxyType({"line": line, "number": number, "day": first.isoformat()}),
        N_("One act has one day: correct one of the two rows."),
    )


def tenure_meant(values: Mapping[str, Any], court: Court, tenures: Sequence[Held]) -> Held | None:
    """Return the tenure that a row speaks of, or None where it states one of its own.

    Of those in its court and office: the one that begins on the row's day, else the latest that
    has days in common with it; without a day, the latest.
    """
    same = [t for t in tenures if t.body_id == court.id and t.office == values["office"]]
    same.sort(key=lambda tenure: tenure.since, reverse=True)
    start, last = values.get("from"), values.get("until") or date.max
    if start is None:
        return same[0] if same else None
    exact = [tenure for tenure in same if tenure.since == start]
    meet = [t for t in same if t.since <= last and start <= (t.last or date.max) and not t.ended]
    return next(iter(exact or meet), None)
