"""The supervisor over real processes: deaths, returns, signals, orphans."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.supervisor.child import Lines, pause_before_return
from app.supervisor.site import HOST, Knock, is_taken, programs
from app.supervisor.supervisor import HEAD_START

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 15.0  # seconds; a busy machine starts a Python in one or two

STEADY = "import os, time; print('born', os.getpid()); time.sleep(600)"
STUBBORN = (
    "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('born', os.getpid()); time.sleep(600)"
)
SHORT_LIVED = "print('born and gone')"
WITH_CHILD = (
    "import os, subprocess, sys, time;"
    "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print('grandchild', p.pid); print('born', os.getpid()); time.sleep(600)"
)


class Watched:
    """A supervisor in a process of its own, with all that it has said so far."""

    def __init__(self, folder: Path, grace: float, ready: bool, **codes: str) -> None:
        plan = folder / "plan.json"
        plan.write_text(json.dumps({"programs": codes, "grace": grace, "ready": ready}))
        command = [sys.executable, str(Path(__file__).with_name("parent.py")), str(plan)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.lines: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def said(self, pattern: str) -> list[str]:
        """Return the group of each line that matches `pattern` in full."""
        matches = (re.fullmatch(pattern, line) for line in list(self.lines))
        return [match[1] for match in matches if match]

    def pid(self, name: str, word: str = "born", nth: int = 1) -> int:
        """Return the process id that `name` said with `word` the nth time; wait for it."""
        pattern = rf"{name} *\| {word} (\d+)"
        wait_until(lambda: len(self.said(pattern)) >= nth)
        return int(self.said(pattern)[nth - 1])


def wait_until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait until `true()`; fail after `seconds`."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "this did not come true in time"
        time.sleep(0.02)


def lives(pid: int) -> bool:
    """Say whether the process runs (a dead one that nobody has reaped does not)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """Start supervisors; whatever a test leaves is killed after it."""
    started: list[Watched] = []

    def start(grace: float = 8.0, ready: bool = True, **codes: str) -> Watched:
        started.append(Watched(tmp_path, grace, ready, **codes))
        return started[-1]

    yield start
    for watched in started:
        for pid in map(int, watched.said(r".*\| (?:born|grandchild) (\d+)")):
            if lives(pid):
                os.kill(pid, signal.SIGKILL)
        watched.process.kill()
        watched.process.wait()


def test_lines_carry_the_name_of_who_said_them(watch: Callable[..., Watched]) -> None:
    watched = watch(web=STEADY, worker=STEADY)
    watched.pid("web")
    watched.pid("worker")
    assert "all started" in watched.lines
    assert all(re.match(r"(web    \| |worker \| |all started)", line) for line in watched.lines)


def test_the_others_wait_for_the_first_but_not_for_ever(watch: Callable[..., Watched]) -> None:
    began = time.monotonic()
    watched = watch(ready=False, web=STEADY, worker=STEADY)
    watched.pid("web")
    assert watched.said(r"worker \| (.*)") == []
    watched.pid("worker")
    assert time.monotonic() - began >= HEAD_START
    assert "all started" not in watched.lines


def test_a_killed_child_returns_and_the_others_stay(watch: Callable[..., Watched]) -> None:
    watched = watch(web=STEADY, clock=STEADY)
    web, clock = watched.pid("web"), watched.pid("clock")
    os.kill(web, signal.SIGKILL)
    returned = watched.pid("web", nth=2)
    assert returned != web
    assert lives(returned)
    assert lives(clock)
    assert watched.said(r"web   \| ended \((SIGKILL)\); starts again in 0\.5 s")


def test_what_a_killed_child_had_started_does_not_outlive_it(
    watch: Callable[..., Watched],
) -> None:
    watched = watch(web=WITH_CHILD)
    grandchild = watched.pid("web", "grandchild")
    os.kill(watched.pid("web"), signal.SIGKILL)
    wait_until(lambda: not lives(grandchild))
    watched.pid("web", nth=2)


def test_a_child_that_cannot_run_is_tried_more_and_more_rarely(
    watch: Callable[..., Watched],
) -> None:
    watched = watch(clock=SHORT_LIVED)
    pattern = r"clock \| ended \(status 0\); starts again in ([\d.]+) s"
    wait_until(lambda: len(watched.said(pattern)) >= 3)
    assert watched.said(pattern)[:3] == ["0.5", "1.0", "2.0"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_stops_all(watch: Callable[..., Watched], number: signal.Signals) -> None:
    watched = watch(web=WITH_CHILD, clock=STEADY, worker=STEADY)
    pids = [watched.pid(name) for name in ("web", "clock", "worker")]
    pids.append(watched.pid("web", "grandchild"))
    watched.process.send_signal(number)
    assert watched.process.wait(timeout=5) == 0
    wait_until(lambda: not any(map(lives, pids)), 1)


def test_a_child_that_will_not_stop_is_killed_when_the_grace_is_over(
    watch: Callable[..., Watched],
) -> None:
    watched = watch(grace=1.0, worker=STUBBORN)
    worker = watched.pid("worker")
    asked = time.monotonic()
    watched.process.send_signal(signal.SIGTERM)
    assert watched.process.wait(timeout=6) == 0
    assert time.monotonic() - asked >= 1.0
    assert not lives(worker)


def test_a_second_interrupt_ends_the_grace(watch: Callable[..., Watched]) -> None:
    watched = watch(grace=60.0, worker=STUBBORN)
    worker = watched.pid("worker")
    watched.process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        watched.process.wait(timeout=0.5)
    watched.process.send_signal(signal.SIGINT)
    assert watched.process.wait(timeout=5) == 0
    assert not lives(worker)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent")
def test_children_die_with_a_killed_supervisor(watch: Callable[..., Watched]) -> None:
    watched = watch(web=STEADY, clock=STEADY)
    pids = [watched.pid("web"), watched.pid("clock")]
    watched.process.kill()
    wait_until(lambda: not any(map(lives, pids)), 5)


def test_the_pause_doubles_up_to_half_a_minute() -> None:
    assert [pause_before_return(deaths) for deaths in (1, 2, 3, 7, 50)] == [0.5, 1, 2, 30, 30]


def test_lines_are_cut_where_they_end_and_not_where_they_arrive() -> None:
    lines = Lines()
    hanzi = "陪审\n".encode()
    assert list(lines.feed(b"one\r\ntw")) == ["one"]
    assert list(lines.feed(b"o\n" + hanzi[:2])) == ["two"]
    assert list(lines.feed(hanzi[2:] + b"rest")) == ["陪审"]
    assert list(lines.feed(b"")) == ["rest"]
    assert list(lines.feed(b"x" * 70000)) == ["x" * 70000]


def test_the_site_is_web_clock_and_worker_on_the_given_port() -> None:
    web, clock, worker = programs(8123)
    assert [web.name, clock.name, worker.name] == ["web", "clock", "worker"]
    assert web.argv[-2:] == ("127.0.0.1:8123", "wsgi:app")
    assert (clock.argv[-1], worker.argv[-1]) == ("clock", "worker")


def test_a_taken_port_and_a_first_answer_are_noticed() -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        assert is_taken(port)
        knock = Knock(port)
        assert not knock.answered()
        caller, _ = server.accept()
        assert not knock.answered()
        assert caller.recv(64).startswith(b"HEAD /healthz")
        caller.sendall(b"HTTP/1.0 503 not yet\r\n\r\n")
        wait_until(knock.answered, 5)
        caller.close()
    assert not is_taken(port)
    assert not Knock(port).answered()
