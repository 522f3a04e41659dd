"""Rules of how long a course lasts and how many go at once, by its purpose (pure)."""

from __future__ import annotations

from datetime import date

from app.rulebooks.terms import Rulebook
from app.shared.refusals import Refusal
from app.shared.texts import N_
from app.training.terms import Group, Purpose

PRE_SERVICE, INITIAL, POST = "training.pre_service", "training.initial_days", "training.post_days"
BATCHES = "school.in_batches"
LEADERS = frozenset({Group.COUNTY_LEADERS, Group.SPECIAL_LEADERS})


def judge_length(
    purpose: Purpose, hours: int, span: tuple[date, date], book: Rulebook
) -> list[Refusal]:
    """Return every rule that a course is too short for; `span`: its first and last day."""
    days = (span[1] - span[0]).days + 1
    found = (
        pre_service_hours(purpose, hours, book),
        initial_days(purpose, days, book),
        post_days(purpose, days, book),
    )
    return [refusal for refusal in found if refusal is not None]


def pre_service_hours(purpose: Purpose, hours: int, book: Rulebook) -> Refusal | None:
    """Pre-service training takes at least 40 class hours (Training Measures 2019, whole text)."""
    if purpose is not Purpose.PRE_SERVICE or not book.has(PRE_SERVICE):
        return None
    asked: int = book.value(PRE_SERVICE)
    if hours >= asked:
        return None
    text = N_(
        "Training before the first sitting takes %(asked)s class hours, this course %(hours)s."
    )
    way_out = N_("Enter a longer course, or say where the other hours are taught.")
    return book.refusal(PRE_SERVICE, text, way_out, asked=asked, hours=hours)


def initial_days(purpose: Purpose, days: int, book: Rulebook) -> Refusal | None:
    """Initial training lasts at least 12 days (Training Provisions, whole text)."""
    if purpose is not Purpose.INITIAL:
        return None
    return _days(
        INITIAL, days, book, N_("Initial training lasts %(asked)s days, this cohort %(days)s.")
    )


def post_days(purpose: Purpose, days: int, book: Rulebook) -> Refusal | None:
    """Training for a post lasts at least 30 days (Training Provisions, whole text)."""
    if purpose is not Purpose.POST:
        return None
    return _days(
        POST, days, book, N_("Training for a post lasts %(asked)s days, this cohort %(days)s.")
    )


def in_batches(leaders: bool, seats: int, people: int, book: Rulebook) -> Refusal | None:
    """The schools train leading backbone in batches, not all at once (1953, § 10)."""
    if not leaders or people < 2 or seats < people:
        return None
    if not book.has(BATCHES) or not book.value(BATCHES):
        return None
    text = N_("The %(seats)s seats hold all %(people)s for whom the course is meant, all at once.")
    way_out = N_("Give fewer seats and plan a second cohort, or say why all go together.")
    return book.refusal(BATCHES, text, way_out, seats=seats, people=people)


def _days(key: str, days: int, book: Rulebook, text: str) -> Refusal | None:
    if not book.has(key):
        return None
    asked: int = book.value(key)
    way_out = N_("Set a later last day, or say why the course is shorter.")
    return None if days >= asked else book.refusal(key, text, way_out, asked=asked, days=days)
