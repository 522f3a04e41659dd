"""The loop of the parent: show what the children say, bring back the dead, stop all together."""

from __future__ import annotations

import os
import selectors
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

from app.supervisor.child import Child, Lines, Program

TICK = 0.1  # seconds between two looks at the children
HEAD_START = 3.0  # seconds that the first program has the processor to itself, at most
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """Runs programs until a stop signal; single-threaded, because it forks."""

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        grace: float = 8.0,
        ready: Callable[[], bool] = lambda: True,
        when_ready: Callable[[], str] = lambda: "",
        out: TextIO | None = None,
    ) -> None:
        """Take the programs, the seconds they get to stop, and what to say once `ready()`.

        The first program is the one that people wait for: the others start when it is ready, or
        after a head start.
        """
        self._children = [Child(program) for program in programs]
        self._grace = grace
        self._ready = ready
        self._when_ready = when_ready
        self._out = out or sys.stdout
        self._width = max((len(program.name) for program in programs), default=0)
        self._selector = selectors.DefaultSelector()
        self._stop_asked = False
        self._interrupts = 0
        self._announced = False
        self._others_at = 0.0

    def run(self) -> int:
        """Run the programs until a stop signal; return the exit status."""
        self._others_at = time.monotonic() + HEAD_START
        with self._listening():
            while not self._stop_asked:
                self._start_due()
                self._look(TICK)
                self._announce()
            self._stop()
        return 0

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Note the stop signals while the loop runs, then behave as before."""
        before = {number: signal.signal(number, self._note) for number in STOP_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self._stop_asked = True
        self._interrupts += number == signal.SIGINT

    def _start_due(self) -> None:
        now = time.monotonic()
        others = self._announced or now >= self._others_at
        for child in self._children if others else self._children[:1]:
            if not child.runs and child.return_at <= now:
                output = child.start(now)
                lines = (child, child.process, Lines())
                self._selector.register(output, selectors.EVENT_READ, lines)

    def _look(self, seconds: float) -> None:
        """Show what was said within `seconds`, and see who has ended."""
        self._show(seconds)
        now = time.monotonic()
        for child in self._children:
            how = child.end(now)
            if how is not None and not self._stop_asked:
                pause = child.return_at - now
                self._say(child.program.name, f"ended ({how}); starts again in {pause:.1f} s")

    def _show(self, seconds: float) -> bool:
        """Show what the children say within `seconds`; tell whether anything came."""
        ready = self._selector.select(seconds)
        for key, _ in ready:
            child, process, lines = key.data
            arrived = os.read(key.fd, 65536)
            for line in lines.feed(arrived):
                self._say(child.program.name, line)
            if not arrived:
                self._selector.unregister(key.fd)
                process.stdout.close()
        return bool(ready)

    def _say(self, name: str, line: str) -> None:
        """Write one line under the child's name; a reader who has gone stops all."""
        try:
            self._out.write(f"{name:<{self._width}} | {line}\n" if name else f"{line}\n")
            self._out.flush()
        except OSError:
            self._out = open(os.devnull, "w")  # noqa: SIM115 (kept until the process ends)
            self._stop_asked = True

    def _announce(self) -> None:
        if not self._announced and self._ready():
            self._announced = True
            for line in self._when_ready().splitlines():
                self._say("", line)

    def _stop(self) -> None:
        """Ask every child to stop; kill those that have not when the grace is over.

        A second Ctrl-C ends the grace at once.
        """
        kill_at = time.monotonic() + self._grace
        for child in self._children:
            child.ask_to_stop()
        while any(child.runs for child in self._children):
            if self._interrupts > 1 or time.monotonic() > kill_at:
                for child in self._children:
                    child.signal_group(signal.SIGKILL)
            self._look(TICK / 2)
        while self._selector.get_map() and self._show(0):
            pass
        self._selector.close()
