"""Parses one file in a process of its own, with limits, so that a hostile one harms nobody.

Run as a script: limits as JSON in the first argument, the file's `size` bytes on standard input.
Writes lines of JSON to standard output: {"sheet", "sheets"} of a workbook, {"encoding"} of CSV,
then lists of rows of text, then {"end": rows}; or {"refused": key, "sheets"}. Where it shall `ask`
it first writes {"top": rows} of one sheet after another, until a line "yes" comes.

Of this program only the pure reading of CSV is imported: python-calamine 0.9.1 aborts the process
on a sheet whose only cells are A1 and XFD1048576.
"""

from __future__ import annotations

import gc
import io
import json
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

ROWS_A_LINE = 1000
HEADING_ZONE = 12
TOP = 40  # rows of a sheet that are shown to whoever asks for it
MOST_FILLED = 2_000_000
ROOT = Path(__file__).resolve().parents[2]
LAST_WHOLE = 2**53  # a double (IEEE 754) keeps every whole number below it


class Stop(Exception):
    """The file is refused: the key, and the names of the sheets that may be read instead."""

    def __init__(self, key: str, sheets: list[str] | None = None):
        self.sheets = sheets or []
        super().__init__(key)


def limit_this_process(limits: dict[str, Any]) -> None:
    """Bind memory (bytes), processor time (seconds) and forbid files and core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"],) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def as_text(cell: Any) -> str:
    """Return a cell as text: days as 2026-11-21, whole numbers without a point.

    Of a figure from 2^53 on the last places are lost: it stays a figure, as 4.30102199003071E+17.
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float) and abs(cell) >= LAST_WHOLE:
        return f"{cell:.15G}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        midnight = not (cell.hour or cell.minute or cell.second)
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def filled(rows: Iterable[list[str]], merged: list[Any], left: int) -> Iterator:
    """Yield the rows with merged cells filled: wholly among the headings, downwards below."""
    starting: dict[int, list[tuple[int, int, int]]] = {}
    for (r0, c0), (r1, c1) in merged:
        starting.setdefault(r0, []).append((c0 - left, c1 - left, r1))
    active: list[tuple[int, int, int, str]] = []
    spent = 0
    for index, row in enumerate(rows):
        if index in starting:
            active += [
                (c0, c1, r1, row[c0]) for c0, c1, r1 in starting[index] if 0 <= c0 < len(row)
            ]
        if active:
            active = [span for span in active if span[2] >= index]
            for c0, c1, _last, value in active:
                end = min(c1, len(row) - 1) if index < HEADING_ZONE else c0
                spent += end - c0 + 1
                if spent > MOST_FILLED:
                    raise Stop("over_limits")
                row[c0 : end + 1] = [value] * (end - c0 + 1)
        yield row


def write_workbook(content: bytes, limits: dict[str, Any], out: Any) -> None:
    """Write one sheet of a workbook as lines of JSON; raises Stop if it cannot be read."""
    import python_calamine as calamine

    try:
        workbook = calamine.load_workbook(io.BytesIO(content))
    except calamine.PasswordError:
        raise Stop("encrypted") from None
    visible = [m.name for m in workbook.sheets_metadata if str(m.visible).endswith(".Visible")]
    if limits["sheet"] is not None and limits["sheet"] not in visible:
        raise Stop("no_sheet", visible)
    write_sheet(chosen_sheet(workbook, visible, limits, out), visible, limits, out)


def chosen_sheet(workbook: Any, visible: list[str], limits: dict[str, Any], out: Any) -> Any:
    """Return the wanted sheet; else the first with cells that whoever asks says yes to; else the
    first with cells. Raises Stop where there is none."""
    first = None
    for name in [limits["sheet"]] if limits["sheet"] is not None else visible:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        if len(visible) == 1 or not limits["ask"] or limits["sheet"] is not None:
            return sheet
        line(out, {"top": list(islice(rows_of(sheet), TOP))})
        if sys.stdin.buffer.readline() == b"yes\n":
            return sheet
        first = first or sheet
    if first is None:
        raise Stop("empty", visible)
    return first


def rows_of(sheet: Any) -> Iterable[list[str]]:
    """Yield the rows of a sheet as text."""
    return ([c if type(c) is str else as_text(c) for c in row] for row in sheet.iter_rows())


def write_sheet(sheet: Any, visible: list[str], limits: dict[str, Any], out: Any) -> None:
    """Write the sheet's rows as lines of JSON; raises Stop if it is over the limits."""
    if sheet.total_height > limits["rows"] + HEADING_ZONE:
        raise Stop("too_many_rows")
    if sheet.width > limits["columns"]:
        raise Stop("too_many_columns")
    if (sheet.total_height + 1) * sheet.width > limits["cells"]:
        raise Stop("too_many_cells")
    line(out, {"sheet": sheet.name, "sheets": visible})
    write_rows(filled(rows_of(sheet), sheet.merged_cell_ranges or [], sheet.start[1]), out)


def write_delimited(content: bytes, limits: dict[str, Any], out: Any) -> None:
    """Write the rows of a CSV file as lines of JSON; raises Stop if it cannot be read."""
    sys.path.insert(0, str(ROOT))
    from app.shared.delimited import read_delimited
    from app.shared.tables import Limits, Unreadable

    bounds = {name: limits[name] for name in ("rows", "columns", "cells")}
    try:
        rows, encoding = read_delimited(content, Limits(**bounds))
    except Unreadable as wrong:
        raise Stop(wrong.refusal.key.removeprefix("import.")) from None
    line(out, {"encoding": encoding})
    write_rows(rows, out)


def write_rows(rows: Iterable[list[str]], out: Any) -> None:
    """Write rows as lines of JSON, and how many there were."""
    chunk, count = [], 0
    for row in rows:
        chunk.append(row)
        if len(chunk) == ROWS_A_LINE:
            line(out, chunk)
            count += len(chunk)
            chunk = []
    line(out, chunk)
    line(out, {"end": count + len(chunk)})


def line(out: Any, value: Any) -> None:
    """Write one value as a line of JSON."""
    out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    out.flush()


def main() -> None:
    """Read the file on standard input within the limits and write it out."""
    limits = json.loads(sys.argv[1])
    limit_this_process(limits)
    gc.disable()  # nothing circular is made, and the process is short
    out, content = sys.stdout.buffer, sys.stdin.buffer.read(limits["size"])
    try:
        (write_workbook if limits["workbook"] else write_delimited)(content, limits, out)
    except Stop as stop:
        line(out, {"refused": str(stop), "sheets": stop.sheets})
    except MemoryError:
        line(out, {"refused": "over_limits"})
    except BaseException:  # a panic of the parser is not an Exception
        line(out, {"refused": "broken"})


if __name__ == "__main__":
    main()
