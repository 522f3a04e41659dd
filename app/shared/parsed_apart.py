"""A stranger's file parsed in a process of its own, with limits; see spreadsheet_child.py."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from app.shared.tables import (
    Limits,
    Unreadable,
    broken,
    empty,
    encrypted,
    over_limits,
    too_many_cells,
    too_many_columns,
    too_many_rows,
    wrong_encoding,
)

_CHILD = Path(__file__).with_name("spreadsheet_child.py")
Seen = dict[str, Any]


def parsed(
    content: bytes,
    limits: Limits,
    sheet: str | None = None,
    *,
    workbook: bool,
    meanwhile: Callable[[], None] = lambda: None,
) -> tuple[list[list[str]], Seen]:
    """Return the rows of a file, and what the child saw: sheet and sheets, or the encoding.

    `meanwhile` is called while the child works. Raises Unreadable.
    """
    with subprocess.Popen(
        [sys.executable, "-I", "-B", str(_CHILD), _told(limits, sheet, workbook)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        alarm = threading.Timer(limits.wall_seconds, child.kill)
        alarm.start()
        try:
            _feed(child, content)
            meanwhile()
            return _heard(child.stdout, limits)
        finally:
            alarm.cancel()
            child.kill()


def _told(limits: Limits, sheet: str | None, workbook: bool) -> str:
    bounds = ("memory_bytes", "cpu_seconds", "rows", "columns", "cells")
    return json.dumps(
        {"sheet": sheet, "workbook": workbook, **{name: getattr(limits, name) for name in bounds}}
    )


def _feed(child: subprocess.Popen[bytes], content: bytes) -> None:
    assert child.stdin
    try:
        child.stdin.write(content)
        child.stdin.close()
    except BrokenPipeError:
        raise over_limits() from None


def _heard(lines: Iterable[bytes] | None, limits: Limits) -> tuple[list[list[str]], Seen]:
    """Return what the child wrote; a child that fell silent before its end was over a limit."""
    rows: list[list[str]] = []
    seen: Seen = {}
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
        "encoding": wrong_encoding,
        "over_limits": over_limits,
        "too_many_rows": lambda: too_many_rows(limits.rows),
        "too_many_columns": lambda: too_many_columns(limits.columns),
        "too_many_cells": lambda: too_many_cells(limits.cells),
    }.get(key, broken)()
