"""What holds at the desk of this request: the rulebook, and what of the register is in sight."""

from __future__ import annotations

from datetime import date

from flask import g

from app.accounts.desk import desk
from app.bodies.kept import kept
from app.bodies.queries import rulebook_of
from app.people.queries import caps_under
from app.people.queries.finding import Sight, sight_from
from app.rulebooks.terms import Rulebook
from app.shared import clock


def book_here() -> Rulebook | None:
    """Return the rulebook that holds at the desk today, None where none was ever assigned."""
    if "book_now" not in g:
        own = desk()
        g.book_now = _book_of(own.body_id, clock.today(own.zone))
    return g.book_now


def oath_here() -> bool:
    """Say whether the rulebook at the desk asks assessors for an oath (`oath.required`)."""
    book = book_here()
    return book is not None and bool(book.value("oath.required"))


def sight_here() -> Sight:
    """Return what of the register is in sight from the desk today."""
    own = desk()
    return sight_of(own.body_id, clock.today(own.zone))


def _book_of(body_id: int, day: date) -> Rulebook | None:
    try:
        return rulebook_of(body_id, day)
    except LookupError:
        return None


@kept
def sight_of(body_id: int, day: date) -> Sight:
    """Return what of the register is in sight from a body on a day."""
    return sight_from(body_id, day, caps_under(body_id, day, _book_of(body_id, day)))
