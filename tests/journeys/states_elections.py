"""States of elections that the demonstration does not show by itself: one at each stage."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.terms import Desk
from app.draws.service import commit_days
from app.elections.documents import print_paper_of
from app.elections.listing import weigh_list
from app.elections.models import Candidate, Election
from app.elections.queries import candidates_at
from app.elections.service.calling import Call, call_election, cancel_election
from app.elections.service.drawing import Kind, carry_out_draw, freeze_draw
from app.elections.service.listing import add_list
from app.elections.service.notice import NewObjection, begin_notice, receive_objection
from app.elections.service.screening import NewCheck, note_answers, write_checks
from app.elections.terms import ElectionForm, Matter, Source, Standing
from app.people.importing.reading import upload_of
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from tests.elections.builders import a_row, a_sheet


def election_pages(desk: Desk) -> list[str]:
    """Make an election at each stage, committed; return the pages about them."""
    called, listed, frozen, screened, noticed = (_called(desk) for _ in range(5))
    with transaction():
        commit_days(desk.body_id, clock.today(), 8)
        cancelled = db.session.get_one(Election, _called(desk))
        cancel_election(desk, cancelled, "名额减少")
        pages = [f"/elections/{cancelled.uid}"]
    _list(desk, listed)
    for one in (frozen, screened, noticed):
        _list(desk, one)
        with transaction():
            election = db.session.get_one(Election, one)
            freeze_draw(desk, election, Kind.POOL)
            if one != frozen:
                carry_out_draw(desk, election, Kind.POOL, "407 112")
    with transaction():
        _screen(desk, db.session.get_one(Election, noticed))
        pages += _notice(desk, db.session.get_one(Election, noticed))
    stages = (called, listed, frozen, screened, noticed)
    uids = [db.session.get_one(Election, one).uid for one in stages]
    pages += [f"/elections/{uid}" for uid in uids]
    pages += [f"/elections/{uids[1]}/list", f"/elections/{uids[1]}/draw/candidates"]
    return [*pages, f"/elections/{uids[2]}/draw/candidates/open"]


def _called(desk: Desk) -> int:
    begins = clock.today() + timedelta(days=60)
    call = Call(ElectionForm.APPOINTMENT, 1, begins, "临河区人大常委会")
    with transaction():
        return call_election(desk, call).id


def _list(desk: Desk, election_id: int) -> None:
    rows = [a_row(n) for n in range(6)] + [a_row(9, "提名")]
    read = upload_of(a_sheet(*rows), "名单.csv", desk.body_id, clock.today())
    with transaction():
        election = db.session.get_one(Election, election_id)
        add_list(desk, election, weigh_list(election, read, Source.DRAWN))


def _screen(desk: Desk, election: Election) -> None:
    ids = [one.id for one in db.session.scalars(candidates_at(election.id, Standing.CANDIDATE))]
    write_checks(desk, election, ids, NewCheck(tuple(Matter), "临河区公安局", clock.today()))
    note_answers(desk, election, ids, True, clock.today())
    freeze_draw(desk, election, Kind.SEATS)
    carry_out_draw(desk, election, Kind.SEATS, "407 112")


def _notice(desk: Desk, election: Election) -> list[str]:
    begin_notice(desk, election, clock.today())
    proposed: Candidate = db.session.scalars(candidates_at(election.id, Standing.PROPOSED)).one()
    said = NewObjection(clock.today(), "王某", "长期不在本区居住")
    objection = receive_objection(desk, election, proposed, said)
    print_paper_of(desk, election, "notice")
    page = f"/elections/{election.uid}"
    return [
        f"{page}/objections/{objection.uid}",
        f"{page}/candidates/{proposed.uid}",
        f"{page}/candidates/{proposed.uid}/reasons",
        f"{page}/papers/notice.pdf",
        f"{page}/act",
        f"{page}/notice",
        f"{page}/objections/new",
        f"{page}/submit",
        f"{page}/further",
    ]
