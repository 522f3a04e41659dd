"""What set-up shows: one line a step, and a program's own output only when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


class SetupFailed(Exception):
    """Set-up cannot go on; the text says what the person at the keyboard can do."""


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show `title` while the step runs and the seconds that it took when it is done."""
    print(f"  {title} ...", flush=True)
    started = time.monotonic()
    yield
    print(f"  {title}: done in {time.monotonic() - started:.1f} s", flush=True)


def run(
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    progress: bool = False,
) -> str:
    """Run `command` in `cwd` with `env` added to the environment; return its standard output.

    With `progress` its standard error is shown while it runs. Raises SetupFailed, with what was
    not shown yet, when the command fails.
    """
    done = subprocess.run(
        list(command),
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=None if progress else subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    if progress:
        print(file=sys.stderr, flush=True)  # the progress may have ended without a new line
    if done.returncode:
        shown = " ".join(command)
        hidden = f"{done.stdout}{done.stderr or ''}"
        raise SetupFailed(f"{hidden}\nThis command failed: {shown}")
    return done.stdout


def complain(failure: SetupFailed) -> int:
    """Print `failure` to standard error; return the exit status."""
    print(f"\n{failure}\n", file=sys.stderr, flush=True)
    return 1
