"""Writing a table as XLSX."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter

_NARROWEST, _WIDEST = 8, 48


def _width(text: str) -> int:
    """Return how many Latin letters wide a text is."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text[:_WIDEST])


def workbook(headings: Sequence[str], rows: Iterable[Sequence[str]], marked: bool) -> bytes:
    """Return XLSX bytes; `marked` shows the first column as the place of reasons."""
    out = io.BytesIO()
    _write(out, {"in_memory": True}, headings, rows, marked)
    return out.getvalue()


def workbook_file(folder: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    """Write a long table as XLSX into a folder and return its path; one row is in memory at once.

    What is half written lies in the folder too: who removes the folder leaves nothing.
    """
    path = folder / "table.xlsx"
    _write(str(path), {"constant_memory": True, "tmpdir": str(folder)}, headings, rows, False)
    return path


def _write(
    out: io.BytesIO | str,
    how: dict[str, Any],
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    marked: bool,
) -> None:
    options = {**how, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "num_format": "@"})
        reason = book.add_format({"num_format": "@", "font_color": "#9C0006"})
        widths = [_width(heading) for heading in headings]
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, head)
        for line, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                sheet.write_string(line, column, cell, reason if marked and not column else text)
                if line <= 200 and column < len(widths):
                    widths[column] = max(widths[column], _width(cell))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width + 2, _NARROWEST), _WIDEST), text)
        sheet.freeze_panes(1, 0)
