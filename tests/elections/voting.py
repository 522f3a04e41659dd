"""Builders of elections of 1953: a county that elects region by region, a vote, a request."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.accounts.terms import Desk
from app.bodies.models import Body
from app.bodies.terms import BodyKind
from app.elections.listing import weigh_one
from app.elections.models import Candidate, Election
from app.elections.queries import ballot_of
from app.elections.service.calling import Call, Request, ask_organisation, call_election
from app.elections.service.listing import add_list
from app.elections.service.voting import Vote, enter_vote
from app.elections.terms import ElectionForm, Electors
from app.elections.votes import Count
from app.people.service import Decision, set_posts
from app.people.terms import Office
from app.shared.transactions import transaction
from tests.builders import LONG_AGO, Make

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)  # Monday, 12:00 in Shanghai
TODAY, BEGINS = date(2026, 11, 2), date(2026, 12, 1)
REGION, ORGAN = "第三选区", "试验县第三选区选民大会"
NAMES = ("王春生", "李玉兰", "赵铁柱", "孙秀英", "周大顺")


def a_county(make: Make, places: int = 10, kind: BodyKind = BodyKind.BASIC) -> tuple[Body, Desk]:
    """Return a court under the resolution of 1953 with places for assessors, and its desk."""
    court = make.court("cn-1953", kind=kind)
    desk = make.desk(court)
    with transaction():
        by = Decision("试验县人民政府", "试府〔2026〕8号", TODAY)
        set_posts(desk, Office.ASSESSOR, places, LONG_AGO, by)
    return court, desk


def on_ballot(desk: Desk, election: Election, *names: str) -> list[Candidate]:
    """Write people on the list one by one, committed."""
    for n, name in enumerate(names):
        with transaction():
            cells = {"name": name, "birth": f"{1970 + n}-03-07", "occupation": "农民"}
            add_list(desk, election, weigh_one(election, cells))
    return ballot_of(election.id)


def called(desk: Desk, seats: int = 2, **given: object) -> Election:
    """Call an election by an assembly, committed."""
    words = {"electors": Electors.ASSEMBLY, "region": REGION, **given}
    with transaction():
        form = words.pop("form", ElectionForm.ASSEMBLY)
        return call_election(desk, Call(form, seats, BEGINS, ORGAN, **words))  # type: ignore[arg-type]


def voted(desk: Desk, election: Election, *ayes: int, present: int = 100) -> Count:
    """Write down a vote of today, committed: so many for each on the list, the others against."""
    ballot = ballot_of(election.id)
    counts = {one.uid: (n, present - n, 0) for one, n in zip(ballot, ayes, strict=True)}
    with transaction():
        return enter_vote(desk, election, Vote(TODAY, present, counts))


def asked(desk: Desk, case_number: str, seats: int = 2) -> Election:
    """Ask the trade union for people for a case, committed."""
    with transaction():
        return ask_organisation(
            desk, Request("试验县总工会", case_number, "劳资争议", seats, TODAY)
        )
