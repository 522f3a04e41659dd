"""`python -m bench`: every part in a process of its own, then the table and RESULTS.md."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.report import page, table
from bench.terms import FULL, TINY, Figure

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
PARTS = (
    "import",
    "province",
    "pages",
    "career",
    "promotion",
    "admission",
    "papers",
    "draw",
    "messages",
    "clerks",
)


def main() -> None:
    """Run the parts named, or all; write the figures."""
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    asked.add_argument("--tiny", action="store_true", help="a few rows, to see that it runs")
    asked.add_argument("--into", type=Path, help="where the page is written")
    asked.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        asked.error(f"no such part: {', '.join(sorted(unknown))}")
    if given.child:
        _measure(given.parts[0], given.tiny, given.child)
        return
    began = time.monotonic()
    figures = [figure for part in given.parts or PARTS for figure in _part(part, given.tiny)]
    print(f"\n{table(figures)}")
    into = given.into or (None if given.tiny or given.parts else RESULTS)
    if into:
        into.write_text(page(figures, time.monotonic() - began), "utf-8")


def _part(part: str, tiny: bool) -> list[Figure]:
    """Run one part in a child; return its figures, and the most memory its processes took."""
    print(f"{part} ...", file=sys.stderr, flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="peishen-bench-") as folder:
        answer = Path(folder) / "figures.json"
        argv = [sys.executable, "-m", "bench", part, "--child", str(answer)]
        process = subprocess.Popen([*argv, "--tiny"] if tiny else argv, env=_environment())
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            sys.exit(f"{part} ended with {os.waitstatus_to_exitcode(status)}")
        figures = [Figure(**row) for row in json.loads(answer.read_text("utf-8"))]
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    note = f"the part took {time.monotonic() - began:.0f} s"
    memory = Figure(f"Peak memory of the part: {part}", kilobytes / 1024, "MB", note=note)
    return [*figures, memory]


def _environment() -> dict[str, str]:
    """Return the environment of a part: compiled modules are kept, so that starts are alike."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PEISHEN_")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env | {"PYTHONPYCACHEPREFIX": str(HERE.parent / "build" / "bench" / "compiled")}


def _measure(part: str, tiny: bool, answer: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="peishen-bench-") as folder:
        run = import_module(f"bench.bench_{part}").run
        scale = TINY if tiny else FULL
        figures = run(scale) if part == "import" else run(scale, Path(folder))
    answer.write_text(json.dumps([_row(figure) for figure in figures]), "utf-8")


def _row(figure: Any) -> dict[str, Any]:
    """Return a figure as a row; the import's own are rows already, their aims in words."""
    if isinstance(figure, Figure):
        return asdict(figure)
    row = dict(figure)
    limit = row["aim"].removeprefix("under ")
    reached = row["value"] < float(limit) if limit else None
    return {"what": row.pop("name"), "reached": reached, **row}


if __name__ == "__main__":
    main()
