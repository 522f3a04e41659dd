"""Pages of one process are made in turns; who acts, and who reads long, waits for no turn."""

from __future__ import annotations

import threading
import time

import pytest
from flask import Flask

from app.accounts.access import anyone
from app.shared.turns import ON_A_SERVER, ON_SQLITE, Turns, takes_long

PATIENCE = 20.0


class Busy:
    """A view that stays until it is let go; `most` is how many were in it at once."""

    def __init__(self) -> None:
        self.inside, self.most = 0, 0
        self.counting, self.free = threading.Lock(), threading.Event()

    def __call__(self) -> str:
        with self.counting:
            self.inside += 1
            self.most = max(self.most, self.inside)
        assert self.free.wait(PATIENCE)
        with self.counting:
            self.inside -= 1
        return "done"


def visits(app: Flask, method: str, path: str, number: int) -> list[threading.Thread]:
    def visit() -> None:
        assert app.test_client().open(path, method=method).status_code == 200

    found = [threading.Thread(target=visit) for _ in range(number)]
    for thread in found:
        thread.start()
    return found


@pytest.fixture
def busy(app: Flask) -> Busy:
    """The application with one busy view at three addresses."""
    app.config["WTF_CSRF_ENABLED"] = False
    one = Busy()
    app.add_url_rule("/page", "page", anyone(lambda: one()))
    app.add_url_rule("/long", "long", takes_long(anyone(lambda: one())))
    app.add_url_rule("/act", "act", anyone(lambda: "acted"), methods=["POST"])
    return one


def test_pages_are_made_in_turns_and_acts_do_not_wait(app: Flask, busy: Busy, database: str):
    number = ON_A_SERVER + 2
    readers = visits(app, "GET", "/page", number)
    actor = visits(app, "POST", "/act", 1)[0]
    actor.join(PATIENCE)
    assert not actor.is_alive()
    long = visits(app, "GET", "/long", 1)
    turns = ON_SQLITE if database.startswith("sqlite") else ON_A_SERVER
    until = threading.Event()
    for _ in range(200):
        if busy.inside == turns + 1:
            break
        until.wait(0.05)
    assert busy.inside == turns + 1  # those whose turn it is, and who reads long
    busy.free.set()
    for thread in (*readers, *long):
        thread.join(PATIENCE)
    assert (busy.inside, busy.most) == (0, turns + 1)


def test_who_waits_longest_is_let_in_first():
    turns, came, let_in = Turns(1), [threading.Event() for _ in range(6)], []

    def wait(number: int) -> None:
        came[number].set()
        with turns:
            let_in.append(number)

    turns.__enter__()
    threads = []
    for number, here in enumerate(came):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        assert here.wait(PATIENCE)
        until = time.monotonic() + PATIENCE
        while len(turns._line) <= number:
            assert time.monotonic() < until
            time.sleep(0.001)
    turns.__exit__()
    for thread in threads:
        thread.join(PATIENCE)
    assert let_in == list(range(6))
    with turns:
        let_in.append(6)  # and it is free again
    assert let_in[-1] == 6


def test_a_fault_inside_lets_go_of_the_turn():
    turns = Turns(1)
    with pytest.raises(ZeroDivisionError), turns:
        _ = 1 / 0
    with turns:
        pass
