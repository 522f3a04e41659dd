"""`python -m app.setup TASK ...`: a step is skipped when nothing changed since it succeeded."""

from __future__ import annotations

import sys
from collections.abc import Callable

from app.setup import machine
from app.setup.browser import brings_chromium, lay_chromium
from app.setup.catalogues import compile_catalogues
from app.setup.console import SetupFailed, complain
from app.setup.database import fill_database
from app.setup.environment import OLDEST, PLAIN_LOCK, PYTHON, TEST_LOCK, lay_libraries
from app.setup.frontend import lay_frontend, lock_frontend


def set_up_site() -> None:
    """Bring all that the site needs, without touching its database."""
    machine.require(*needs_of_site())
    lay_libraries(PLAIN_LOCK)
    lay_frontend(with_tests=False)
    compile_catalogues()


def set_up_tests() -> None:
    """Bring all that the tests need, Chromium included."""
    own_chromium = () if brings_chromium() else (machine.CHROMIUM,)
    machine.require(*needs_of_site(), *own_chromium)
    lay_libraries(TEST_LOCK)
    lay_frontend(with_tests=True)
    compile_catalogues()
    if brings_chromium():
        lay_chromium()


def needs_of_site() -> list[machine.Need]:
    """Return what the machine must bring for the site, so that all of it is asked for at once."""
    makes_venv = [] if PYTHON.exists() else [machine.VENV]
    return [*machine.PRINTING, *makes_venv]


TASKS: dict[str, Callable[[], None]] = {
    "site": set_up_site,
    "tests": set_up_tests,
    "database": fill_database,
    "frontend-lock": lock_frontend,
}


def main(arguments: list[str]) -> int:
    """Run the tasks named by `arguments`; return the exit status."""
    if sys.version_info < OLDEST:
        return complain(SetupFailed("Peishen needs Python 3.11 or newer: make run PYTHON=..."))
    try:
        for name in arguments:
            TASKS[name]()
    except SetupFailed as failure:
        return complain(failure)
    except KeyboardInterrupt:
        return complain(SetupFailed("Broken off; the next make goes on from here."))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
