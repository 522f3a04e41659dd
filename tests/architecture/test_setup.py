"""Set-up: what is skipped, what is asked of the machine, what the commands call."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.setup import catalogues, console, database, frontend, machine, stamps

ROOT = Path(__file__).resolve().parents[2]


def dry_run(target: str, **env: str) -> str:
    """Return the commands that `make target` would run."""
    command = ["make", "--dry-run", "--no-print-directory", target]
    outer = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(command, cwd=ROOT, env=outer | env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_step_is_skipped_only_with_the_same_sources(tmp_path: Path) -> None:
    lock, stamp = tmp_path / "lock", tmp_path / "stamps" / "lock"
    lock.write_text("a==1")
    before = stamps.digest(lock, "3.11")
    assert not stamps.is_current(stamp, before)
    stamps.write(stamp, before)
    assert stamps.is_current(stamp, stamps.digest(lock, "3.11"))
    assert not stamps.is_current(stamp, stamps.digest(lock, "3.12"))
    lock.write_text("a==2")
    assert not stamps.is_current(stamp, stamps.digest(lock, "3.11"))
    assert stamps.digest("ab", "c") != stamps.digest("a", "bc")


def test_a_failed_command_shows_its_output_and_itself(tmp_path: Path) -> None:
    code = "import sys; print('half'); print('why', file=sys.stderr); sys.exit(3)"
    with pytest.raises(console.SetupFailed, match=r"(?s)half.*why.*This command failed: .*sys"):
        console.run([sys.executable, "-c", code], cwd=tmp_path)


def test_shown_progress_is_not_repeated_and_the_answer_is_returned(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code = "import sys; print('the answer'); print('half way', file=sys.stderr)"
    said = console.run([sys.executable, "-c", code], cwd=tmp_path, progress=True)
    assert said == "the answer\n"
    assert capfd.readouterr() == ("", "half way\n\n")


@pytest.mark.parametrize(
    ("installer", "root", "command"),
    [
        ("apt-get", True, "apt-get install -y --no-install-recommends a b"),
        ("apt-get", False, "sudo apt-get install -y --no-install-recommends a b"),
        ("dnf", False, "sudo dnf install -y a b"),
        ("pacman", False, "sudo pacman -S --needed --noconfirm a b"),
        ("brew", False, "brew install a b"),
    ],
)
def test_the_installing_command_is_exact(installer: str, root: bool, command: str) -> None:
    made = machine.install_command(installer, ["a", "b"], root=root)
    assert " ".join(made) == command


def test_what_the_machine_has_is_not_asked_for_again() -> None:
    machine.require(machine.VENV, *machine.PRINTING, machine.CHROMIUM)
    assert not machine.has_library("libno-such-thing")


def test_a_machine_without_a_known_installer_is_told_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    need = machine.Need("a telescope", lambda: False, {"apt-get": ("telescope",)})
    with pytest.raises(console.SetupFailed, match="lacks: a telescope"):
        machine.require(need)


def test_a_machine_that_set_up_may_not_change_gets_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dnf = tmp_path / "dnf"
    dnf.write_text("#!/bin/sh\nexit 0\n")
    dnf.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    need = machine.Need("a telescope", lambda: False, {"dnf": ("telescope", "tripod")})
    with pytest.raises(console.SetupFailed, match=r"dnf install -y telescope tripod$"):
        machine.require(need)


def test_the_front_end_files_are_those_that_are_named(tmp_path: Path) -> None:
    frontend.copy(frontend.bootstrap_folder(), frontend.BOOTSTRAP_FILES, tmp_path)
    styles = (tmp_path / "bootstrap-icons.min.css").read_text()
    for font in ("fonts/bootstrap-icons.woff2", "fonts/bootstrap-icons.woff"):
        assert f'url("{font}?' in styles
        assert (tmp_path / font).stat().st_size > 50_000
    laid = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert laid == set(frontend.BOOTSTRAP_FILES.values())


def test_the_version_of_a_database_is_read_without_the_application(tmp_path: Path) -> None:
    file = tmp_path / "peishen.db"
    assert database.version_of(file) is None
    with closing(sqlite3.connect(file)) as base:
        assert database.version_of(file) is None
        base.execute("CREATE TABLE alembic_version (version_num TEXT)")
        base.execute("INSERT INTO alembic_version VALUES ('0002')")
        base.commit()
    assert database.version_of(file) == "0002"


def test_the_heads_of_the_migrations_are_those_nothing_rests_on(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('revision = "0001"\ndown_revision = None\n')
    (tmp_path / "b.py").write_text("revision: str = '0002'\ndown_revision: str = '0001'\n")
    assert database.heads(tmp_path) == {"0002"}
    (tmp_path / "c.py").write_text("revision = '0003'\ndown_revision = '0001'\n")
    assert database.heads(tmp_path) == {"0002", "0003"}
    (tmp_path / "d.py").write_text("revision = '0004'\ndown_revision = ('0002', '0003')\n")
    assert database.heads(tmp_path) == {"0004"}


STAND_IN = """
import os, pathlib, sqlite3, sys
file = os.environ["PEISHEN_DATABASE"].removeprefix("sqlite:///")
with sqlite3.connect(file) as base:
    if sys.argv[1] == "db":
        base.execute("CREATE TABLE alembic_version (version_num TEXT)")
        base.execute("INSERT INTO alembic_version VALUES ('0001')")
    elif pathlib.Path(__file__).with_name("break").exists():
        sys.exit("broken off")
    else:
        print("It is loaded.\\n  clerk@example.org  a password  a clerk")
