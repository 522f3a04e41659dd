"""A seat opens the few fields that it needs of a person of another court, while it is held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from app.accounts.terms import RoleKind
from app.bodies.models import BodyLink
from app.bodies.terms import BodyKind, LinkKind
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.trials.models import Panel
from app.trials.service.changes import replace_member
from app.trials.service.drawing import draw_panel, freeze_panel
from app.trials.service.seats import invite_panel
from tests.builders import Make
from tests.trials.cases import NOON, TODAY, a_court, a_panel
from tests.trials.panels import a_browser, held

PHONE, NUMBER = "13912345678", "139****5678"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day on which the panel was invited."""
    with clock.standing_at(NOON):
        yield


def test_a_seat_opens_what_it_needs_and_no_more_and_no_longer(app: Flask, make: Make):
    special, desk, _ = a_court(make, assessors=0, kind=BodyKind.SPECIAL)
    home = make.court(name="邻县人民法院", name_en="Neighbour County Court")
    make.assessors(home, make.roll(home), 9, phone=PHONE, address="河东街1号")
    since = TODAY - timedelta(days=400)
    make.add(BodyLink(body_id=special.id, to_id=home.id, kind=LinkKind.DRAWS_FROM, since=since))
    with transaction():
        panel_id = a_panel(desk).id
    with transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
    with transaction():
        draw_panel(desk, db.session.get_one(Panel, panel_id), None)
    with transaction():
        invite_panel(desk, db.session.get_one(Panel, panel_id))
    seat = held(db.session.get_one(Panel, panel_id))[1]
    browser, file = a_browser(app), f"/people/{seat.person.uid}"
    make.signed_in(browser, make.user(special, RoleKind.CLERK, RoleKind.PERSONNEL))
    page = browser.get(f"/replies/seats/{seat.uid}").text
    assert "Neighbour County Court" in page
    assert NUMBER in page
    assert not any(hidden in page for hidden in (PHONE, "河东街1号", file))
    assert browser.get(file).status_code == 404
    with transaction():
        replace_member(desk, seat, "moved house")
    page = browser.get(f"/replies/seats/{seat.uid}").text
    assert NUMBER not in page
    assert "Neighbour County Court" not in page
