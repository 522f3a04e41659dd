"""Tables as they come from other people's files: their limits, and what may be wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_

MEBIBYTE = 2**20


LONGEST_CELL = 32_767  # characters: the most that spreadsheet programs take


@dataclass(frozen=True)
class Limits:
    """How much of a stranger's file we are ready to read; bytes, rows, columns, seconds.

    `cells` are rows times columns: they stand in the memory of the process that asks.
    `memory_bytes` and `cpu_seconds` hold for the child process that parses the file.
    """

    upload_bytes: int = 50 * MEBIBYTE
    unpacked_bytes: int = 600 * MEBIBYTE
    rows: int = 100_000
    columns: int = 200
    cells: int = 4_000_000
    memory_bytes: int = 2048 * MEBIBYTE
    cpu_seconds: int = 30
    wall_seconds: int = 60


@dataclass(frozen=True)
class Note:
    """Something the reader of a table should know, though it could be read."""

    key: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Table:
    """A table of text. `numbers[i]` is the line of `rows[i]` in the file, counted from 1.

    Every row has as many cells as there are headings. Days read from workbooks are written
    2026-11-21. `encoding` is empty for a workbook; `sheet` and `sheets` are empty for CSV. Bare
    day numbers count from `day_zero`; None: there are none in this file.
    """

    headings: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]
    encoding: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    day_zero: date | None = None


class Unreadable(Refused):
    """A file that cannot be read as a table; carries one Refusal with a way out.

    `sheets` are those of a workbook, where another one may be read instead.
    """

    sheets: tuple[str, ...] = ()

    def __init__(self, key: str, text: str, way_out: str, **facts: Any):
        super().__init__([Refusal(key, text, facts, way_out, place="file")])

    @property
    def refusal(self) -> Refusal:
        """The one refusal."""
        return self.refusals[0]


def too_large(size: int, limit: int) -> Unreadable:
    """Return the refusal of a file of `size` bytes where `limit` bytes are allowed."""
    return Unreadable(
        "import.too_large",
        N_("The file has %(size)d MB; at most %(limit)d MB can be read."),
        N_("Remove pictures and other sheets, or split the file into several."),
        size=-(-size // MEBIBYTE),
        limit=limit // MEBIBYTE,
    )


def too_many_rows(limit: int) -> Unreadable:
    """Return the refusal of a table with more than `limit` rows."""
    return Unreadable(
        "import.too_many_rows",
        N_("The table has more than %(limit)d rows."),
        N_("Split the table into several files."),
        limit=limit,
    )


def too_many_columns(limit: int) -> Unreadable:
    """Return the refusal of a table with more than `limit` columns."""
    return Unreadable(
        "import.too_many_columns",
        N_("The table has more than %(limit)d columns."),
        N_("Delete what stands far to the right of the table, and upload the file again."),
        limit=limit,
    )


def cell_too_long(line: int) -> Unreadable:
    """Return the refusal of a table with a cell longer than any spreadsheet's."""
    return Unreadable(
        "import.cell_too_long",
        N_("A cell in line %(line)d has more than %(limit)d characters; no spreadsheet has such."),
        N_("Open the file in the spreadsheet program, empty that cell, and save it anew."),
        line=line,
        limit=LONGEST_CELL,
    )


def too_many_cells(limit: int) -> Unreadable:
    """Return the refusal of a table with more than `limit` cells."""
    return Unreadable(
        "import.too_many_cells",
        N_("The table has more than %(limit)d cells, rows times columns."),
        N_("Delete the columns that are not needed, or split the table into several files."),
        limit=limit,
    )


def wrong_encoding() -> Unreadable:
    """Return the refusal of a text whose bytes are of no encoding that we read."""
    return Unreadable(
        "import.encoding",
        N_("The characters of the file cannot be read: it is neither UTF-8 nor GB18030."),
        N_("Save it as XLSX, or as “CSV UTF-8”, and upload that file."),
    )


def no_sheet(sheets: Sequence[str]) -> Unreadable:
    """Return the refusal of a workbook that has no sheet of the wanted name, but `sheets`."""
    refused = Unreadable(
        "import.no_sheet",
        N_("There is no such sheet in the file. It has: %(sheets)s."),
        N_("Choose one of them, and upload the file again."),
        sheets=", ".join(sheets),
    )
    refused.sheets = tuple(sheets)
    return refused


def no_rows(sheet: str = "", sheets: Sequence[str] = ()) -> Unreadable:
    """Return the refusal of a table without rows; of a workbook with other sheets it names them."""
    if len(sheets) < 2:
        return Unreadable(
            "import.no_rows",
            N_("There are headings in the file, but no rows below them."),
            N_("Fill in one row for each person, and upload the file again."),
        )
    refused = Unreadable(
        "import.no_rows",
        N_("The sheet “%(sheet)s” has no rows below its headings. The file has: %(sheets)s."),
        N_("Choose the sheet that holds the list, and upload the file again."),
        sheet=sheet,
        sheets=", ".join(sheets),
    )
    refused.sheets = tuple(sheets)
    return refused


def no_headings(line: Sequence[str]) -> Unreadable:
    """Return the refusal of a table whose first row looks like one of the others."""
    return Unreadable(
        "import.no_headings",
        N_("The list has no headings that are known here: its first row is “%(row)s”."),
        N_("Write above each column what it holds, as in the template, and upload the file again."),
        row=" | ".join(t if len(t) < 7 else f"{t[:6]}…" for t in line if t)[:60],
    )


def empty() -> Unreadable:
    """Return the refusal of a file without any text."""
    return Unreadable(
        "import.empty",
        N_("There is nothing in the file."),
        N_("Choose the file that holds the roll, or start from the template."),
    )


def broken() -> Unreadable:
    """Return the refusal of a file that is damaged or no table at all."""
    return Unreadable(
        "import.broken",
        N_("The file is damaged, or it is not a spreadsheet."),
        N_("Open it in the spreadsheet program, save it as XLSX, and upload that file."),
    )


def encrypted() -> Unreadable:
    """Return the refusal of a workbook that is protected by a password."""
    return Unreadable(
        "import.encrypted",
        N_("The file is protected by a password."),
        N_("Save a copy without a password, and upload the copy."),
    )


def over_limits() -> Unreadable:
    """Return the refusal of a file whose reading took more time or memory than is allowed."""
    return Unreadable(
        "import.over_limits",
        N_("Reading the file took more memory or time than is allowed."),
        N_("Copy only the table into a new sheet, save it as XLSX, and upload that file."),
    )
