"""Delivery: claim, send over one line, commit per message. A crash loses nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import Connection

from app.messages import claims
from app.messages.claims import Claimed
from app.messages.mail import Line, LineLost, Mail, Refusal, Server, written
from app.messages.queries import PAUSED_NOW, why_nothing_goes_out
from app.messages.terms import MessageState
from app.messages.writing import absolute, filled
from app.shared import clock
from app.shared.db import db
from app.shared.logs import logger
from app.shared.texts import N_
from app.shared.transactions import transaction

log = logger("messages")
BATCH = 25
NO_ADDRESS = N_("The address cannot be written to.")


def server() -> Server:
    """Return the mail server of the settings (SMTP is host:port; the rest may be missing)."""
    config = current_app.config
    host, _, port = config["SMTP"].rpartition(":")
    return Server(
        host or config["SMTP"],
        int(port) if host else 25,
        config["MAIL_FROM"],
        config.get("SMTP_USER", ""),
        config.get("SMTP_PASSWORD", ""),
        bool(config.get("SMTP_STARTTLS", False)),
    )


def deliver(limit: int = 500, go_on: Callable[[], bool] = lambda: True) -> int:
    """Send up to `limit` waiting mails; return how many the server has taken.

    Does nothing while sending is paused or no server is set. Several deliverers may run at
    once. `go_on` is asked before each mail. Call it between transactions: it commits its own.
    """
    with transaction("read"):
        if why_nothing_goes_out():
            return 0
    where = server()
    # one connection for the whole round: a pool's checkout and a session cost as much as a mail
    with closing(Line(where)) as line, db.engine.connect() as outbox:
        if db.engine.dialect.name == "postgresql":  # each of our statements is a transaction
            outbox = outbox.execution_options(isolation_level="AUTOCOMMIT")
        return _Delivery(outbox, line, where, go_on).run(limit)


@dataclass
class _Delivery:
    outbox: Connection
    line: Line
    server: Server
    go_on: Callable[[], bool]
    holder: str = field(default_factory=lambda: secrets.token_hex(12))
    names: dict[int, str] = field(default_factory=dict)
    sent: int = 0
    lost: bool = False

    def run(self, limit: int) -> int:
        """Claim batch after batch until nothing waits, the limit is reached or the line broke."""
        left = limit
        with self.outbox.begin():
            claims.tidy(self.outbox)
        while left > 0 and not self.lost and self.go_on():
            batch = self._claim(min(BATCH, left))
            if not batch:
                break
            left -= len(batch)
            self._send_all(batch)
        if self.sent or self.lost:
            log.info("mail delivered", sent=self.sent, line_lost=self.lost)
        return self.sent

    def _claim(self, limit: int) -> list[Claimed]:
        with self.outbox.begin():
            if self.outbox.scalar(PAUSED_NOW):
                return []
            batch = claims.claim(self.outbox, self.holder, limit)
            bodies = {row.body_id for row in batch} - self.names.keys()
            if bodies:
                self.names |= claims.sender_names(self.outbox, bodies)
        return batch

    def _send_all(self, batch: list[Claimed]) -> None:
        """Send a batch; each commit writes how one mail ended and that the next begins."""
        taken = 0  # the id of the mail that the server has taken last
        for row in batch:
            if self.lost or not self.go_on():
                break
            if not self._step(taken, row.id, self._mail_id(row)):
                taken = 0
                continue
            taken = row.id if self._send(row) else 0
        with self.outbox.begin():
            if taken:
                claims.step(self.outbox, self.holder, taken, 0, "")
            if self.lost or not self.go_on():
                claims.release(self.outbox, self.holder)

    def _step(self, ended: int, begun: int, mail_id: str) -> bool:
        with self.outbox.begin():
            return claims.step(self.outbox, self.holder, ended, begun, mail_id)

    def _mail_id(self, row: Claimed) -> str:
        return f"<{row.uid}@{self.server.sender.rpartition('@')[2]}>"

    def _send(self, row: Claimed) -> bool:
        """Hand one mail over; what does not go well is written down at once."""
        try:
            content = self._written(row)
        except Exception:  # whatever the mail library trips over must not stop the others
            log.exception("a mail cannot be written", uid=row.uid)
            return self._ended(row, state=MessageState.FAILED, reason=NO_ADDRESS)
        try:
            self.line.hand_over(row.address, content)
        except Refusal as refusal:
            return self._ended(row, **self._refused(row, refusal))
        except LineLost as lost:
            self.lost = True
            log.warning("the line to the mail server broke", error=str(lost))
            return self._ended(row, **self._broken(row, lost))
        self.sent += 1
        return True

    def _ended(self, row: Claimed, **values: Any) -> bool:
        with self.outbox.begin():
            claims.settle(self.outbox, self.holder, row.id, **values)
        return False

    def _written(self, row: Claimed) -> bytes:
        text = filled(row.text, absolute(row.link))
        name = self.names.get(row.body_id, "")
        mail = Mail(
            self._mail_id(row), row.address, row.title, text, row.language, name, clock.now()
        )
        return written(mail, self.server.sender)

    def _refused(self, row: Claimed, refusal: Refusal) -> dict[str, Any]:
        log.warning("a mail was refused", uid=row.uid, for_good=refusal.for_good)
        if refusal.for_good or row.tries + 1 >= claims.LAST_TRY:
            return {"state": MessageState.FAILED, "reason": str(refusal)[:300]}
        wait = timedelta(minutes=min(2**row.tries, 240))
        return {
            "state": MessageState.WAITING,
            "reason": row.reason if row.reason == claims.MAYBE else str(refusal)[:300],
            "not_before": clock.now() + wait,
            "mail_id": "",
        }

    def _broken(self, row: Claimed, lost: LineLost) -> dict[str, Any]:
        if not lost.unknown:
            state = MessageState.UNCERTAIN if row.reason == claims.MAYBE else MessageState.WAITING
            return {"state": state, "mail_id": "", "tries": row.tries}
        if row.reason == claims.MAYBE:
            return {"state": MessageState.FAILED, "reason": claims.LOST_TWICE}
        return {"state": MessageState.UNCERTAIN, "reason": claims.MAYBE}
