"""A real mail server on the loopback that keeps what it takes and can be told to refuse."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class PostOffice:
    """What arrived, in order; `answers` maps an address to what the server says to its mail."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answers: dict[str, list[str]] = {}
        self.sessions: set[int] = set()
        self.when_taken: Callable[[int], None] = lambda number: None
        self.address = ""
        self._lock = threading.Lock()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        said = self.answers.get(address)
        if said and said[0].startswith(("4", "5")):
            return said.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=default)  # type: ignore[arg-type]
        with self._lock:
            self.sessions.add(id(session))
            self.taken.append(message)  # type: ignore[arg-type]
            number = len(self.taken)
        self.when_taken(number)
        said = self.answers.get(envelope.rcpt_tos[0])
        if said and said[0] == "hang up":
            said.pop(0)
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()  # taken, but nobody is told
        return "250 OK"

    def ids(self) -> list[str]:
        """Return the Message-IDs of what arrived."""
        return [str(mail["Message-ID"]) for mail in self.taken]


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    """Run a mail server on a free port of the loopback."""
    office = PostOffice()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    office.address = f"127.0.0.1:{port}"
    try:
        yield office
    finally:
        controller.stop(no_assert=True)
