"""Messages that go out by the outbox, against a bare loop of smtplib to the same server."""

from __future__ import annotations

import smtplib
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from statistics import median

from app.bodies.models import Body
from app.bodies.terms import BodyKind
from app.messages.delivery import deliver
from app.messages.service import tell
from app.messages.terms import Notice, Recipient
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from bench.site import databases, free_port, listening, migrated
from bench.terms import Figure, Scale, at_least

SHARE = 0.6
SENDER = "notices@court.example"
TITLE = "您被抽选参加审判（第 {n} 号）"
TEXT = """您好：

您被随机抽选，参加本院第 {n} 号案件的合议庭。开庭时间为 9 时整，地点为第二法庭。

请点开下面的链接，答复“我来”“我不能来”或“换个日子”，不需要密码：
{link}

如有疑问，请给书记员刘芳打电话。
"""


def run(scale: Scale, folder: Path) -> list[Figure]:
    """Send the same number of mails by the bare loop and by the outbox, in turn."""
    with _post_office() as port:
        return [
            _measured(name, uri, folder, port, scale) for name, uri in databases(folder, "mails")
        ]


def _measured(name: str, uri: str, folder: Path, port: int, scale: Scale) -> Figure:
    app = migrated(uri, folder, SMTP=f"127.0.0.1:{port}", MAIL_FROM=SENDER)
    shares, speeds = [], []
    with app.app_context():
        court = _court()
        for number in range(scale.rounds):
            bare = scale.mails / _bare_loop(port, scale.mails)
            speeds.append(scale.mails / _outbox(court, number, scale.mails))
            shares.append(speeds[-1] / bare)
        db.session.remove()
        db.engine.dispose()
    share = median(shares)
    note = f"{median(speeds):.0f} a second, bare {median(speeds) / share:.0f}"
    what = f"Messages by the outbox on {name}, of a bare smtplib loop"
    return Figure(what, share, "×", "at least 0.6", at_least(share, SHARE), note)


def _court() -> int:
    with transaction() as session:
        body = Body(code="BX0001", kind=BodyKind.BASIC, name="试验区法院", name_en="Trial")
        session.add(body)
        session.flush()
        return body.id


def _outbox(court: int, run_number: int, mails: int) -> float:
    """Write the messages, then return the seconds until the server has taken them all."""
    with transaction():
        tell(_notice(court, run_number * mails + n) for n in range(mails))
    began = time.perf_counter()
    sent = deliver(limit=mails)
    if sent != mails:
        raise RuntimeError(f"{sent} of {mails} were sent")
    return time.perf_counter() - began


def _notice(court: int, n: int) -> Notice:
    return Notice(
        rule="seat.invited",
        subject=f"seat:{n}",
        version=1,
        due_day=clock.today(),
        body_id=court,
        recipient=Recipient(f"person:{n}", "赵试", "zh_Hans", mail=f"p{n}@example.org"),
        title=TITLE.format(n=n),
        text=TEXT.replace("{n}", str(n)),
        link=f"/i/{n:024x}",
    )


def _bare_loop(port: int, mails: int) -> float:
    """Return the seconds in which smtplib writes and sends the mails over one connection."""
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as line:
        for n in range(mails):
            mail = EmailMessage()
            mail["From"], mail["To"] = SENDER, f"p{n}@example.org"
            mail["Subject"] = TITLE.format(n=n)
            mail["Message-ID"] = make_msgid(domain="court.example")
            mail.set_content(TEXT.format(n=n, link=f"http://127.0.0.1/i/{n:024x}"))
            line.send_message(mail)
    return time.perf_counter() - began


@contextmanager
def _post_office() -> Iterator[int]:
    """Run a mail server that takes everything in a process of its own; yield its port."""
    port = free_port()
    sink = ("-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink")
    with listening((sys.executable, *sink), port):
        yield port
