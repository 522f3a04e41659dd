"""Reading other people's spreadsheets safely, and writing our own.

Both kinds are parsed in a child process with limits (see parsed_apart.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from app.shared.delimited import write_csv
from app.shared.heading_rows import find_headings, first_of_rows, known_among
from app.shared.parsed_apart import parsed
from app.shared.tables import (
    LONGEST_CELL,
    Limits,
    Note,
    Table,
    Unreadable,
    broken,
    cell_too_long,
    empty,
    encrypted,
    no_headings,
    no_rows,
    too_large,
    too_many_rows,
)
from app.shared.texts import N_
from app.shared.workbooks import day_zero, has_formulas, opened

__all__ = ["Limits", "Note", "Table", "Unreadable", "read_table", "write_csv", "write_table"]

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_DEFAULT = Limits()
LONGEST_HEADING = 120
FEWEST_KNOWN = 2  # headings that tell a list from a cover sheet, which may have one by chance


def read_table(
    content: bytes,
    filename: str = "",
    limits: Limits = _DEFAULT,
    known: Callable[[str], bool] | None = None,
    sheet: str | None = None,
) -> Table:
    """Return the table in an XLSX, XLS or CSV file; what it is, its bytes say, not its name.

    `known` tells headings of the wanted table from other text: the first visible sheet that has
    them is read, else the first with cells, unless `sheet` names one. Blank rows and repeated
    headings are left out. Raises Unreadable.
    """
    if len(content) > limits.upload_bytes:
        raise too_large(len(content), limits.upload_bytes)
    if not content.strip():
        raise empty()
    if content.startswith(_OLE) and _ENCRYPTED_STREAM in content:
        raise encrypted()
    if content.startswith((_OLE, _ZIP)):
        return _workbook_table(content, limits, known, sheet)
    if filename.lower().endswith((".xlsx", ".xls", ".xlsm", ".et")):
        raise broken()
    rows, seen = parsed(content, limits, workbook=False)
    headings, body, numbers = _headed(rows, known, limits, seen)
    return Table(headings, body, numbers, seen["encoding"])


def _workbook_table(
    content: bytes, limits: Limits, known: Callable[[str], bool] | None, sheet: str | None
) -> Table:
    archive = opened(content, limits) if content.startswith(_ZIP) else None
    notes: list[Note] = []

    def look_for_formulas() -> None:
        notes.extend([_FORMULAS_READ] if has_formulas(archive) else [])

    def holds_the_list(top: list[list[str]]) -> bool:
        filled = [[cell.strip() for cell in row] for row in top if any(row)]
        return known is not None and known_among(filled, known) >= FEWEST_KNOWN

    rows, seen = parsed(
        content,
        limits,
        sheet,
        workbook=True,
        wanted=holds_the_list if known else None,
        meanwhile=look_for_formulas,
    )
    headings, body, numbers = _headed(rows, known, limits, seen)
    if len(seen["sheets"]) > 1:
        named = {"sheet": seen["sheet"], "sheets": ", ".join(seen["sheets"])}
        notes.append(Note("import.sheets", _ONE_SHEET, named))
    return Table(
        headings,
        body,
        numbers,
        sheet=seen["sheet"],
        sheets=tuple(seen["sheets"]),
        notes=tuple(notes),
        day_zero=day_zero(content, archive),
    )


_FORMULAS_READ = Note(
    "import.formulas",
    N_("Some cells hold formulas: their last computed values were read."),
)
_ONE_SHEET = N_(
    "The file has several sheets (%(sheets)s); only “%(sheet)s” was read. To read another one, "
    "upload the file again and name it."
)


def _headed(
    rows: list[list[str]],
    known: Callable[[str], bool] | None,
    limits: Limits,
    seen: Mapping[str, Any],
) -> tuple[tuple[str, ...], list[list[str]], list[int]]:
    """Cut rows into headings, rows below them that are not blank, and their line numbers."""
    lines = [(n, row) for n, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not lines:
        raise empty()
    if long := next((n for n, row in lines if max(map(len, row)) > LONGEST_CELL), 0):
        raise cell_too_long(long)
    top = [row for _n, row in lines[:12]]
    if known and (row := first_of_rows(top, known)):
        raise no_headings(row)
    below, headings = find_headings(top, known)
    heads = [row for _n, row in lines[:below]]
    body = [(n, row) for n, row in lines[below:] if row not in heads]
    if not body:
        raise no_rows(seen.get("sheet", ""), seen.get("sheets", ()))
    if len(body) > limits.rows:
        raise too_many_rows(limits.rows)
    cut = tuple(text[:LONGEST_HEADING] for text in headings)
    return cut, [row for _n, row in body], [n for n, _row in body]


def write_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    reasons: Sequence[str] | None = None,
    reason_heading: str = "Reason",
) -> bytes:
    """Return an XLSX file: every cell text, headings frozen, formulas and links inert.

    `reasons[i]` says in the first column what is wrong with row i, so that it is seen.
    """
    from app.shared.spreadsheet_writing import workbook

    if reasons is not None:
        headings = [reason_heading, *headings]
        rows = ([reason, *row] for reason, row in zip(reasons, rows, strict=True))
    return workbook(headings, rows, marked=reasons is not None)
