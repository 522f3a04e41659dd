"""kill -9 in the middle of delivery: nothing is lost, and what may be double says so."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from flask import Flask

from app.messages import claims
from app.messages.service import tell
from app.messages.terms import MessageState
from app.shared.transactions import transaction
from tests.messages.conftest import Notices, mails
from tests.messages.post_office import PostOffice

ROOT = Path(__file__).parents[2]
NUMBER, KILLS = 150, 2


def start(database: str, folder: Path, office: PostOffice) -> subprocess.Popen[bytes]:
    """Start a deliverer."""
    command = [sys.executable, "-m", "tests.messages.deliverer", database, str(folder)]
    return subprocess.Popen([*command, office.address], cwd=ROOT)


def wait_for(office: PostOffice, number: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server has taken a number of mails."""
    end = time.monotonic() + 40
    while len(office.taken) < number:
        assert time.monotonic() < end, f"{len(office.taken)} of {number} arrived"
        assert process.poll() is None
        time.sleep(0.002)


def test_killed_again_and_again_it_loses_nothing(
    app: Flask, database: str, tmp_path: Path, office: PostOffice, notice: Notices
):
    with transaction():
        tell(notice(n) for n in range(NUMBER))
    killed = sorted(random.Random(20261121).sample(range(5, NUMBER - 30), KILLS))
    for number in killed:
        process = start(database, tmp_path, office)
        wait_for(office, number, process)
        process.kill()
        process.wait()
    last = start(database, tmp_path, office)
    end = time.monotonic() + 40
    while {m.state for m in mails()} != {MessageState.SENT}:
        assert time.monotonic() < end, Counter(m.state for m in mails())
        time.sleep(0.2)
    last.kill()
    last.wait()
    arrived = Counter(office.ids())
    assert {m.mail_id for m in mails()} == set(arrived)
    assert len(arrived) == NUMBER
    uncertain = {m.mail_id for m in mails() if m.reason == claims.MAYBE}
    assert {number for number, times in arrived.items() if times > 1} <= uncertain
    assert max(arrived.values()) <= 2
    assert len(uncertain) <= KILLS  # only the one in hand at each kill is in doubt
