"""A clock as a process of its own, with an act that any clock would do each time."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path

from app.reminders.process import ClockProcess
from app.shared import clock
from app.shared.collected import Collected, DueAct
from app.shared.db import db
from app.shared.once import UsedKey
from app.shared.transactions import transaction
from tests.conftest import build

QUICK = {"poll_every": 0.2, "deliver_every": 5, "renew_every": 0.5, "lease_for": 2}


def main(uri: str, folder: str, holder: str, pace: str) -> None:
    """Run a clock whose every look leaves a mark with its name; `pace` is quick or usual."""
    app = build(uri, Path(folder))

    def acts(day: date) -> Iterable[DueAct]:
        moment = clock.now().isoformat()
        mark = partial(lambda key: db.session.add(UsedKey(key=key)), f"{holder} {moment}")
        yield DueAct("test.look", moment, day, mark)

    app.extensions["collected"] = Collected(acts=(acts,))
    process = ClockProcess(app, holder=holder, **QUICK if pace == "quick" else {})
    with app.app_context(), transaction() as session:
        session.add(UsedKey(key=f"up:{holder} "))
    process.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
