"""Who is asked once more is told what changed; an answer that was given stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.messages.models import Message
from app.messages.terms import Channel
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.facts import DayWords
from app.trials.models import Panel
from app.trials.replies_rules import Answer, LinkState
from app.trials.seat_queries import alternates
from app.trials.service.changes import add_day, move_day
from app.trials.service.panels import request_panel
from app.trials.service.replies import answer_by_phone, opens
from app.trials.service.seats import keep_day, send_new_link
from app.trials.terms import DayPart, SeatState
from tests.builders import Make
from tests.trials.cases import NOON, PANEL, a_case, a_court, days
from tests.trials.panels import a_browser, an_invited_panel, held, token_of

TUESDAY = DayWords(date(2026, 12, 8), DayPart.AM, "09:30", "3")


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day on which the panel was invited."""
    with clock.standing_at(NOON):
        yield


def newest(subject: str, rule: str) -> Message:
    """Return the newest message of a rule about a subject, as it stands in the inbox."""
    where = (Message.subject == subject, Message.rule == rule, Message.channel == Channel.INBOX)
    found = select(Message).where(*where).order_by(Message.id.desc()).limit(1)
    return db.session.scalars(found).one()


def test_a_moved_day_is_named_with_the_new_one_and_the_reason(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    first_in_line = alternates(panel)[0]
    with transaction():
        move_day(desk, panel.days[0], TUESDAY, "the room is taken", {})
    for subject, rule in (
        (f"seat:{held(panel)[1].id}", "seat.invited"),
        (f"alternate:{first_in_line.id}", "seat.alternate"),
    ):
        message = newest(subject, rule)
        for said in ("2026-12-03", "2026-12-08", "the room is taken"):
            assert said in message.text, (rule, said)
        assert "2026-12-08" in message.title
        assert "drawn by lot" not in message.text


def test_a_further_day_is_said_to_be_one(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    with transaction():
        add_day(desk, panel, TUESDAY, {})
    message = newest(f"seat:{held(panel)[1].id}", "seat.invited")
    assert "further day" in message.text
    assert "Until now" not in message.text


def test_a_new_link_leaves_the_answer_as_it_is(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    seat = held(panel)[1]
    with transaction():
        answer_by_phone(desk, seat, Answer.YES)
    with transaction():
        send_new_link(desk, seat)
    assert (seat.state, seat.answered_how) == (SeatState.ACCEPTED, "phone")
    assert opens(seat, token_of(seat)) == LinkState.OPEN
    assert "answer stands" in newest(f"seat:{seat.id}", "seat.invited").text


def test_the_day_is_kept_and_who_offered_others_is_asked_once_more(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    seat = held(panel)[1]
    with pytest.raises(Refused, match=r"seat\.not_asked"), transaction():
        keep_day(desk, seat)
    with transaction():
        answer_by_phone(desk, seat, Answer.NOT_THEN, other_days=[TUESDAY.day])
    with transaction():
        keep_day(desk, seat)
    assert (seat.state, seat.asked, seat.answered_at) == (SeatState.INVITED, 2, None)
    assert seat.other_days == []


def test_the_answer_page_gives_a_receipt_and_the_day_for_the_calendar(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    seat, browser = held(panel)[1], a_browser(app)
    path = f"/a/{token_of(seat)}"
    assert browser.get(f"{path}/sitting.ics").status_code == 404
    with transaction():
        answer_by_phone(desk, seat, Answer.YES)
    assert "Your answer arrived at" in browser.get(path).text
    file = browser.get(f"{path}/sitting.ics")
    assert file.mimetype == "text/calendar"
    assert "DTSTART;TZID=Asia/Shanghai:20261203T090000" in file.text
    assert browser.get(f"/a/{seat.uid}wrong/sitting.ics").status_code == 404


def test_a_day_off_or_an_odd_hour_is_asked_for_with_a_reason(app: Flask, make: Make):
    _, desk, _ = a_court(make)
    night = DayWords(date(2026, 12, 3), DayPart.WHOLE, "05:30")
    for words, key in ((days(3), "day.not_working"), ((night,), "day.odd_hour")):
        with pytest.raises(Refused, match=key.replace(".", r"\.")), transaction():
            request_panel(desk, a_case(desk), replace(PANEL, days=words), {})
    with transaction():
        words = replace(PANEL, days=days(3))
        panel = request_panel(desk, a_case(desk), words, {"day.not_working": "the flood"})
        assert panel.waivers == {"day.not_working": "the flood"}


def test_the_papers_name_all_judges(app: Flask, make: Make):
    _, _, panel = an_invited_panel(make, other_judges=("何平", "孟达"))
    assert panel.judge_names == ["周文", "何平", "孟达"]
    page = a_browser(app).get(f"/a/{token_of(held(panel)[1])}").text
    assert "何平" in page
    assert db.session.scalars(select(Panel.other_judges)).one() == ["何平", "孟达"]


def test_an_hour_of_today_that_has_gone_by_is_no_new_sitting(app: Flask, make: Make):
    _, desk, panel = an_invited_panel(make)
    gone = replace(TUESDAY, day=clock.today(), begins="11:30")
    with pytest.raises(Refused, match=r"day\.past"), transaction():
        add_day(desk, panel, gone, {})
    with transaction():
        add_day(desk, panel, replace(gone, part=DayPart.PM, begins="14:30"), {})
