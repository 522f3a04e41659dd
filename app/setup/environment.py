"""The environment in .venv, with exactly the libraries of a lock."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.setup import machine, stamps
from app.setup.console import run, step

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PLAIN_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
PIP_ENV = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def stamp_of(lock: Path) -> Path:
    """Return where it is noted that the libraries of `lock` are installed."""
    return VENV / "stamps" / lock.name


def lay_libraries(lock: Path) -> None:
    """Install the libraries of `lock` with their hashes, unless they are there already."""
    wanted = stamps.digest(lock, sys.version)
    if PYTHON.exists() and stamps.is_current(stamp_of(lock), wanted):
        return
    make_venv()
    with step("Installing the Python libraries (about half a minute)"):
        install = ["install", "--require-hashes", "--no-deps", "-r", str(lock)]
        run([str(PYTHON), "-m", "pip", *install], cwd=ROOT, env=PIP_ENV)
    stamps.write(stamp_of(lock), wanted)
    if lock == TEST_LOCK:  # it holds every pin of the plain one
        stamps.write(stamp_of(PLAIN_LOCK), stamps.digest(PLAIN_LOCK, sys.version))


def make_venv() -> None:
    """Make .venv with this Python, anew where the one that is there does not run."""
    if runs():
        return
    machine.require(machine.VENV)
    with step(f"Making .venv with Python {sys.version.split()[0]}"):
        run([sys.executable, "-m", "venv", "--clear", str(VENV)], cwd=ROOT)


def runs() -> bool:
    """Say whether .venv holds a Python of this version, with pip."""
    if not os.access(PYTHON, os.X_OK):
        return False
    question = "import sys, pip; print(sys.version)"
    answer = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=False)
    return answer.stdout.strip() == sys.version.strip()
