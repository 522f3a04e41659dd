"""The demonstration's selection of assessors, in the middle of its public notice."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from app.demo.imports import SCHOOLS
from app.demo.invented import Invented, invent
from app.demo.officers import PERSONNEL, desk_of
from app.demo.people import Staff, congress_of
from app.demo.trials import at, workday
from app.draws.leaves import commit_days
from app.elections.listing import weigh_list
from app.elections.models import Candidate, Election
from app.elections.queries import candidates_at
from app.elections.service.calling import Call, call_election
from app.elections.service.drawing import Kind, carry_out_draw, freeze_draw
from app.elections.service.listing import add_list
from app.elections.service.notice import NewObjection, begin_notice, receive_objection
from app.elections.service.screening import NewCheck, note_answers, write_checks
from app.elections.terms import ElectionForm, Matter, Standing
from app.people.importing.reading import upload_of
from app.shared import clock
from app.shared.db import db
from app.shared.spreadsheets import write_table
from app.shared.transactions import transaction

SEATS, RESIDENTS, APPLIED = 6, 46, 4
FIRST = 800  # numbers of those on the list
HEADINGS = ("姓名", "性别", "出生日期", "身份证号", "文化程度", "职业", "工作单位", "住址", "来源")


def select_assessors(staff: Staff, today: date) -> None:
    """Call a selection, draw its candidates, screen them, draw again; the notice runs today."""
    with clock.standing_at(at(today - timedelta(days=70))), transaction():
        begins = today + timedelta(days=45)
        call = Call(ElectionForm.APPOINTMENT, SEATS, begins, congress_of(staff.plan))
        election_id = call_election(desk_of(PERSONNEL), call).id
    with clock.standing_at(at(today - timedelta(days=60))), transaction():
        _list(staff, election_id)
    _drawn(election_id, Kind.POOL, today - timedelta(days=45))
    with clock.standing_at(at(today - timedelta(days=25))), transaction():
        _screen(election_id)
    _drawn(election_id, Kind.SEATS, today - timedelta(days=15))
    since = workday(today - timedelta(days=2))
    with clock.standing_at(at(since)), transaction():
        begin_notice(desk_of(PERSONNEL), db.session.get_one(Election, election_id), since)
    with clock.standing_at(at(max(since, today - timedelta(days=1)), 15)), transaction():
        _object(election_id)


def _list(staff: Staff, election_id: int) -> None:
    """Put residents and some who applied on the list, as the office uploads them."""
    desk, random = desk_of(PERSONNEL), Random(SEATS)
    numbers = range(FIRST, FIRST + RESIDENTS + APPLIED)
    people = [invent(random, n, staff.plan.districts, staff.plan.county) for n in numbers]
    rows = [_row(one, n >= RESIDENTS) for n, one in enumerate(people)]
    sheet = write_table(HEADINGS, rows)
    upload = upload_of(sheet, "候选人名单.xlsx", desk.body_id, clock.today())
    election = db.session.get_one(Election, election_id)
    add_list(desk, election, weigh_list(election, upload, None))


def _row(one: Invented, applied: bool) -> list[str]:
    sex = "女" if one.sex == "female" else "男"
    who = (one.name, sex, one.birth.isoformat(), one.id_number, SCHOOLS[one.education])
    return [*who, one.occupation, one.employer, one.address, "个人申请" if applied else "抽选"]


def _drawn(election_id: int, kind: Kind, on: date) -> None:
    """Hold one of the two draws on a day whose root was published a week before."""
    body_id = db.session.get_one(Election, election_id).body_id
    with clock.standing_at(at(on - timedelta(days=7))), transaction():
        commit_days(body_id, on, 1, None)
    with clock.standing_at(at(on)), transaction():
        election = db.session.get_one(Election, election_id)
        freeze_draw(desk_of(PERSONNEL), election, kind)
        db.session.flush()
        carry_out_draw(desk_of(PERSONNEL), election, kind, f"{election_id:03} 271")


def _screen(election_id: int) -> None:
    """Check all candidates, note their answers: two do not want to, one has debts, one is a
    lawyer."""
    desk, election = desk_of(PERSONNEL), db.session.get_one(Election, election_id)
    ids = [one.id for one in db.session.scalars(candidates_at(election.id, Standing.CANDIDATE))]
    today = clock.today()
    holds_until = today + timedelta(days=180)
    clean = NewCheck(tuple(Matter), "临河区公安局、司法局", today, holds_until)
    write_checks(desk, election, ids, clean)
    debtor = NewCheck((Matter.DEBTOR,), "全国失信被执行人名单", today, holds_until, found=True)
    write_checks(desk, election, ids[3:4], debtor)
    lawyer = NewCheck((Matter.OFFICE,), "省律师协会", today, holds_until, found=True, code="lawyer")
    write_checks(desk, election, ids[9:10], lawyer)
    note_answers(desk, election, ids[:2], False, today)
    note_answers(desk, election, ids[2:], True, today)


def _object(election_id: int) -> None:
    desk, election = desk_of(PERSONNEL), db.session.get_one(Election, election_id)
    proposed: Candidate = db.session.scalars(candidates_at(election.id, Standing.PROPOSED)).all()[1]
    said = NewObjection(clock.today(), "居民来信", "长期在外地经商，难以参加审判")
    receive_objection(desk, election, proposed, said)
