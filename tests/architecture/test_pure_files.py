"""Pure files import in a fresh interpreter in which Flask and SQLAlchemy cannot be imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PURE_ROOMS = ("app/sortition", "app/rulebooks", "app/people/imports")
PURE_FILES = (
    "app/shared/texts.py",
    "app/shared/refusals.py",
    "app/shared/dates.py",
    "app/shared/fullwidth.py",
    "app/shared/pictures.py",
    "app/elections/funnel.py",
    "app/people/names.py",
    "app/people/ages.py",
    "app/reminders/rules.py",
    "app/trials/facts.py",
    "app/trials/eligibility.py",
    "app/trials/exclusions.py",
    "app/trials/words.py",
    "app/trials/day_rules.py",
    "app/trials/replies_rules.py",
    "app/trials/tally.py",
    "app/draws/refusals.py",
    "app/draws/reading.py",
    "app/messages/mail.py",
    "app/people/identity.py",
    "app/training/attendance_rules.py",
    "app/training/coverage.py",
    "app/training/facts.py",
    "app/training/hours.py",
    "app/training/outside_rows.py",
    "app/training/outside_rules.py",
    "app/training/planning.py",
    "app/training/result_rules.py",
    "app/training/trainee_rules.py",
    "app/training/words.py",
)
BLOCKED = ("flask", "sqlalchemy", "flask_sqlalchemy", "wtforms", "requests", "urllib.request")


def pure_modules() -> list[str]:
    """Return the dotted names of every pure file: terms, rules, and the engines."""
    files = [path for room in PURE_ROOMS for path in (ROOT / room).rglob("*.py")]
    files += [path for name in ("terms.py", "rules.py") for path in (ROOT / "app").rglob(name)]
    files += [path for path in (ROOT / "app").glob("*/rules/*.py")]
    files += [ROOT / name for name in PURE_FILES]
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files}
    return sorted(name.removesuffix(".__init__") for name in names)


@pytest.mark.parametrize("module", pure_modules())
def test_a_pure_file_needs_neither_web_nor_database(module: str):
    block = "; ".join(f"sys.modules[{name!r}] = None" for name in BLOCKED)
    code = f"import sys; {block}; import {module}"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-800:]


def test_the_block_itself_holds():
    code = "import sys; sys.modules['flask'] = None; import app.shared.acting"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode != 0


@pytest.mark.parametrize("module", pure_modules())
def test_a_pure_file_does_not_ask_the_clock(module: str):
    path = ROOT / (module.replace(".", "/") + ".py")
    path = path if path.exists() else ROOT / module.replace(".", "/") / "__init__.py"
    source = path.read_text("utf-8")
    for asked in ("date.today(", "datetime.now(", "datetime.utcnow(", "time.time("):
        assert asked not in source
