"""Reading single cells of a roll: each reader gives the values that a cell states."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from app.people import identity, names
from app.people.imports import words
from app.people.imports.terms import Fault
from app.people.terms import IdKind, RollKind
from app.shared.dates import Birth, NotADay, OutOfYears, day_from_serial, parse_birth, parse_day
from app.shared.fullwidth import halfwidth
from app.shared.refusals import HARD, SOFT
from app.shared.texts import N_

LONGEST = {
    "name": 120,
    "occupation": 120,
    "employer": 200,
    "district": 80,
    "address": 300,
    "rank": 80,
    "act_organ": 160,
    "act_number": 80,
    "court": 160,
    "ethnicity": 40,
    "social_origin": 40,
    "education": 40,
}
SHOWN = 60
FIRST_YEAR = 1900
AHEAD, AHEAD_ELSE = {"until": 60}, 10  # years from today: a career, and what is decided ahead
_COUNT = re.compile(r"第?\s*(\d{1,4})(\.0+|\.5)?\s*[件天日次届个]?\s*\Z")
_MAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\".]+\Z")
_BRACKETED = re.compile(r"[(](.+)[)]\Z")
_TO = re.compile(r"\s*(?:至|到|～|~|—+|–|\bto\b|(?<=[日号年月])-|(?<=\d)\s+-\s+)\s*")
_BETWEEN_PHONES = re.compile(r"[/、,，;；\s]+")


class CellFault(Exception):
    """A cell that cannot be read; the argument is the Fault."""

    def __init__(self, fault: Fault):
        self.fault = fault
        super().__init__(fault.key)


@dataclass(frozen=True)
class Reading:
    """How cells are to be read: the day it is, and from when bare day numbers count, if any may
    stand in them."""

    today: date
    day_zero: date | None = None


def _fail(
    field: str, key: str, text: str, way_out: str, strength: str = HARD, /, **facts: Any
) -> CellFault:
    cut = {name: _cut(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
    return CellFault(Fault(field, key, text, MappingProxyType(cut), way_out, strength))


def _cut(text: str) -> str:
    """Return a text as far as it is shown: a cell may hold 32,767 characters."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _kept_text(field: str, text: str, _how: Reading) -> dict[str, Any]:
    longest = LONGEST[field]
    if len(text) > longest:
        raise _fail(
            field,
            "import.too_long",
            N_("The text has %(length)d characters; at most %(longest)d can be kept."),
            N_("Shorten it."),
            length=len(text),
            longest=longest,
        )
    return {field: text}


def _name(field: str, text: str, how: Reading) -> dict[str, Any]:
    name = names.normalise(text)
    if not names.is_name(name):
        raise _fail(
            field,
            "import.name",
            N_("“%(text)s” is not a name."),
            N_("Write the name alone, without numbers, signs or remarks."),
            text=text,
        )
    return _kept_text(field, name, how)


def _word(meanings: Mapping[str, Any]) -> Callable[[str, str, Reading], dict[str, Any]]:
    def read(field: str, text: str, _how: Reading) -> dict[str, Any]:
        meaning = meanings.get(words.bare(text))
        if meaning is None:
            raise _fail(
                field,
                "import.unknown_word",
                N_("“%(text)s” is not known here."),
                N_("Use one of the words of the template."),
                text=text,
            )
        return {field: meaning}

    return read


def _id_kind(field: str, text: str, _how: Reading) -> dict[str, Any]:
    return {field: words.ID_KINDS.get(words.bare(text), IdKind.OTHER)}


def _education(field: str, text: str, how: Reading) -> dict[str, Any]:
    level = words.EDUCATIONS.get(words.bare(text))
    return {field: level.value} if level else _kept_text(field, text, how)


def _roll(field: str, text: str, _how: Reading) -> dict[str, Any]:
    """A special roll may name its subject: 专业（环境资源）; an unknown word is such a subject."""
    plain = halfwidth(text)
    subject = _BRACKETED.search(plain)
    kind = words.ROLLS.get(words.bare(_BRACKETED.sub("", plain)))
    if kind is None:
        return {field: RollKind.SPECIALIST, "roll_subject": text[:80]}
    return {field: kind} | ({"roll_subject": subject[1][:80]} if subject else {})


