"""An assessor's own pages: his duties, his free days, his record, and nobody else's."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from app.people.models import Absence, Person
from app.people.terms import AbsenceKind, Half
from app.shared import clock
from app.shared.db import db
from app.trials.models import Case, Panel, Seat, SittingDay
from app.trials.terms import DayPart, DayState, Matter, PanelState, Procedure, SeatState
from tests.builders import Make

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)


@pytest.fixture
def me(app: Flask, make: Make, client: FlaskClient) -> Person:
    """An assessor who is signed in."""
    court = make.court()
    person = make.assessor(court, make.roll(court))
    make.signed_in(client, make.user(None, person_id=person.id))
    return person


def seat_of(make: Make, person: Person, day: date, state: SeatState) -> Seat:
    """Give a person a seat on a panel that sits on a day."""
    from app.draws.models import Draw, LeafTree
    from app.people.models import Tenure

    body_id = db.session.scalars(select(Tenure.body_id).where(Tenure.person_id == person.id)).one()
    words = {"body_id": body_id, "procedure": Procedure.ORDINARY, "filed": date(2026, 11, 1)}
    case = Case(number="(2026) Trial 1", matter=Matter.CIVIL, **words)
    panel = Panel(
        body_id=body_id,
        state=PanelState.DRAWN,
        judges=1,
        assessors=2,
        form_rule="panel.three",
        alternates=4,
        rulebook="cn-2018",
        rulebook_version="1",
        presiding="Zhou Wen",
        cases=[case],
        days=[
            SittingDay(body_id=body_id, day=day, part=DayPart.WHOLE, state=DayState.SET, room="2")
        ],
    )
    tree = LeafTree(body_id=body_id, day=date(2026, 11, 20), root="0" * 64, leaves=b"x")
    make.add(panel, tree)
    draw = Draw(
        body_id=body_id,
        tree_id=tree.id,
        leaf_index=0,
        subject=f"panel:{panel.id}",
        attempt=1,
        state="made",
        frozen={},
        frozen_hash="0" * 64,
        tags=b"{}",
        excluded=b"{}",
    )
    make.add(draw)
    words = {"panel_id": panel.id, "draw_id": draw.id, "person_id": person.id, "tag": "0" * 64}
    return make.add(Seat(**words, position=1, seat_no=1, state=state))


def test_the_next_duty_is_a_card(client: FlaskClient, make: Make, me: Person):
    seat_of(make, me, date(2026, 12, 3), SeatState.ACCEPTED)
    with clock.standing_at(NOW):
        shown = client.get("/my/").text
    assert "One duty lies ahead" in shown
    assert "Thu 2026-12-03" in shown
    assert "you said yes" in shown


def test_a_past_duty_is_not_ahead(client: FlaskClient, make: Make, me: Person):
    seat_of(make, me, date(2026, 11, 20), SeatState.ACCEPTED)
    with clock.standing_at(NOW):
        assert "No duty lies ahead" in client.get("/my/").text


def test_the_calendar_file_holds_what_was_accepted(client: FlaskClient, make: Make, me: Person):
    seat_of(make, me, date(2026, 12, 3), SeatState.ACCEPTED)
    with clock.standing_at(NOW):
        content = client.get("/my/calendar.ics").data
    events = Calendar.from_ical(content).walk("VEVENT")
    assert [event.decoded("DTSTART").date() for event in events] == [date(2026, 12, 3)]
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H" in content


def test_free_days_are_kept_and_taken_back(client: FlaskClient, me: Person):
    def away() -> set[date]:
        db.session.rollback()
        return set(db.session.scalars(select(Absence.day).where(Absence.person_id == me.id)))

    with clock.standing_at(NOW):
        client.post("/my/days?month=2026-12", data={"2026-12-07": "1", "2026-12-08": "1"})
        assert away() == {date(2026, 12, 7), date(2026, 12, 8)}
        client.post("/my/days?month=2026-12", data={"2026-12-08": "1"})
        assert away() == {date(2026, 12, 8)}
        assert re.search(r"2026-12-08[^>]*checked", client.get("/my/days?month=2026-12").text)


def test_a_day_that_a_court_has_just_taken_is_refused_and_the_month_shown(
    client: FlaskClient, make: Make, me: Person, monkeypatch: pytest.MonkeyPatch
):
    make.add(
        Absence(person_id=me.id, day=date(2026, 12, 7), half=Half.AM, kind=AbsenceKind.SITTING)
    )
    # as read a moment before the court took the day
    monkeypatch.setattr("app.portal.service.absences_between", lambda *_: [])
    with clock.standing_at(NOW):
        answer = client.post("/my/days?month=2026-12", data={"2026-12-07": "1"})
    assert answer.status_code == 422
    assert "sits or is on a course" in answer.text
    assert "On which days can you not sit?" in answer.text


def test_a_day_in_court_is_not_mine_to_change(client: FlaskClient, make: Make, me: Person):
    make.add(
        *(
            Absence(person_id=me.id, day=date(2026, 12, 3), half=half, kind=AbsenceKind.SITTING)
            for half in Half
        )
    )
    with clock.standing_at(NOW):
        client.post("/my/days?month=2026-12", data={})
    db.session.rollback()
    assert len(db.session.scalars(select(Absence)).all()) == 2


def test_the_record_shows_the_secret_of_my_entry(client: FlaskClient, me: Person):
    shown = client.get("/my/record").text
    assert me.number in shown
    assert re.search(r"<code>[0-9a-f]{64}</code>", shown)


def test_an_officer_who_is_no_assessor_has_no_such_pages(client: FlaskClient, make: Make):
    make.signed_in(client, make.user(make.court()))
    assert client.get("/my/").status_code == 403


@pytest.mark.parametrize("month", ["", "2026-13", "x", "99999-1", "２０２６-１"])
def test_any_month_is_answered(client: FlaskClient, me: Person, month: str):
    assert client.get("/my/days", query_string={"month": month}).status_code == 200


def test_my_own_answer_needs_no_digits(client: FlaskClient, make: Make, me: Person):
    seat = seat_of(make, me, date(2026, 12, 3), SeatState.INVITED)
    seat.answer_by, seat.asked = datetime(2026, 11, 26, 9, tzinfo=UTC), 1
    db.session.commit()
    with clock.standing_at(NOW):
        shown = client.get(f"/my/duties/{seat.uid}")
        assert "digits" not in shown.text
        client.post(f"/my/duties/{seat.uid}", data={"answer": "yes", "once": "a"})
    db.session.rollback()
    assert db.session.get_one(Seat, seat.id).state == SeatState.ACCEPTED


def test_another_persons_seat_is_not_mine(client: FlaskClient, make: Make, me: Person):
    other = make.assessor(make.court())
    seat = seat_of(make, other, date(2026, 12, 3), SeatState.INVITED)
    assert client.get(f"/my/duties/{seat.uid}").status_code == 404
