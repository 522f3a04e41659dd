"""A clone of this repository on a bare environment: `make run` once, and once again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIRST, SECOND, STOP = 900.0, 5.0, 10.0  # seconds that each may take

pytestmark = pytest.mark.long


def share() -> float:
    """Return how many programs want each processor now: a time limit is for a machine at rest."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def status(port: int, path: str) -> int:
    """Return the status of `path`, or 0 while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


def run_once(clone: Path, said: Path, seconds: float, healthy: float = 30.0) -> float:
    """Run the site until its three processes beat, stop it; return the seconds to the welcome."""
    port = free_port()
    bare = {"HOME": os.environ["HOME"], "PATH": "/usr/bin:/bin"}
    started = time.monotonic()
    with said.open("w") as out:
        site = subprocess.Popen(
            ["make", "run", f"PORT={port}"], cwd=clone, env=bare,
            stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        while f"Peishen runs at http://127.0.0.1:{port}" not in said.read_text():
            assert site.poll() is None, said.read_text()
            assert time.monotonic() - started < seconds, said.read_text()
            time.sleep(0.05)
        took = time.monotonic() - started
        while status(port, "/healthz") != 200:
            assert time.monotonic() - started < took + healthy, said.read_text()
            time.sleep(0.2)
        assert status(port, "/") == 200
        assert status(port, "/static/vendor/htmx.min.js") == 200
    finally:
        os.killpg(site.pid, signal.SIGINT)  # what Ctrl-C does at a terminal
        site.wait(timeout=STOP)
    assert status(port, "/healthz") == 0
    return took


def test_a_clone_runs_and_its_second_start_is_quick(tmp_path: Path) -> None:
    clone = tmp_path / "peishen"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    first = run_once(clone, tmp_path / "first.txt", FIRST)
    second = run_once(clone, tmp_path / "second.txt", SECOND * share())
    print(f"first start {first:.1f} s, second {second:.1f} s")
    log_ins = (clone / "instance" / "log-ins.txt").read_text()
    assert "clerk@example.org" in log_ins
    for said in ("first.txt", "second.txt"):
        assert log_ins in (tmp_path / said).read_text()
    changed = subprocess.run(["git", "status", "--short"], cwd=clone, capture_output=True)
    assert changed.stdout == b""
