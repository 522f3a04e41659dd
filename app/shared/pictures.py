"""Pictures of numbers: numbers in, bars out (pure); templates/_pictures.html draws them.

Across, places are hundredths of the frame's width; down, they are pixels. So a picture is as wide
as its room, and its letters stay as large as those around it. Decision 0018.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 100.0
LINE, BAR, GAP = 20, 14, 10  # pixels: a line of text, a bar, what lies between two rows
ROOM = 40  # letters of a line on a phone, a hanzi as two
OUTER, INNER = 14.0, 41.0  # between these lie the left bars of a pyramid, mirrored the right ones


@dataclass(frozen=True)
class Share:
    """A part of a bar: how many, and how it is drawn (full, open, room)."""

    number: int
    ink: str = "full"


@dataclass(frozen=True)
class Row:
    """One bar with the figure and the words over it.

    `of`: how long the bar's frame is, where it has one; `mark`: a number that a line marks.
    """

    figure: str
    words: str
    shares: tuple[Share, ...]
    of: int = 0
    mark: int = 0

    @property
    def length(self) -> int:
        """The greatest number that is drawn in the row."""
        return max(sum(share.number for share in self.shares), self.of, self.mark)


@dataclass(frozen=True)
class Bar:
    """A rectangle of the frame."""

    x: float
    y: int
    width: float
    height: int
    ink: str


@dataclass(frozen=True)
class Word:
    """A text of the frame at its baseline; `figure` stands before it, in bold."""

    x: float
    y: int
    text: str
    figure: str = ""
    anchor: str = "start"


@dataclass(frozen=True)
class Drawing:
    """What is drawn in a frame a hundred wide; `marks` are (x, from y, to y)."""

    height: int
    bars: tuple[Bar, ...]
    words: tuple[Word, ...]
    marks: tuple[tuple[float, int, int], ...] = ()


@dataclass(frozen=True)
class Cell:
    """A cell of a picture's table that leads somewhere."""

    text: str
    link: str = ""


@dataclass(frozen=True)
class Picture:
    """A drawing with its finding, what it shows in words, and the same as a table.

    `key` explains the ways bars are drawn: (ink, words). The first cell of a row is its head.
    """

    name: str
    title: str
    says: str
    drawing: Drawing
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell | str | int, ...], ...]
    key: tuple[tuple[str, str], ...] = ()


def bars_of(rows: Iterable[Row]) -> Drawing:
    """Lay rows out one under the other, each bar under its words, all on one scale."""
    rows = list(rows)
    whole = max((row.length for row in rows), default=0)
    bars: list[Bar] = []
    words: list[Word] = []
    marks: list[tuple[float, int, int]] = []
    y = 0
    for row in rows:
        for n, text in enumerate(broken(row.words, ROOM, len(row.figure) + 1)):
            words.append(Word(0, y + LINE - 5, text, "" if n else row.figure))
            y += LINE
        bars += _row(row, whole, y)
        if row.mark:
            marks.append((_across(row.mark, whole), y - 2, y + BAR + 2))
        y += BAR + GAP
    return Drawing(max(y - GAP + 2, 0), tuple(bars), tuple(words), tuple(marks))


def _row(row: Row, whole: int, y: int) -> list[Bar]:
    bars = [Bar(0, y, _across(row.of, whole), BAR, "room")] if row.of else []
    before = 0
    for share in row.shares:
        x, end = _across(before, whole), _across(before + share.number, whole)
        if share.number:
            bars.append(Bar(x, y, end - x, BAR, share.ink))
        before += share.number
    return bars


def _across(number: int, whole: int) -> float:
    return WIDTH * number / whole if whole else 0


def pyramid_of(bands: Sequence[tuple[str, int, int]], left: str, right: str) -> Drawing:
    """Lay bands out with the first number to the left and the second to the right, the last band
    on top; both sides on one scale, each number at the edge of its own side."""
    whole = max((max(one, other) for _, one, other in bands), default=0)
    middle = WIDTH / 2
    words = [Word(INNER, LINE - 5, left, anchor="end"), Word(WIDTH - INNER, LINE - 5, right)]
    bars: list[Bar] = []
    y = LINE + 4
    for label, one, other in reversed(bands):
        words.append(Word(middle, y + BAR - 3, label, anchor="middle"))
        words.append(Word(0, y + BAR - 3, "", f"{one:,}"))
        words.append(Word(WIDTH, y + BAR - 3, "", f"{other:,}", anchor="end"))
        for number, ink in ((one, "full"), (other, "open")):
            width = (INNER - OUTER) * number / whole if whole else 0
            if number:
                x = INNER - width if ink == "full" else WIDTH - INNER
                bars.append(Bar(x, y, width, BAR, ink))
        y += BAR + GAP - 4
    return Drawing(y, tuple(bars), tuple(words))


def broken(text: str, room: int, first: int = 0) -> list[str]:
    """Break a text into lines of some letters, a hanzi as two; `first` are taken already.

    Latin words stay whole where they can. At least one line, empty for no text.
    """
    lines, line, used = [], "", first
    for piece in _pieces(text):
        wide = wide_of(piece)
        if line and used + wide_of(piece.rstrip()) > room:
            lines.append(line.rstrip())
            line, used, piece = "", 0, piece.lstrip()
        line, used = line + piece, used + wide
    return [*lines, line.rstrip()]


def wide_of(text: str) -> int:
    """Return how wide a text is in Latin letters, a hanzi as two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _pieces(text: str) -> list[str]:
    """Return the pieces between which a line may break: Latin words, single hanzi."""
    pieces: list[str] = []
    open_ = False  # the last piece is a Latin word that goes on
    for letter in text:
        if wide_of(letter) == 2 or not open_:
            pieces.append(letter)
        else:
            pieces[-1] += letter
        open_ = wide_of(letter) == 1 and letter != " "
    return pieces