def _birth(field: str, text: str, how: Reading) -> dict[str, Any]:
    try:
        return {field: parse_birth(text, how.today)}
    except NotADay:
        day = _day_of(field, text, how)
        if day > how.today:
            raise _not_a_day(field, text) from None
        return {field: Birth(day.year, day)}


def _day(field: str, text: str, how: Reading) -> dict[str, Any]:
    return {field: _day_of(field, text, how)}


def _until(field: str, text: str, how: Reading) -> dict[str, Any]:
    return {} if text.casefold() in words.OPEN_END else _day(field, text, how)


def _term(field: str, text: str, how: Reading) -> dict[str, Any]:
    parts = _TO.split(text)
    if len(parts) != 2 and text.count("-") == 1:
        parts = text.split("-")
    if len(parts) != 2:
        raise _not_a_day(field, text)
    return _day("from", parts[0], how) | _until("until", parts[1], how)


def _day_of(field: str, text: str, how: Reading) -> date:
    """Return a day of the years that a roll can mean: a slip of a figure is no day."""
    first, last = FIRST_YEAR, how.today.year + AHEAD.get(field, AHEAD_ELSE)
    try:
        day = _any_day(text, how)
    except OutOfYears:
        day = None
    except NotADay:
        raise _not_a_day(field, text) from None
    if day and first <= day.year <= last:
        return day
    raise _fail(
        field,
        "import.day_bounds",
        N_("“%(text)s” is not of the years %(first)d to %(last)d."),
        N_("Check the year."),
        text=text,
        first=first,
        last=last,
    )


def _any_day(text: str, how: Reading) -> date:
    try:
        return parse_day(text, how.today, whole=True)
    except OutOfYears:
        raise
    except NotADay:
        if how.day_zero is None:
            raise
    return day_from_serial(text, how.day_zero)


def _not_a_day(field: str, text: str) -> CellFault:
    return _fail(
        field,
        "import.not_a_day",
        N_("“%(text)s” is not a day."),
        N_("Write year, month and day, as 2026-09-17."),
        text=text,
    )


def _count(field: str, text: str, _how: Reading) -> dict[str, Any]:
    found = _COUNT.match(halfwidth(text))
    if text in words.COUNTS and field == "earlier_terms":
        return {field: words.COUNTS[text]}
    halves = field == "days_this_year"
    if not found or (found[2] == ".5" and not halves):
        raise _fail(
            field,
            "import.not_a_count",
            N_("“%(text)s” is not a number of times."),
            N_("Write a whole number; days may end in .5."),
            text=text,
        )
    number = int(found[1])
    if halves and number > 366:
        raise _fail(
            field,
            "import.days_in_year",
            N_("No year has %(number)d days."),
            N_("Write the days sat this year."),
            number=number,
        )
    return {field: number + (0.5 if found[2] == ".5" else 0.0) if halves else number}


def _phone(field: str, text: str, _how: Reading) -> dict[str, Any]:
    candidates = [text, *_BETWEEN_PHONES.split(text)]
    for candidate in candidates:
        try:
            return {field: identity.normalise_phone(candidate)}
        except identity.NotAPhone:
            continue
    raise _fail(
        field,
        "import.phone",
        N_("“%(text)s” is not a telephone number; it will be left out."),
        N_("Write the number with its area code, digits only."),
        SOFT,
        text=text,
    )


def _email(field: str, text: str, _how: Reading) -> dict[str, Any]:
    mail = halfwidth(text)
    if _MAIL.match(mail) and len(mail) <= 254:
        return {field: mail}
    raise _fail(
        field,
        "import.email",
        N_("“%(text)s” is not an e-mail address; it will be left out."),
        N_("Write one address, as name@example.org."),
        SOFT,
        text=text,
    )


READERS: dict[str, Callable[[str, str, Reading], dict[str, Any]]] = {
    **dict.fromkeys(LONGEST, _kept_text),
    **dict.fromkeys(["act_date", "oath_date", "from", "since"], _day),
    **dict.fromkeys(["earlier_terms", "cases_this_year", "days_this_year"], _count),
    "name": _name,
    "sex": _word(words.SEXES),
    "birth": _birth,
    "id_number": lambda field, text, _how: {field: text},
    "id_kind": _id_kind,
    "education": _education,
    "phone": _phone,
    "email": _email,
    "roll": _roll,
    "form": _word(words.FORMS),
    "office": _word(words.OFFICES),
    "until": _until,
    "term": _term,
}
