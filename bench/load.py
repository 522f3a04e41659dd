"""Clients that ask again as soon as they are answered, over a connection that browsers would keep.

A browser's line is closed after two idle seconds, so a reader takes a new one every few pages; and
which process of the web server takes it is chance. Lines kept for good could all lie with one.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle

GOOD = b"HTTP/1.1 200"
LENGTH = b"content-length:"
AT_ONCE = 1 << 18  # bytes
PATIENCE = 30.0  # seconds for one answer
KEPT_FOR = 8  # questions over one connection


@dataclass
class Answers:
    """What a stretch of load gave: seconds it took, and of each answer."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    @property
    def a_second(self) -> float:
        """Answers a second."""
        return len(self.waits) / self.seconds

    def wait(self, share: float) -> float:
        """Return the milliseconds within which a share of the answers came (0.95: p95).

        Where nobody was answered in time it is the whole stretch.
        """
        ordered = sorted(self.waits) or [self.seconds]
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


def question(path: str, cookie: str = "") -> bytes:
    """Return a GET as it goes over the line; `path` is quoted already."""
    signed_in = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{signed_in}\r\n".encode("ascii")


def ask(port: int, questions: Sequence[Sequence[bytes]], seconds: float) -> Answers:
    """Let each client (a row of `questions`, asked round and round) ask for so many seconds.

    Raises RuntimeError at the first answer that is not 200.
    """
    answers, waiting = Answers(), selectors.DefaultSelector()
    began = time.perf_counter()
    clients = [_Client(port, cycle(row)) for row in questions]
    for client in clients:
        client.send()
        waiting.register(client.line, selectors.EVENT_READ, client)
    while (now := time.perf_counter()) < began + seconds:
        ready = waiting.select(PATIENCE)
        if not ready:
            raise RuntimeError("the web server has stopped answering")
        for key, _ in ready:
            client = key.data
            if client.heard():
                answers.waits.append(time.perf_counter() - client.sent)
                waiting.unregister(client.line)
                client.send()
                waiting.register(client.line, selectors.EVENT_READ, client)
    answers.seconds = now - began
    for client in clients:
        client.line.close()
    return answers


class _Client:
    def __init__(self, port: int, questions: Iterator[bytes]) -> None:
        self._port = port
        self.line = self._connected()
        self._left = KEPT_FOR
        self.sent = 0.0
        self._questions = questions
        self._heard = b""
        self._whole = 0  # bytes of the answer, 0 until its head is there

    def send(self) -> None:
        """Ask the next question."""
        self._heard, self._whole = b"", 0
        self.sent = time.perf_counter()
        if not self._left:
            self.line.close()
            self.line, self._left = self._connected(), KEPT_FOR
        self._left -= 1
        self.line.sendall(next(self._questions))

    def _connected(self) -> socket.socket:
        line = socket.create_connection(("127.0.0.1", self._port), PATIENCE)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line

    def heard(self) -> bool:
        """Take what arrived; say whether the answer is complete."""
        arrived = self.line.recv(AT_ONCE)
        self._heard += arrived
        if not self._whole and b"\r\n\r\n" in self._heard:
            self._whole = self._length()
        if not arrived:
            raise RuntimeError(f"the web server hung up after {self._heard[:200]!r}")
        return bool(self._whole) and len(self._heard) >= self._whole

    def _length(self) -> int:
        head, _, _ = self._heard.partition(b"\r\n\r\n")
        if not head.startswith(GOOD):
            raise RuntimeError(f"not the page: {head[:200]!r}")
        lines = head.lower().split(b"\r\n")
        length = next(line for line in lines if line.startswith(LENGTH))
        return len(head) + 4 + int(length.partition(b":")[2])
