"""What is told is written once, in its newest version, and no longer than it is useful."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import event

from app.messages.models import Message
from app.messages.service import (
    NEWER,
    TOO_LATE,
    delivered,
    note_served,
    supersede,
    tell,
    untold,
)
from app.messages.terms import Channel, MessageState
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from tests.messages.conftest import DAY, Notices, mails, rows


def told(*notices: Any, **given: Any) -> int:
    """Tell in a transaction of its own."""
    with transaction():
        return tell(notices, **given)


def states() -> list[tuple[int, str, str]]:
    """Return version, channel and state of all rows."""
    return [(m.subject_version, m.channel.value, m.state.value) for m in rows()]


def test_one_row_in_the_inbox_and_one_by_mail_each_once(app: Flask, notice: Notices):
    assert told(notice(1), notice(2), notice(1)) == 2
    assert told(notice(1), notice(2)) == 0
    assert states() == [(1, "inbox", "shown"), (1, "mail", "waiting")] * 2


def test_who_has_no_address_has_the_inbox_and_who_wants_a_letter_the_letter(
    app: Flask, notice: Notices
):
    nowhere = replace(notice(1).recipient, mail="")
    by_letter = replace(notice(2).recipient, letter=True)
    told(notice(1, recipient=nowhere), notice(2, recipient=by_letter))
    assert [m.channel for m in rows()] == [Channel.INBOX, Channel.INBOX, Channel.LETTER]


def test_another_due_day_is_another_message(app: Flask, notice: Notices):
    assert told(notice(), notice(due_day=DAY + timedelta(days=1))) == 2


def test_a_new_version_takes_the_place_of_the_old(app: Flask, notice: Notices):
    told(notice(version=1), notice(2, version=1))
    told(notice(version=2))
    assert states() == [
        (1, "inbox", "superseded"),
        (1, "mail", "superseded"),
        (1, "inbox", "shown"),
        (1, "mail", "waiting"),
        (2, "inbox", "shown"),
        (2, "mail", "waiting"),
    ]
    assert rows()[0].reason == NEWER
    told(notice(version=1, due_day=DAY + timedelta(days=1)))  # told late: older than what stands
    assert states()[-2:] == [(1, "inbox", "superseded"), (1, "mail", "superseded")]


def test_what_has_gone_out_is_not_taken_back(app: Flask, notice: Notices):
    told(notice(), notice(version=1, rule="day.moved"))
    with transaction() as session:
        session.get_one(Message, mails()[0].id).state = MessageState.SENT
    with transaction():
        assert supersede("seat:1", keep_version=2) == 3
    assert [m.state for m in mails()] == [MessageState.SENT, MessageState.SUPERSEDED]


def test_what_comes_too_late_is_kept_as_dropped(app: Flask, notice: Notices):
    told(notice(useful_until=clock.now() - timedelta(minutes=1)))
    assert {(m.state, m.reason) for m in rows()} == {(MessageState.DROPPED, TOO_LATE)}
    assert told(notice(useful_until=clock.now() - timedelta(minutes=1))) == 0


def test_untold_are_those_of_which_nothing_is_written(app: Flask, notice: Notices):
    told(notice(1))
    with transaction("read"):
        assert untold([notice(1), notice(1, version=2), notice(2)]) == [
            notice(1, version=2),
            notice(2),
        ]


def test_the_number_of_statements_does_not_grow(app: Flask, notice: Notices):
    counted: list[str] = []

    def count(*given: Any) -> None:
        counted.append(given[2])

    event.listen(db.engine, "before_cursor_execute", count)
    numbers = []
    for size in (1, 390):
        counted.clear()
        told(*(notice(seat) for seat in range(size * 1000, size * 1001)))
        numbers.append(len(counted))
    event.remove(db.engine, "before_cursor_execute", count)
    assert numbers[0] == numbers[1] <= 6
    assert len(rows()) == 2 * 391


def test_addresses_and_secret_links_are_sealed_in_the_table(app: Flask, notice: Notices):
    told(notice(7))
    with db.engine.connect() as connection:
        raw = connection.exec_driver_sql("SELECT * FROM message").all()
    assert b"p7@example" not in repr(raw).encode()
    assert b"secret7" not in repr(raw).encode()
    assert mails()[0].link == "/i/secret7"


def test_only_a_mail_taken_or_a_letter_served_is_proof(app: Flask, notice: Notices):
    letter = replace(notice(2).recipient, letter=True)
    told(notice(1), notice(2, recipient=letter))
    at = datetime(2026, 11, 20, 8, tzinfo=UTC)
    with transaction() as session:
        assert delivered("seat:1", 1, "person:1") is None
        mail = session.get_one(Message, mails()[0].id)
        mail.state, mail.sent_at = MessageState.UNCERTAIN, at
        session.flush()
        assert delivered("seat:1", 1, "person:1") is None
        mail.state = MessageState.SENT
        session.flush()
        assert delivered("seat:1", 1, "person:1") == at
        assert delivered("seat:1", 1, "person:1", rule="seat.changed") is None
        assert delivered("seat:1", 2, "person:1") is None
        assert note_served("seat:2", 1, "person:2", at) == 1
        assert delivered("seat:2", 1, "person:2") == at
