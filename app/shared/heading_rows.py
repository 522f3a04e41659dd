"""Finding the headings of a table that has title lines above it and headings of two lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

LOOKED_AT = 10
_DIGIT = re.compile(r"\d")
_CAPTION = re.compile(r"[:：]")


def find_headings(
    top: Sequence[Sequence[str]], known: Callable[[str], bool] | None = None
) -> tuple[int, list[str]]:
    """Return the index of the first row below the headings, and the headings.

    `top`: the first rows, all of one width, merged cells filled with their value. `known` says
    whether a text is a heading of the table that is looked for; without it, or if it knows
    nothing here, the row with most different texts is taken. Headings of two rows
    become one text, "任期 起".
    """
    rows = [[cell.strip() for cell in row] for row in top]
    best = _best_row(rows[:LOOKED_AT], known)
    if best + 1 < len(rows) and _refines(rows[best], rows[best + 1]):
        return best + 2, _joined(rows[best], rows[best + 1])
    if best and _groups(rows[best - 1], rows[best]):
        return best + 1, _joined(rows[best - 1], rows[best])
    return best + 1, rows[best]


def _best_row(rows: list[list[str]], known: Callable[[str], bool] | None) -> int:
    recognised = [len({t for t in row if t and known(t)}) if known else 0 for row in rows]
    different = [len({t for t in row if t and not _is_figure(t)}) for row in rows]
    return max(range(len(rows)), key=lambda i: (recognised[i], different[i], -i))


def known_among(top: Sequence[Sequence[str]], known: Callable[[str], bool]) -> int:
    """Return how many different headings that are known the best of the first rows has."""
    return max((len({t for t in row if t and known(t)}) for row in top[:LOOKED_AT]), default=0)


def first_of_rows(top: Sequence[Sequence[str]], known: Callable[[str], bool]) -> list[str]:
    """Return the first row of a table without headings; nothing where it may have some.

    There are none where no text is known, and a full row has a day, a number or a telephone.
    """
    if known_among(top, known):
        return []
    full = max((sum(map(bool, row)) for row in top), default=0)
    rows = [list(row) for row in top if sum(map(bool, row)) == full]
    first = rows[0] if rows else []
    cells = any(_is_figure(text) and len(_DIGIT.findall(text)) > 5 for text in first)
    return first if cells else []


def _is_figure(text: str) -> bool:
    """Say whether a text is rather a number, a day or a telephone than a heading."""
    return 2 * len(_DIGIT.findall(text)) > len(text)


def _open_columns(row: list[str]) -> list[bool]:
    """Say for each column whether it belongs to a group: blank, or like a neighbour, or before
    a blank."""
    wide = ["", *row, row[-1] + "?"]
    return [
        not here or here == left or right in ("", here)
        for left, here, right in zip(wide, wide[1:], wide[2:], strict=False)
    ]


def _refines(upper: list[str], lower: list[str]) -> bool:
    """Say whether `lower` is the second line of the headings in `upper`, not the first of rows."""
    closed = [
        (up, low)
        for up, low, is_open in zip(upper, lower, _open_columns(upper), strict=True)
        if up and not is_open
    ]
    refined = sum(1 for up, low in zip(upper, lower, strict=True) if low and low != up)
    if not closed or not refined or any(_DIGIT.search(low) for low in lower):
        return False
    return all(low in ("", up) for up, low in closed)


def _groups(upper: list[str], lower: list[str]) -> bool:
    """Say whether `upper` names groups of the headings in `lower`, and is not a title."""
    texts = {t for t in upper if t}
    if len(texts) < 2 or any(_CAPTION.search(t) for t in texts):
        return False
    filled = [t for t in upper if t]
    merged = len(filled) > len(texts) or any(
        up and up == low for up, low in zip(upper, lower, strict=True)
    )
    named = [t for t in lower if t]
    return merged or len(named) > len(set(named))


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """Join two lines of headings; a blank above belongs to the group at its left."""
    joined, group = [], ""
    for up, low in zip(upper, lower, strict=True):
        group = up or group
        above = up or (group if low else "")
        joined.append(" ".join(dict.fromkeys(t for t in (above, low) if t)))
    return joined
