"""Rows against each other and against the register: doubles, and what a row would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from app.people import identity
from app.people.imports.facts import facts_of, fault_of, held_by
from app.people.imports.rows import number_fault
from app.people.imports.term_rules import Values
from app.people.imports.terms import (
    Change,
    Circumstances,
    Fault,
    Known,
    KnownPerson,
    Outcome,
    Row,
    State,
)
from app.people.rules import one_basic_court
from app.people.terms import RollKind
from app.shared.refusals import HARD, SOFT
from app.shared.texts import N_

_OF_TENURE = ("court", "office", "form", "roll", "roll_subject", "from")


def _who(values: Values) -> Any:
    """Return what a row says of who is meant, or None where it does not even name anybody."""
    number, name = values.get("id_number"), values.get("name")
    return number.number if number else (name, values.get("birth")) if name else None


def doubles(rows: Sequence[Row], around: Circumstances) -> dict[int, Fault]:
    """Return faults by index of row: who stands in the file twice for one term, in two basic
    courts at once, or under two names with one number (the later row is the one at fault)."""
    seen: dict[Any, list[Row]] = {}
    faults: dict[int, Fault] = {}
    for index, row in enumerate(rows):
        who = _who(row.values)
        if who is None:
            continue
        earlier = seen.setdefault(who, [])
        fault = next((f for other in earlier if (f := _against(row, other, around))), None)
        if fault:
            faults[index] = fault
        if not fault or fault.strength == SOFT:
            earlier.append(row)
    return faults


def _against(row: Row, other: Row, around: Circumstances) -> Fault | None:
    mine, theirs = row.values, other.values
    facts = MappingProxyType({"line": other.line})
    if mine.get("name") != theirs.get("name"):
        return Fault(
            "id_number",
            "import.number_twice",
            N_("Line %(line)d has the same ID number with another name."),
            facts,
            N_("Correct the number or the name in one of the two rows."),
        )
    if all(
        _tenure_value(mine, key, around) == _tenure_value(theirs, key, around) for key in _OF_TENURE
    ):
        return Fault(
            "name",
            "import.double",
            N_("Line %(line)d says the same of the same person."),
            facts,
            N_("Delete one of the two rows, or add what tells the two persons apart."),
        )
    court = _court(mine, around)
    beside = {
        "others": (held_by(theirs, court, around),),
        "basic": court in around.basic_courts,
    }
    facts = facts_of(mine, mine.get("from") or date.min, mine.get("until"), **beside)
    refusal = one_basic_court(facts, around.book)
    return fault_of(refusal) if refusal else None


def lost_beside(rows: Sequence[Row]) -> dict[int, Fault]:
    """Return faults by index of row: numbers that end in three zeros, of which the last fits by
    chance (one of eleven does), in a file where others' last places were lost."""
    lost = number_fault(identity.LOST_DIGITS)
    if not any(fault.key == lost.key for row in rows for fault in row.faults):
        return {}
    numbers = ((i, row.values.get("id_number")) for i, row in enumerate(rows))
    return {i: lost for i, n in numbers if n and n.birth and identity.ends_in_zeros(n.number)}


def _court(values: Values, around: Circumstances) -> str:
    return values.get("court") or around.court


def _tenure_value(values: Values, key: str, around: Circumstances) -> Any:
    if key == "court":
        return _court(values, around)
    return values.get(key, RollKind.GENERAL if key == "roll" else None)


def classify(row: Row, known: Known) -> Outcome:
    """Return what a judged row would do to the register.

    A person is found by the number's keyed hash; else by name and birth, where the row or the
    register has no number. One number under another name is a change that is pointed out.
    """
    person, faults = _found(row.values, known)
    if person:
        faults += _of_register(row.values, person)
    faults = [*row.faults, *faults]
    whom = person.person if person else None
    if any(fault.strength == HARD for fault in faults):
        return Outcome(State.WRONG, whom, (), tuple(faults))
    if person is None:
        return Outcome(State.NEW, None, (), tuple(faults))
    changes = _changes(row.values, person.values, known)
    state = State.CHANGED if changes else State.SAME
    return Outcome(state, whom, changes, tuple(faults))


def _found(values: Values, known: Known) -> tuple[KnownPerson | None, list[Fault]]:
    number = values.get("id_number")
    if number and (person := known.by_number.get(known.hash_of(number.number))):
        return person, []
    candidates = _of_name_and_birth(values, known)
    if number:
        candidates = [person for person in candidates if not person.has_number]
    if len(candidates) > 1:
        return None, [_AMBIGUOUS]
    return (candidates[0], []) if candidates else (None, [])


def _of_name_and_birth(values: Values, known: Known) -> list[KnownPerson]:
    """Return persons of the row's name and birth, then those of whose birth less is known."""
    name, birth = values.get("name", ""), values.get("birth")
    keys = [str(birth), str(birth.year), ""] if birth else [""]
    for key in dict.fromkeys(keys):
        found = known.by_birth.get((name, key), ())
        if key != keys[0]:
            found = [person for person in found if _born(person) == key]
        if found:
            return list(found)
    return []


def _born(person: KnownPerson) -> str:
    return str(person.values.get("birth") or "")


_AMBIGUOUS = Fault(
    "name",
    "import.several",
    N_("The register has several persons of this name and birth."),
    way_out=N_("Add the ID number, so that it is clear who is meant."),
)


def _of_register(values: Values, person: KnownPerson) -> list[Fault]:
    name = person.values.get("name")
    if not name or name == values.get("name"):
        return []
    return [
        Fault(
            "name",
            "import.other_name",
            N_("The register has this ID number under the name %(name)s."),
            MappingProxyType({"name": name}),
            N_("If it is another person, correct the number; otherwise the name is changed."),
            SOFT,
        )
    ]


def _changes(values: Values, has: Mapping[str, Any], known: Known) -> tuple[Change, ...]:
    """Return what the row states and the register has otherwise or not at all.

    The register's `id_number` is its keyed hash; a birth year says nothing against a day.
    """
    changes = []
    for field, stated in values.items():
        before = has.get(field)
        if field == "id_number":
            same = before == known.hash_of(stated.number)
            before = None
        elif field == "birth" and before and not stated.day:
            same = before.year == stated.year
        else:
            same = before == stated
        if not same:
            changes.append(Change(field, before, stated))
    return tuple(changes)
