"""What is looked for in the register, as it stands in the address; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from app.people import identity, names
from app.people.terms import RollKind, Sex
from app.shared.fullwidth import cleaned, halfwidth

_LAST_FOUR = re.compile(r"\d{3}[\dXx]\Z", re.ASCII)
_HAN = re.compile(names.HAN)
LONGEST_WITHIN = 1830  # days: a whole term
Word = TypeVar("Word", bound=StrEnum)
SORTS = ("name", "until", "cases")


class Status(StrEnum):
    """Which tenures are listed: those that hold today, those that ended, the last of each."""

    OFFICE = "office"
    ENDED = "ended"
    ALL = "all"


@dataclass(frozen=True)
class Search:
    """A question to the register; the empty one is everybody in office, by name."""

    q: str = ""
    status: Status = Status.OFFICE
    roll: str = ""
    district: str = ""
    sex: str = ""
    near: bool = False
    within: int = 0
    sort: str = "name"
    down: bool = False

    def args(self, **changed: object) -> dict[str, Any]:
        """Return the query of the address, with some fields changed, without what is default."""
        plain, usual = {**vars(replace(self, **changed))}, vars(USUAL)  # type: ignore[arg-type]
        kept = {name: value for name, value in plain.items() if value != usual[name]}
        kept.pop("down", None)
        if plain["sort"] != "name" or plain["down"]:
            kept["sort"] = ("-" if plain["down"] else "") + plain["sort"]
        return {name: "1" if value is True else str(value) for name, value in kept.items()}


USUAL = Search()
VIEWS: tuple[tuple[str, Search], ...] = (
    ("office", USUAL),
    ("ending", Search(within=90, sort="until")),
    ("near", Search(near=True, sort="cases", down=True)),
    ("all", Search(status=Status.ALL)),
)


def search_of(args: Mapping[str, str]) -> Search:
    """Return the search that an address asks for; what makes no sense there is left out."""
    sort = args.get("sort", "name")
    within = halfwidth(args.get("within", ""))
    days = int(within) if within.isdecimal() and len(within) <= 4 else 0
    return Search(
        q=cleaned(args.get("q", ""))[:80],
        status=_member(Status, args.get("status")) or Status.OFFICE,
        roll=_member(RollKind, args.get("roll")) or "",
        district=args.get("district", "")[:80],
        sex=_member(Sex, args.get("sex")) or "",
        near=args.get("near") == "1",
        within=min(days, LONGEST_WITHIN),
        sort=sort.lstrip("-") if sort.lstrip("-") in SORTS else "name",
        down=sort.startswith("-"),
    )


def _member(words: type[Word], value: str | None) -> Word | None:
    return words(value) if value in set(words) else None


@dataclass(frozen=True)
class Wanted:
    """How a text is looked for: by grams that all must be there, or by an exact number.

    `prefix` is the beginning of a gram; `within` is what the whole name must hold besides;
    `number` and `phone` are looked for by their keyed hash.
    """

    grams: tuple[str, ...] = ()
    prefix: str = ""
    within: str = ""
    number: str = ""
    phone: str = ""


def wanted(q: str) -> Wanted | None:
    """Return how to look for what was typed, None where nothing can be looked for.

    Four places are the end of a number, 11 digits a telephone, 15 or 18 a number; Chinese
    characters any part of a name; letters the beginning of its pinyin or of its initials.
    """
    plain = halfwidth(q)
    if not plain:
        return None
    if _LAST_FOUR.match(plain):
        return Wanted(grams=(plain.casefold(),))
    if any(c.isdigit() for c in plain):
        return _number(plain)
    if _HAN.search(plain):
        pairs = tuple(names.infixes_sought(plain))
        bare = "".join(c for c in names.normalise(plain).casefold() if c.isalpha())
        return Wanted(grams=pairs, within=bare if len(bare) > 2 else "") if pairs else None
    letters = "".join(c for c in plain.casefold().replace("ü", "v") if c.isalpha())
    return Wanted(prefix=letters[:60]) if letters else None


def _number(plain: str) -> Wanted | None:
    try:
        phone = identity.normalise_phone(plain)
    except identity.NotAPhone:
        phone = ""
    try:
        number = identity.read_number(plain).number
    except identity.NotANumber:
        number = ""
    return Wanted(number=number, phone=phone) if number or phone else None
