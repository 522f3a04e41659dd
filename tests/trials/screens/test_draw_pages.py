"""From the request to the drawn panel, as a clerk without scripts does it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.terms import RoleKind
from app.bodies.models import LocalRule
from app.draws.models import Draw
from app.people.models import Absence, Kinship, Roll
from app.people.terms import AbsenceKind, Half, KinKind
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.models import Panel, Seat
from app.trials.service.drawing import draw_panel
from app.trials.terms import PanelState
from tests.builders import Make
from tests.trials.cases import FIRST, NOON
from tests.trials.screens.forms import CASE, PANEL, a_drawn_panel, send


def test_from_case_to_drawn_panel_and_its_record(client: FlaskClient, court):
    answer = send(client, "/cases/new", CASE)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "（2026）试刑初318号" in page
    assert "One judge and two assessors" in page
    assert "panel.assessor_cases" in page
    room = send(client, f"{answer.location}/panel", PANEL)
    assert room.status_code == 303
    page = client.get(room.location).text
    assert "20 can be drawn, 0 cannot" in page
    assert "in order" in page
    frozen = send(client, room.location, {})
    page = client.get(frozen.location).text
    draw = db.session.scalars(select(Draw)).one()
    assert draw.frozen_hash in page
    done = send(client, frozen.location, {"how": "number", "contribution": "407 112"})
    page = client.get(done.location).text
    assert "is drawn" in page
    assert "Send the invitations" in page
    seats = db.session.scalars(select(Seat).order_by(Seat.position)).all()
    assert len(seats) == 6
    for seat in seats:
        assert seat.person.name in page
    record = client.get(f"/draws/record/{draw.uid}").text
    assert "every step was computed again" in record
    assert not [seat for seat in seats if seat.person.name in record]


def test_names_come_one_by_one_once_and_a_reload_shows_all(client: FlaskClient, court, make: Make):
    uid = a_drawn_panel(client)
    seats = db.session.scalars(
        select(Seat).order_by(Seat.seat_no.is_(None), Seat.seat_no, Seat.position)
    ).all()
    names = [seat.person.name for seat in seats]
    first, again = (client.get(f"/panels/{uid}/draw/result").text for _ in range(2))
    assert "draw_room.js" in first
    assert 'role="log" aria-live="polite"' in first
    assert "draw_room.js" not in again
    for page in (first, again):  # without scripts, and after a reload, all stand there
        assert re.findall(r'<b class="due">([^<]+)</b>', page) == names
        assert db.session.scalars(select(Draw.frozen_hash)).one() in page
    body, _ = court
    make.signed_in(client, make.user(body, RoleKind.PRESIDENT))
    assert "Send the invitations" not in client.get(f"/panels/{uid}/draw/result").text


def test_the_result_of_a_draw_stays_as_drawn(client: FlaskClient, court):
    uid = a_drawn_panel(client)
    drawn = client.get(f"/panels/{uid}/draw/result")
    before = re.findall(r'<b class="due">([^<]+)</b>', drawn.text)
    seat = db.session.scalars(select(Seat).where(Seat.seat_no == 1)).one()
    client.post(f"/replies/{uid}/invite", data={"once": "k1"})
    page = f"/replies/seats/{seat.uid}/replace"
    assert send(client, page, {"reason": "病"}).status_code == 303
    shown = client.get(f"/panels/{uid}/draw/result").text
    assert re.findall(r'<b class="due">([^<]+)</b>', shown) == before
    assert send(client, f"/panels/{uid}/annul", {"reason": "遗漏"}).status_code == 303
    assert client.get(f"/panels/{uid}/draw/result").location.endswith(f"/panels/{uid}")


def test_the_draw_room_masks_who_is_protected(client: FlaskClient, court):
    uid = a_drawn_panel(client)
    seat = db.session.scalars(select(Seat).where(Seat.seat_no == 1)).one()
    seat.person.name, seat.person.protected = "赵建国", True
    db.session.commit()
    page = client.get(f"/panels/{uid}/draw/result").text
    assert "赵*国" in page
    assert "赵建国" not in page


def test_a_double_click_freezes_and_draws_once(client: FlaskClient, court):
    case = send(client, "/cases/new", CASE).location
    room = send(client, f"{case}/panel", PANEL).location
    page = client.get(room).text
    keys = dict(re.findall(r'name="(once|version)" type="hidden" value="([^"]*)"', page))
    answers = [client.post(room, data=keys) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert db.session.scalar(select(func.count(Draw.id))) == 1


def test_a_second_tab_is_told_what_stands_there_now(client: FlaskClient, court):
    case = send(client, "/cases/new", CASE).location
    room = send(client, f"{case}/panel", PANEL).location
    old = client.get(room).text
    keys = dict(re.findall(r'name="(once|version)" type="hidden" value="([^"]*)"', old))
    assert send(client, room, {}).status_code == 303
    answer = client.post(room, data=keys)
    assert answer.status_code == 422
    assert "changed this since you opened" in answer.text
    assert db.session.scalar(select(func.count(Draw.id))) == 1
    assert f'href="{room}/open">See how it stands' in answer.text
    assert "attempt" not in answer.text


def test_too_few_are_shown_with_the_rule_and_what_helps(client: FlaskClient, court, make: Make):
    _, people = court
    away = [
        Absence(person_id=one.id, day=FIRST, half=Half.PM, kind=AbsenceKind.COURSE)
        for one in people[1:]
    ]
    make.add(*away)
    case = send(client, "/cases/new", CASE).location
    room = send(client, f"{case}/panel", PANEL | {"women": "0"}).location
    page = client.get(room).text
    assert "1 can be drawn, 19 cannot" in page
    assert "Choose other sitting days" in page
    assert people[5].name in client.get(room + "?rule=person.away").text
    answer = send(client, room, {})
    assert answer.status_code == 422
    assert "draw.pool_too_small" in answer.text
    assert db.session.scalars(select(Panel)).one().state == PanelState.REQUESTED


def test_a_draw_whose_people_were_taken_meanwhile_says_how_many_seats_are_filled(
    client: FlaskClient, court
):
    _, people = court
    for person in people[2:]:
        person.died = date(2026, 1, 1)
    db.session.commit()
    rooms = []
    for number in ("（2026）试刑初318号", "（2026）试刑初319号"):
        case = send(client, "/cases/new", CASE | {"number": number}).location
        rooms.append(send(client, send(client, f"{case}/panel", PANEL).location, {}).location)
    for room, filled in zip(rooms, (2, 0), strict=True):
        result = send(client, room, {"how": "without"}).location
        for address in (result, result.removesuffix("/draw/result")):
            page = client.get(address).text
            assert ("0 of 2 seats are filled" in page) is (filled == 0)
            assert ("Annul this draw with that reason" in page) is (filled == 0)
            assert ("is drawn</h1>" in page) is (filled == 2)


def test_an_annulled_draw_can_be_drawn_anew(client: FlaskClient, court):
    uid = a_drawn_panel(client)
    answer = send(client, f"/panels/{uid}/annul", {"reason": "卢强遗漏"})
    assert answer.status_code == 422
    assert "names 卢强" in answer.text
    assert send(client, f"/panels/{uid}/annul", {"reason": "当事人遗漏"}).status_code == 303
    assert client.get(f"/panels/{uid}/draw").status_code == 200
    frozen = send(client, f"/panels/{uid}/draw", {})
    assert send(client, frozen.location, {"how": "without"}).status_code == 303
    page = client.get(f"/panels/{uid}").text
    assert "All draws for this case" in page
    assert "当事人遗漏" in page


def test_the_number_from_outside_is_typed_or_left_out_on_purpose(client: FlaskClient, court):
    case = send(client, "/cases/new", CASE).location
    room = send(client, f"{case}/panel", PANEL).location
    frozen = send(client, room, {}).location
    answer = send(client, frozen, {"how": "number", "contribution": " "})
    assert answer.status_code == 422
    assert "choose to draw without one" in answer.text
    assert send(client, frozen, {"how": "without", "contribution": "12"}).status_code == 303
    draw = db.session.scalars(select(Draw)).one()
    assert draw.record is not None
    assert draw.record["contribution"] is None


def test_a_court_may_require_the_number(client: FlaskClient, court, make: Make):
    body, _ = court
    rule = {"key": "draw.contribution", "value": "required", "since": date(2020, 1, 1)}
    make.add(LocalRule(body_id=body.id, **rule))
    case = send(client, "/cases/new", CASE).location
    frozen = send(client, send(client, f"{case}/panel", PANEL).location, {}).location
    assert 'value="without"' not in client.get(frozen).text
    assert send(client, frozen, {"how": "without"}).status_code == 422
    panel = db.session.scalars(select(Panel)).one()
    with pytest.raises(Refused, match=r"draw\.contribution"), transaction():
        draw_panel(make.desk(body), panel, None)
    assert send(client, frozen, {"how": "number", "contribution": "7"}).status_code == 303


def test_the_minutes_hold_the_names(client: FlaskClient, court):
    uid = a_drawn_panel(client)
    answer = client.post(f"/panels/{uid}/minutes", data={"once": "k1"})
    assert answer.status_code == 303
    file = client.get(answer.location)
    assert file.mimetype == "application/pdf"
    assert file.data.startswith(b"%PDF")
    from io import BytesIO

    from pypdf import PdfReader

    told = "".join(page.extract_text() for page in PdfReader(BytesIO(file.data)).pages)
    assert db.session.scalars(select(Seat)).first().person.name in told  # type: ignore[union-attr]
    assert "407 112" in told
    assert "version 1" in told
    assert "cn-2018@" not in told
    assert "Judges" not in told  # the presiding judge sits with assessors only


def test_the_public_reads_for_which_case_was_drawn_and_nobodys_name(client: FlaskClient, court):
    a_drawn_panel(client)
    person = db.session.scalars(select(Seat)).first().person.name  # type: ignore[union-attr]
    body, _ = court
    pages = [client.get(path).text for path in ("/draws", f"/draws/{body.code}")]
    pages.append(client.get(re.findall(r"/draws/record/[\w-]+", pages[0])[0]).text)
    for page in pages:
        assert "（2026）试刑初318号" in page
        assert "case:" not in page
        assert body.name_en in page or body.name in page
        assert person not in page


def test_today_names_the_panel_and_its_last_day(client: FlaskClient, court):
    case = send(client, "/cases/new", CASE).location
    send(client, f"{case}/panel", PANEL)
    page = client.get("/").text
    assert "Draw the panel for （2026）试刑初318号" in page
    assert "2026-11-26" in page


def test_a_missed_root_is_published_on_the_spot_and_marked(client: FlaskClient, court):
    from datetime import timedelta

    case = send(client, "/cases/new", CASE).location
    room = send(client, f"{case}/panel", PANEL).location
    with clock.standing_at(NOON + timedelta(days=9)):
        page = client.get(room).text
        assert "Freeze the roll" not in page
        assert "the clock stood still" in page
        answer = client.post(room.replace("/draw", "/publish"), data={"once": "k"})
        assert answer.status_code == 303
        page = client.get(room).text
        assert "Freeze the roll" in page
        assert "late" in page


def test_kin_of_parties_and_of_assessors_are_kept_out_by_name(
    client: FlaskClient, court, make: Make
):
    body, _ = court
    roll = db.session.scalars(select(Roll)).one()
    named = make.assessor(body, roll, name="卢小妹")
    kin = make.assessor(body, roll, name="孙试")
    make.add(Kinship(person_id=kin.id, kin_name="阿卜杜·买买提", kind=KinKind.PARENT_CHILD))
    more = {"parties-1-role": "agent", "parties-1-name": "阿卜杜 • 买买提"}
    case = send(client, "/cases/new", CASE | more).location
    assert "卢小妹" in client.get(case).text
    room = send(client, f"{case}/panel", PANEL).location
    page = client.get(room).text
    assert "20 can be drawn, 2 cannot" in page
    assert named.name in client.get(room + "?rule=recusal.kin").text
    assert kin.name in client.get(room + "?rule=recusal.kin_of_counsel").text
