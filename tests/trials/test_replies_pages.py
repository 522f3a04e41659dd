"""The board, the forms about one seat, moves and further days, as a clerk meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.accounts.terms import RoleKind
from app.audit.models import AuditLine
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.trials.models import Panel, SittingDay
from app.trials.queries import board
from app.trials.seat_queries import alternates
from app.trials.service.seats import give_up, invite_panel
from app.trials.terms import DayState, SeatState
from tests.builders import Make
from tests.trials.cases import NOON, a_court, days
from tests.trials.desk_pages import clerk_at, fill, fresh, pdf_text, press
from tests.trials.panels import a_drawn_panel, an_invited_panel, held, mailed, one_more


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def test_the_board_says_who_answered_and_how_long_is_left(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    browser = clerk_at(app, make, court)
    page = browser.get("/replies").get_data(as_text=True)
    assert "2 answers are awaited" in page
    assert "3 days left" in page
    assert "4 alternates in line" in page
    assert 'hx-trigger="every 15s"' in page
    for seat in held(panel).values():
        assert seat.person.name in page
    part = browser.get("/replies/live").get_data(as_text=True)
    assert "<html" not in part
    assert held(panel)[1].person.name in part


def test_the_board_begins_with_the_next_sittings_and_goes_on_by_pages(
    app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch
):
    court, desk, _ = a_court(make, 40)
    monkeypatch.setattr(board, "PAGE", 2)
    later_first = (5, 4, 2, 1, 0)  # entered in the reverse order of their days
    uids = {n: one_more(desk, 9 - n, line=0, days=days(n)).uid for n in later_first}
    with transaction():
        invite_panel(desk, next(p for p in db.session.scalars(select(Panel)) if p.uid == uids[5]))
    browser = clerk_at(app, make, court)

    def shown(page: str) -> list[int]:
        at = {page.find(f'id="panel-{uid}"'): n for n, uid in uids.items()}
        return [at[place] for place in sorted(at) if place >= 0]

    def beside(page: str, label: str) -> str:
        found = re.search(rf'href="([^"]*)">{label}<', page)
        return found[1].replace("&amp;", "&") if found else ""

    page = first = browser.get("/replies").get_data(as_text=True)
    pages = [shown(page)]
    while following := beside(page, "Next"):
        page = browser.get(following).get_data(as_text=True)
        pages.append(shown(page))
    assert pages == [[0, 1], [2, 4], [5]]
    assert "2 answers are awaited" in first  # of the whole board, not of the page
    back = browser.get(beside(page, "Previous")).get_data(as_text=True)
    assert shown(back) == [2, 4]
    assert shown(browser.get(beside(back, "Previous")).get_data(as_text=True)) == [0, 1]
    live = re.search(r'hx-get="([^"]*)"', back)
    assert live is not None
    inner = browser.get(live[1].replace("&amp;", "&")).get_data(as_text=True)
    assert shown(inner) == [2, 4]


def test_the_week_of_reminders_asks_no_more_with_more_courts(app: Flask, make: Make):
    court, _, _ = an_invited_panel(make)
    browser = clerk_at(app, make, court)

    def statements() -> int:
        seen: list[str] = []

        def count(*given: object) -> None:
            seen.append(str(given[2]))

        event.listen(db.engine, "before_cursor_execute", count)
        assert browser.get("/reminders/").status_code == 200
        event.remove(db.engine, "before_cursor_execute", count)
        return len(seen)

    statements()
    one = statements()
    for _ in range(4):
        an_invited_panel(make)
    statements()  # the tree of bodies has changed; what is kept of it is asked for once
    assert statements() <= one


@pytest.mark.parametrize("mark", ["", "x", "2026-12-03~x", "soon~1", "2026-12-03~" + "9" * 30])
def test_a_mark_that_nobody_gave_out_shows_the_first_page(app: Flask, make: Make, mark: str):
    court, _, panel = an_invited_panel(make)
    browser = clerk_at(app, make, court)
    page = browser.get("/replies", query_string={"after": mark, "before": mark})
    assert panel.uid in page.get_data(as_text=True)


def test_who_may_see_the_board_and_who_may_act(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    other = make.court()
    for role, code in ((RoleKind.INSPECTOR, 200), (RoleKind.IT, 403)):
        browser = clerk_at(app, make, court, role)
        assert browser.get("/replies").status_code == code
        page = browser.get(f"/replies/{panel.uid}")
        assert page.status_code == code
        assert "Replace" not in page.get_data(as_text=True)
        assert press(browser, f"/replies/{panel.uid}/next").status_code == 403
    stranger, seat = clerk_at(app, make, other), held(panel)[1]
    for path in (f"/replies/{panel.uid}", f"/replies/seats/{seat.uid}/answer"):
        assert stranger.get(path).status_code == 404
    assert press(stranger, f"/replies/{panel.uid}/next").status_code == 404


def test_invite_and_call_the_next_by_button_once(app: Flask, make: Make):
    court, desk, panel = a_drawn_panel(make)
    browser = clerk_at(app, make, court)
    assert "Send the invitations" in browser.get("/replies").get_data(as_text=True)
    data = {"once": "the-same-key-twice"}
    for _ in range(2):
        assert browser.post(f"/replies/{panel.uid}/invite", data=data).status_code == 303
    panel = fresh(panel)
    assert {seat.asked for seat in held(panel).values()} == {1}
    with transaction():
        give_up(desk, held(panel)[1], SeatState.RELEASED, "test")
    assert "Call the next" in browser.get("/replies").get_data(as_text=True)
    assert press(browser, f"/replies/{panel.uid}/next").status_code == 303
    assert len(held(fresh(panel))) == 2
    again = press(browser, f"/replies/{panel.uid}/next")
    assert again.status_code == 422
    assert "somebody has been called already" in again.get_data(as_text=True)


def test_who_must_be_called_is_called_by_one_tap(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    browser, seat = clerk_at(app, make, court), held(panel)[1]
    dial, noted = f'href="tel:{seat.person.phone}"', f"/replies/seats/{seat.uid}/missed"
    pages = ("/", "/replies", f"/replies/{panel.uid}")
    assert not any(dial in browser.get(path).text for path in pages)
    with clock.standing_at(NOON + timedelta(days=12)):
        assert all(dial in browser.get(path).text for path in pages)
        inspector = clerk_at(app, make, court, RoleKind.INSPECTOR)
        assert not any(dial in inspector.get(path).text for path in pages)
        assert noted in browser.get("/replies").text
        assert press(browser, noted).status_code == 303
        assert "called at" in browser.get("/replies").text
    assert fresh(seat).state == SeatState.INVITED


def test_an_answer_by_phone_and_the_number_shown_on_purpose(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    browser, seat = clerk_at(app, make, court), held(panel)[1]
    path = f"/replies/seats/{seat.uid}/answer"
    page = browser.get(path).get_data(as_text=True)
    assert str(seat.person.phone) not in page
    shown = press(browser, f"/replies/seats/{seat.uid}/phone")
    assert str(seat.person.phone) in browser.get(shown.location).get_data(as_text=True)
    assert "identifier:shown" in db.session.scalars(select(AuditLine.act)).all()
    assert str(seat.person.phone) not in browser.get(path).get_data(as_text=True)  # shown once
    missed = press(browser, f"/replies/seats/{seat.uid}/missed")
    assert "nobody picked up" in browser.get(missed.location).get_data(as_text=True)
    assert fresh(seat).missed_calls == 1
    wrong = fill(browser, path, answer="not_then")
    assert wrong.status_code == 422
    assert "at least one day" in wrong.get_data(as_text=True)
    assert fill(browser, path, answer="not_then", other_days="2026-12-08").status_code == 303
    assert fresh(seat).other_days == ["2026-12-08"]
    board = browser.get("/replies").get_data(as_text=True)
    assert "could come on Tue 2026-12-08" in board
    assert fill(browser, path, answer="yes").status_code == 303
    assert fresh(seat).state == SeatState.ACCEPTED


def test_a_letter_delivered_and_a_new_link(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    browser, seat = clerk_at(app, make, court), held(panel)[1]
    path = f"/replies/seats/{seat.uid}/served"
    assert fill(browser, path, day="2026-11-03", how="by post").status_code == 422  # tomorrow
    assert fill(browser, path, day="11月2日", how="by hand").status_code == 303
    assert fresh(seat).served_how == "by hand"
    assert press(browser, f"/replies/seats/{seat.uid}/link").status_code == 303
    assert fresh(seat).asked == 2
    story = browser.get(f"/replies/seats/{seat.uid}").get_data(as_text=True)
    assert "Letter delivered" in story


def test_who_has_no_mail_is_asked_by_a_letter_that_waits_to_be_printed(app: Flask, make: Make):
    court, _, panel = a_drawn_panel(make)
    by_letter, by_mail = held(panel)[1], held(panel)[2]
    by_letter.person.mail = None
    db.session.commit()
    browser = clerk_at(app, make, court)
    sent = press(browser, f"/replies/{panel.uid}/invite")
    page = browser.get(sent.location).get_data(as_text=True)
    assert "1 invitation goes by mail, 1 letter to print" in page
    assert "Mail is not set up here" in page
    assert "Letter to print" in page
    assert "mail waiting" in page
    assert "1 letter to print" in browser.get("/").get_data(as_text=True)
    mailed(fresh(by_mail))
    assert "mail sent at 2026-11-02 12:00" in browser.get("/replies").get_data(as_text=True)
    printed = press(browser, f"/replies/seats/{by_letter.uid}/letter")
    assert by_letter.person.name in pdf_text(browser, printed.location)
    assert "letter printed at" in browser.get("/replies").get_data(as_text=True)
    assert "letter to print" not in browser.get("/").get_data(as_text=True)


def test_a_new_link_does_not_void_a_letter(app: Flask, make: Make):
    court, _, panel = a_drawn_panel(make)
    seat = held(panel)[1]
    seat.person.mail = None
    db.session.commit()
    browser = clerk_at(app, make, court)
    press(browser, f"/replies/{panel.uid}/invite")
    answer = press(browser, f"/replies/seats/{seat.uid}/link")
    assert answer.status_code == 422
    assert "Print the letter again" in answer.get_data(as_text=True)
    seat = fresh(seat)
    assert seat.asked == 1
    assert "Make a new link" not in browser.get(f"/replies/seats/{seat.uid}").get_data(as_text=True)
    seat.link_misses = 5  # it opens no more
    db.session.commit()
    assert "Make a new link" in browser.get(f"/replies/seats/{seat.uid}").get_data(as_text=True)
    assert press(browser, f"/replies/seats/{seat.uid}/link").status_code == 303
    assert fresh(seat).asked == 2


def test_a_member_is_replaced_and_a_stale_page_is_noticed(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    browser, seat = clerk_at(app, make, court), held(panel)[1]
    following = alternates(panel)[0]
    path = f"/replies/seats/{seat.uid}/replace"
    stale = fill(browser, path, reason="fever", version="0")
    assert stale.status_code == 422
    assert "Somebody else has changed this" in stale.get_data(as_text=True)
    answer = fill(browser, path, reason="fever")
    assert answer.status_code == 303
    page = browser.get(answer.location).get_data(as_text=True)
    assert f"{following.person.name} is asked for the seat" in page
    assert fresh(seat).state == SeatState.REPLACED


def test_a_day_is_moved_in_one_form(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    browser, day = clerk_at(app, make, court), panel.days[0]
    path = f"/days/{day.uid}/move"
    typed = {"part": "am", "begins": "９：３０", "room": "3", "reason": "the room is taken"}
    saturday = fill(browser, path, day="2026-12-05", **typed)
    assert saturday.status_code == 422
    page = saturday.get_data(as_text=True)
    assert "not a working day" in page
    assert 'value="the room is taken"' in page
    assert 'name="waive:day.not_working"' in page
    assert fill(browser, path, day="2026-12-08", **typed).status_code == 303
    new = db.session.scalars(select(SittingDay).where(SittingDay.state == DayState.SET)).one()
    assert (new.day.isoformat(), new.begins, new.room) == ("2026-12-08", "09:30", "3")
    assert fresh(day).state == DayState.MOVED


def test_a_further_day_is_set_in_one_form(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    browser = clerk_at(app, make, court)
    shown = browser.get(f"/replies/{panel.uid}").get_data(as_text=True)
    path = f"/days/panels/{panel.uid}/add"
    assert path in shown
    page = browser.get(path).get_data(as_text=True)
    assert "2026-12-03" in page
    assert re.search(r'<option selected value="whole"', page)  # as on the day before
    told = {"part": "am", "begins": "9：30", "room": "3"}
    answer = fill(browser, path, day="5.12.2026", **told)
    assert answer.status_code == 422
    answer = fill(browser, path, day="2026.12.5", **told)
    assert "is not a working day" in answer.get_data(as_text=True)
    answer = fill(browser, path, day="2026.12.7", **told)
    assert answer.status_code == 303
    later = fresh(panel).days[-1]
    assert (later.day.isoformat(), later.begins, later.room) == ("2026-12-07", "09:30", "3")
    assert "Tell the parties" in browser.get(answer.location).get_data(as_text=True)
    other = clerk_at(app, make, make.court())
    assert other.get(path).status_code == 404


def test_a_day_is_cancelled(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    browser, day = clerk_at(app, make, court), panel.days[0]
    assert fill(browser, f"/days/{day.uid}/cancel", reason="").status_code == 422
    assert fill(browser, f"/days/{day.uid}/cancel", reason="ill").status_code == 303
    assert fresh(day).state == DayState.CANCELLED
    assert browser.get(f"/replies/{panel.uid}").status_code == 200
