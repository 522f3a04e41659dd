"""Reading other people's spreadsheets safely, and writing our own.

Workbooks are parsed in a child process with limits (see spreadsheet_child.py).
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from app.shared.delimited import read_delimited, write_csv
from app.shared.heading_rows import find_headings
from app.shared.tables import (
    MEBIBYTE,
    Limits,
    Note,
    Table,
    Unreadable,
    broken,
    empty,
    encrypted,
    over_limits,
    too_large,
    too_many_columns,
    too_many_rows,
)
from app.shared.texts import N_

__all__ = ["Limits", "Note", "Table", "Unreadable", "read_table", "write_csv", "write_table"]

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_CHILD = Path(__file__).with_name("spreadsheet_child.py")
_FORMULA = re.compile(rb"<f[ />]")
_LOOKED_FOR_FORMULAS = 64 * MEBIBYTE
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)
_DEFAULT = Limits()


def read_table(
    content: bytes,
    filename: str = "",
    limits: Limits = _DEFAULT,
    known: Callable[[str], bool] | None = None,
    sheet: str | None = None,
) -> Table:
    """Return the table in an XLSX, XLS or CSV file; what it is, its bytes say, not its name.

    `known` tells headings of the wanted table from other text; `sheet` names a sheet other
    than the first visible one with cells. Blank rows and repeated headings are left out.
    Raises Unreadable.
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
    rows, encoding = read_delimited(content, limits)
    headings, body, numbers = _headed(rows, known, limits)
    return Table(headings, body, numbers, encoding)


def _workbook_table(
    content: bytes, limits: Limits, known: Callable[[str], bool] | None, sheet: str | None
) -> Table:
    archive = _checked_archive(content, limits) if content.startswith(_ZIP) else None
    rows, seen, formulas = _parsed_by_child(content, limits, sheet, archive)
    headings, body, numbers = _headed(rows, known, limits)
    notes = []
    if formulas:
        notes.append(_FORMULAS_READ)
    if len(seen["sheets"]) > 1:
        notes.append(Note("import.sheets", _ONE_SHEET, {"sheet": seen["sheet"]}))
    return Table(headings, body, numbers, "", seen["sheet"], tuple(seen["sheets"]), tuple(notes))


_FORMULAS_READ = Note(
    "import.formulas",
    N_("Some cells hold formulas: their last computed values were read."),
)
_ONE_SHEET = N_("The file has several sheets; only “%(sheet)s” was read.")


def _headed(
    rows: list[list[str]], known: Callable[[str], bool] | None, limits: Limits
) -> tuple[tuple[str, ...], list[list[str]], list[int]]:
    """Cut rows into headings, rows below them that are not blank, and their line numbers."""
    lines = [(n, row) for n, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not lines:
        raise empty()
    below, headings = find_headings([row for _n, row in lines[:12]], known)
    heads = [row for _n, row in lines[:below]]
    body = [(n, row) for n, row in lines[below:] if row not in heads]
    if not body:
        raise Unreadable(
            "import.no_rows",
            N_("There are headings in the file, but no rows below them."),
            N_("Fill in one row for each person, and upload the file again."),
        )
    if len(body) > limits.rows:
        raise too_many_rows(limits.rows)
    return tuple(headings), [row for _n, row in body], [n for n, _row in body]


def _checked_archive(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """Return the opened archive of a workbook, refusing what would unpack to too much."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (*_ZIP_FAULTS, ValueError):
        raise broken() from None
    if sum(part.file_size for part in archive.infolist()) > limits.unpacked_bytes:
        raise over_limits()
    return archive


def _has_formulas(archive: zipfile.ZipFile | None) -> bool:
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


def _parsed_by_child(
    content: bytes, limits: Limits, sheet: str | None, archive: zipfile.ZipFile | None
) -> tuple[list[list[str]], dict[str, Any], bool]:
    """Return the rows, what the child said of the sheets, and whether there are formulas."""
    told = json.dumps(
        {
            "memory_bytes": limits.memory_bytes,
            "cpu_seconds": limits.cpu_seconds,
            "rows": limits.rows,
            "columns": limits.columns,
            "sheet": sheet,
        }
    )
    with subprocess.Popen(
        [sys.executable, "-I", str(_CHILD), told],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        alarm = threading.Timer(limits.wall_seconds, child.kill)
        alarm.start()
        try:
            formulas = _fed(child, content, archive)
            return *_heard(child.stdout, limits), formulas
        finally:
            alarm.cancel()
            child.kill()


def _fed(child: subprocess.Popen[bytes], content: bytes, archive: zipfile.ZipFile | None) -> bool:
    """Give the child the file, and look for formulas while it works."""
    assert child.stdin
    try:
        child.stdin.write(content)
        child.stdin.close()
    except BrokenPipeError:
        raise over_limits() from None
    return _has_formulas(archive)


def _heard(lines: Iterable[bytes] | None, limits: Limits) -> tuple[list[list[str]], dict[str, Any]]:
    """Return what the child wrote; a child that fell silent before its end was over a limit."""
    rows: list[list[str]] = []
    seen: dict[str, Any] = {}
    for line in lines or ():
        said = json.loads(line)
        if isinstance(said, list):
            rows += said
        elif "refused" in said:
            raise _refused(said["refused"], limits)
        elif "end" in said:
            return rows, seen
        else:
            seen = said
    raise over_limits()


def _refused(key: str, limits: Limits) -> Unreadable:
    return {
        "encrypted": encrypted,
        "empty": empty,
        "over_limits": over_limits,
        "too_many_rows": lambda: too_many_rows(limits.rows),
        "too_many_columns": lambda: too_many_columns(limits.columns),
    }.get(key, broken)()


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
