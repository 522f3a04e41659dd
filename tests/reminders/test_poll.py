"""The clock tells and acts once, goes on when one act fails, and catches up after a week."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.messages.models import Message
from app.messages.terms import MessageState, Notice
from app.reminders import lease
from app.reminders.models import ActDone, Polled
from app.reminders.poll import LATER_TOLD, Poll
from app.shared import clock
from app.shared.collected import Collected, DueAct
from app.shared.db import db
from app.shared.once import UsedKey
from app.shared.transactions import transaction
from tests.builders import Make
from tests.messages.conftest import Notices, rows

MONDAY = date(2026, 11, 23)
SITTING = date(2026, 12, 3)


def noon(day: date) -> datetime:
    """Return noon in Beijing on a day."""
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def poll_at(day: date, poll: Poll | None = None) -> None:
    """Let the clock look at noon of a day."""
    with clock.standing_at(noon(day)):
        (poll or Poll()).once()


@pytest.fixture
def offers(app: Flask) -> Callable[..., None]:
    """Set what the features offer to the clock."""

    def set_offers(messages: Any = (), acts: Any = ()) -> None:
        app.extensions["collected"] = Collected(messages=messages, acts=acts)

    return set_offers


@pytest.fixture
def notice(make: Make) -> Notices:
    """A maker of notices of a fresh court."""
    return Notices(make.court().id)


def marks() -> list[str]:
    """Return the marks that acts have left, in order."""
    with transaction("read") as session:
        return list(session.scalars(select(UsedKey.key).order_by(UsedKey.at, UsedKey.key)))


def leave(mark: str) -> None:
    """Do an act: leave a mark, which fails if it was left before."""
    db.session.add(UsedKey(key=mark))
    db.session.flush()


def sitting_ahead(notice: Notices) -> Callable[[date], Iterable[Notice]]:
    """Return a feature that reminds of one sitting 7, 3 and 1 days ahead."""

    def messages(day: date) -> Iterable[Notice]:
        for lead in (7, 3, 1):
            if day + timedelta(days=lead) == SITTING:
                end = noon(SITTING)
                yield notice(rule="sitting.ahead", due_day=day, useful_until=end)

    return messages


def test_a_reminder_is_told_on_its_day_and_once(app: Flask, offers: Any, notice: Notices):
    offers(messages=[sitting_ahead(notice)])
    for ahead in (8, 7, 7, 6):
        poll_at(SITTING - timedelta(days=ahead))
    assert [m.due_day for m in rows()] == [SITTING - timedelta(days=7)] * 2


def test_after_a_week_only_the_last_of_the_missed_is_told(app: Flask, offers: Any, notice: Notices):
    offers(messages=[sitting_ahead(notice)])
    poll_at(SITTING - timedelta(days=8))
    poll_at(SITTING - timedelta(days=1))
    told = {(m.due_day, m.state, m.reason) for m in rows() if m.channel == "inbox"}
    assert told == {
        (SITTING - timedelta(days=7), MessageState.DROPPED, LATER_TOLD),
        (SITTING - timedelta(days=3), MessageState.DROPPED, LATER_TOLD),
        (SITTING - timedelta(days=1), MessageState.SHOWN, ""),
    }
    poll_at(SITTING - timedelta(days=1))
    assert len(rows()) == 6


def test_after_the_sitting_it_is_told_to_nobody(app: Flask, offers: Any, notice: Notices):
    offers(messages=[sitting_ahead(notice)])
    poll_at(SITTING - timedelta(days=8))
    poll_at(SITTING + timedelta(days=3))
    assert {m.state for m in rows()} == {MessageState.DROPPED}


def test_days_missed_are_acted_on_in_order(app: Flask, offers: Any, make: Make):
    make.court()
    order: list[str] = []

    def acts(day: date) -> Iterable[DueAct]:
        def run() -> None:
            order.append(f"{day:%d}")
            leave(f"act of {day}")

        yield DueAct("seat.lost", "body:1", day, run)

    offers(acts=[acts])
    poll_at(MONDAY)
    poll_at(MONDAY + timedelta(days=5))
    poll_at(MONDAY + timedelta(days=5))
    assert order == ["23", "24", "25", "26", "27", "28"]
    assert len(marks()) == 6
    with transaction("read") as session:
        assert session.get_one(Polled, "acts").day == MONDAY + timedelta(days=5)
        assert len(session.scalars(select(ActDone)).all()) == 6


def test_one_failing_act_stops_no_other_and_leaves_nothing(app: Flask, offers: Any, make: Make):
    make.court()
    broken = [True]

    def fails(mark: str) -> None:
        leave(mark)
        if broken:
            raise ValueError("broken")

    def acts(day: date) -> Iterable[DueAct]:
        yield DueAct("seat.silent", "seat:1", day, partial(fails, "first"))
        yield DueAct("seat.silent", "seat:2", day, partial(leave, "second"))

    offers(acts=[acts])
    poll = Poll()
    poll_at(MONDAY, poll)
    assert marks() == ["second"]
    broken.clear()
    poll_at(MONDAY, poll)  # it waits a minute before it tries again
    assert marks() == ["second"]
    with clock.standing_at(noon(MONDAY) + timedelta(minutes=1)):
        poll.once()
    assert sorted(marks()) == ["first", "second"]


def test_an_act_that_failed_on_its_day_is_done_on_the_next(app: Flask, offers: Any, make: Make):
    make.court()
    broken = [True]

    def acts(day: date) -> Iterable[DueAct]:
        def run() -> None:
            if broken:
                raise ValueError("broken")
            leave(f"act of {day}")

        if day == MONDAY:
            yield DueAct("seat.lost", "body:1", day, run)

    offers(acts=[acts])
    poll_at(MONDAY)
    broken.clear()
    poll_at(MONDAY + timedelta(days=1))
    assert marks() == [f"act of {MONDAY}"]


def test_one_failing_feature_stops_no_other(app: Flask, offers: Any, notice: Notices):
    def broken(day: date) -> Iterable[Notice]:
        raise ValueError("broken")

    offers(messages=[broken, sitting_ahead(notice)], acts=[broken])
    poll_at(SITTING - timedelta(days=7))
    assert len(rows()) == 2
    with transaction("read") as session:
        through = {row.what: row.day for row in session.scalars(select(Polled))}
    assert through == {"acts": SITTING - timedelta(days=8)}


def test_each_body_has_its_own_day(app: Flask, offers: Any, make: Make):
    east, west = make.court(zone="Asia/Shanghai"), make.court(zone="Europe/Berlin")
    acted: list[date] = []

    def messages(day: date) -> Iterable[Notice]:
        yield Notices(east.id)(1, due_day=day)
        yield Notices(west.id)(2, due_day=day)

    def acts(day: date) -> Iterable[DueAct]:
        yield DueAct("seat.lost", "body:1", day, partial(acted.append, day))

    offers(messages=[messages], acts=[acts])
    with clock.standing_at(datetime(2026, 11, 23, 20, tzinfo=UTC)):  # Tuesday in Beijing
        Poll().once()
    inbox = {m.subject: m.due_day for m in rows(Message.channel == "inbox")}
    assert inbox == {"seat:1": MONDAY + timedelta(days=1), "seat:2": MONDAY}
    assert acted == [MONDAY]  # not before the day has come everywhere


def test_a_minute_in_which_nothing_is_due_writes_nothing(app: Flask, offers: Any, notice: Notices):
    offers(messages=[sitting_ahead(notice)])
    poll_at(SITTING - timedelta(days=7))
    written: list[str] = []

    def note(*given: Any) -> None:
        if given[2].split()[0] in ("INSERT", "UPDATE", "DELETE"):
            written.append(given[2])

    event.listen(db.engine, "before_cursor_execute", note)
    poll_at(SITTING - timedelta(days=7))
    event.remove(db.engine, "before_cursor_execute", note)
    assert written == []


def test_who_has_lost_the_lease_does_nothing(app: Flask, offers: Any, notice: Notices):
    def acts(day: date) -> Iterable[DueAct]:
        yield DueAct("seat.lost", "body:1", day, partial(leave, "done"))

    offers(messages=[sitting_ahead(notice)], acts=[acts])
    day = SITTING - timedelta(days=7)
    with clock.standing_at(noon(day)), transaction():
        assert lease.take("the first")
    with pytest.raises(lease.NotLeading):
        poll_at(day, Poll(check=lambda: lease.check("the second")))
    assert (rows(), marks()) == ([], [])
    poll_at(day, Poll(check=lambda: lease.check("the first")))
    assert (len(rows()), marks()) == (2, ["done"])


def test_a_fault_is_logged_without_the_values_at_hand(
    app: Flask, offers: Any, make: Make, capsys: pytest.CaptureFixture[str]
):
    make.court()

    def broken(day: date) -> Iterable[Notice]:
        secret = "p1@example.org"
        raise ValueError(f"broken for {len(secret)} reasons")

    offers(messages=[broken])
    poll_at(MONDAY)
    said = capsys.readouterr().out
    assert "broken for 14 reasons" in said
    assert "p1@example.org" not in said.replace('secret = "p1@example.org"', "")
