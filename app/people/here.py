"""The rulebook at the desk of this request, read once together with the frame of the page."""

from __future__ import annotations

from flask import g

from app.accounts.desk import desk
from app.bodies.queries import rulebook_of
from app.people.queries import caps_under
from app.people.queries.finding import Sight, sight_from
from app.rulebooks.terms import Rulebook
from app.shared import clock


def book_here() -> Rulebook | None:
    """Return the rulebook that holds at the desk today, None where none was ever assigned."""
    if "book_now" not in g:
        own = desk()
        try:
            g.book_now = rulebook_of(own.body_id, clock.today(own.zone))
        except LookupError:
            g.book_now = None
    return g.book_now


def sight_here() -> Sight:
    """Return what of the register is in sight from the desk today."""
    own = desk()
    day = clock.today(own.zone)
    return sight_from(own.body_id, day, caps_under(own.body_id, day, book_here()))
