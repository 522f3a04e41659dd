"""The bench runs: each part, with a few rows, gives its figures in seconds."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import PARTS
from bench.load import Answers
from bench.report import page, table, written
from bench.terms import Figure

ROOT = Path(__file__).parents[2]


# Every page of a career takes half a minute even with a few rows: only by make test-long.
LONG = {"career"}


@pytest.mark.parametrize(
    "part", [pytest.param(one, marks=[pytest.mark.long] if one in LONG else []) for one in PARTS]
)
def test_a_part_gives_its_figures_and_its_memory(part: str, tmp_path: Path):
    into = tmp_path / "RESULTS.md"
    argv = [sys.executable, "-m", "bench", part, "--tiny", "--into", str(into)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    rows = [line for line in into.read_text("utf-8").splitlines() if line.startswith("| ")]
    assert len(rows) >= 4  # headings, their line, at least one figure, the memory
    assert f"| Peak memory of the part: {part} |" in rows[-1]
    assert all(re.search(r"\| [\d,.]+[ a-z×/A-Z]* \|", row) for row in rows[2:])


def test_results_name_no_place_and_no_host():
    figure = Figure("Draw", 0.2741, "s", "under 1", True, "median of 9")
    shown = page([figure], 61)
    assert "| Draw | 0.274 s | under 1 | yes | median of 9 |" in shown
    assert "1.0 minutes in all" in shown
    assert str(ROOT) not in shown
    assert socket.gethostname() not in shown
    assert "under 1" in table([figure])


@pytest.mark.parametrize(
    ("value", "said"), [(0.2741, "0.274"), (3.14159, "3.14"), (42, "42"), (1234.5, "1,234")]
)
def test_figures_are_written_with_digits_that_mean_something(value: float, said: str):
    assert written(value) == said


def test_of_twenty_answers_the_slowest_is_p95():
    answers = Answers(seconds=2.0, waits=[n / 1000 for n in range(1, 21)])
    assert answers.a_second == 10
    assert answers.wait(0.95) == 20
    assert answers.wait(0.5) == 11
