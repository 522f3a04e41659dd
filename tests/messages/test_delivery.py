"""Mail goes out once over a real line; what cannot go out waits, fails or is dropped with words."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select, update

from app.messages import claims
from app.messages.delivery import NO_ADDRESS, deliver
from app.messages.queries import NOT_SET_UP, PAUSED, why_nothing_goes_out
from app.messages.service import TOO_LATE, delivered, set_sending, tell
from app.messages.terms import MessageState
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from tests.messages.conftest import Notices, mails
from tests.messages.post_office import PostOffice

SENT, WAITING = MessageState.SENT, MessageState.WAITING


def told(*notices: Any) -> None:
    """Tell in a transaction of its own."""
    with transaction():
        tell(notices)


def test_a_mail_arrives_whole(app: Flask, office: PostOffice, notice: Notices):
    text = "阿卜杜热合曼·买买提吐尔逊：\u2028请于 2026-11-30 到庭。\n.\n{link}"
    told(notice(1, title="传票\u2028\n第一次", text=text))
    assert deliver() == 1
    [mail] = office.taken
    assert mail["Subject"] == "传票 第一次"
    assert mail["To"] == "p1@example.org"
    assert str(mail["From"]).startswith("试验")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<notices.court.example>"
    assert mail.get_content().splitlines() == [
        "阿卜杜热合曼·买买提吐尔逊：",
        "请于 2026-11-30 到庭。",
        ".",
        "http://localhost/i/secret1",
    ]
    [row] = mails()
    assert (row.state, row.mail_id, row.tries) == (SENT, mail["Message-ID"], 1)
    with transaction("read"):
        assert delivered("seat:1", 1, "person:1") == row.sent_at
    assert deliver() == 0


def test_many_go_over_one_line(app: Flask, office: PostOffice, notice: Notices):
    told(*(notice(n) for n in range(60)))
    assert deliver(limit=40) == 40
    assert len(office.sessions) == 1
    assert deliver() == 20
    assert len(set(office.ids())) == 60


def test_nothing_goes_out_while_paused_or_not_set_up(
    app: Flask, office: PostOffice, notice: Notices
):
    told(notice(1))
    with transaction():
        set_sending(paused=True, reason="a restored copy")
        assert why_nothing_goes_out() == PAUSED
    assert deliver() == 0
    with transaction():
        set_sending(paused=False)
    app.config["SMTP"] = ""
    assert deliver() == 0
    with transaction("read"):
        assert why_nothing_goes_out() == NOT_SET_UP
    assert (office.taken, mails()[0].state) == ([], WAITING)
    app.config["SMTP"] = office.address
    assert deliver() == 1


def test_refused_for_good_and_refused_for_now(app: Flask, office: PostOffice, notice: Notices):
    office.answers = {
        "p1@example.org": ["550 no such person"],
        "p2@example.org": ["451 try again later"],
    }
    told(notice(1), notice(2), notice(3))
    assert deliver() == 1
    first, second, third = mails()
    assert (first.state, first.reason) == (MessageState.FAILED, "550 no such person")
    assert (second.state, second.reason) == (WAITING, "451 try again later")
    assert third.state is SENT
    assert deliver() == 0
    with clock.standing_at(clock.now() + timedelta(minutes=2)):
        assert deliver() == 1
    assert [m.state for m in mails()] == [MessageState.FAILED, SENT, SENT]


def test_an_address_that_cannot_be_written_stops_nobody(
    app: Flask, office: PostOffice, notice: Notices
):
    wrong = ("a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org", "赵@例.cn")
    for n, address in enumerate(wrong):
        told(notice(n, recipient=replace(notice(n).recipient, mail=address)))
    told(notice(9))
    assert deliver() == 1
    assert [m.reason for m in mails()] == [NO_ADDRESS] * 3 + [""]
    assert [mail["To"] for mail in office.taken] == ["p9@example.org"]


def test_too_late_is_dropped_with_a_reason(app: Flask, office: PostOffice, notice: Notices):
    told(notice(1, useful_until=clock.now() + timedelta(minutes=1)), notice(2))
    with clock.standing_at(clock.now() + timedelta(minutes=2)):
        assert deliver() == 1
    first, second = mails()
    assert (first.state, first.reason) == (MessageState.DROPPED, TOO_LATE)
    assert second.state is SENT


def test_without_a_server_all_waits(app: Flask, office: PostOffice, notice: Notices):
    app.config["SMTP"] = "127.0.0.1:1"
    told(*(notice(n) for n in range(3)))
    assert deliver() == 0
    assert {(m.state, m.tries, m.mail_id, m.claimed_by) for m in mails()} == {(WAITING, 0, "", "")}
    app.config["SMTP"] = office.address
    assert deliver() == 3


def test_a_line_broken_in_the_middle_is_uncertain_and_sent_once_more(
    app: Flask, office: PostOffice, notice: Notices
):
    office.answers = {"p1@example.org": ["hang up"]}
    told(notice(1))
    assert deliver() == 0
    [row] = mails()
    assert (row.state, row.reason) == (MessageState.UNCERTAIN, claims.MAYBE)
    with transaction("read"):
        assert delivered("seat:1", 1, "person:1") is None
    assert deliver() == 1
    first, second = office.ids()
    assert first == second
    assert (mails()[0].state, mails()[0].reason) == (SENT, claims.MAYBE)


def test_after_a_second_broken_line_it_is_left_to_people(
    app: Flask, office: PostOffice, notice: Notices
):
    office.answers = {"p1@example.org": ["hang up", "hang up"]}
    told(notice(1))
    deliver()
    deliver()
    assert deliver() == 0
    assert (mails()[0].state, mails()[0].reason) == (MessageState.FAILED, claims.LOST_TWICE)
    assert len(office.taken) == 2


def test_a_claim_of_the_dead_is_freed_when_its_lease_is_over(
    app: Flask, office: PostOffice, notice: Notices
):
    told(notice(1), notice(2))
    with transaction() as session:
        outbox = session.connection()
        first, second = claims.claim(outbox, "the dead", 5)
        assert claims.step(outbox, "the dead", 0, first.id, "<one@court.example>")
    assert deliver() == 0
    with clock.standing_at(clock.now() + claims.LEASE + timedelta(seconds=1)):
        assert deliver() == 2
    assert [m.reason for m in mails()] == [claims.MAYBE, ""]
    with transaction() as session:
        assert not claims.step(
            session.connection(), "the dead", 0, second.id, "<two@court.example>"
        )


def deliver_from_two_places(app: Flask) -> None:
    """Deliver from two threads that begin together, each with its own connections."""
    together = threading.Barrier(2)

    def place() -> None:
        with app.app_context():
            together.wait()
            deliver()
            db.session.remove()

    threads = [threading.Thread(target=place) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_deliverers_at_once_send_each_mail_once(
    app: Flask, office: PostOffice, notice: Notices
):
    told(*(notice(n) for n in range(120)))
    deliver_from_two_places(app)
    assert len(office.taken) == 120
    assert len(set(office.ids())) == 120
    assert len(office.sessions) == 2
    assert {m.state for m in mails()} == {SENT}


def test_without_claims_two_deliverers_send_twice(
    app: Flask, office: PostOffice, notice: Notices, monkeypatch: pytest.MonkeyPatch
):
    """The control: the test above can fail."""

    def only_look(outbox: Connection, holder: str, limit: int) -> list[claims.Claimed]:
        waiting = select(*claims.FIELDS).where(claims.MAILS, claims.M.state == WAITING)
        return [claims.Claimed(*row) for row in outbox.execute(waiting.limit(limit))]

    def step(outbox: Connection, holder: str, ended: int, begun: int, mail_id: str) -> bool:
        own = update(claims.MESSAGE).where(claims.M.id == ended)
        outbox.execute(own.values(state=SENT))
        return bool(begun)

    monkeypatch.setattr(claims, "claim", only_look)
    monkeypatch.setattr(claims, "step", step)
    told(*(notice(n) for n in range(60)))
    deliver_from_two_places(app)
    assert len(office.taken) > len(set(office.ids()))
