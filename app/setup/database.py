"""The database under instance/: migrated, and filled with the demonstration once."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from app.setup.console import run, step
from app.setup.environment import PYTHON, ROOT

MIGRATIONS = ROOT / "migrations" / "versions"
FLASK = (str(PYTHON), "-m", "flask", "--app", "wsgi")
QUOTED = re.compile(r"""["']([^"']+)["']""")


def instance_folder() -> Path:
    """Return the folder of the database, the queue and the keys."""
    return Path(os.environ.get("PEISHEN_INSTANCE") or ROOT / "instance")


def kept_log_ins() -> Path:
    """Return the file that keeps the log-ins which the demonstration named."""
    return instance_folder() / "log-ins.txt"


def fill_database() -> None:
    """Migrate the database and load the demonstration, each only where it is not done yet."""
    if os.environ.get("PEISHEN_DATABASE"):
        migrate()
        load_demonstration()
        return
    file = instance_folder() / "peishen.db"
    if not file.exists():
        make_database(file)
    elif {version_of(file)} != heads(MIGRATIONS):  # asked without starting the application
        migrate()
    if not kept_log_ins().exists():
        load_demonstration()


def make_database(file: Path) -> None:
    """Make the database with its demonstration beside `file`, and move it there when complete.

    So a start that was broken off leaves no half a year of panels behind.
    """
    unfinished = file.with_name("unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    place = {"PEISHEN_DATABASE": f"sqlite:///{unfinished.resolve()}/{file.name}"}
    migrate(place)
    load_demonstration(place)
    for made in sorted(unfinished.iterdir(), reverse=True):  # journals before what they belong to
        made.replace(file.with_name(made.name))
    unfinished.rmdir()


def migrate(env: Mapping[str, str] | None = None) -> None:
    """Bring the database to the newest migration."""
    with step("Migrating the database"):
        run([*FLASK, "db", "upgrade"], cwd=ROOT, env=env)


def load_demonstration(env: Mapping[str, str] | None = None) -> None:
    """Load the demonstration where there are no courts yet; keep the log-ins it names."""
    with step("Loading the demonstration (about a minute)"):
        said = run([*FLASK, "demo", "--size", "small"], cwd=ROOT, env=env, progress=True)
    log_ins = [line for line in said.splitlines() if line.startswith("  ")]
    kept_log_ins().parent.mkdir(parents=True, exist_ok=True)
    kept_log_ins().write_text("\n".join(log_ins) + "\n", encoding="utf-8")


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
