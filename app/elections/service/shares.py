"""How many of an election may have applied or been recommended."""

from __future__ import annotations

from app.elections.models import Election
from app.elections.queries import unsolicited_in_office
from app.elections.rules import most_unsolicited
from app.people.queries.posts import posts_of
from app.people.terms import Office
from app.rulebooks.terms import Rulebook


def share_left(election: Election, book: Rulebook) -> int | None:
    """Return how many of an election may have applied or been recommended (Art 11).

    Those in office who did count with them, where the share is of all places.
    """
    most = most_unsolicited(places_fixed_on(election), election.seats, book)
    if most is None or book.value("selection.applied_share_base") != "quota":
        return most
    return max(most - unsolicited_now(election), 0)


def places_fixed_on(election: Election) -> int:
    """Return how many places are fixed for the assessors on the first day of the terms."""
    day = election.begins or election.called
    posts = next((p for p in posts_of(election.body_id, day) if p.office == Office.ASSESSOR), None)
    return (posts.number or 0) if posts else 0


def unsolicited_now(election: Election) -> int:
    """Return how many in office on the first day of the terms applied or were recommended."""
    return unsolicited_in_office(election.body_id, election.begins or election.called)
