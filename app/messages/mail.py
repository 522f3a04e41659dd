"""One mail, and the line to the mail server: what it took, what it refused, what is unknown."""

from __future__ import annotations

import re
import smtplib
import ssl
from base64 import encodebytes
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP as RFC_5322
from email.utils import format_datetime, formataddr
from functools import lru_cache

TIMEOUT = 20.0  # seconds for each answer of the server; the lease of a claim is longer than five
POLICY = RFC_5322.clone(cte_type="7bit")  # the server may not know 8BITMIME
BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
SOFT_BREAKS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True)
class Server:
    """Where and how to hand mail over; from the settings."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    starttls: bool = False


@dataclass(frozen=True)
class Mail:
    """What goes into one mail; `mail_id` is its Message-ID with the angle brackets."""

    mail_id: str
    to: str
    title: str
    text: str
    language: str
    sender_name: str
    at: datetime


class Refusal(Exception):
    """The server refused a mail: `for_good`, or it may be tried later."""

    def __init__(self, reason: str, for_good: bool) -> None:
        """Take the server's own words."""
        super().__init__(reason)
        self.for_good = for_good


class LineLost(Exception):
    """The line broke; `unknown` if the mail may have been taken before it did."""

    def __init__(self, reason: str, unknown: bool) -> None:
        """Take what broke."""
        super().__init__(reason)
        self.unknown = unknown


def written(mail: Mail, sender: str) -> bytes:
    """Return a mail as it goes over the line (RFC 5322; RFC 3834 against automatic answers).

    Line breaks of every alphabet are taken out of headers, U+2028 too, which EmailMessage
    would raise on. Raises ValueError for an address that cannot stand in a header.
    """
    message = EmailMessage(policy=POLICY)
    try:
        message["To"] = mail.to
    except (MessageError, UnicodeError, IndexError) as error:
        raise ValueError(str(error)) from error
    if not mail.to.isascii() or len(message["To"].addresses) != 1:
        raise ValueError("not one address")
    message["Subject"] = BREAKS.sub(" ", mail.title).strip()
    own = f"Message-ID: {mail.mail_id}\r\nDate: {format_datetime(mail.at)}\r\n"
    head = _head(mail.sender_name, sender, mail.language)
    return head + own.encode("ascii") + message.as_bytes() + _body(mail.text)


def _body(text: str) -> bytes:
    """Return a text as RFC 2045 wants it in base64: lines end with CRLF, 76 characters a line."""
    whole = SOFT_BREAKS.sub("\n", text).rstrip("\n") + "\n"
    return encodebytes(whole.replace("\n", "\r\n").encode()).replace(b"\n", b"\r\n")


@lru_cache(maxsize=512)
def _head(name: str, sender: str, language: str) -> bytes:
    """Return the headers that a court's mails have in common; writing them is the slow part."""
    head = EmailMessage(policy=POLICY)
    head["From"] = formataddr((BREAKS.sub(" ", name), sender))
    head["Content-Language"] = language.replace("_", "-")
    head["List-Id"] = f"<notices.{sender.rpartition('@')[2]}>"  # RFC 2919: easily filed
    head["Auto-Submitted"] = "auto-generated"
    head["X-Auto-Response-Suppress"] = "All"
    head["MIME-Version"] = "1.0"
    head["Content-Type"] = 'text/plain; charset="utf-8"'
    head["Content-Transfer-Encoding"] = "base64"
    return head.as_bytes().removesuffix(b"\r\n")  # more headers follow


class Line:
    """One SMTP connection, opened at the first mail and used for all that follow."""

    def __init__(self, server: Server) -> None:
        """Take the server; nothing is opened yet."""
        self._server = server
        self._smtp: smtplib.SMTP | None = None
        self._served = 0  # mails taken since the line was opened

    def hand_over(self, to: str, content: bytes) -> None:
        """Hand one mail over; returning means that the server has taken it.

        A line that has served and is then closed by the server is opened once more.
        Raises Refusal when the server will not have it, LineLost when the line broke.
        """
        try:
            self._hand_over(to, content)
        except LineLost as lost:
            if lost.unknown or not self._served:
                raise
            self._served = 0
            self._hand_over(to, content)
        self._served += 1

    def _hand_over(self, to: str, content: bytes) -> None:
        smtp = self._open()
        try:
            self._expect(smtp, *smtp.mail(self._server.sender))
            self._expect(smtp, *smtp.rcpt(to))
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise LineLost(str(error), unknown=False) from error
        try:
            answer = smtp.data(content)
        except smtplib.SMTPDataError as error:
            answer = (error.smtp_code, error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise LineLost(str(error), unknown=True) from error
        self._expect(smtp, *answer)

    def _expect(self, smtp: smtplib.SMTP, code: int, words: bytes | str) -> None:
        if code in (250, 251, 252):
            return
        said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        if code == 421:  # RFC 5321, 3.8: the server is closing the line
            self._drop()
            raise LineLost(f"{code} {said}", unknown=False)
        with suppress(smtplib.SMTPException, OSError):
            smtp.rset()
        raise Refusal(f"{code} {said}", for_good=code >= 500)

    def _open(self) -> smtplib.SMTP:
        if self._smtp is None:
            server = self._server
            try:
                self._smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
                if server.starttls:
                    self._smtp.starttls(context=ssl.create_default_context())
                self._smtp.ehlo_or_helo_if_needed()
                if server.user:
                    self._smtp.login(server.user, server.password)
            except (smtplib.SMTPException, OSError) as error:
                self._drop()
                raise LineLost(str(error), unknown=False) from error
        return self._smtp

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None

    def close(self) -> None:
        """Take leave of the server, if there ever was a line."""
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
        self._drop()
