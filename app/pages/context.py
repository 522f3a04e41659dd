"""What the frame of every page knows: the court, its rulebook, how a source is cited."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g

from app.accounts.desk import court, current_desk
from app.bodies.queries import rulebook_of
from app.pages.rail import rail
from app.people.identity import mask_phone
from app.rulebooks.loader import cited
from app.rulebooks.terms import Rulebook
from app.shared import clock
from app.shared.refusals import Refusal
from app.shared.screens import is_chinese, title_of


@dataclass(frozen=True)
class CourtNow:
    """The court of the desk as the frame shows it."""

    name: str
    other_name: str
    historical: bool
    rulebook_title: str


def book_now() -> Rulebook | None:
    """Return the rulebook that holds at the desk today, or None without a desk."""
    if "book_now" not in g:
        own = current_desk()
        try:
            g.book_now = rulebook_of(own.body_id, clock.today(own.zone)) if own else None
        except LookupError:
            g.book_now = None
    return g.book_now


def court_now() -> CourtNow:
    """Return the court of the desk in the reader's language, the other name small beneath."""
    body, book = court(), book_now()
    first, second = (body.name, body.name_en) if is_chinese() else (body.name_en, body.name)
    historical = bool(book and book.historical)
    return CourtNow(first or body.name, second, historical, title_of(book.title) if book else "")


def cite(refusal: Refusal) -> str:
    """Return where a refusal's rule stands: the document in the reader's language, its article."""
    if not refusal.document:
        return refusal.article
    return cited(refusal.document, refusal.article, "zh_Hans" if is_chinese() else "en")


def set_up_context(app: Flask) -> None:
    """Give the frame's functions to every template."""
    app.jinja_env.globals.update(
        rail=rail, court_now=court_now, desk_now=current_desk, cite=cite, book_now=book_now
    )
    app.jinja_env.globals["mask_phone"] = mask_phone
