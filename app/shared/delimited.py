"""CSV as spreadsheet programs write it: its encoding, its separator, and safe writing."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from app.shared.tables import (
    Limits,
    broken,
    too_many_cells,
    too_many_columns,
    too_many_rows,
    wrong_encoding,
)

SEPARATORS = ",\t;|"
TITLES = 12  # rows above those of people
_SAMPLE = 20_000
_FEW = 8  # characters
_LATIN_BESIDE = re.compile(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]")
_LAST_COMMON_IN_BIG5 = 0xC6
_DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?\Z")
_FORCED_TEXT = re.compile(r'="([^"]*)"\Z')


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding: utf-8, utf-16 (with its mark) or gb18030.

    Raises Unreadable where none fits, or where GB18030 fits by accident only: nearly every
    sequence of bytes is some rare character of GB18030 (see _looks_chinese).
    """
    if content.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):  # UTF-32, half of it UTF-16
        raise wrong_encoding()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16"), "utf-16"
    try:
        text, encoding = content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = _strictly(content, "gb18030"), "gb18030"
        if not _looks_chinese(text):
            raise wrong_encoding() from None
    if "\0" in text[:_SAMPLE]:
        raise broken()
    if "\ufffd" in text or "锟斤拷" in text:
        raise wrong_encoding()
    return text, encoding


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise wrong_encoding() from None


def _looks_chinese(text: str) -> bool:
    """Say whether a text that was read as GB18030 was written so.

    Of many characters most are common ones. Few may all be rare, as in one name below English
    headings; but they stand alone: of other encodings half a word is still Latin, "Jos閏".
    """
    sample = text[:_SAMPLE]
    foreign = [c for c in sample if c > "\x7f"]
    common = sum(map(_is_common, foreign))
    few_alone = len(foreign) <= _FEW and not _LATIN_BESIDE.search(sample)
    return common >= 0.8 * len(foreign) or few_alone


def _is_common(character: str) -> bool:
    """Say whether a character is simplified (GB 2312), common in traditional writing (the first
    level of Big5), or of four bytes, which no other encoding has by accident."""
    if character.encode("gb2312", "ignore") or not character.encode("gbk", "ignore"):
        return True
    traditional = character.encode("big5", "ignore")
    return bool(traditional) and traditional[0] <= _LAST_COMMON_IN_BIG5


def sniffed(text: str) -> str:
    """Return the separator that cuts the first lines into most columns of one number."""
    lines = [line for line in text[:_SAMPLE].splitlines()[:20] if line.strip()]

    def weight(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator))
        width, times = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1], pair[0]))
        return (times if width > 1 else 0, width)

    return max(SEPARATORS, key=weight) if lines else ","


def read_delimited(content: bytes, limits: Limits) -> tuple[list[list[str]], str]:
    """Return the rows of a CSV file, all of one width, and its encoding; raises Unreadable."""
    text, encoding = decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sniffed(text))
    rows: list[list[str]] = []
    width = 0
    try:
        for row in reader:
            rows.append(_plain(row))
            width = max(width, len(row))
            _refuse_over(len(rows), width, limits)
    except csv.Error:
        raise broken() from None
    for row in rows:
        row += [""] * (width - len(row))
    return rows, encoding


def _refuse_over(rows: int, width: int, limits: Limits) -> None:
    if rows > limits.rows + TITLES:
        raise too_many_rows(limits.rows)
    if width > limits.columns:
        raise too_many_columns(limits.columns)
    if rows * width > limits.cells:
        raise too_many_cells(limits.cells)


def _plain(row: list[str]) -> list[str]:
    """Undo what people write so that a spreadsheet program keeps long numbers as text."""
    return [_unforced(cell) if cell[:1] in ("=", "'", "\t") else cell for cell in row]


def _unforced(cell: str) -> str:
    forced = _FORCED_TEXT.match(cell)
    return forced[1] if forced else cell.removeprefix("'").strip("\t")


def _guarded(cell: str) -> str:
    dangerous = cell.startswith(_DANGEROUS) and not _PLAIN_NUMBER.match(cell)
    return "'" + cell if dangerous else cell


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return CSV in UTF-8 with its mark, as Excel opens it.

    Text that a spreadsheet program would take for a formula gets an apostrophe in front
    (OWASP, CSV Injection).
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_guarded(cell) for cell in headings])
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
