"""What a workbook says of itself beside its cells: formulas, and from when its days are counted."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date

from app.shared.dates import ZERO_1900, ZERO_1904
from app.shared.tables import MEBIBYTE, Limits, broken, over_limits

_FORMULA = re.compile(rb"<f[ />]")
_COUNTED_FROM_1904 = re.compile(
    rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["'](1|true|on)["']"""
)
_LOOKED_FOR_FORMULAS = 64 * MEBIBYTE
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)
_GLOBALS = b"\x09\x08\x10\x00\x00\x06\x05\x00"  # [MS-XLS] 2.4.21: BOF of the workbook
_DATE_1904, _END = 0x22, 0x0A  # [MS-XLS] 2.4.77 and 2.4.103
_MOST_RECORDS = 2000


def opened(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """Return the opened archive of a workbook, refusing what would unpack to too much."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (*_ZIP_FAULTS, ValueError):
        raise broken() from None
    if sum(part.file_size for part in archive.infolist()) > limits.unpacked_bytes:
        raise over_limits()
    return archive


def has_formulas(archive: zipfile.ZipFile | None) -> bool:
    """Say whether a cell of an XLSX workbook holds a formula, as far as is looked."""
    if archive is None:
        return False
    left = _LOOKED_FOR_FORMULAS
    for name in archive.namelist():
        if not name.startswith("xl/worksheets/"):
            continue
        try:
            with archive.open(name) as part:
                tail = b""
                while left > 0 and (block := part.read(MEBIBYTE)):
                    if _FORMULA.search(tail + block):
                        return True
                    tail, left = block[-3:], left - len(block)
        except _ZIP_FAULTS:
            return False
    return False


def day_zero(content: bytes, archive: zipfile.ZipFile | None) -> date | None:
    """Return the day that number 0 means in an XLSX or XLS workbook; None if it does not say."""
    if archive is None:
        flags = [value for kind, value in _records(content) if kind == _DATE_1904]
        return ZERO_1904 if b"\1\0" in flags else ZERO_1900
    try:
        with archive.open("xl/workbook.xml") as part:
            head = part.read(MEBIBYTE)
    except (KeyError, *_ZIP_FAULTS):
        return None
    return ZERO_1904 if _COUNTED_FROM_1904.search(head) else ZERO_1900


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and bytes of the first records of an XLS workbook, those before its sheets."""
    at = content.find(_GLOBALS)
    for _ in range(_MOST_RECORDS if at >= 0 else 0):
        kind = int.from_bytes(content[at : at + 2], "little")
        size = int.from_bytes(content[at + 2 : at + 4], "little")
        if kind == _END or at + 4 >= len(content):
            return
        yield kind, content[at + 4 : at + 4 + size]
        at += 4 + size
