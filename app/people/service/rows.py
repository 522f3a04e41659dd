"""What is said of a person, as rows for the register: pure, so that thousands go in at once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.people import names
from app.people.terms import IdKind, Sex

GRAM_LENGTH = 60
_NO_LOOKALIKES = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Said:
    """What is said of a person who is entered; `identifiers` are (kind, number as kept)."""

    name: str
    sex: Sex | None = None
    birth: date | None = None
    birth_year: int | None = None
    pinyin: str = ""
    education: str = ""
    occupation: str = ""
    employer: str = ""
    district: str = ""
    address: str | None = None
    phone: str | None = None
    mail: str | None = None
    ethnicity: str | None = None
    social_origin: str | None = None
    language: str = "zh_Hans"
    identifiers: tuple[tuple[IdKind, str], ...] = ()


@dataclass(frozen=True)
class PersonRows:
    """The rows beside a person's own: identity, identifiers, what the person is found by."""

    identity: dict[str, Any]
    identifiers: list[dict[str, Any]]
    grams: list[dict[str, Any]]


def register_number() -> str:
    """Return a register number: P and eleven letters or digits, at random, none that look alike."""
    return "P" + "".join(secrets.choice(_NO_LOOKALIKES) for _ in range(11))


def sort_key(name: str) -> str:
    """Return what a name is sorted by: its likeliest pinyin, then the name itself."""
    return f"{names.readings(name)[0]} {name}"[:200] if name else ""


def phone_columns(phone: str | None, hash_of: Callable[[str], str]) -> dict[str, Any]:
    """Return the columns of a normalised telephone number: sealed, hashed, its last four."""
    if not phone:
        return {"phone": None, "phone_hash": None, "phone_last4": ""}
    return {"phone": phone, "phone_hash": hash_of(phone), "phone_last4": phone[-4:]}


def person_row(said: Said, hash_of: Callable[[str], str]) -> dict[str, Any]:
    """Return the row of Person; `hash_of` is the keyed hash. The id is the database's."""
    name = names.normalise(said.name)
    return {
        "number": register_number(),
        "name": name,
        "pinyin": said.pinyin or names.proposed_pinyin(name),
        "sort_key": sort_key(name),
        "sex": said.sex,
        "birth": said.birth,
        "birth_year": said.birth.year if said.birth else said.birth_year,
        "education": said.education,
        "occupation": said.occupation,
        "employer": said.employer,
        "district": said.district,
        "address": said.address,
        "mail": said.mail,
        "ethnicity": said.ethnicity,
        "social_origin": said.social_origin,
        "language": said.language,
        **phone_columns(said.phone, hash_of),
    }


def identifier_row(
    person_id: int, kind: IdKind, number: str, moment: datetime, hash_of: Callable[[str], str]
) -> dict[str, Any]:
    """Return the row of an identifier."""
    return {
        "person_id": person_id,
        "kind": kind,
        "number": number,
        "hash": hash_of(number),
        "last4": number[-4:],
        "recorded_at": moment,
    }


def grams_of(all_names: Iterable[str], pinyin: str = "", last4: Iterable[str] = ()) -> list[str]:
    """Return all by which a person is found: parts of the names, readings, the last four."""
    found: list[str] = []
    for name in all_names:
        found += [*names.infixes(name), *names.search_terms(name)]
    found += names.search_terms(pinyin) if pinyin else []
    found += [four.casefold() for four in last4]
    return list(dict.fromkeys(gram[:GRAM_LENGTH] for gram in found))


def rows_for_person(
    person_id: int, said: Said, moment: datetime, hash_of: Callable[[str], str]
) -> PersonRows:
    """Return the rows beside Person for somebody who was just entered (moment: aware, UTC)."""
    name = names.normalise(said.name)
    pinyin = said.pinyin or names.proposed_pinyin(name)
    identity = {
        "person_id": person_id,
        "name": name,
        "pinyin": pinyin,
        "sex": said.sex,
        "birth": said.birth,
        "birth_year": said.birth.year if said.birth else said.birth_year,
        "recorded_at": moment,
    }
    numbers = [identifier_row(person_id, *one, moment, hash_of) for one in said.identifiers]
    grams = grams_of([name], pinyin, [number[-4:] for _, number in said.identifiers])
    return PersonRows(identity, numbers, [{"gram": g, "person_id": person_id} for g in grams])
