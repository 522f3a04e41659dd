"""The environment in .venv, with exactly the libraries of a lock."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

from app.setup import machine, stamps
from app.setup.console import run, step

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
PLAIN_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
PIP_ENV = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def lay_libraries(lock: Path) -> None:
    """Install the libraries of `lock` with their hashes, unless they are there already."""
    if is_laid(lock):
        return
    make_venv()
    with step("Installing the Python libraries (about half a minute)"):
        install = ["install", "--require-hashes", "--no-deps", "-r", str(lock)]
        run([str(PYTHON), "-m", "pip", *install], cwd=ROOT, env=PIP_ENV)
    note(lock)
    if lock == TEST_LOCK:  # it holds every pin of the plain one
        note(PLAIN_LOCK)


def is_laid(lock: Path) -> bool:
    """Say whether .venv, with the Python that it points to now, holds the libraries of `lock`."""
    return PYTHON.exists() and stamps.is_current(stamp_of(lock), digest_of(lock))


def note(lock: Path) -> None:
    """Note that the libraries of `lock` are installed."""
    stamps.write(stamp_of(lock), digest_of(lock))


def stamp_of(lock: Path) -> Path:
    """Return where it is noted that the libraries of `lock` are installed."""
    return VENV / "stamps" / lock.name


def digest_of(lock: Path) -> str:
    """Return the digest of `lock` and of the Python behind .venv, which the system may replace."""
    return stamps.digest(lock, os.path.realpath(PYTHON))


def make_venv() -> None:
    """Make .venv with this Python, anew where the one that is there does not run."""
    if runs():
        return
    machine.require(machine.VENV)
    with step(f"Making .venv with Python {platform.python_version()}"):
        run([sys.executable, "-m", "venv", "--clear", str(VENV)], cwd=ROOT)


def runs() -> bool:
    """Say whether .venv holds a Python that is new enough, with pip."""
    if not os.access(PYTHON, os.X_OK):
        return False
    question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    return (
        subprocess.run([PYTHON, "-c", question], capture_output=True, check=False).returncode == 0
    )
