"""The parties are told who sits and when, and again when it changes (panel.parties_told)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from app.accounts.terms import Desk, RoleKind
from app.shared import clock
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.models import Panel
from app.trials.replies_rules import Answer
from app.trials.service.changes import cancel_day, replace_member
from app.trials.service.parties import leave_untold, tell_parties
from app.trials.service.replies import answer_by_phone
from app.trials.today_replies import part
from tests.builders import Make
from tests.trials.cases import NOON, days
from tests.trials.panels import an_invited_panel, held

TODAY = NOON.date()
TELL = "Tell the parties who sits, and when"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day on which the panel was invited."""
    with clock.standing_at(NOON):
        yield


def all_come(desk: Desk, panel: Panel) -> None:
    """Write down that everybody who is asked will come."""
    for seat in held(panel).values():
        answer_by_phone(desk, seat, Answer.YES, "")


def waits(panel: Panel) -> list[str]:
    """Return what of the parties waits at the clerk's desk."""
    desk = Desk(None, "", panel.body_id, frozenset({RoleKind.CLERK}))
    return [one.title for one in part(desk, TODAY).waiting if one.title == TELL]


def test_a_settled_panel_waits_until_the_parties_are_told(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    with app.test_request_context():
        assert waits(panel) == [], "somebody may still say no"
        with transaction():
            all_come(desk, panel)
        assert waits(panel) == [TELL]
        with transaction():
            tell_parties(desk, panel)
        assert waits(panel) == []
    assert (panel.parties_wait, panel.parties_told) == (None, TODAY)


def test_a_new_member_and_another_day_are_told_again(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make, days=days(0, 1))
    with transaction():
        all_come(desk, panel)
        tell_parties(desk, panel)
    with transaction():
        cancel_day(desk, panel.days[1], "the room is taken")
    assert panel.parties_wait == TODAY
    with transaction():
        tell_parties(desk, panel)
        replace_member(desk, held(panel)[1], "ill")
    assert panel.parties_wait == TODAY
    with transaction():
        all_come(desk, panel)
    with app.test_request_context():
        assert waits(panel) == [TELL]


def test_nothing_is_told_twice(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    with transaction():
        tell_parties(desk, panel)
    with pytest.raises(Refused, match=r"panel\.told"), transaction():
        tell_parties(desk, panel)


def test_the_first_day_on_which_they_did_not_know_stays(app: Flask, make: Make):
    _, _, panel = an_invited_panel(make)
    since = panel.parties_wait
    with clock.standing_at(NOON + timedelta(days=3)), transaction():
        leave_untold(panel)
    assert panel.parties_wait == since is not None
