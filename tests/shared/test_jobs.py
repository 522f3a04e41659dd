"""Long work: the row is the truth, the queue only wakes, what is lost is done again."""

from __future__ import annotations

import json
import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.shared import clock
from app.shared.db import db
from app.shared.jobs import service
from app.shared.jobs.models import Heartbeat, Job
from app.shared.jobs.registry import job
from app.shared.jobs.running import REFUSED, run_now
from app.shared.jobs.waking import queue_of
from app.shared.once import UsedKey
from app.shared.refusals import Refusal, Refused
from app.shared.transactions import transaction
from tests.builders import Make
from tests.shared import worker_process

ROOT = Path(__file__).parents[2]
of_the_moment: dict[str, Callable[[int, dict[str, Any], Any], Any]] = {}


@job("test.given")
def given(job_id: int, arguments: dict[str, Any], progress: Any) -> Any:
    """Do what the test of the moment wants done."""
    return of_the_moment["work"](job_id, arguments, progress)


@pytest.fixture
def does(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Set what the work "test.given" does."""
    return lambda function: monkeypatch.setitem(of_the_moment, "work", function)


def begun(make: Make, verb: str = "test.given", **arguments: Any) -> int:
    """Return the id of a started job."""
    desk = make.desk(make.court())
    with transaction():
        return service.start(desk, verb, arguments).id


def row_of(job_id: int) -> Job:
    """Return a job as it stands in the database now."""
    with transaction("read") as session:
        row = session.get_one(Job, job_id, populate_existing=True)
        session.expunge(row)
    return row


def marks() -> list[str]:
    """Return the marks that works have left."""
    with transaction("read") as session:
        return list(session.scalars(select(UsedKey.key)))


def test_a_worker_is_woken_after_the_commit_and_only_then(app: Flask, make: Make):
    storage = queue_of(app).huey.storage
    desk = make.desk(make.court())
    with transaction():
        service.start(desk, "test.given", {})
        assert storage.queue_size() == 0
    assert storage.queue_size() == 1
    service.start(desk, "test.given", {})
    db.session.rollback()
    make.court()  # a later commit of the same session wakes nobody for what was rolled back
    assert storage.queue_size() == 1


def test_the_queue_holds_json_and_runs_no_pickle(app: Flask, make: Make, tmp_path: Path):
    begun(make)
    queue = sqlite3.connect(app.config["QUEUE"])
    [(stored,)] = queue.execute("SELECT data FROM task").fetchall()
    assert "run_job" in json.loads(bytes(stored))[1]
    trap = tmp_path / "sprung"
    evil = pickle.dumps(_Trap(str(trap)))
    with pytest.raises(ValueError, match=r"codec|Expecting"):
        queue_of(app).huey.serializer.deserialize(evil)
    assert not trap.exists()
    pickle.loads(evil)  # the control: the trap is a real one
    assert trap.exists()


class _Trap:
    def __init__(self, path: str):
        self.path = path

    def __reduce__(self) -> Any:
        return (os.mkdir, (self.path,))


def test_work_and_its_end_are_one_transaction(app: Flask, make: Make, does: Any):
    def work(job_id: int, arguments: dict[str, Any], progress: Any) -> dict[str, Any]:
        progress(1, 2, "half")
        db.session.add(UsedKey(key=arguments["mark"]))
        return {"link": "/somewhere"}

    does(work)
    job_id = begun(make, mark="done")
    assert run_now(job_id)
    row = row_of(job_id)
    assert (row.state, row.done, row.total, row.runs) == ("done", 2, 2, 1)
    assert row.result == {"link": "/somewhere"}
    assert marks() == ["done"]
    assert not run_now(job_id)


def test_what_fails_is_rolled_back_and_tried_three_times(app: Flask, make: Make, does: Any):
    def work(job_id: int, arguments: dict[str, Any], progress: Any) -> None:
        db.session.add(UsedKey(key=f"try {row_of(job_id).runs}"))
        db.session.flush()
        raise ValueError("broken")

    does(work)
    job_id = begun(make)
    states = []
    while run_now(job_id):
        states.append(row_of(job_id).state)
    assert states == ["waiting", "waiting", "failed"]
    assert row_of(job_id).fault == service.GAVE_UP
    assert marks() == []


def test_a_refusal_is_told_and_not_tried_again(app: Flask, make: Make, does: Any):
    def work(job_id: int, arguments: dict[str, Any], progress: Any) -> None:
        raise Refused([Refusal("age.minimum", "Row %(row)s is too young.", {"row": 3})])

    does(work)
    job_id = begun(make)
    run_now(job_id)
    row = row_of(job_id)
    assert (row.state, row.fault) == ("failed", REFUSED)
    assert row.result["refusals"][0]["facts"] == {"row": 3}


def test_progress_is_seen_while_it_runs_and_a_cancellation_noticed(
    app: Flask, make: Make, does: Any
):
    seen, went_on = [], []

    def look_and_cancel(job_id: int) -> None:
        with app.app_context(), transaction():
            row = db.session.get_one(Job, job_id)
            seen.append((row.state, row.done, row.total, row.step))
            service.cancel(row)

    def work(job_id: int, arguments: dict[str, Any], progress: Any) -> None:
        with transaction("read") as session:  # reading does not stand in progress's way
            session.scalars(select(UsedKey)).all()
            progress(40, 100, "reading")
            other = threading.Thread(target=look_and_cancel, args=(job_id,))
            other.start()
            other.join()
            progress(41, 100, "writing")
            went_on.append(True)

    does(work)
    job_id = begun(make)
    run_now(job_id)
    assert seen == [("running", 40, 100, "reading")]
    assert row_of(job_id).state == "cancelled"
    assert went_on == []


def test_progress_does_not_wait_for_the_work_itself(app: Flask, make: Make, does: Any):
    def work(job_id: int, arguments: dict[str, Any], progress: Any) -> None:
        db.session.add(UsedKey(key="mine"))
        db.session.flush()  # on SQLite the work is now the one writer
        progress(1, 2, "in the middle of writing")

    does(work)
    job_id, before = begun(make), time.monotonic()
    run_now(job_id)
    assert row_of(job_id).state == "done"
    assert time.monotonic() - before < 5


def test_a_waiting_job_is_cancelled_at_once(app: Flask, make: Make, does: Any):
    job_id = begun(make)
    with transaction():
        service.cancel(db.session.get_one(Job, job_id))
    assert row_of(job_id).state == "cancelled"
    assert not run_now(job_id)


def lose(job_id: int, run: int) -> None:
    """Leave a job as a worker leaves it that was killed in its run."""
    long_ago = clock.now() - timedelta(seconds=61)
    lost = {"state": "running", "runs": run, "heartbeat_at": long_ago}
    with transaction() as session:
        session.execute(update(Job).where(Job.id == job_id).values(lost))


def test_a_lost_job_is_put_back_and_after_three_runs_given_up(app: Flask, make: Make):
    job_id = begun(make)
    for run, state in ((1, "waiting"), (2, "waiting"), (3, "failed")):
        lose(job_id, run)
        with transaction():
            assert service.put_back_lost() == 1
        assert row_of(job_id).state == state
    assert row_of(job_id).fault == service.GAVE_UP


def test_one_that_still_beats_is_left_alone(app: Flask, make: Make):
    job_id = begun(make)
    lose(job_id, 1)
    with transaction():
        service.beat_jobs([job_id])
        assert service.put_back_lost() == 0


def test_a_run_that_was_given_away_writes_nothing(app: Flask, make: Make, does: Any):
    def work(job_id: int, arguments: dict[str, Any], progress: Any) -> None:
        lose(job_id, 1)
        with transaction():
            service.put_back_lost()
        db.session.add(UsedKey(key="twice"))

    does(work)
    job_id = begun(make)
    run_now(job_id)
    assert row_of(job_id).state == "waiting"
    assert marks() == []


@pytest.fixture
def worker(app: Flask, database: str, tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """Start workers as real processes; what still runs at the end is killed."""
    processes: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.shared.worker_process", database, str(tmp_path)]
        processes.append(subprocess.Popen(command, cwd=ROOT))
        return processes[-1]

    yield begin
    for process in processes:
        process.kill()
        process.wait()


def until(holds: Callable[[], bool], seconds: float = 120) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def test_killed_in_the_middle_it_is_done_once_by_the_next(app: Flask, make: Make, worker: Any):
    job_id = begun(make, "test.slow", pause=0.3, mark="slow")
    first = worker()
    until(lambda: row_of(job_id).done >= 2)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert row_of(job_id).state == "running"
    lose(job_id, row_of(job_id).runs)
    second = worker()
    until(lambda: row_of(job_id).state == "done")
    assert row_of(job_id).runs == 2
    assert marks() == [f"slow:{job_id}"]
    with transaction("read") as session:
        assert session.get(Heartbeat, "worker") is not None
    second.send_signal(signal.SIGTERM)
    assert second.wait(10) == 0


def test_asked_to_end_it_puts_its_work_back_and_goes(app: Flask, make: Make, worker: Any):
    queue_of(app).huey.storage.flush_queue()
    job_id = begun(make, "test.slow", pause=0.3, mark="slow")
    queue_of(app).huey.storage.flush_queue()  # the wake is lost: the worker looks by itself
    process = worker()
    until(lambda: row_of(job_id).done >= 1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(8) == 0
    assert (row_of(job_id).state, row_of(job_id).runs) == ("waiting", 0)


assert worker_process  # registers test.slow here too
