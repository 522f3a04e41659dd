"""The board, the forms about one seat, moves, the day and the papers, as a clerk meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import event, select

from app.accounts.terms import RoleKind
from app.audit.models import AuditLine
from app.shared import clock
from app.shared.db import db
from app.shared.files import StoredFile
from app.shared.once import new_key
from app.shared.transactions import transaction
from app.trials.letter_code import letter_code
from app.trials.models import Panel, Seat, SittingDay
from app.trials.queries import board
from app.trials.replies_rules import Answer
from app.trials.seat_queries import alternates, links_of
from app.trials.service.changes import replace_member, replace_today
from app.trials.service.replies import answer_by_phone
from app.trials.service.seats import give_up, invite_panel
from app.trials.terms import DayState, SeatState
from app.trials.today_replies import part
from tests.builders import Make
from tests.trials.cases import NOON, a_court, days
from tests.trials.panels import (
    Browser,
    a_browser,
    a_drawn_panel,
    an_invited_panel,
    held,
    mailed,
    once_of,
    one_more,
    year,
)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def clerk_at(app: Flask, make: Make, court, role: RoleKind = RoleKind.CLERK) -> Browser:
    """Return a browser with somebody of a court signed in."""
    browser = a_browser(app)
    make.signed_in(browser, make.user(court, role))
    return browser


def press(browser: Browser, path: str, **data: object):
    """Press a button that stands alone."""
    return browser.post(path, data={"once": new_key(), **data})


def fill(browser: Browser, path: str, **data: object):
    """Open a form, fill it in and send it."""
    page = browser.get(path).get_data(as_text=True)
    form = page[page.rindex("<form", 0, page.index('<div class="acts"><button')) :]
    version = re.search(r'name="version"[^>]*value="([^"]*)"', form)
    fixed = {"once": once_of(form), "version": version[1] if version else ""}
    return browser.post(path, data={**fixed, **data})


def fresh(row):
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(type(row), row.id)


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


def pdf_text(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.mimetype == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)


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


def test_today_shows_the_next_step(app: Flask, make: Make):
    court, _, panel = a_drawn_panel(make)
    browser = clerk_at(app, make, court)
    desk = make.desk(court, RoleKind.CLERK)
    with app.test_request_context():
        told = [one.title for one in part(desk, NOON.date()).waiting]
    assert told == ["Send the invitations"]
    press(browser, f"/replies/{panel.uid}/invite")
    late = datetime(2026, 12, 4, 4, tzinfo=UTC)
    with clock.standing_at(late), app.test_request_context():
        found = part(desk, late.date())
        titles = [one.title for one in found.waiting]
        assert "Write down who sat on 2026-12-03" in titles
        assert all(one.late for one in found.waiting)
        assert found.week == {panel.days[0].day: 1}


def urgent(app: Flask, desk, at: datetime) -> list[str]:
    with clock.standing_at(at), app.test_request_context():
        db.session.expire_all()
        return [one.title for one in part(desk, at.date()).waiting if one.late]


def test_today_names_whom_to_call_before_it_is_too_late(app: Flask, make: Make):
    court, desk, panel = an_invited_panel(make, days=days(0, 1))
    one, two = held(panel)[1], held(panel)[2]
    deadline = two.answer_by
    assert deadline is not None
    with transaction():
        answer_by_phone(desk, one, Answer.YES)
    assert urgent(app, desk, deadline - timedelta(hours=3)) == []
    (line,) = urgent(app, desk, deadline - timedelta(minutes=50))
    assert line == f"{two.person.name} has little time left to answer: call now"
    with transaction():
        answer_by_phone(desk, two, Answer.YES)
    morning = datetime(2026, 12, 3, 0, tzinfo=UTC)  # 08:00, the panel sits at 09:00
    with clock.standing_at(morning), transaction():
        came = replace_today(desk, one, "fever")
    assert came is not None
    told = urgent(app, desk, morning)
    assert any(came.person.name in line and "call now" in line for line in told)
    with transaction():
        give_up(desk, came, SeatState.RELEASED, "term.length")
    left = f"{came.person.name} left seat 1, and nobody holds it: call the next"
    assert left in urgent(app, desk, morning)
    browser = clerk_at(app, make, court)
    with clock.standing_at(morning):
        page = browser.get("/").get_data(as_text=True)
        listed = page.count("<li>") - page[: page.index('class="figures"')].count("<li>")
        found = re.search(r"(\d+) things wait for you", page)
        assert found
        assert int(found[1]) == listed


def test_the_answers_awaited_are_the_same_number_on_both_pages(app: Flask, make: Make):
    court, desk, panel = an_invited_panel(make)
    browser, seat = clerk_at(app, make, court), held(panel)[1]
    with transaction():
        answer_by_phone(desk, seat, Answer.NOT_THEN, other_days=[date(2026, 12, 8)])
    today = browser.get("/").get_data(as_text=True)
    assert re.search(r"<b>1</b><span>answers awaited", today)
    assert "One answer is awaited" in browser.get("/replies").get_data(as_text=True)


def test_a_day_of_the_week_leads_to_its_hearings(app: Flask, make: Make):
    court, _, panel = an_invited_panel(make)
    browser = clerk_at(app, make, court)
    with clock.standing_at(datetime(2026, 12, 1, 4, tzinfo=UTC)):
        today = browser.get("/").get_data(as_text=True)
        assert 'href="/days/on/2026-12-03"' in today
        page = browser.get("/days/on/2026-12-03").get_data(as_text=True)
        assert "1 hearing on Thu 2026-12-03" in page
        assert panel.cases[0].number in page
        assert '<td data-label="Room">2</td>' in page
        assert "No hearing is set" in browser.get("/days/on/2026-12-04").get_data(as_text=True)
        assert browser.get("/days/on/nonsense").status_code == 404
        other = clerk_at(app, make, make.court())
        assert "No hearing is set" in other.get("/days/on/2026-12-03").get_data(as_text=True)
