"""Names: written one way, read in every way, found by any part."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category

from app.people.surnames import COMPOUND, READINGS
from app.shared.fullwidth import cleaned, halfwidth

DOT = "·"
_BETWEEN = " ·•‧・･∙⋅.,-‐’'()"  # what a name has between its letters; brackets: a former name
HAN = r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
_IS_HAN = re.compile(HAN)
_DOTS = re.compile(rf"(?<={HAN})\s*[·•‧・･∙⋅.．]\s*(?={HAN})")
_PARTS = re.compile(rf"[{DOT}\s]")
_GAP = re.compile(rf"(?<={HAN})\s+(?={HAN})")
_NOT_WRITTEN = re.compile(r"[\W_]+")
_GIVEN = str.maketrans({"卜": "补"})  # bu in 阿卜杜; the dictionary reads it as in 萝卜
_LONGEST_SURNAME = max(map(len, COMPOUND))


def normalise(name: str) -> str:
    """Return a name as it is kept: NFC, one kind of dot, no space between Chinese characters.

    "张 三" becomes 张三; • ‧ ・ and a full stop between Chinese characters become ·; Latin names
    keep single spaces; full-width letters become ASCII. The order is never changed.
    """
    plain = cleaned(name)
    if plain.isascii():
        return plain
    return _GAP.sub("", _DOTS.sub(DOT, cleaned(halfwidth(plain))))


def is_name(name: str) -> bool:
    """Say whether a normalised text may be a name: letters of any script with what joins them.

    Rare characters are letters too, 〇 and those that have no place in Unicode included; figures,
    and signs that formulas or pages are made of, are in no name.
    """
    letters = [c for c in name if c not in _BETWEEN]
    written = all(category(c)[0] in "LM" or c == "〇" or category(c) == "Co" for c in letters)
    return written and any(category(c)[0] != "M" for c in letters)


def surnames(name: str) -> list[str]:
    """Return what may be the surname of a normalised Chinese name, the likeliest first.

    Names with · and Latin names have none: their order and parts are their bearers' own.
    """
    if DOT in name or not name or not _IS_HAN.match(name):
        return []
    several = [
        name[:n] for n in range(_LONGEST_SURNAME, 1, -1) if len(name) > n and name[:n] in COMPOUND
    ]
    return [*several, name[0]]


def readings(name: str) -> list[str]:
    """Return the pinyin of a name for each reading of its surname, the likeliest first.

    Syllables in lower case without tones, ü as v, separated by spaces: 单雄信 gives
    ["shan xiong xin", "dan xiong xin"]. Latin parts stay as they are, in lower case.
    """
    plain = normalise(name)
    found = [
        " ".join([reading, *_syllables(plain[len(surname) :])])
        for surname in surnames(plain)
        for reading in READINGS.get(surname) or [" ".join(_syllables(surname))]
    ]
    found = found or [" ".join(_syllables(plain))]
    return list(dict.fromkeys(reading.strip() for reading in found))


def proposed_pinyin(name: str) -> str:
    """Return the likeliest pinyin as it is written, surname first: Shan Xiongxin (GB/T 28039)."""
    plain = normalise(name)
    if not _IS_HAN.search(plain):
        return plain
    likeliest = readings(plain)[0].split()
    if not surnames(plain):
        parts = [_syllables(part) for part in _PARTS.split(plain)]
        return " ".join("".join(part).capitalize() for part in parts if part).replace("v", "ü")
    length = len(surnames(plain)[0])
    parts = ["".join(likeliest[:length]), "".join(likeliest[length:])]
    return " ".join(part.capitalize() for part in parts if part).replace("v", "ü")


def initials(name: str) -> list[str]:
    """Return the first letters of the syllables for each reading: 单雄信 gives ["sxx", "dxx"]."""
    return list(dict.fromkeys(_initials_of(reading) for reading in readings(name)))


def _initials_of(reading: str) -> str:
    return "".join(syllable[0] for syllable in reading.split())


def search_terms(name: str) -> list[str]:
    """Return all that a person may be found by, if it is typed from its beginning.

    The name itself, each reading joined and in initials, ü also as yu and u, words of Latin
    names; in lower case, without spaces and dots, each once, sorted.
    """
    plain = normalise(name).casefold()
    terms = {_bare(word) for word in [plain, *plain.split()]}
    for reading in readings(name):
        joined = _bare(reading)
        terms |= {joined, _initials_of(reading)}
        if _IS_HAN.search(plain) and "v" in joined:
            terms |= {joined.replace("v", "yu"), joined.replace("v", "u")}
    return sorted(term for term in terms if term)


def infixes(name: str) -> list[str]:
    """Return the characters and the pairs of neighbours of a name, each once, for an index."""
    bare = _bare(normalise(name).casefold())
    pairs = [bare[i : i + 2] for i in range(len(bare) - 1)]
    return list(dict.fromkeys([*bare, *pairs]))


def infixes_sought(text: str) -> list[str]:
    """Return those of `infixes` that every name holding `text` must have: its pairs, or itself.

    Names that have all of them still need a comparison with the text where it has three
    characters or more.
    """
    bare = _bare(normalise(text).casefold())
    pairs = [bare[i : i + 2] for i in range(len(bare) - 1)]
    return list(dict.fromkeys(pairs or bare))


def _bare(text: str) -> str:
    return _NOT_WRITTEN.sub("", text)


def _syllables(text: str) -> list[str]:
    if DOT in text or " " in text:
        return [s for word in _PARTS.split(text) for s in _read(word)]
    return list(_read(text))


@lru_cache(maxsize=65536)
def _read(word: str) -> tuple[str, ...]:
    """Return the syllables of a given name; the dictionary is loaded at the first use."""
    from pypinyin import lazy_pinyin

    if word.isascii():
        return (word.casefold(),) if word else ()
    return tuple(s.casefold().replace("ü", "v") for s in lazy_pinyin(word.translate(_GIVEN)))
