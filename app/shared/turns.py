"""Readers of a process take turns at making their pages (decision 0015).

A page is work of this process, and Python does it one thread at a time. SQLite answers inside
the process too: threads that make pages side by side only take the interpreter from one another
at each statement, and each page then costs twice the processor's time.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from flask import Flask, Request

READING = frozenset({"GET", "HEAD", "OPTIONS"})
ON_SQLITE = 1
ON_A_SERVER = 4  # who waits for PostgreSQL leaves the processor to the others
View = TypeVar("View", bound=Callable[..., Any])


class Turns:
    """So many may stand inside at once; who comes first is let in first.

    The semaphore of the library lets whoever comes at the right moment pass those who wait: of a
    hundred pages, five then waited twice as long.
    """

    def __init__(self, at_once: int) -> None:
        """Let `at_once` in without waiting."""
        self._free = at_once
        self._guard = threading.Lock()
        self._line: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        """Wait for the own turn."""
        with self._guard:
            if self._free:
                self._free -= 1
                return
            place = threading.Lock()
            place.acquire()
            self._line.append(place)
        place.acquire()  # until who leaves lets go of it

    def __exit__(self, *_fault: object) -> None:
        """Hand the turn to who waits longest."""
        with self._guard:
            if self._line:
                self._line.popleft().release()
            else:
                self._free += 1


def takes_long(view: View) -> View:
    """Let a view that reads for seconds do so beside the others, and nobody wait for it."""
    view.takes_long = True  # type: ignore[attr-defined]
    return view


def set_turns(app: Flask) -> None:
    """Make the turns of this process, by where its database answers."""
    here = app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    app.extensions["turns"] = Turns(ON_SQLITE if here else ON_A_SERVER)


def turn(app: Flask, request: Request) -> AbstractContextManager[Any]:
    """Return what a request holds while its page is made; nothing for who acts or reads long."""
    view = app.view_functions.get(request.endpoint or "")
    if request.method not in READING or getattr(view, "takes_long", False):
        return nullcontext()
    return app.extensions["turns"]
