"""A worker as a process of its own, with two kinds of work that a test can watch."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from app.shared.jobs.registry import job
from app.shared.jobs.worker import work
from app.shared.once import UsedKey
from app.shared.transactions import transaction
from tests.conftest import build


@job("test.slow")
def slow(job_id: int, arguments: dict[str, Any], progress: Any) -> dict[str, Any]:
    """Take ten steps of the given length, then leave one mark."""
    for step in range(10):
        progress(step, 10, f"step {step}")
        time.sleep(arguments["pause"])
    with transaction() as session:
        session.execute(insert(UsedKey).values(key=f"{arguments['mark']}:{job_id}"))
    return {"link": "/courts"}


if __name__ == "__main__":
    uri, folder = sys.argv[1:]
    work(build(uri, Path(folder)), threads=2)
