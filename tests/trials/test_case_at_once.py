"""A case changed at the very moment its roll is frozen, or after the draw; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.accounts.terms import Desk
from app.draws.models import Draw
from app.draws.service import people_of
from app.people.terms import KinKind
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.facts import CaseWords, KinWords, PartyWords
from app.trials.models import Case, Panel
from app.trials.seat_queries import alternates
from app.trials.service import drawing
from app.trials.service.cases import change_case
from app.trials.service.drawing import freeze_panel
from app.trials.terms import PanelState, PartyRole, Procedure, SeatState
from tests.builders import Make
from tests.trials.cases import CASE, NOON, a_court, a_panel
from tests.trials.panels import a_drawn_panel, an_invited_panel, held
from tests.two_at_once import one_then_other


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


class Meeting:
    """A panel whose roll is to be frozen, and somebody on it who turns out to be a party."""

    def __init__(self, make: Make) -> None:
        _, self.desk, people = a_court(make, assessors=8)
        with transaction():
            panel = a_panel(self.desk)
            self.panel_id, self.case_id = panel.id, panel.cases[0].id
        self.party_id, self.name = people[3].id, people[3].name

    def change(self) -> int:
        """Enter the person as a party of the case."""
        case = db.session.get_one(Case, self.case_id)
        return change_case(self.desk, case, sued(self.name))

    def freeze(self) -> int:
        """Freeze the roll, after looking at the case as the page does; return the draw's id."""
        panel = db.session.get_one(Panel, self.panel_id)
        for case in panel.cases:
            list(case.parties)
        return freeze_panel(self.desk, panel, {}).id

    def is_frozen_in(self, draw_id: int) -> bool:
        """Say whether the person can come out of a draw."""
        return self.party_id in people_of(db.session.get_one(Draw, draw_id)).values()


def sued(name: str) -> CaseWords:
    """Return the case with one more party."""
    return replace(CASE, parties=(PartyWords(PartyRole.ACCUSED, name),))


def test_who_becomes_a_party_at_the_moment_of_the_freeze_cannot_be_drawn(app: Flask, make: Make):
    meeting = Meeting(make)
    _, draw_id = one_then_other(app, meeting.change, meeting.freeze)
    assert isinstance(draw_id, int)
    assert not meeting.is_frozen_in(draw_id)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_control_without_the_lock_freezes_a_party_into_the_roll(
    app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(drawing, "lock_cases", lambda panel: None)
    meeting = Meeting(make)
    _, draw_id = one_then_other(app, meeting.change, meeting.freeze)
    assert isinstance(draw_id, int)
    assert meeting.is_frozen_in(draw_id)


def test_a_case_that_comes_after_the_freeze_is_refused(app: Flask, make: Make):
    meeting = Meeting(make)
    draw_id, refused = one_then_other(app, meeting.freeze, meeting.change)
    assert isinstance(refused, Refused)
    assert [one.key for one in refused.refusals] == ["case.frozen"]
    assert meeting.is_frozen_in(draw_id)
    assert db.session.get_one(Case, meeting.case_id).parties == []


def test_a_form_that_the_case_does_not_bear_any_more_is_not_frozen(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=8)
    with transaction():
        panel_id = a_panel(desk).id
    panel = db.session.get_one(Panel, panel_id)
    with transaction():
        change_case(desk, panel.cases[0], replace(CASE, procedure=Procedure.SPECIAL))
    with pytest.raises(Refused) as refused, transaction():
        freeze_panel(desk, panel, {})
    assert [one.key for one in refused.value.refusals] == ["panel.never_mixed"]
    assert db.session.get_one(Panel, panel_id).state == PanelState.REQUESTED


def changed(desk: Desk, panel: Panel, party: PartyWords) -> int:
    """Enter a party of a panel's case; return how many seats were opened."""
    with transaction():
        return change_case(desk, panel.cases[0], replace(CASE, parties=(party,)))


def test_who_becomes_a_party_after_the_draw_loses_the_seat_at_once(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    lost, following = held(panel)[1], alternates(panel)[0].id
    assert changed(desk, panel, PartyWords(PartyRole.ACCUSED, lost.person.name)) == 1
    assert (lost.state, lost.reason) == (SeatState.RELEASED, "recusal.party")
    assert held(db.session.get_one(Panel, panel.id))[1].id == following


def test_before_the_invitation_the_seat_is_opened_and_nobody_asked_yet(app: Flask, make: Make):
    _, desk, panel = a_drawn_panel(make)
    lost = held(panel)[2]
    assert changed(desk, panel, PartyWords(PartyRole.ACCUSED, lost.person.name)) == 1
    assert set(held(db.session.get_one(Panel, panel.id))) == {1}


def test_a_change_that_touches_nobody_opens_nothing(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    stranger = PartyWords(
        PartyRole.ACCUSED, "卢强", "造纸厂", (KinWords("卢小妹", KinKind.SPOUSE),)
    )
    assert changed(desk, panel, stranger) == 0
    assert len(held(panel)) == 2
