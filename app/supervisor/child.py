"""One child process: its start, its output line by line, its end and its return."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1  # prctl(2)
LONG_LINE = 65536  # bytes after which a line is shown though its end has not come
STEADY = 10.0  # seconds of life after which an earlier death is forgotten
FIRST_PAUSE = 0.5  # seconds
LONGEST_PAUSE = 30.0  # seconds

LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Program:
    """What a child runs: its name in the logs, its command, and what its environment adds."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)


def pause_before_return(quick_deaths: int) -> float:
    """Return the seconds to wait before the start that follows `quick_deaths` in a row (1, 2, …).

    The pause doubles, so that a child that cannot run neither fills the log nor the processor.
    """
    return min(FIRST_PAUSE * 2 ** (quick_deaths - 1), LONGEST_PAUSE)


def die_with_parent(parent: int) -> Callable[[], None]:
    """Return what the child does before its command: ask Linux for SIGTERM when `parent` dies."""

    def ask() -> None:
        if LIBC is not None:
            LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it died before the question was put
                os._exit(1)

    return ask


class Lines:
    """Bytes as they arrive, cut into lines of text."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, arrived: bytes) -> Iterator[str]:
        """Yield the lines that `arrived` completes; no bytes mean the end of the output."""
        *whole, self._rest = (self._rest + arrived).split(b"\n")
        if self._rest and (not arrived or len(self._rest) > LONG_LINE):
            whole.append(self._rest)
            self._rest = b""
        for line in whole:
            yield line.decode("utf-8", "replace").rstrip("\r")


class Child:
    """A program that runs, has died, or waits for its return. Times are monotonic seconds."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None
        self.return_at = 0.0
        self._started_at = 0.0
        self._quick_deaths = 0

    def start(self, now: float) -> int:
        """Start the program in a process group of its own; return the descriptor of its output.

        The group is its own so that Ctrl-C at the terminal reaches the parent alone, which then
        stops all children in the same way as for any other signal.
        """
        self.process = subprocess.Popen(
            self.program.argv,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self.program.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(os.getpid()),  # safe: the parent has one thread
        )
        self._started_at = now
        assert self.process.stdout is not None
        return self.process.stdout.fileno()

    @property
    def runs(self) -> bool:
        """Say whether the process was started and its end has not been seen."""
        return self.process is not None

    def end(self, now: float) -> str | None:
        """See whether the process has ended: then end its group, set its return, say how."""
        if self.process is None or self.process.poll() is None:
            return None
        self.signal_group(signal.SIGKILL)  # what it had started must not outlive it
        status = self.process.returncode
        self.process = None
        self._quick_deaths = 1 if now - self._started_at > STEADY else self._quick_deaths + 1
        self.return_at = now + pause_before_return(self._quick_deaths)
        return signal.Signals(-status).name if status < 0 else f"status {status}"

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the process, which stops its own children as it sees fit."""
        if self.process is not None:
            self.process.terminate()

    def signal_group(self, number: signal.Signals) -> None:
        """Send the signal `number` to the process and to all that it started."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)
