"""States of elections that the demonstration does not show by itself."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.terms import Desk
from app.elections.models import Election
from app.elections.service.calling import Call, call_election, cancel_election
from app.elections.terms import ElectionForm
from app.shared import clock
from app.shared.transactions import transaction


def election_pages(desk: Desk) -> list[str]:
    """Make an election at each stage, committed; return the pages about them."""
    with transaction():
        called, cancelled = _called(desk), _called(desk)
        cancel_election(desk, cancelled, "名额减少")
        pages = [f"/elections/{one.uid}" for one in (called, cancelled)]
    return pages


def _called(desk: Desk) -> Election:
    begins = clock.today() + timedelta(days=60)
    return call_election(desk, Call(ElectionForm.APPOINTMENT, 1, begins, "临河区人大常委会"))
