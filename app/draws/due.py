"""What the clock does for draws: publish the roots ahead, open what was not used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from app.draws.leaves import commit_days, open_rest
from app.draws.queries import bodies_without_root, unopened_days
from app.draws.terms import DAYS_AHEAD
from app.draws.verdicts import keep_verdict, to_check
from app.shared.collected import DueAct

AT_ONCE = 100  # records checked in one round


def acts(day: date) -> Iterator[DueAct]:
    """Yield what is due on `day`: roots of the next seven days, the opening of the days before.

    Courts that have all their roots are not named. What a clock that stood still has missed is
    made up: such a root is marked late, such an opening too. Records that this version has not
    checked yet are checked, so many at a time.
    """
    last = day + timedelta(days=DAYS_AHEAD)
    for body_id, _ in bodies_without_root(day, last):
        run = partial(commit_days, body_id, day, DAYS_AHEAD + 1)
        yield DueAct("commit_days", f"body:{body_id}", day, run)
    for draw_id in to_check(AT_ONCE):
        yield DueAct("keep_verdict", f"draw:{draw_id}", day, partial(keep_verdict, draw_id))
    for over in sorted(unopened_days(day)):
        yield DueAct("open_rest", f"draws:{over.isoformat()}", day, partial(open_rest, over))
