"""Two clocks as real processes: one leads, the other takes over when it is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditLine
from app.messages.queries import is_paused
from app.reminders import lease
from app.reminders.process import KEYS_KEPT, ClockProcess
from app.shared import clock
from app.shared.db import db
from app.shared.once import UsedKey
from app.shared.transactions import transaction
from tests.builders import Make

ROOT = Path(__file__).parents[2]


def took(holder: str) -> bool:
    """Try to take the lease."""
    with transaction():
        return lease.take(holder)


def test_one_holds_the_lease_until_it_ends_or_lets_go(app: Flask):
    assert took("first")
    assert not took("second")
    assert took("first")
    with clock.standing_at(clock.now() + lease.LEASE + timedelta(seconds=1)):
        assert took("second")
        assert not took("first")
        with transaction():
            lease.give_up("second")
        assert took("first")
        with transaction():
            lease.check("first")
            with pytest.raises(lease.NotLeading):
                lease.check("second")


def marks() -> list[str]:
    """Return who looked, in the order of time."""
    with transaction("read") as session:
        keys = session.scalars(select(UsedKey.key).order_by(UsedKey.at))
        return [key.split()[0] for key in keys]


@pytest.fixture
def start(app: Flask, database: str, tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen]]:
    """Start clocks as real processes; what still runs at the end is killed."""
    running: list[subprocess.Popen] = []

    def begin(holder: str) -> subprocess.Popen:
        words = [sys.executable, "-m", "tests.reminders.clock_process"]
        running.append(subprocess.Popen([*words, database, str(tmp_path), holder], cwd=ROOT))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.wait()


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


def test_of_two_clocks_one_leads_and_the_other_takes_over(
    app: Flask, make: Make, start: Callable[[str], subprocess.Popen]
):
    make.court()
    clocks = {name: start(name) for name in ("first", "second")}
    until(lambda: {"up:first", "up:second"} <= set(marks()))
    before = len(marks())
    until(lambda: len(marks()) > before + 5)
    [leader] = lookers(marks())
    [other] = clocks.keys() - {leader}
    clocks[leader].kill()
    until(lambda: other in marks())
    looks = marks()
    assert lookers(looks[looks.index(other) :]) == {other}
    clocks[other].send_signal(signal.SIGTERM)
    assert clocks[other].wait(60) == 0
    assert took("a third")  # the lease was let go


def lookers(looks: list[str]) -> set[str]:
    """Return who looked, without who only started."""
    return {look for look in looks if not look.startswith("up:")}


def test_old_keys_are_forgotten_and_young_ones_kept(app: Flask):
    process = ClockProcess(app)
    process.renew()
    with transaction() as session:
        session.add(UsedKey(key="old", at=clock.now() - KEYS_KEPT - timedelta(minutes=1)))
        session.add(UsedKey(key="young"))
    process.clean()
    assert marks() == ["young"]


def test_sending_is_paused_and_resumed_and_the_audit_knows(app: Flask):
    run = app.test_cli_runner()
    assert run.invoke(args=["pause", "--reason", "moving"]).exit_code == 0
    with transaction("read"):
        assert is_paused()
    assert run.invoke(args=["resume"]).exit_code == 0
    with transaction("read") as session:
        assert not is_paused()
        acts = list(session.scalars(select(AuditLine.act).order_by(AuditLine.id)))
    assert acts == ["sending:paused", "sending:resumed"]
    assert db.engine is not None