"""


def test_a_broken_start_leaves_no_half_filled_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    commands = tmp_path / "commands.py"  # stands for `flask`, whose demonstration takes a minute
    commands.write_text(STAND_IN)
    monkeypatch.setattr(database, "FLASK", (sys.executable, str(commands)))
    monkeypatch.delenv("PEISHEN_DATABASE", raising=False)
    monkeypatch.setenv("PEISHEN_INSTANCE", str(tmp_path / "instance"))
    file = tmp_path / "instance" / "peishen.db"
    (tmp_path / "break").touch()
    with pytest.raises(console.SetupFailed, match="demo --size small"):
        database.fill_database()
    assert not file.exists()
    (tmp_path / "break").unlink()
    database.fill_database()
    assert database.version_of(file) == "0001"
    assert database.kept_log_ins().read_text() == "  clerk@example.org  a password  a clerk\n"
    assert sorted(path.name for path in file.parent.iterdir()) == ["log-ins.txt", "peishen.db"]


def test_set_up_and_supervisor_need_the_standard_library_alone() -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import app.setup.__main__"
    for module in ("app.setup.__main__", "app.supervisor.__main__"):
        command = [sys.executable, "-I", "-S", "-c", f"{code}, {module}"]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_the_mark_of_pure_files_and_templates_is_found_by_the_extractor(tmp_path: Path) -> None:
    for name, text in {
        "app/a.py": 'N_("pure"); _("edge"); lazy_gettext("late"); ngettext("one", "many", 2)',
        "templates/_parts/b.html": '{{ _("page") }}{% trans %}block{% endtrans %}',
        "tests/c.py": '_("not this")',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "app" / "translations").mkdir()
    settings = catalogues.TRANSLATIONS / "babel.cfg"
    (tmp_path / "app" / "translations" / "babel.cfg").write_text(settings.read_text())
    (tmp_path / "app" / "translations" / "zh" / "LC_MESSAGES").mkdir(parents=True)
    makefile = ["make", "-f", str(ROOT / "Makefile"), "--no-print-directory"]
    extract = [*makefile, "template", f"VENV_PYTHON={sys.executable}"]
    subprocess.run(extract, cwd=tmp_path, check=True, capture_output=True)
    found = (tmp_path / "build" / "messages.pot").read_text()
    for text in ("pure", "edge", "late", "one", "page", "block"):
        assert f'msgid "{text}"' in found
    assert 'msgid_plural "many"' in found
    assert "not this" not in found


def test_make_test_runs_every_gate_and_ci_runs_make_test() -> None:
    commands = dry_run("test")
    gates = ["app.setup tests", "ruff check .", "ruff format --check .", "-m pyright",
             "lint_imports_command", "pytest -n 2 -m 'not long'"]  # fmt: skip
    places = [commands.index(gate) for gate in gates]
    assert places == sorted(places)
    entry = ROOT / ".ci" / "run"
    assert os.access(entry, os.X_OK)
    assert entry.read_text().splitlines()[-1] == "exec make test"


def test_make_run_sets_up_migrates_and_starts_the_supervisor() -> None:
    commands = dry_run("run")
    wanted = ["app.setup site", "app.setup database", "exec .venv/bin/python -m app.supervisor"]
    places = [commands.index(step) for step in wanted]
    assert places == sorted(places)


def test_a_port_that_is_none_is_refused_in_words() -> None:
    command = [sys.executable, "-m", "app.supervisor"]
    for port in ("99999", "-1", "web"):
        env = os.environ | {"PORT": port}
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.returncode == 1
        assert f"PORT={port} is no port" in done.stderr
