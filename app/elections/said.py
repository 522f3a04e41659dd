"""What a list says of a candidate, as it is kept with him: the personal columns of the roll's
sheet as JSON, there and back (pure)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.people.service.rows import Said
from app.people.terms import IdKind, Sex
from app.shared.dates import Birth

TEXTS = ("education", "occupation", "employer", "district", "address", "phone", "email")
PERSONAL = ("name", "sex", "birth", "id_number", "id_kind", *TEXTS, "earlier_terms")


def packed_of(values: Mapping[str, Any]) -> str:
    """Return the values of a row as they are kept."""
    kept: dict[str, Any] = {name: values[name] for name in TEXTS if values.get(name)}
    kept["name"] = values["name"]
    if sex := values.get("sex"):
        kept["sex"] = sex.value
    if birth := values.get("birth"):
        kept["birth"] = birth.day.isoformat() if birth.day else str(birth.year)
    if number := values.get("id_number"):
        kept["id_number"], kept["id_kind"] = number.number, number.kind.value
    if values.get("earlier_terms"):
        kept["earlier_terms"] = values["earlier_terms"]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def said_of(packed: str) -> dict[str, Any]:
    """Return what was kept as plain values; nothing where it was emptied."""
    return json.loads(packed) if packed else {}


def birth_of(said: Mapping[str, Any]) -> Birth | None:
    """Return the birth that a list states: the day, or the year only."""
    text = said.get("birth", "")
    if len(text) == 4:
        return Birth(int(text))
    day = date.fromisoformat(text) if text else None
    return Birth(day.year, day) if day else None


def person_of(said: Mapping[str, Any]) -> Said:
    """Return a candidate as he is entered in the register."""
    birth = birth_of(said)
    number = said.get("id_number")
    return Said(
        name=said["name"],
        sex=Sex(said["sex"]) if said.get("sex") else None,
        birth=birth.day if birth else None,
        birth_year=birth.year if birth else None,
        mail=said.get("email"),
        phone=said.get("phone"),
        address=said.get("address"),
        **{name: said.get(name, "") for name in TEXTS[:4]},
        identifiers=((IdKind(said["id_kind"]), number),) if number else (),
    )
