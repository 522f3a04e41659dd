"""Builders of elections: a court with places and judges, an election at each of its stages."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.accounts.terms import Desk
from app.bodies.models import Body
from app.demo.invented import id_number
from app.draws.models import Draw
from app.draws.service import commit_days
from app.elections.listing import Weighed, weigh_list
from app.elections.models import Candidate, Election
from app.elections.queries import candidates_at
from app.elections.service.calling import Call, call_election
from app.elections.service.drawing import Kind, carry_out_draw, freeze_draw
from app.elections.service.listing import add_list
from app.elections.service.notice import begin_notice
from app.elections.service.screening import NewCheck, note_answers, write_checks
from app.elections.terms import ElectionForm, Matter, Source, Standing
from app.people.importing.reading import upload_of
from app.people.models import Tenure
from app.people.service import Decision, set_posts
from app.people.terms import Office
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from tests.builders import LONG_AGO, SURNAMES, Make

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)  # Monday 2 November 2026, 12:00 in Shanghai
TODAY = date(2026, 11, 2)
BEGINS = date(2027, 1, 4)
ORGAN = "试验区人大常委会"


def a_court(make: Make, places: int | None = 10, judges: int = 2) -> tuple[Body, Desk]:
    """Return a court with a number of places and of judges, and its desk."""
    court = make.court()
    desk = make.desk(court)
    for _ in range(judges):
        judge = make.person()
        words = {"person_id": judge.id, "body_id": court.id, "office": Office.JUDGE}
        make.add(Tenure(**words, since=LONG_AGO))
    if places is not None:
        by = Decision(ORGAN, "试人发〔2026〕1号", TODAY)
        with transaction():
            set_posts(desk, Office.ASSESSOR, places, LONG_AGO, by)
    return court, desk


def called(desk: Desk, seats: int = 2) -> Election:
    """Call an election, committed."""
    with transaction():
        call = Call(ElectionForm.APPOINTMENT, seats, BEGINS, ORGAN)
        election_id = call_election(desk, call).id
    return db.session.get_one(Election, election_id)


def a_row(n: int, source: str = "抽选", **given: str) -> dict[str, str]:
    """Return a row of a list: somebody of about 45 years with a number of his own."""
    birth = date(1980, 1 + n % 12, 1 + n % 28)
    name, number = SURNAMES[n % len(SURNAMES)], id_number("990101", birth, 100 + n)
    name += "".join("零一二三四五六七八九"[int(digit)] for digit in f"{n:02}")
    words = {"姓名": name, "身份证号": number, "文化程度": "本科", "职业": "教师"}
    return {**words, "来源": source, **given}


def a_sheet(*rows: dict[str, str]) -> bytes:
    """Return rows as a CSV file."""
    headings = list(rows[0])
    lines = [headings, *([row.get(name, "") for name in headings] for row in rows)]
    return "\n".join(",".join(line) for line in lines).encode()


def upload(desk: Desk, election: Election, content: bytes, given: Source | None = None) -> Weighed:
    """Put the rows of a file on the list; committed."""
    read = upload_of(content, "list.csv", election.body_id, clock.today())
    with transaction():
        weighed = weigh_list(election, read, given)
        add_list(desk, election, weighed)
    return weighed


def listed(desk: Desk, seats: int = 2, residents: int = 12, beside: int = 0) -> Election:
    """Return an election with residents on its list, and some who applied."""
    election = called(desk, seats)
    rows = [a_row(n) for n in range(residents)]
    rows += [a_row(100 + n, "申请") for n in range(beside)]
    upload(desk, election, a_sheet(*rows))
    return election


def drawn(desk: Desk, election: Election, kind: Kind) -> Draw:
    """Hold one of the two draws, committed."""
    with transaction():
        commit_days(election.body_id, clock.today(), 8)
        freeze_draw(desk, election, kind)
    with transaction():
        return carry_out_draw(desk, election, kind, "407 112")


def at(election: Election, *standings: Standing) -> list[Candidate]:
    """Return the candidates with a standing, in the drawn order."""
    found = db.session.scalars(candidates_at(election.id, *standings)).all()
    return sorted(found, key=lambda one: (one.place or 0, one.n))


def clean(day: date, matters: tuple[Matter, ...] = tuple(Matter)) -> NewCheck:
    """Return a check of all matters that found nothing."""
    return NewCheck(matters, "临河区公安局", day, date(2027, 6, 30))


def screened(desk: Desk, election: Election) -> Election:
    """Let every candidate be checked and agree, committed."""
    ids = [one.id for one in at(election, Standing.CANDIDATE)]
    with transaction():
        write_checks(desk, election, ids, clean(clock.today()))
        note_answers(desk, election, ids, True, clock.today())
    return election


def proposed(desk: Desk, **given: int) -> Election:
    """Return an election whose seats are drawn among those who passed."""
    election = listed(desk, **given)
    drawn(desk, election, Kind.POOL)
    drawn(desk, screened(desk, election), Kind.SEATS)
    return election


def on_notice(desk: Desk, **given: int) -> Election:
    """Return an election on public notice since today."""
    election = proposed(desk, **given)
    with transaction():
        begin_notice(desk, election, clock.today())
    return election
