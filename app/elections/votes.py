"""How votes elect: what a count may be, who has enough, where a lot decides (1953, § 8). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.elections.terms import Electors
from app.rulebooks.terms import Rulebook
from app.shared.refusals import Refusal
from app.shared.texts import N_


@dataclass(frozen=True)
class Votes:
    """What was counted of one candidate: for, against, blank."""

    of: str
    name: str
    ayes: int = 0
    noes: int = 0
    blank: int = 0

    @property
    def cast(self) -> int:
        """How many voted on this candidate at all."""
        return self.ayes + self.noes + self.blank


@dataclass(frozen=True)
class Count:
    """Who is elected by the votes, who is level at the last seats, and how many seats these have.

    All three in the order of the votes for them; who is in neither was not elected.
    """

    elected: tuple[str, ...]
    level: tuple[str, ...] = ()
    open: int = 0


def counted(votes: Sequence[Votes], present: int, seats: int) -> Count:
    """Own rule: who has more than half of those present is elected, the most votes first.

    Where the last seats fall among people with the same number of votes, a lot decides.
    """
    enough = sorted((one for one in votes if 2 * one.ayes > present), key=lambda one: -one.ayes)
    if len(enough) <= seats:
        return Count(tuple(one.of for one in enough))
    edge = enough[seats - 1].ayes
    above = tuple(one.of for one in enough if one.ayes > edge)
    level = tuple(one.of for one in enough if one.ayes == edge)
    if len(above) + len(level) == seats:
        return Count((*above, *level))
    return Count(above, level, seats - len(above))


def elected_by(electors: Electors | None, book: Rulebook) -> Refusal | None:
    """1953, § 8: the local election assembly or congress elects standing assessors."""
    named = book.value("form_a.elected_by") if book.has("form_a.elected_by") else None
    if not named or (electors is not None and electors.value in named):
        return None
    text = N_("Standing assessors are elected by an election assembly or a congress.")
    way = N_("Choose which of them elects.")
    return book.refusal("form_a.elected_by", text, way, "electors")


def workers_elect(electors: Electors | None, book: Rulebook) -> Refusal | None:
    """1953, § 4: the workers of the industry elect the assessors of a special court."""
    key = "special_court.jurors_elected_by"
    asked = book.value(key) if book.has(key) else None
    if not asked or (electors is not None and electors.value == asked):
        return None
    text = N_("The workers of the industry elect the assessors of a special court.")
    return book.refusal(key, text, N_("Choose the workers."), "electors")


def region_named(region: str, book: Rulebook) -> Refusal | None:
    """1953, § 8: standing assessors are chosen region by region."""
    if not (book.has("form_a.by_region") and book.value("form_a.by_region")) or region.strip():
        return None
    text = N_("Standing assessors are elected region by region.")
    return book.refusal("form_a.by_region", text, N_("Write which region elects."), "region")


def votes_within(votes: Sequence[Votes], present: int) -> list[Refusal]:
    """Own rule: nobody has more votes than people were present, and somebody was."""
    if present < 1:
        text = N_("Nobody was present.")
        way = N_("Write how many voted.")
        return [Refusal("election.present", text, way_out=way, place="present")]
    return [_too_many(one, present) for one in votes if one.cast > present]


def _too_many(one: Votes, present: int) -> Refusal:
    text = N_("%(name)s has %(cast)s votes, more than the %(present)s people who were present.")
    named: dict[str, Any] = {"name": one.name, "cast": one.cast, "present": present}
    way = N_("Correct the votes, or how many were present.")
    return Refusal("election.votes", text, named, way, place=f"votes-{one.of}")


def vote_in_time(voted: date, called: date, today: date) -> Refusal | None:
    """Own rule: the vote comes after the call, and is written down once it was held."""
    if called <= voted <= today:
        return None
    text = N_("The vote of %(day)s lies before the call of %(called)s.")
    if voted > today:
        text = N_("The vote of %(day)s is still to come.")
    named = {"day": voted.isoformat(), "called": called.isoformat()}
    return Refusal("election.voted", text, named, N_("Correct the day."), place="voted")


def act_after_vote(adopted: date, voted: date | None) -> Refusal | None:
    """Own rule: the act that says who is elected is not older than the vote."""
    if voted is None or adopted >= voted:
        return None
    text = N_("The act is dated %(day)s, before the vote of %(voted)s.")
    named = {"day": adopted.isoformat(), "voted": voted.isoformat()}
    way = N_("Correct the day.")
    return Refusal("election.act_before_vote", text, named, way, place="adopted")


def nature_named(nature: str, book: Rulebook) -> Refusal | None:
    """1953, § 8: which organisation is asked follows from the nature of the case."""
    key = "form_b.by_nature_of_case"
    if not (book.has(key) and book.value(key)) or nature.strip():
        return None
    text = N_("Which organisation is asked follows from the nature of the case.")
    return book.refusal(key, text, N_("Write what the case is about."), "nature")


def organisation_named(organisation: str, book: Rulebook) -> Refusal | None:
    """1953, § 8: a relevant mass organisation names the assessors for the trial."""
    if not (book.has("form_b.named_by") and book.value("form_b.named_by")) or organisation.strip():
        return None
    text = N_("A mass organisation names the assessors for a case.")
    return book.refusal("form_b.named_by", text, N_("Write which one is asked."), "organisation")
