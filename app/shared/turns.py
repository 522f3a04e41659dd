"""Readers of a process take turns at making their pages (decision 0015).

A page is work of this process, and Python does it one thread at a time. SQLite answers inside
the process too: threads that make pages side by side only take the interpreter from one another
at each statement, and each page then costs twice the processor's time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from flask import Flask, Request

READING = frozenset({"GET", "HEAD", "OPTIONS"})
ON_SQLITE = 1
ON_A_SERVER = 4  # who waits for PostgreSQL leaves the processor to the others
View = TypeVar("View", bound=Callable[..., Any])


def takes_long(view: View) -> View:
    """Let a view that reads for seconds do so beside the others, and nobody wait for it."""
    view.takes_long = True  # type: ignore[attr-defined]
    return view


def set_turns(app: Flask) -> None:
    """Make the turns of this process, by where its database answers."""
    here = app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    app.extensions["turns"] = threading.BoundedSemaphore(ON_SQLITE if here else ON_A_SERVER)


def turn(app: Flask, request: Request) -> AbstractContextManager[Any]:
    """Return what a request holds while its page is made; nothing for who acts or reads long."""
    view = app.view_functions.get(request.endpoint or "")
    if request.method not in READING or getattr(view, "takes_long", False):
        return nullcontext()
    return app.extensions["turns"]
