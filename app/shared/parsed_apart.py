"""A stranger's file parsed in a process of its own, with limits; see spreadsheet_child.py."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.shared.tables import (
    Limits,
    Unreadable,
    broken,
    empty,
    encrypted,
    no_sheet,
    over_limits,
    too_many_cells,
    too_many_columns,
    too_many_rows,
    wrong_encoding,
)

_CHILD = Path(__file__).with_name("spreadsheet_child.py")
Seen = dict[str, Any]
Wanted = Callable[[list[list[str]]], bool]


def parsed(
    content: bytes,
    limits: Limits,
    sheet: str | None = None,
    *,
    workbook: bool,
    wanted: Wanted | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> tuple[list[list[str]], Seen]:
    """Return the rows of a file, and what the child saw: sheet and sheets, or the encoding.

    `sheet` names the sheet to read; else `wanted` tells by its first rows whether it is the one.
    `meanwhile` is called while the child works. Raises Unreadable.
    """
    bounds = ("memory_bytes", "cpu_seconds", "rows", "columns", "cells")
    told: dict[str, Any] = {name: getattr(limits, name) for name in bounds}
    told |= {"size": len(content), "sheet": sheet, "workbook": workbook, "ask": wanted is not None}
    with subprocess.Popen(
        [sys.executable, "-I", "-B", str(_CHILD), json.dumps(told)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        alarm = threading.Timer(limits.wall_seconds, child.kill)
        alarm.start()
        try:
            _tell(child, content)
            meanwhile()
            return _heard(child, limits, wanted)
        finally:
            alarm.cancel()
            child.kill()


def _tell(child: subprocess.Popen[bytes], said: bytes) -> None:
    assert child.stdin
    try:
        child.stdin.write(said)
        child.stdin.flush()
    except BrokenPipeError:
        raise over_limits() from None


def _heard(
    child: subprocess.Popen[bytes], limits: Limits, wanted: Wanted | None
) -> tuple[list[list[str]], Seen]:
    """Return what the child wrote; a child that fell silent before its end was over a limit."""
    rows: list[list[str]] = []
    seen: Seen = {}
    for line in child.stdout or ():
        said = json.loads(line)
        if isinstance(said, list):
            rows += said
        elif "refused" in said:
            raise _refused(said["refused"], limits, said.get("sheets", []))
        elif "top" in said:
            _tell(child, b"yes\n" if wanted and wanted(said["top"]) else b"no\n")
        elif "end" in said:
            return rows, seen
        else:
            seen = said
    raise over_limits()


def _refused(key: str, limits: Limits, sheets: list[str]) -> Unreadable:
    return {
        "encrypted": encrypted,
        "empty": empty,
        "encoding": wrong_encoding,
        "no_sheet": lambda: no_sheet(sheets),
        "over_limits": over_limits,
        "too_many_rows": lambda: too_many_rows(limits.rows),
        "too_many_columns": lambda: too_many_columns(limits.columns),
        "too_many_cells": lambda: too_many_cells(limits.cells),
    }.get(key, broken)()
