"""Somebody's training over a career, as it stands against the rules of the office he holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.bodies.queries import rulebook_of
from app.rulebooks.terms import Rulebook
from app.shared.screens import title_of
from app.training.hours import Need, hours_in, needs_of
from app.training.queries.record import done_of, first_sitting_ahead, offices_of


@dataclass(frozen=True)
class Career:
    """What the rules ask of somebody, and all class hours that he has completed."""

    needs: Sequence[Need]
    total: int
    book: Rulebook

    def title(self, need: Need) -> str:
        """Return the title of the rule of a need, in the reader's language."""
        return title_of(self.book.rule(need.key).title)


def career_of(person_id: int, body_id: int, today: date) -> Career:
    """Return somebody's training against the book of the court where he holds office.

    Of who holds none, against that of `body_id`. Five statements.
    """
    offices, done = offices_of(person_id, today), done_of(person_id)
    book = rulebook_of(offices[-1][1] if offices else body_id, today)
    first = first_sitting_ahead(person_id, today)
    needs = needs_of([office for office, _ in offices], done, first, book, today)
    return Career(needs, hours_in(done, None, today), book)
