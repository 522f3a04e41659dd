"""Words of elections: their forms, their stages, where a candidate comes from and stands."""

from __future__ import annotations

from enum import StrEnum


class ElectionForm(StrEnum):
    """How assessors are chosen."""

    ASSEMBLY = "assembly"  # 1953, § 8, form A: a region's assembly or congress
    ORGANISATION = "organisation"  # 1953, § 8, form B: named for one case
    WORKERS = "workers"  # 1953, § 4: by the workers of a special court's line
    APPOINTMENT = "appointment"  # Law 2018, Arts 8 to 12


VOTES = (ElectionForm.ASSEMBLY, ElectionForm.WORKERS)


class Electors(StrEnum):
    """Who elects standing assessors, in the words of the resolution of 1953, §§ 4 and 8."""

    ASSEMBLY = "election_assembly"
    CONGRESS = "congress"
    WORKERS = "workers"


class Stage(StrEnum):
    """Where an election stands; each form passes through those that it has."""

    CALLED = "called"
    LISTED = "listed"  # candidates are on the list
    SCREENED = "screened"  # drawn from the list; checked against Articles 5 to 7, asked
    NOTICE = "notice"  # public notice runs, objections come in
    VOTED = "voted"  # the votes are counted; a tie may wait for its lot
    SUBMITTED = "submitted"  # the list lies before the organ that decides
    DECIDED = "decided"  # the act is in, tenures have begun
    CANCELLED = "cancelled"


class Source(StrEnum):
    """How somebody came on the list."""

    DRAWN = "drawn"
    APPLIED = "applied"
    RECOMMENDED = "recommended"
    NAMED = "named"


class Standing(StrEnum):
    """Where a candidate stands."""

    LISTED = "listed"  # on the list: to be drawn from it, voted on, or named by it
    CANDIDATE = "candidate"  # drawn from the list, applied or recommended: to be screened
    DECLINED = "declined"  # asked, and does not want to
    BARRED = "barred"  # the rules are against it
    PASSED = "passed"  # screened, and consents; in a vote: level with others at the last seats
    PROPOSED = "proposed"  # drawn from those who passed, or elected by votes: the act follows
    ELECTED = "elected"
    NOT_ELECTED = "not_elected"


class Matter(StrEnum):
    """Law 2018, Articles 5 to 7: what is looked into before somebody becomes an assessor.

    From `office` on the words are those of people's checks, so that a check goes with the person.
    """

    CONSTITUTION = "constitution"
    AGE_AND_EDUCATION = "age_and_education"
    CONDUCT = "conduct"
    HEALTH = "health"
    OFFICE = "office"
    CRIMINAL = "criminal_punishment"
    DISMISSED = "dismissed"
    LICENCE = "licence_revoked"
    DEBTOR = "judgment_debtor"
    REMOVED = "removed_as_assessor"
    GRAVE = "grave_violation"


def pool_of(election_id: int) -> str:
    """Return what the draw of candidates from the list is for, as draws name it (Art 9)."""
    return f"election:{election_id}:candidates"


def tie_of(election_id: int) -> str:
    """Return what the lot among those with the same number of votes is for, as draws name it."""
    return f"election:{election_id}:tie"


def seats_of(election_id: int) -> str:
    """Return what the draw among those who passed is for, as draws name it (Art 10)."""
    return f"election:{election_id}:seats"
