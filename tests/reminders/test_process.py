"""Clocks as real processes: one leads and works, another takes over when it is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditLine
from app.messages.queries import is_paused
from app.reminders import lease
from app.reminders.process import KEYS_KEPT, ClockProcess
from app.shared import clock
from app.shared.db import db
from app.shared.jobs.beats import DELIVERED, LOOKED, STALE_AFTER, beat
from app.shared.jobs.models import Heartbeat
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


Start = Callable[..., subprocess.Popen]


@pytest.fixture
def start(app: Flask, database: str, tmp_path: Path) -> Iterator[Start]:
    """Start clocks as real processes; what still runs at the end is killed."""
    running: list[subprocess.Popen] = []

    def begin(holder: str, pace: str = "quick") -> subprocess.Popen:
        words = [sys.executable, "-m", "tests.reminders.clock_process"]
        running.append(subprocess.Popen([*words, database, str(tmp_path), holder, pace], cwd=ROOT))
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


def beats() -> dict[str, datetime]:
    """Return when each process last beat, and when looks and rounds came to their end."""
    with transaction("read") as session:
        return {row.process: row.at for row in session.scalars(select(Heartbeat))}


@pytest.mark.long
def test_at_its_usual_pace_a_clock_looks_and_delivers_each_time(
    app: Flask, make: Make, start: Start
):
    make.court()
    start("alone", "usual")
    until(lambda: "clock" in beats())
    began, rounds = beats()["clock"], set()

    def three_rounds() -> bool:
        rounds.add(beats().get(DELIVERED))
        return len(rounds - {None}) == 3

    until(three_rounds)
    assert marks()[:2] == ["up:alone", "alone"]
    looked, delivered = beats()[LOOKED], sorted(rounds - {None})
    assert (looked - began).total_seconds() < 10
    assert (delivered[0] - began).total_seconds() < 10
    assert (delivered[2] - delivered[0]).total_seconds() < 25  # every ten seconds, none left out


def test_a_clock_leads_while_it_renews_its_lease(app: Flask, monkeypatch: pytest.MonkeyPatch):
    process, seen = ClockProcess(app), []
    take = lease.take

    def watched(*given: Any) -> bool:
        seen.append(process.leading)
        return take(*given)

    monkeypatch.setattr(lease, "take", watched)
    process.renew()
    process.renew()
    assert (seen, process.leading) == ([False, True], True)


def test_a_clock_that_cannot_renew_leads_until_its_lease_has_run_out(
    app: Flask, monkeypatch: pytest.MonkeyPatch
):
    process = ClockProcess(app, lease_for=0.3)
    process.renew()
    monkeypatch.setattr(lease, "take", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        process.renew()
    assert process.leading
    time.sleep(0.3)
    assert not process.leading


def test_who_finds_another_leading_does_not_lead(app: Flask):
    process = ClockProcess(app, holder="second")
    process.renew()
    with clock.standing_at(clock.now() + lease.LEASE + timedelta(seconds=1)):
        assert took("first")
        process.renew()
    assert not process.leading


def test_a_clock_that_beats_but_never_looks_is_not_healthy(app: Flask):
    process, client = ClockProcess(app), app.test_client()
    process.renew()
    process.beat()
    with transaction():
        beat("worker")
    ill = client.get("/healthz")
    said = ill.get_json()
    assert (ill.status_code, said["clock"], said[LOOKED]) == (503, True, False)
    process.look()
    process.deliver()
    well = client.get("/healthz")
    said = well.get_json()
    assert (well.status_code, said[LOOKED], said[DELIVERED]) == (200, True, True)
    assert said["last"][LOOKED] == beats()[LOOKED].isoformat(timespec="seconds")
    with transaction() as session:
        session.get_one(Heartbeat, LOOKED).at -= STALE_AFTER[LOOKED]
    assert client.get("/healthz").status_code == 503


def test_of_two_clocks_one_leads_and_the_other_takes_over(app: Flask, make: Make, start: Start):
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
