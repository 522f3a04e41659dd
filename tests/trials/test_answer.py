"""The answer page in a browser without scripts, on both databases."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.messages.models import Message
from app.people.models import Absence
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.trials.letter_code import letter_code
from app.trials.models import Party, Seat, SeatEvent
from app.trials.seat_queries import links_of
from app.trials.service import replies
from app.trials.service.drawing import annul_draw
from app.trials.service.replies import DIGITS
from app.trials.service.seats import invite_panel, send_new_link
from app.trials.terms import PartyRole, SeatState
from tests.builders import Make
from tests.trials.cases import NOON
from tests.trials.panels import a_browser, a_drawn_panel, an_invited_panel, held, once_of, token_of

HOME, STRANGER = "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser whose every request stands for itself."""
    return a_browser(app)


def fresh(seat: Seat) -> Seat:
    """Return a seat as the database holds it now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Seat, seat.id)


def send(
    client: FlaskClient, seat: Seat, digits: str, answer: str, address: str = HOME, **more: object
):
    """Open the page, then press a button, at an address."""
    path = f"/a/{quote(token_of(seat))}"
    page = client.get(path).get_data(as_text=True)
    data = {"once": once_of(page), "digits": digits, "answer": answer, **more}
    return client.post(path, data=data, environ_base={"REMOTE_ADDR": address})


def test_the_card_shows_the_duty_and_looking_changes_nothing(
    app: Flask, make: Make, client: FlaskClient
):
    _, _, panel = an_invited_panel(make)
    seat = held(panel)[1]
    version, events = seat.version, len(db.session.scalars(select(SeatEvent)).all())
    for method in ("GET", "HEAD", "GET"):
        answer = client.open(f"/a/{token_of(seat)}", method=method)
        assert answer.status_code == 200
    page = client.get(f"/a/{token_of(seat)}").get_data(as_text=True)
    for said in ("2026-12-03 09:00", "周文", "I will come", "I cannot come", panel.cases[0].number):
        assert said in page
    assert str(seat.person.phone) not in page
    seat = fresh(seat)
    assert (seat.version, seat.state) == (version, SeatState.INVITED)
    assert len(db.session.scalars(select(SeatEvent)).all()) == events


@pytest.mark.parametrize("path", ["/a/mistyped", "/a/mistyped/sitting.ics", "/a/", "/a/two/parts"])
def test_a_mistyped_link_says_what_to_do(app: Flask, make: Make, client: FlaskClient, path: str):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Compare the address, sign by sign" in answer.text
    assert "belongs to another court" not in answer.text


def test_i_will_come_in_one_form(app: Flask, make: Make, client: FlaskClient):
    _, _, panel = an_invited_panel(make)
    seat = held(panel)[1]
    answer = send(client, seat, seat.person.phone_last4, "yes")
    assert answer.status_code == 303
    assert fresh(seat).state == SeatState.ACCEPTED
    page = client.get(answer.location).get_data(as_text=True)
    assert "You will come" in page


def test_names_of_parties_are_shown_after_the_digits_only(
    app: Flask, make: Make, client: FlaskClient
):
    _, desk, panel = an_invited_panel(make)
    with transaction():
        panel.cases[0].parties.append(Party(role=PartyRole.PLAINTIFF, name="王招娣"))
        panel.cases[0].parties.append(Party(role=PartyRole.MEDIATOR, name="赵调解"))
    seat, name = held(panel)[1], "王招娣"
    path = f"/a/{token_of(seat)}"
    assert name not in client.get(path).text
    send(client, seat, "0000", "yes")
    assert name not in client.get(path).text
    assert send(client, seat, seat.person.phone_last4, "yes").status_code == 303
    assert name in client.get(path).text
    assert "赵调解" not in client.get(path).text  # who mediated is no party
    assert name not in a_browser(app).get(path).text
    with transaction():
        send_new_link(desk, fresh(seat))
    assert name not in client.get(f"/a/{token_of(seat)}").text


def test_full_width_digits_are_taken(app: Flask, make: Make, client: FlaskClient):
    _, _, panel = an_invited_panel(make)
    seat = held(panel)[1]
    wide = seat.person.phone_last4.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert send(client, seat, wide, "yes").status_code == 303


def test_i_cannot_needs_a_reason_and_calls_the_next(app: Flask, make: Make, client: FlaskClient):
    _, _, panel = an_invited_panel(make)
    seat = held(panel)[1]
    refused = send(client, seat, seat.person.phone_last4, "no")
    assert refused.status_code == 422
    assert "why you cannot come" in refused.get_data(as_text=True)
    assert fresh(seat).link_misses == 0
    answer = send(client, seat, seat.person.phone_last4, "no", reason="an operation")
    assert answer.status_code == 303
    seat = fresh(seat)
    assert (seat.state, seat.reason) == (SeatState.DECLINED, "an operation")
    assert held(seat.panel)[1].id != seat.id
    page = client.get(f"/a/{token_of(seat)}").get_data(as_text=True)
    assert "You answered that you cannot come" in page
    assert "<form" not in page


def test_not_then_offers_free_days_only(app: Flask, make: Make, client: FlaskClient):
    _, _, panel = an_invited_panel(make)
    seat = held(panel)[1]
    page = client.get(f"/a/{token_of(seat)}").get_data(as_text=True)
    days = re.findall(r'name="other_days" value="([^"]+)"', page)
    assert len(days) == 10
    assert "2026-12-03" not in days  # the sitting itself
    assert "2026-12-05" not in days  # a Saturday
    wrong = send(client, seat, seat.person.phone_last4, "not_then", other_days=["2026-12-05"])
    assert wrong.status_code == 422
    right = send(client, seat, seat.person.phone_last4, "not_then", other_days=days[:2])
    assert right.status_code == 303
    seat = fresh(seat)
    assert (seat.state, seat.other_days) == (SeatState.INVITED, days[:2])
    assert seat.answered_at == NOON
    # Until the deadline the answer may be changed.
    assert send(client, seat, seat.person.phone_last4, "yes").status_code == 303
    seat = fresh(seat)
    assert (seat.state, seat.other_days) == (SeatState.ACCEPTED, [])


def test_wrong_digits_are_counted_and_lock_the_link(app: Flask, make: Make, client: FlaskClient):
    _, _, panel = an_invited_panel(make)
    seat = held(panel)[1]
    wrong = "0000" if seat.person.phone_last4 != "0000" else "1111"
    for n in range(1, 5):
        answer = send(client, seat, wrong, "no", reason="kept as typed")
        page = answer.get_data(as_text=True)
        assert answer.status_code == 200
        assert f"Tries left: {5 - n}" in page
        assert "kept as typed" in page
        assert fresh(seat).link_misses == n
    locked = send(client, seat, wrong, "yes").get_data(as_text=True)
    assert "locked" in locked
    page = client.get(f"/a/{token_of(seat)}").get_data(as_text=True)
    assert "wrong five times" in page
    assert "<form" not in page
    once = client.get(f"/a/{token_of(held(panel)[2])}").get_data(as_text=True)
    answer = client.post(
        f"/a/{token_of(seat)}",
        data={"once": once_of(once), "digits": seat.person.phone_last4, "answer": "yes"},
    )
    assert answer.status_code == 422
    assert fresh(seat).state == SeatState.INVITED
    rules = db.session.scalars(select(Message.rule)).all()
    assert "seat.locked" in rules
    with transaction():  # the clerk helps
        send_new_link(make.desk(panel.body), db.session.get_one(Seat, seat.id))
    assert send(client, seat, seat.person.phone_last4, "yes").status_code == 303


def test_one_address_that_misses_on_many_links_waits_and_loses_nothing(
    app: Flask, make: Make, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(replies, "DIGITS", replace(DIGITS, free=4))
    _, _, panel = an_invited_panel(make)
    one, other = held(panel).values()
    for seat in (one, other):
        for _ in range(2):
            send(client, seat, "99999", "yes", address=STRANGER)
    typed = {"reason": "kept as typed", "address": STRANGER}
    refused = send(client, one, one.person.phone_last4, "no", **typed)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Minutes to wait: 1." in page
    assert "kept as typed" in page
    assert fresh(one).link_misses == 2  # what came too early locks no link
    assert send(client, one, one.person.phone_last4, "yes").status_code == 303  # elsewhere
    with clock.standing_at(NOON + timedelta(minutes=1)):
        right = send(client, other, other.person.phone_last4, "yes", address=STRANGER)
        assert right.status_code == 303


def test_right_digits_forget_the_wrong_ones(app: Flask, make: Make, client: FlaskClient):
    _, _, panel = an_invited_panel(make)
    seat = held(panel)[1]
    send(client, seat, "", "yes")
    assert fresh(seat).link_misses == 0  # nothing typed is no try
    send(client, seat, "99999", "yes")
    assert fresh(seat).link_misses == 1
    send(client, seat, seat.person.phone_last4, "yes")
    assert fresh(seat).link_misses == 0


def test_a_double_click_answers_once(app: Flask, make: Make, client: FlaskClient):
    _, _, panel = an_invited_panel(make)
    seat = held(panel)[1]
    path = f"/a/{token_of(seat)}"
    page = client.get(path).get_data(as_text=True)
    data = {
        "once": once_of(page),
        "digits": seat.person.phone_last4,
        "answer": "no",
        "reason": "ill",
    }
    states, gate = [], threading.Barrier(2)

    def press() -> None:
        with clock.standing_at(NOON):
            gate.wait()
            states.append(app.test_client().post(path, data=data).status_code)

    db.session.remove()
    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states == [303, 303]
    asked = db.session.scalars(select(SeatEvent.id).where(SeatEvent.what == "invited")).all()
    assert len(asked) == 3  # two at first, one called


def test_an_enter_key_chooses_nothing(app: Flask, make: Make, client: FlaskClient):
    _, _, panel = an_invited_panel(make)
    seat = held(panel)[1]
    page = client.get(f"/a/{token_of(seat)}").get_data(as_text=True)
    buttons = re.findall(r'<button[^>]*name="answer" value="([^"]*)"', page)
    assert buttons == ["", "yes", "not_then", "no"]
    assert send(client, seat, seat.person.phone_last4, "").status_code == 422
    assert fresh(seat).state == SeatState.INVITED


def test_an_expired_a_newer_and_a_wrong_link(app: Flask, make: Make, client: FlaskClient):
    _, desk, panel = an_invited_panel(make)
    panel.clerk_phone = "0571-0000 0000"
    db.session.commit()
    seat, old = held(panel)[1], token_of(held(panel)[1])
    send(client, seat, seat.person.phone_last4, "yes")
    with clock.standing_at(NOON + timedelta(days=4)):
        page = client.get(f"/a/{old}").get_data(as_text=True)
    assert "time to answer here is over" in page
    assert "You will come" in page  # what was answered stays to be seen
    assert "0571-0000 0000" in page
    with transaction():
        send_new_link(desk, db.session.get_one(Seat, seat.id))
    page = client.get(f"/a/{old}").get_data(as_text=True)
    assert "newer message" in page
    assert "0571-0000 0000" in page
    assert panel.cases[0].number not in page
    assert client.get("/a/nothing-of-the-kind").status_code == 404
    stranger = seat.uid + "x" * 32
    assert "newer message" in client.get(f"/a/{stranger}").get_data(as_text=True)


def test_who_has_no_phone_types_the_code_of_the_letter(app: Flask, make: Make, client: FlaskClient):
    _, desk, panel = a_drawn_panel(make)
    for seat in panel.seats:
        seat.person.phone, seat.person.phone_last4, seat.person.mail = None, "", None
    db.session.commit()
    with transaction():
        invite_panel(desk, panel)
    seat = held(panel)[1]
    code = letter_code(seat)
    assert re.fullmatch(r"\d{4}", code)
    page = client.get(f"/a/{token_of(seat)}").get_data(as_text=True)
    assert "The code in your letter" in page
    assert code not in page
    assert send(client, seat, code, "yes").status_code == 303
    assert fresh(seat).state == SeatState.ACCEPTED


def test_who_has_mail_and_no_phone_finds_the_code_typed(
    app: Flask, make: Make, client: FlaskClient
):
    _, desk, panel = a_drawn_panel(make)
    for seat in panel.seats:
        seat.person.phone, seat.person.phone_last4 = None, ""
    db.session.commit()
    with transaction():
        invite_panel(desk, panel)
    seat = held(panel)[1]
    link = links_of([seat])[seat.id]
    assert link.endswith(f"?code={letter_code(seat)}")
    assert f'value="{letter_code(seat)}"' in client.get(link).get_data(as_text=True)


def test_the_page_speaks_the_persons_language_until_another_is_chosen(
    app: Flask, make: Make, client: FlaskClient
):
    _, _, panel = an_invited_panel(make)
    seat = held(panel)[1]
    seat.person.language = "zh_Hans"
    db.session.commit()
    assert 'lang="zh-Hans"' in client.get(f"/a/{token_of(seat)}").get_data(as_text=True)[:200]
    client.get("/language/en")
    assert '<html lang="en"' in client.get(f"/a/{token_of(seat)}").get_data(as_text=True)[:200]


def test_after_the_draw_is_gone_the_link_says_so(app: Flask, make: Make, client: FlaskClient):
    _, desk, panel = an_invited_panel(make)
    seat = held(panel)[1]
    with transaction():
        annul_draw(desk, panel, "a party was left out")
    page = client.get(f"/a/{token_of(seat)}").get_data(as_text=True)
    assert "no longer waiting" in page
    assert db.session.scalars(select(Absence)).all() == []
