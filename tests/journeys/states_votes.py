"""States of the elections of 1953: a list, a vote, a tie with its lot, a request to name people."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.terms import Desk
from app.draws.service import commit_days
from app.elections.documents import print_paper_of
from app.elections.listing import weigh_one
from app.elections.models import Election
from app.elections.queries import ballot_of
from app.elections.service.calling import Call, Request, ask_organisation, call_election
from app.elections.service.deciding import Act, decide
from app.elections.service.drawing import Kind, freeze_draw
from app.elections.service.listing import add_list
from app.elections.service.voting import Vote, enter_vote
from app.elections.terms import ElectionForm, Electors
from app.people.service import Decision, set_posts
from app.people.terms import Office
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction

NAMES = ("沈玉和", "韩桂芬", "邓长林", "彭秀莲")
REGION = "第三选区"


def vote_pages(desk: Desk, case_number: str) -> list[str]:
    """Make an election at each stage and two requests, committed; return the pages about them."""
    today = clock.today()
    with transaction():
        commit_days(desk.body_id, today, 8)
        by = Decision("红旗县人民政府", "红府〔2026〕8号", today)
        set_posts(desk, Office.ASSESSOR, 200, today - timedelta(days=1), by)
    called, listed, voted, tied, lot = (_called(desk, seats) for seats in (2, 2, 2, 2, 2))
    for one in (listed, voted, tied, lot):
        _list(desk, one)
    _vote(desk, voted, (80, 70, 20, 10))
    for one in (tied, lot):
        _vote(desk, one, (80, 70, 70, 10))
    with transaction():
        freeze_draw(desk, db.session.get_one(Election, lot), Kind.TIE)
        print_paper_of(desk, db.session.get_one(Election, voted), "vote")
    uids = [db.session.get_one(Election, one).uid for one in (called, listed, voted, tied, lot)]
    pages = [f"/elections/{uid}" for uid in uids]
    pages += [f"/elections/{uids[1]}/{page}" for page in ("list", "people/new", "vote")]
    pages += [f"/elections/{uids[2]}/act", f"/elections/{uids[3]}/draw/tie"]
    return [*pages, f"/elections/{uids[4]}/draw/tie/open", *_namings(desk, case_number)]


def _called(desk: Desk, seats: int) -> int:
    begins = clock.today() + timedelta(days=30)
    with transaction():
        who = ("红旗县第三选区选民大会", Electors.ASSEMBLY, REGION)
        return call_election(desk, Call(ElectionForm.ASSEMBLY, seats, begins, *who)).id


def _list(desk: Desk, election_id: int) -> None:
    election = db.session.get_one(Election, election_id)
    for n, name in enumerate(NAMES):
        cells = {"name": name, "birth": f"{1971 + n}-05-01", "occupation": "农民"}
        with transaction():
            add_list(desk, election, weigh_one(election, cells))


def _vote(desk: Desk, election_id: int, ayes: tuple[int, ...]) -> None:
    election = db.session.get_one(Election, election_id)
    ballot = zip(ballot_of(election.id), ayes, strict=True)
    counts = {one.uid: (n, 100 - n, 0) for one, n in ballot}
    with transaction():
        enter_vote(desk, election, Vote(clock.today(), 100, counts))


def _namings(desk: Desk, case_number: str) -> list[str]:
    asked, named = (_asked(desk, case_number) for _ in range(2))
    _list(desk, named.id)
    pages = ["/elections/naming/new", f"/elections/naming/{named.uid}/letter"]
    pages += [f"/elections/naming/{asked.uid}", f"/elections/{asked.uid}/people/new"]
    other = _asked(desk, case_number)
    _list(desk, other.id)
    with transaction():
        print_paper_of(desk, other, "request")
        by = Decision(other.chosen_by, "红工〔2026〕5号", clock.today())
        uids = [one.uid for one in ballot_of(other.id)[:2]]
        decide(desk, other, Act(by, clock.today(), uids), {})
    return [*pages, f"/elections/naming/{other.uid}"]


def _asked(desk: Desk, case_number: str) -> Election:
    with transaction():
        words = ("红旗县总工会", case_number, "劳资争议", 2, clock.today())
        return ask_organisation(desk, Request(*words))
