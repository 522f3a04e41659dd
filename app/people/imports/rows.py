"""Reading one row of a roll: text in, checked values and faults out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from app.people import identity
from app.people.imports import words
from app.people.imports.cells import READERS, CellFault, Reading
from app.people.imports.headings import FIELD_KEYS, ColumnMapping
from app.people.imports.terms import Fault, Row
from app.shared.dates import Birth
from app.shared.fullwidth import cleaned
from app.shared.texts import N_


def read_row(
    cells: Sequence[str],
    mapping: ColumnMapping,
    today: date,
    *,
    day_zero: date | None = None,
    line: int = 0,
) -> Row:
    """Return what the cells of one row state, and what of it cannot be read.

    `day_zero`: the file is a workbook, so 46282 in a column of days is one. `line` is the row's
    line in the file. Birth and sex that are not stated are taken from the ID number.
    """
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for field, column in mapping.columns:
        cell = cells[column] if column < len(cells) else ""
        if not cell:
            continue
        read = _repeated if field in _OFTEN_THE_SAME else _read
        found = read(field, cell, today, day_zero)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            values.update(found)
    _number(values, faults)
    if "name" not in values and not any(fault.field == "name" for fault in faults):
        faults.insert(0, _NO_NAME)
    return Row(MappingProxyType(values), tuple(faults), line)


def _read(field: str, cell: str, today: date, day_zero: date | None) -> Mapping[str, Any] | Fault:
    text = cleaned(cell)
    if not text or text.casefold() in words.NOTHING:
        return _NOTHING
    try:
        return READERS[field](field, text, Reading(today, day_zero))
    except CellFault as found:
        return found.fault


_NOTHING: Mapping[str, Any] = MappingProxyType({})
_OFTEN_THE_SAME = frozenset(FIELD_KEYS) - {
    *("name", "birth", "id_number", "occupation", "employer", "address", "phone", "email"),
}
_repeated = lru_cache(maxsize=4096)(_read)


_NO_NAME = Fault(
    "name", "import.no_name", N_("There is no name."), way_out=N_("Write the person's name.")
)
_KEPT_AS_FIGURE = (
    N_("The spreadsheet kept the ID number as a figure, and its last places were lost."),
    N_("Format the column as text, and write the number anew."),
)
NUMBER_FAULTS = {
    identity.SHAPE: (
        "import.number_shape",
        N_("The ID number has not 18 places."),
        N_("Compare it with the card; for a permit state its kind in a column of its own."),
    ),
    identity.CHECK_DIGIT: (
        "import.check_digit",
        N_("The last place of the ID number does not fit the others: one of them is wrong."),
        N_("Compare the number with the card."),
    ),
    identity.BIRTH: (
        "import.number_birth",
        N_("The ID number holds a birth date that does not exist."),
        N_("Compare the number with the card."),
    ),
    identity.FIGURE: ("import.figure", *_KEPT_AS_FIGURE),
    identity.LOST_DIGITS: ("import.lost_digits", *_KEPT_AS_FIGURE),
}


def number_fault(why: str) -> Fault:
    """Return the fault of a row whose ID number is none; `why` is a NotANumber's."""
    key, said, way_out = NUMBER_FAULTS[why]
    return Fault("id_number", key, said, way_out=way_out, document="GB 11643-1999")


def _number(values: dict[str, Any], faults: list[Fault]) -> None:
    """Read the ID number, whose shape depends on the kind in another column."""
    text, kind = values.pop("id_number", None), values.pop("id_kind", None)
    if not text:
        return
    try:
        number = identity.read_number(text, kind)
    except identity.NotANumber as wrong:
        faults.append(number_fault(wrong.why))
        return
    values["id_number"] = number
    at_fault = {fault.field for fault in faults}
    if number.birth and "birth" not in at_fault:
        values.setdefault("birth", Birth(number.birth.year, number.birth))
    if number.sex and "sex" not in at_fault:
        values.setdefault("sex", number.sex)
