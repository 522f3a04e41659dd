"""When a court merges into another, the clerks there go on with its panels; others do not."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask

from app.accounts.recipients import desk_recipients
from app.accounts.terms import RoleKind
from app.bodies.models import Succession
from app.bodies.terms import SuccessionKind
from app.shared import clock
from app.shared.db import db
from app.trials.models import Panel
from tests.builders import Make
from tests.trials.cases import FIRST, NOON, TODAY
from tests.trials.panels import a_browser, an_invited_panel, held, once_of, year

EVENING = datetime(FIRST.year, FIRST.month, FIRST.day, 18, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_the_clerks_of_the_successor_go_on_with_the_panels(app: Flask, make: Make):
    with clock.standing_at(NOON):
        court, _, panel = an_invited_panel(make)
        merged, elsewhere = make.court(), make.court()
        words = {"kind": SuccessionKind.MERGED, "on": TODAY + timedelta(days=5)}
        make.add(Succession(before_id=court.id, after_id=merged.id, **words))
    browser, seat = a_browser(app), held(panel)[1]
    clerk, stranger = make.user(merged, RoleKind.CLERK), make.user(elsewhere, RoleKind.CLERK)
    path, number = f"/days/{panel.days[0].uid}", panel.cases[0].number
    with clock.standing_at(NOON + timedelta(days=1)):  # not merged yet
        make.signed_in(browser, clerk)
        assert browser.get(f"/replies/{panel.uid}").status_code == 404
        assert clerk.email not in {one.mail for one in desk_recipients(court.id, RoleKind.CLERK)}
    with clock.standing_at(EVENING):
        make.signed_in(browser, clerk)
        for page in ("/", "/replies", "/cases", f"/replies/{panel.uid}"):
            assert number in browser.get(page).text, page
        for page in (f"/replies/{panel.uid}", f"/replies/seats/{seat.uid}"):
            assert f"/replies/seats/{seat.uid}/replace" in browser.get(page).text, page
        assert clerk.email in {one.mail for one in desk_recipients(court.id, RoleKind.CLERK)}
        sat = {f"halves-{seat.uid}": "2", "once": once_of(browser.get(path).text)}
        assert browser.post(path, data=sat).status_code == 303
        make.signed_in(browser, make.user(merged, RoleKind.PRESIDENT))
        assert "who sat recorded</t" in browser.get("/audit").text
        make.signed_in(browser, stranger)
        assert browser.get(path).status_code == 404
        assert number not in browser.get("/cases").text
    assert year(seat.person_id) == (1, 2, 0)
    assert db.session.get_one(Panel, panel.id).body_id == court.id  # its own court's, still
