"""What waits of elections: on Today, in reminders, on the time line of who was selected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from flask import Flask

from app.accounts.terms import RoleKind
from app.elections.due import messages
from app.elections.life import lines
from app.elections.queries_waiting import running
from app.elections.rules import ends_before_the_act, stands_still
from app.elections.service.deciding import Act, decide
from app.elections.service.notice import NewObjection, receive_objection, submit
from app.elections.service.screening import NewCheck, write_checks
from app.elections.terms import Matter, Standing
from app.elections.today import part
from app.people.service import Decision
from app.shared import clock
from app.shared.transactions import transaction
from tests.builders import Make
from tests.elections.builders import BEGINS, NOON, ORGAN, TODAY, a_court, at, called, on_notice

NOTICE_ENDS = date(2026, 11, 9)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


def on(day: date) -> AbstractContextManager[None]:
    return clock.standing_at(NOON + timedelta(days=(day - TODAY).days))


def test_today_shows_the_notice_the_objection_and_what_stands_still(app: Flask, make: Make):
    _, desk = a_court(make)
    election = on_notice(desk)
    with transaction():
        said = NewObjection(TODAY, "", "欠债不还")
        receive_objection(desk, election, at(election, Standing.PROPOSED)[0], said)
    with app.test_request_context():
        found = part(desk, TODAY)
        after = part(desk, NOTICE_ENDS + timedelta(days=2))
        later = part(desk, NOTICE_ENDS + timedelta(days=30))
    assert [one.title for one in found.waiting] == [
        "1 objection of election 2026-1 is to be answered",
        "The public notice of election 2026-1 ends",
    ]
    assert [figure.number for figure in found.figures] == [1]
    submitting = after.waiting[1]
    assert (submitting.title, submitting.late) == ("Submit the list of election 2026-1", True)
    assert later.waiting[-1].title == "Election 2026-1 stands still"


def test_a_check_that_ends_before_the_terms_begin_is_told_while_it_can_be_renewed(
    app: Flask, make: Make
):
    court, desk = a_court(make)
    make.user(court, RoleKind.PERSONNEL, language="en")
    election = on_notice(desk)
    first, ends = at(election, Standing.PROPOSED)[0], date(2026, 12, 2)
    with on(date(2026, 11, 3)), transaction():
        soon = NewCheck((Matter.DEBTOR,), "法院", date(2026, 11, 3), date(2027, 6, 30))
        write_checks(desk, election, [first.id], soon)
    assert [one.expires for one in running([court.id])] == [date(2027, 6, 30)]
    with on(date(2026, 11, 3)), transaction():
        for one in at(election, Standing.PROPOSED):
            one.checks[0].expires = ends
    assert [one.expires for one in running()] == [ends]
    told = list(messages(ends - timedelta(days=30)))
    assert {one.title for one in told} == {"A check of election 2026-1 ends on 2026-12-02"}
    assert list(messages(ends - timedelta(days=29), court.id)) == []
    assert {one.rule for one in messages(NOTICE_ENDS)} == {"election.notice_ends"}


def test_an_election_that_stands_still_is_told_every_thirty_days(app: Flask, make: Make):
    court, desk = a_court(make)
    make.user(court, RoleKind.PERSONNEL)
    called(desk)
    days = [TODAY + timedelta(days=n) for n in (29, 30, 31, 60)]
    assert [bool(list(messages(day))) for day in days] == [False, True, False, True]


def test_the_time_line_says_by_which_election_somebody_was_selected(app: Flask, make: Make):
    _, desk = a_court(make)
    election = on_notice(desk)
    with on(date(2026, 11, 10)), transaction():
        submit(desk, election, {})
    chosen = at(election, Standing.PROPOSED)[0]
    with on(date(2026, 11, 20)), transaction():
        act = Act(Decision(ORGAN, "9", date(2026, 11, 20)), BEGINS, [chosen.uid])
        decide(desk, election, act, {})
    assert chosen.person_id is not None
    with app.test_request_context():
        line = next(lines(chosen.person_id, desk))
    assert (line.text, line.day) == ("Selected by election 2026-1", date(2026, 11, 20))
    assert line.link == f"/elections/{election.uid}"
    assert running() == []


def test_a_check_counts_until_the_terms_begin_and_a_notice_is_no_delay():
    assert ends_before_the_act(date(2026, 12, 1), BEGINS, TODAY)
    assert not ends_before_the_act(BEGINS, BEGINS, BEGINS)
    assert not stands_still(TODAY, NOTICE_ENDS, TODAY + timedelta(days=30))
    assert stands_still(TODAY, None, TODAY + timedelta(days=30))
