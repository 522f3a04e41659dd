"""The figures as a table: on the screen, and in bench/RESULTS.md."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench.terms import Figure

HEADINGS = ("What", "Figure", "Aim", "Reached", "Note")


def written(value: float) -> str:
    """Write a figure with as many digits as mean something: 0.274, 3.1, 42, 1,234."""
    for limit, form in ((1, "{:.3f}"), (10, "{:.2f}"), (100, "{:.1f}")):
        if value < limit and value != int(value):
            return form.format(value)
    return f"{value:,.0f}"


def rows_of(figures: Sequence[Figure]) -> list[tuple[str, ...]]:
    """Return the cells of a table, one row a figure."""
    words = {None: "", True: "yes", False: "no"}
    return [
        (f.what, f"{written(f.value)} {f.unit}".strip(), f.aim, words[f.reached], f.note)
        for f in figures
    ]


def table(figures: Sequence[Figure]) -> str:
    """Return the figures in columns for a terminal."""
    rows = [HEADINGS, *rows_of(figures)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADINGS))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)).rstrip() for r in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def machine() -> str:
    """Return what it was measured on: no path, no host's name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores{_processor()}, {memory:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next((f" of {name}" for name in names), "")


def page(figures: Sequence[Figure], seconds: float) -> str:
    """Return the figures as a Markdown page."""
    rows = [HEADINGS, ("---",) * len(HEADINGS), *rows_of(figures)]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return (
        "# Figures\n\n"
        "Written by `make bench`; each ratio is against the bare work in the same run. "
        "Memory is that of the largest process of a part.\n\n"
        f"{date.today():%Y-%m-%d}, {seconds / 60:.1f} minutes in all, {machine()}.\n\n"  # noqa: DTZ011
        f"{lines}\n"
    )
