"""What the site consists of, and how its first answer is noticed."""

from __future__ import annotations

import os
import select
import socket
import sys
from contextlib import closing

from app.supervisor.child import Program

HOST = "127.0.0.1"
# A page is work for the processor, and Python does it in one thread of a process at a time: so a
# process for each core, up to four, loaded once before they part; threads for those who wait.
PROCESSES = min(os.cpu_count() or 1, 4)
GUNICORN = (
    *("--worker-class", "gthread", "--preload"),
    *("--workers", os.environ.get("PEISHEN_WEB_PROCESSES", f"{PROCESSES}"), "--threads", "8"),
)
STOPPING = ("--graceful-timeout", "5", "--no-control-socket")


def programs(port: int) -> list[Program]:
    """Return the web server on `port`, the clock and the worker."""
    python = sys.executable
    address = ("--bind", f"{HOST}:{port}")
    flask = (python, "-m", "flask", "--app", "wsgi")
    return [
        Program("web", (python, "-m", "gunicorn", *GUNICORN, *STOPPING, *address, "wsgi:app")),
        Program("clock", (*flask, "clock")),
        Program("worker", (*flask, "worker")),
    ]


def is_taken(port: int) -> bool:
    """Say whether another program listens on `port` already."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


class Knock:
    """Asks the site for a page and sees the answer, without ever waiting for it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._line: socket.socket | None = None

    def answered(self) -> bool:
        """Say whether the site has given its first answer; ask again if it hung up."""
        try:
            return self._listen() if self._line else self._ask()
        except OSError:
            self._hang_up()
            return False

    def _ask(self) -> bool:
        self._line = socket.create_connection((HOST, self._port), timeout=1)
        host = f"{HOST}:{self._port}"
        self._line.sendall(f"HEAD /healthz HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
        return False

    def _listen(self) -> bool:
        assert self._line is not None
        if not select.select([self._line], [], [], 0)[0]:
            return False
        answered = self._line.recv(64).startswith(b"HTTP/")
        self._hang_up()
        return answered

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
