"""Who of a court may be proposed as of a day, who nearly, and what each lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.bodies.queries import rulebook_of
from app.promotion.facts import Facts, Vacancy
from app.promotion.queries import court_facts, court_vacancy
from app.promotion.rules import Condition, judge, no_path, outcome
from app.promotion.terms import Outcome
from app.rulebooks.terms import Rulebook
from app.shared.refusals import Refusal

PAGE = 50


@dataclass(frozen=True, slots=True)
class Judged:
    """A person's facts with the conditions of the book, and how they leave him."""

    facts: Facts
    conditions: list[Condition]
    outcome: Outcome

    @property
    def lacking(self) -> list[Condition]:
        """The conditions that are not met."""
        return [one for one in self.conditions if one.met is False]

    @property
    def unknown(self) -> list[Condition]:
        """The conditions of which the register does not know."""
        return [one for one in self.conditions if one.met is None]


@dataclass(frozen=True)
class Readiness:
    """A court as of a day: its book, its posts, and all its assessors by name with the outcome."""

    day: date
    book: Rulebook
    posts: Vacancy
    people: list[tuple[Facts, Outcome]]

    @property
    def no_path(self) -> Refusal | None:
        """What the law says where it has no path from assessor to judge."""
        return no_path(self.book)

    def of(self, wanted: Outcome) -> list[Facts]:
        """Return those whom the conditions leave so."""
        return [facts for facts, found in self.people if found == wanted]

    def page(self, wanted: Outcome, after: str = "") -> tuple[list[Judged], str]:
        """Return a page of a group behind a person (uid), and after whom the next begins."""
        group = self.of(wanted)
        at = next((n for n, one in enumerate(group, 1) if one.uid == after), 0)
        shown = group[at : at + PAGE]
        more = len(group) > at + PAGE
        found = [judged(facts, self.day, self.book, self.posts) for facts in shown]
        return found, shown[-1].uid if more else ""


def judged(facts: Facts, day: date, book: Rulebook, posts: Vacancy) -> Judged:
    """Return a person's facts with every condition."""
    conditions = judge(facts, day, book, posts)
    return Judged(facts, conditions, outcome(conditions))


def outcomes(
    people: Iterable[Facts], day: date, book: Rulebook, posts: Vacancy
) -> list[tuple[Facts, Outcome]]:
    """Judge people by one book and the posts of one court, in plain Python.

    Of many only the outcome is kept: the conditions of a page are judged again.
    """
    return [(facts, outcome(judge(facts, day, book, posts))) for facts in people]


def readiness(court_id: int, day: date) -> Readiness | None:
    """Return the readiness of a court as of a day, None without a rulebook (ten statements)."""
    book = book_at(court_id, day)
    if book is None:
        return None
    posts = court_vacancy(court_id, day)
    return Readiness(day, book, posts, outcomes(court_facts(court_id, day), day, book, posts))


def readiness_of(court_id: int, person_id: int, day: date, but: int | None = None) -> Judged | None:
    """Return how one assessor of a court stands as of a day, None where he is none.

    `but`: the proposal (id) for which a post of judge would be. Raises LookupError where no
    rulebook holds there.
    """
    book, posts = rulebook_of(court_id, day), court_vacancy(court_id, day, but)
    found = court_facts(court_id, day, person_id)
    return judged(found[0], day, book, posts) if found else None


def book_at(court_id: int, day: date) -> Rulebook | None:
    """Return the rulebook of a court on a day, None where none was ever assigned."""
    try:
        return rulebook_of(court_id, day)
    except LookupError:
        return None
