"""The day as it is written down, and the papers, as a clerk meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.terms import RoleKind
from app.shared import clock
from app.shared.db import db
from app.shared.files import StoredFile
from app.shared.transactions import transaction
from app.trials.letter_code import letter_code
from app.trials.models import Panel, Seat
from app.trials.replies_rules import Answer
from app.trials.seat_queries import alternates, links_of
from app.trials.service.changes import replace_member, replace_today
from app.trials.service.replies import answer_by_phone
from app.trials.service.seats import invite_panel
from app.trials.today_replies import part
from tests.builders import Make
from tests.trials.cases import NOON, days
from tests.trials.desk_pages import clerk_at, fill, fresh, pdf_text, press
from tests.trials.panels import a_drawn_panel, an_invited_panel, held, year


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def test_the_day_is_recorded_corrected_and_the_panel_closed(app: Flask, make: Make):
    court, desk, panel = an_invited_panel(make)
    browser, day = clerk_at(app, make, court), panel.days[0]
    one, two = held(panel)[1], held(panel)[2]
    path = f"/days/{day.uid}"
    early = fill(browser, path, **{f"halves-{one.uid}": "2"})
    assert early.status_code == 422
    with clock.standing_at(datetime(2026, 12, 3, 10, tzinfo=UTC)):
        data = {f"halves-{one.uid}": "2", f"halves-{two.uid}": "0", f"note-{two.uid}": "ill"}
        assert fill(browser, path, **data).status_code == 303
        assert (year(one.person_id), year(two.person_id)) == ((1, 2, 0), (0, 0, 1))
        page = browser.get(path).get_data(as_text=True)
        assert 'value="ill"' in page
        stale = fill(browser, path, version="1", **data)
        assert stale.status_code == 422
        data |= {f"halves-{two.uid}": "1"}
        assert "give the reason" in fill(browser, path, **data).get_data(as_text=True)
        assert fill(browser, path, **data, reason="he came at noon").status_code == 303
        assert year(two.person_id) == (1, 1, 0)
        sheet = press(browser, f"/days/{day.uid}/sheet")
        text = pdf_text(browser, sheet.location)
        assert one.person.name in text
        assert press(browser, f"/days/panels/{panel.uid}/close").status_code == 303
        assert db.session.get_one(Panel, panel.id, populate_existing=True).state == "closed"
        for page in (f"/replies/{panel.uid}", f"/replies/seats/{one.uid}"):
            assert f"{one.uid}/replace" not in browser.get(page).get_data(as_text=True)
        assert one.person.name in browser.get(f"/days/on/{day.day}").get_data(as_text=True)
        with app.test_request_context():
            assert part(desk, day.day).week[day.day] == 1
        again = f"/days/panels/{panel.uid}/reopen"
        assert fill(browser, again, reason="").status_code == 422
        assert fill(browser, again, reason="a day was forgotten").status_code == 303
        back = fill(browser, f"{path}/take-back", reason="written down by mistake")
        assert (back.status_code, year(one.person_id)) == (303, (0, 0, 1))


def preset(page: str) -> dict[str, str]:
    """Return what the form of a day proposes: half days, by the public id of the seat."""
    return dict(re.findall(r'name="halves-([^"]+)" id="[^"]+" value="(\d)" checked', page))


def test_the_form_of_a_day_proposes_only_who_was_expected(app: Flask, make: Make):
    court, desk, panel = an_invited_panel(make, days=days(0, 1))
    browser, (first, second) = clerk_at(app, make, court), panel.days
    sick, silent = held(panel)[1], held(panel)[2]
    with transaction():
        answer_by_phone(desk, sick, Answer.YES)
    with clock.standing_at(datetime(2026, 12, 3, 0, tzinfo=UTC)):  # 08:00 of the first day
        with transaction():
            came = replace_today(desk, sick, "fever")
        assert came is not None
        with transaction():
            answer_by_phone(desk, came, Answer.YES)
    with clock.standing_at(datetime(2026, 12, 4, 10, tzinfo=UTC)):
        page = browser.get(f"/days/{first.uid}").get_data(as_text=True)
        assert preset(page) == {sick.uid: "0", came.uid: "2", silent.uid: "0"}
        assert "No answer" in page  # why the second seat is not proposed
        assert fill(browser, f"/days/{first.uid}", **halves(page)).status_code == 303
        page = browser.get(f"/days/{second.uid}").get_data(as_text=True)
        assert preset(page) == {came.uid: "2", silent.uid: "0"}
    assert (year(sick.person_id), year(came.person_id)) == ((0, 0, 0), (1, 2, 0))


def test_who_was_called_after_a_day_is_not_proposed_for_it(app: Flask, make: Make):
    court, desk, panel = an_invited_panel(make, days=days(0, 1))
    browser, sat = clerk_at(app, make, court), held(panel)[1]
    with transaction():
        answer_by_phone(desk, sat, Answer.YES)
    with clock.standing_at(datetime(2026, 12, 4, 1, tzinfo=UTC)):
        with transaction():
            came = replace_member(desk, sat, "ill since the night")
        assert came is not None
        with transaction():
            answer_by_phone(desk, came, Answer.YES)
        page = browser.get(f"/days/{panel.days[0].uid}").get_data(as_text=True)
        assert (preset(page)[sat.uid], preset(page)[came.uid]) == ("2", "0")


def halves(page: str) -> dict[str, str]:
    """Return what a browser sends where nothing was touched."""
    return {f"halves-{uid}": number for uid, number in preset(page).items()}


def test_letters_hold_the_call_sheet_the_mark_and_the_code(app: Flask, make: Make):
    court, desk, panel = a_drawn_panel(make)
    for seat in panel.seats:
        seat.person.mail = None
    nobody = held(panel)[1].person
    nobody.phone, nobody.phone_last4 = None, ""
    db.session.commit()
    browser = clerk_at(app, make, court)
    none = press(browser, f"/replies/{panel.uid}/letters")
    assert none.status_code == 422
    with transaction():
        invite_panel(desk, db.session.get_one(Panel, panel.id))
    printed = press(browser, f"/replies/{panel.uid}/letters")
    text = pdf_text(browser, printed.location)
    flat = text.replace("\n", "").replace(" ", "")
    seats = [db.session.get_one(Seat, seat.id) for seat in held(fresh(panel)).values()]
    for seat in seats:
        assert links_of([seat])[seat.id].replace("\n", "") in flat
        assert seat.person.name in flat
    codeless = [seat for seat in seats if not seat.person.phone_last4]
    assert [letter_code(seat) in flat for seat in codeless] == [True]
    assert "lastfourdigitsofyourphone" in flat
    kept = db.session.scalars(select(StoredFile)).one()
    assert kept.subject == f"panel:{panel.id}"


def test_letters_with_their_links_are_for_the_own_clerks_only(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    printed = press(clerk_at(app, make, court), f"/replies/{panel.uid}/letters").location
    other = make.court()
    readers = {
        404: [
            clerk_at(app, make, court, RoleKind.INSPECTOR),
            clerk_at(app, make, court, RoleKind.PRESIDENT),
            clerk_at(app, make, other),
        ],
        200: [clerk_at(app, make, court)],
    }
    for status, browsers in readers.items():
        assert {browser.get(printed).status_code for browser in browsers} == {status}


def test_the_parties_are_told_who_sits_and_strangers_read_no_paper(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    browser = clerk_at(app, make, court)
    printed = press(browser, f"/replies/{panel.uid}/parties")
    text = pdf_text(browser, printed.location)
    assert held(panel)[1].person.name in text
    assert alternates(panel)[0].person.name in text
    assert clerk_at(app, make, make.court()).get(printed.location).status_code == 404
    assert browser.get("/days/papers/nothing").status_code == 404


def test_the_parties_read_the_name_of_a_protected_person_masked(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    seated, other, waiting = held(panel)[1], held(panel)[2], alternates(panel)[0]
    for seat, name in ((seated, "赵建国"), (waiting, "买买提江")):
        seat.person.name, seat.person.protected = name, True
    db.session.commit()
    browser = clerk_at(app, make, court)
    text = pdf_text(browser, press(browser, f"/replies/{panel.uid}/parties").location)
    assert "赵建国" not in text
    assert "买买提江" not in text
    assert "赵*国 (seat 1)" in text
    assert "买**江" in text
    assert other.person.name in text
