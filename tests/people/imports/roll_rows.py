"""Rows for the tests of the import; numbers are made up."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.people.identity import read_number
from app.people.imports.terms import Circumstances, Row
from app.people.terms import Sex
from app.rulebooks.loader import load
from app.shared.dates import Birth

TODAY = date(2026, 11, 21)
EAST, WEST, CITY = "东区人民法院", "西区人民法院", "市中级人民法院"
BORN = date(1990, 3, 7)
_DEFAULTS: dict[str, Any] = {
    "name": "张三",
    "sex": Sex.FEMALE,
    "birth": Birth(1990, BORN),
    "court": EAST,
    "from": date(2022, 5, 6),
    "until": date(2027, 5, 5),
}


def number(born: date = BORN, order: int = 12) -> str:
    """Return a sound number of 18 places; an odd order is a man's."""
    body = f"430102{born:%Y%m%d}{order:03d}"
    total = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(body))
    return body + "0123456789X"[(12 - total % 11) % 11]


def row(line: int = 2, /, **values: Any) -> Row:
    """Return a good row with some values changed; None leaves a value out."""
    whole = {**_DEFAULTS, "id_number": read_number(number()), **values}
    return Row({key: value for key, value in whole.items() if value is not None}, (), line)


def around(book: str = "cn-2018", **more: Any) -> Circumstances:
    """Return the circumstances of an import into the court of the East."""
    given = {"basic_courts": frozenset([EAST, WEST]), "court": EAST, **more}
    return Circumstances(load(book), TODAY, **given)
