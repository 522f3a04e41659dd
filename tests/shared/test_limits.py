"""Limits on tries: how the wait grows, what is forgotten, and many at once; on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.shared import clock
from app.shared.db import db
from app.shared.limits import (
    NO_WAIT,
    Counted,
    Limit,
    TryCount,
    forget_old,
    give_back,
    minutes,
    network_of,
    take_try,
    wait_after,
)
from app.shared.transactions import transaction

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
THREE = Limit("three", free=3)
ANEW = Limit("anew", free=3, anew=True)


def tried(*counted: Counted, at: datetime = NOON) -> timedelta:
    """Try at a moment; return the wait."""
    with clock.standing_at(at), transaction():
        return take_try(counted)


def numbers() -> dict[str, int]:
    """Return what is counted, by limit."""
    db.session.expire_all()
    return {row.what: row.number for row in db.session.scalars(select(TryCount))}


def test_the_wait_grows_up_to_a_most():
    waits = [wait_after(number, THREE) // MINUTE for number in range(1, 10)]
    assert waits == [0, 0, 1, 2, 4, 8, 15, 15, 15]
    assert wait_after(10**9, THREE) == THREE.most
    assert [minutes(timedelta(seconds=s)) for s in (1, 60, 61)] == [1, 1, 2]


def test_after_the_free_misses_one_waits_and_knocking_prolongs_nothing(app: Flask):
    one = Counted(THREE, "somebody")
    assert [tried(one) for _ in range(3)] == [NO_WAIT] * 3
    assert tried(one) == MINUTE
    assert tried(one, at=NOON + timedelta(seconds=50)) == timedelta(seconds=10)
    assert numbers() == {"three": 3}
    assert tried(one, at=NOON + MINUTE) == NO_WAIT
    assert tried(one, at=NOON + MINUTE) == 2 * MINUTE  # the fourth miss waits longer
    assert tried(Counted(THREE, "somebody else")) == NO_WAIT


def test_of_several_limits_the_longest_wait_counts_and_the_others_count_nothing(app: Flask):
    here, all_over = Counted(THREE, "here"), Counted(ANEW, "all over")
    for _ in range(3):
        tried(here)
    assert tried(here, all_over) == MINUTE
    assert numbers() == {"three": 3, "anew": 0}


def test_a_right_try_is_taken_back_or_begins_anew(app: Flask):
    both = Counted(THREE, "one"), Counted(ANEW, "one")
    for _ in range(3):
        tried(*both)
    with clock.standing_at(NOON), transaction():
        give_back(both)
    assert numbers() == {"three": 2, "anew": 0}
    assert tried(*both) == NO_WAIT


def test_what_is_over_is_forgotten_and_removed(app: Flask):
    one, other = Counted(THREE, "one"), Counted(THREE, "other")
    for _ in range(3):
        tried(one)
    later = NOON + THREE.after + timedelta(seconds=1)
    tried(other, at=later)
    with clock.standing_at(later), transaction():
        forget_old()
    assert len(db.session.scalars(select(TryCount)).all()) == 1
    assert tried(one, at=later) == NO_WAIT
    past = later + THREE.after + timedelta(seconds=1)
    for _ in range(2):
        assert tried(other, at=past) == NO_WAIT  # also where the clock stood still


def at_once(app: Flask, work: Callable[[], timedelta], number: int) -> list[timedelta]:
    """Do `work` in several threads let go together."""
    start = threading.Barrier(number)

    def one() -> timedelta:
        start.wait(timeout=60)
        with app.app_context(), transaction():
            return work()

    with ThreadPoolExecutor(number) as pool:
        jobs = [pool.submit(copy_context().run, one) for _ in range(number)]
        return [job.result(timeout=60) for job in jobs]


def test_of_many_at_once_none_slips_by(app: Flask):
    with clock.standing_at(NOON):
        counted = [Counted(THREE, "one"), Counted(ANEW, "one")]
        waits = at_once(app, lambda: take_try(counted), 12)
    assert waits.count(NO_WAIT) == 3
    assert numbers() == {"three": 3, "anew": 3}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_control_that_reads_and_then_writes_lets_them_slip(app: Flask):
    tried(Counted(THREE, "one"))
    together = threading.Barrier(6)

    def careless() -> timedelta:
        number = db.session.scalars(select(TryCount.number)).one()
        together.wait(timeout=60)
        db.session.execute(update(TryCount).values(number=number + 1))
        return wait_after(number, THREE)

    assert at_once(app, careless, 6) == [NO_WAIT] * 6
    assert numbers() == {"three": 2}


@pytest.mark.parametrize(
    ("address", "counts_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("::ffff:127.0.0.1", ""),
        ("unix:", ""),
        (None, ""),
    ],
)
def test_an_address_counts_as_its_network(address: str | None, counts_as: str):
    assert network_of(address) == counts_as
