"""The database under instance/: migrated, and filled with the demonstration once."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from app.setup.console import run, step
from app.setup.environment import PYTHON, ROOT

MIGRATIONS = ROOT / "migrations" / "versions"
QUOTED = re.compile(r"""["']([^"']+)["']""")


def instance_folder() -> Path:
    """Return the folder of the database, the queue and the keys."""
    return Path(os.environ.get("PEISHEN_INSTANCE") or ROOT / "instance")


def log_ins() -> Path:
    """Return the file that keeps what the demonstration said of its log-ins."""
    return instance_folder() / "demonstration.txt"


def fill_database() -> None:
    """Migrate the database and load the demonstration, each only where it is not done yet.

    The version is read without starting the application: this is what a second start waits for.
    """
    file = None if os.environ.get("PEISHEN_DATABASE") else instance_folder() / "peishen.db"
    if file is None or not file.exists():
        log_ins().unlink(missing_ok=True)
    if file is None or {version_of(file)} != heads(MIGRATIONS):
        with step("Migrating the database"):
            flask("db", "upgrade")
    if not log_ins().exists():
        with step("Loading the demonstration"):
            said = flask("demo", "--size", "small")
        log_ins().write_text(said, encoding="utf-8")


def flask(*arguments: str) -> str:
    """Run a command of the application; return what it printed."""
    return run([str(PYTHON), "-m", "flask", "--app", "wsgi", *arguments], cwd=ROOT)


def version_of(file: Path) -> str | None:
    """Return the migration that the SQLite database in `file` stands at, or None."""
    if not file.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as base:
            row = base.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        return None
    return row[0] if row else None


def heads(folder: Path) -> set[str]:
    """Return the migrations in `folder` on which no other one rests."""
    known: set[str] = set()
    rested_on: set[str] = set()
    for path in folder.glob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("revision"):
                known.update(QUOTED.findall(line.partition("=")[2]))
            elif line.startswith("down_revision"):
                rested_on.update(QUOTED.findall(line.partition("=")[2]))
    return known - rested_on
