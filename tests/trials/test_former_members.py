"""A court keeps the record of its panels, also of members who have gone to another court."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask

from app.accounts.terms import RoleKind
from app.people.models import Tenure
from app.people.queries import tenures_of
from app.people.terms import Office
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.trials.service.days import Presence, record_day
from tests.builders import Make
from tests.trials.cases import FIRST, NOON
from tests.trials.panels import a_browser, an_invited_panel, held


def test_a_panel_stays_readable_when_a_member_is_at_another_court(app: Flask, make: Make):
    with clock.standing_at(NOON):
        court, desk, panel = an_invited_panel(make)
        seat = held(panel)[1]
        person, uid, number = seat.person, panel.uid, panel.cases[0].number
        user = make.user(court, RoleKind.CLERK)
    later = NOON + timedelta(days=60)
    with clock.standing_at(later):
        with transaction():
            day = panel.days[0]
            record_day(desk, day, {one.id: Presence(2) for one in held(panel).values()})
        tenure = tenures_of(person.id)[0]
        tenure.ended = FIRST + timedelta(days=1)
        since = FIRST + timedelta(days=9)
        words = {"office": Office.ASSESSOR, "since": since, "until": date(2031, 12, 11)}
        make.add(Tenure(person_id=person.id, body_id=make.court().id, **words))
        browser = make.signed_in(a_browser(app), user)
        person = db.session.merge(person)
        name, person_uid = person.name, person.uid
        assert name in browser.get(f"/panels/{uid}").text
        page = browser.get(f"/people/{person_uid}").text
        assert "keeps this person's file now" in page
        assert "Sat 1 days" in page
        assert number in page
