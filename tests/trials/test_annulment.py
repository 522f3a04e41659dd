"""What an annulled draw leaves behind, and when a panel is not touched; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.facts import DayWords
from app.trials.forms.panels import PanelForm
from app.trials.models import Panel
from app.trials.service.changes import cancel_day, move_day
from app.trials.service.days import Presence, close_panel, record_day
from app.trials.service.drawing import annul_draw, freeze_panel, judge_roll, stands_against
from app.trials.service.panels import change_panel, withdraw_panel
from app.trials.terms import DayPart, DayState, PanelState
from tests.builders import Make
from tests.trials.cases import FIRST, NOON, PANEL, a_court, a_panel, days
from tests.trials.panels import a_browser, a_drawn_panel, an_invited_panel, held, once_of

EVENING = datetime(2026, 12, 3, 10, tzinfo=UTC)  # 18:00 on the first day
LATER = DayWords(date(2026, 12, 8), DayPart.AM, "09:30", "3")


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def test_a_draw_by_which_somebody_sat_is_not_annulled(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    sat = {seat.id: Presence(2) for seat in held(panel).values()}
    with clock.standing_at(EVENING):
        with transaction():
            record_day(desk, panel.days[0], sat)
        with pytest.raises(Refused, match=r"draw\.annulment_late"), transaction():
            annul_draw(desk, db.session.get_one(Panel, panel.id), "管辖错误")
        with transaction():
            close_panel(desk, db.session.get_one(Panel, panel.id))
        with pytest.raises(Refused, match=r"draw\.annulment_late"), transaction():
            annul_draw(desk, db.session.get_one(Panel, panel.id), "管辖错误")
    assert db.session.get_one(Panel, panel.id).state == PanelState.CLOSED


def test_nobody_sits_by_an_annulled_draw(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    sat = {seat.id: Presence(2) for seat in held(panel).values()}
    with clock.standing_at(EVENING):
        with transaction():
            annul_draw(desk, db.session.get_one(Panel, panel.id), "管辖错误")
        with pytest.raises(Refused, match=r"day\.not_held"), transaction():
            record_day(desk, db.session.get_one(Panel, panel.id).days[0], sat)


def test_a_panel_whose_days_are_all_cancelled_says_so(app: Flask, make: Make):
    _, desk, panel = a_drawn_panel(make)
    with transaction():
        cancel_day(desk, panel.days[0], "the judge is ill")
    with transaction():
        annul_draw(desk, db.session.get_one(Panel, panel.id), "开庭取消")
    panel = db.session.get_one(Panel, panel.id)
    assert "panel.no_day" in [one.key for one in stands_against(panel, judge_roll(panel))]
    with pytest.raises(Refused, match=r"panel\.no_day"), transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel.id), {})


def test_days_that_were_moved_or_cancelled_stay_and_are_not_set_again(app: Flask, make: Make):
    _, desk, panel = a_drawn_panel(make, days=days(0, 1))
    with transaction():
        move_day(desk, panel.days[0], LATER, "the room is taken", {})
    with transaction():
        annul_draw(desk, db.session.get_one(Panel, panel.id), "管辖错误")
    panel = db.session.get_one(Panel, panel.id)
    with app.test_request_context():
        form = PanelForm()
        form.show(panel)
        shown = [row.form.day.data for row in form.days.entries if row.form.day.data]
    assert shown == [days(1)[0].day, LATER.day]
    with transaction():
        change_panel(desk, db.session.get_one(Panel, panel.id), replace(PANEL, days=days(11)), {})
    with transaction():
        withdraw_panel(desk, db.session.get_one(Panel, panel.id), "和解")
    left = {(day.day, day.state) for day in db.session.get_one(Panel, panel.id).days}
    gone = (LATER.day, days(11)[0].day)
    assert left == {(FIRST, DayState.MOVED), *((day, DayState.CANCELLED) for day in gone)}


def test_days_stand_still_while_a_roll_is_frozen(app: Flask, make: Make):
    _, desk, _ = a_court(make)
    with transaction():
        panel_id = a_panel(desk).id
    with transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
    day = db.session.get_one(Panel, panel_id).days[0]
    for verb in (
        lambda: move_day(desk, day, LATER, "the room is taken", {}),
        lambda: cancel_day(desk, day, "the judge is ill"),
    ):
        with pytest.raises(Refused, match=r"panel\.frozen"), transaction():
            verb()


def test_a_page_of_the_draw_before_does_not_act_on_the_next(app: Flask, make: Make):
    court, desk, panel = a_drawn_panel(make)
    address = f"/panels/{panel.uid}"
    browser = make.signed_in(a_browser(app), make.user(court, *desk.roles))
    old = browser.get(f"{address}/annul").get_data(as_text=True)
    version = old.split('name="version"')[1].split('value="')[1].split('"')[0]
    with transaction():
        annul_draw(desk, db.session.get_one(Panel, panel.id), "管辖错误")
    with transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel.id), {})
    words = {"once": once_of(old), "version": version, "reason": "当事人遗漏", "how": "without"}
    for page in ("annul", "draw/open"):
        assert "page.stale" in browser.post(f"{address}/{page}", data=words).get_data(as_text=True)
    assert db.session.get_one(Panel, panel.id, populate_existing=True).state == PanelState.FROZEN
