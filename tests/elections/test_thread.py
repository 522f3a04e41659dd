"""The thread of a selection on both databases: listed, drawn, screened, on notice, appointed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.bodies.models import Body
from app.draws.service import people_of
from app.elections.models import Candidate, CandidateCheck, Objection
from app.elections.service.calling import cancel_election
from app.elections.service.deciding import Act, appointed_of, decide
from app.elections.service.drawing import Kind, annul_election_draw, draw_further, freeze_draw
from app.elections.service.notice import (
    NewObjection,
    answer_objection,
    begin_notice,
    receive_objection,
    submit,
)
from app.elections.service.screening import NewCheck, note_answers, set_aside, write_checks
from app.elections.subjects import named
from app.elections.terms import Matter, Source, Stage, Standing
from app.people.models import Check, Oath, Person, RollEntry, Tenure
from app.people.service import Decision, record_oath
from app.people.service.rows import sort_key
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.sortition.findings import is_sound
from app.sortition.record import verify
from app.sortition.shape import write
from tests.builders import Make
from tests.elections.builders import (
    BEGINS,
    NOON,
    ORGAN,
    TODAY,
    a_court,
    a_row,
    a_sheet,
    at,
    called,
    drawn,
    listed,
    on_notice,
    screened,
    upload,
)

ROOT = Path(__file__).parents[2]
NOTICE_ENDS = date(2026, 11, 9)  # five working days after Monday 2 November
ACT = Decision(ORGAN, "试人发〔2026〕9号", date(2026, 11, 20))


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


def on(day: date):
    """Let the clock stand at noon of a day."""
    return clock.standing_at(NOON + timedelta(days=(day - TODAY).days))


def serves(make: Make, court: Body, name: str, **given: Any) -> Person:
    """Return an assessor in office who is found by name and birth."""
    known: dict[str, Any] = {"name": name, "sort_key": sort_key(name), "birth": date(1980, 5, 5)}
    return make.assessor(court, **known, **given)


def test_a_selection_from_its_list_to_tenures_with_two_draws_that_anyone_can_check(
    app: Flask, make: Make
):
    court, desk = a_court(make)
    roll = make.roll(court)
    election = listed(desk, seats=2, residents=12, beside=1)
    pool = drawn(desk, election, Kind.POOL)
    assert len(at(election, Standing.CANDIDATE)) == 5 * 2 + 1
    assert len(at(election, Standing.LISTED)) == 2
    drawn(desk, screened(desk, election), Kind.SEATS)
    for draw in (pool, db.session.get_one(type(pool), pool.id + 1)):
        assert draw.record is not None
        assert is_sound(verify(draw.record, draw.tree.root))
    assert "selection.second_draw" in draw.frozen["rules"]
    chosen = at(election, Standing.PROPOSED)
    assert [one.place for one in chosen] == [1, 2]
    assert set(people_of(pool).values()) == {
        one.id for one in db.session.scalars(select(Candidate)) if one.source == Source.DRAWN
    }
    with transaction():
        begin_notice(desk, election, TODAY)
    assert (election.stage, election.notice_until) == (Stage.NOTICE, NOTICE_ENDS)
    with on(date(2026, 11, 10)), transaction():
        submit(desk, election, {})
    with on(ACT.adopted), transaction():
        who = [one.uid for one in chosen]
        decide(desk, election, Act(ACT, BEGINS, who, roll.id), {})
    tenures = db.session.scalars(select(Tenure).where(Tenure.since == BEGINS)).all()
    assert {t.until for t in tenures} == {date(2032, 1, 3)}
    assert len({t.start_line.act_id for t in tenures if t.start_line}) == 1
    assert db.session.scalar(select(func.count(RollEntry.id))) == 2
    assert election.act is not None
    assert election.act.number == ACT.number
    checks = db.session.scalar(select(func.count(Check.id)))
    assert checks == 2 * 7  # of Articles 6 and 7
    others = [one for one in db.session.scalars(select(Candidate)) if one not in chosen]
    assert {(one.said, one.number_hash) for one in others} == {("", None)}
    assert all("*" in one.name for one in others)
    kept = select(func.count(CandidateCheck.id))
    assert db.session.scalar(kept) == 2 * len(Matter)
    with pytest.raises(Refused, match=r"oath\.after_appointment"), on(BEGINS), transaction():
        record_oath(desk, list(tenures), date(2026, 11, 19))
    with on(BEGINS), transaction():
        record_oath(desk, list(tenures), BEGINS)
    assert db.session.scalar(select(func.count(Oath.id))) == 1


def test_the_script_that_anyone_may_run_verifies_the_draw_and_no_name_stands_in_its_record(
    app: Flask, make: Make, tmp_path: Path
):
    _, desk = a_court(make)
    election = listed(desk, seats=5, residents=25, beside=3)
    drawn(desk, election, Kind.POOL)
    draw = drawn(desk, screened(desk, election), Kind.SEATS)
    file, content = tmp_path / "record.json", write(draw.record or {})
    for changed, code in ((content, 0), (content.replace(b'"max":2', b'"max":3'), 1)):
        file.write_bytes(changed)
        command = [sys.executable, "docs/verify_draw.py", str(file), "--root", draw.tree.root]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == code, done.stdout + done.stderr
    names = db.session.scalars(select(Candidate.name)).all()
    assert not any(name in content.decode() for name in names)
    with app.test_request_context():
        assert named([draw.subject]) == {draw.subject: "Appointments of 2026-1"}


def test_rows_that_cannot_be_taken_come_back_with_their_reasons(app: Flask, make: Make):
    court, desk = a_court(make)
    election = called(desk)
    upload(desk, election, a_sheet(a_row(1)))
    serving = serves(make, court, name="在任者")
    rows = [
        a_row(1),  # on the list already
        a_row(2),
        a_row(2),  # twice in this file
        a_row(3, "提名"),
        a_row(4, ""),
        a_row(5, 身份证号="990101200501011238"),
        {**a_row(6, 姓名="在任者", 身份证号=""), "出生日期": "1980-05-05"},
    ]
    sheet = [{"出生日期": "", **row} for row in rows]
    weighed = upload(desk, election, a_sheet(*sheet))
    assert [one.name for one in weighed.ready] == [a_row(2)["姓名"]]
    keys = [
        [fault.key for fault in one.faults if fault.strength == "hard"] for one in weighed.wrong
    ]
    assert [one[0] for one in keys] == [
        "election.listed",
        "import.double",
        "selection.pool_random",
        "election.source",
        "import.check_digit",
        "tenure.overlap",
    ]
    assert serving.name == "在任者"


def test_a_list_that_is_too_short_is_not_drawn(app: Flask, make: Make):
    _, desk = a_court(make)
    election = listed(desk, seats=2, residents=9)
    with pytest.raises(Refused, match=r"selection\.pool_multiple"):
        drawn(desk, election, Kind.POOL)
    upload(desk, election, a_sheet(a_row(50)))
    assert drawn(desk, election, Kind.POOL).frozen["seats"] == 10


def test_no_more_than_the_share_of_article_11_are_proposed(app: Flask, make: Make):
    _, desk = a_court(make, places=10)
    election = listed(desk, seats=5, residents=25, beside=40)
    drawn(desk, election, Kind.POOL)
    draw = drawn(desk, screened(desk, election), Kind.SEATS)
    chosen = at(election, Standing.PROPOSED)
    assert len(chosen) == 5
    assert sum(one.source == Source.APPLIED for one in chosen) <= 2  # a fifth of ten places
    assert draw.frozen["composition"][0]["max"] == 2


def test_one_candidate_is_barred_another_needs_a_reason_and_a_third_does_not_want_to(
    app: Flask, make: Make
):
    _, desk = a_court(make)
    election = called(desk)
    schooled = {"文化程度": "初中"}
    upload(desk, election, a_sheet(a_row(0, **schooled), *(a_row(n) for n in range(1, 10))))
    drawn(desk, election, Kind.POOL)
    debtor, unwilling = at(election, Standing.CANDIDATE)[:2]
    soft = next(one for one in at(election, Standing.CANDIDATE) if one.name == a_row(0)["姓名"])
    if soft in (debtor, unwilling):
        debtor, unwilling = [one for one in at(election, Standing.CANDIDATE) if one != soft][:2]
    screened(desk, election)
    bar = NewCheck((Matter.DEBTOR,), "临河区人民法院", TODAY, found=True)
    with transaction():
        write_checks(desk, election, [debtor.id], bar)
        note_answers(desk, election, [unwilling.id], False, TODAY)
    assert (debtor.standing, debtor.against) == (Standing.BARRED, ["bar.personal"])
    assert unwilling.standing == Standing.DECLINED
    assert (soft.standing, soft.against) == (Standing.CANDIDATE, ["education.minimum"])
    with pytest.raises(Refused, match=r"election\.not_judged"):
        drawn(desk, election, Kind.SEATS)
    with pytest.raises(Refused, match=r"education\.minimum"), transaction():
        set_aside(desk, election, soft, {})
    with transaction():
        set_aside(desk, election, soft, {"education.minimum": "knows the fishing trade"})
    draw = drawn(desk, election, Kind.SEATS)
    excluded = {"bar.personal": 1, "selection.consent": 1}
    assert draw.frozen["excluded_count_by_rule"] == excluded
    assert debtor.place is None


def test_checks_that_are_missing_or_expire_leave_a_candidate_open(app: Flask, make: Make):
    _, desk = a_court(make)
    election = listed(desk, residents=10)
    drawn(desk, election, Kind.POOL)
    one = at(election, Standing.CANDIDATE)[0]
    with pytest.raises(Refused, match=r"check\.expiry"), transaction():
        write_checks(
            desk, election, [one.id], NewCheck((Matter.HEALTH,), "x", TODAY, date(2026, 10, 1))
        )
    with transaction():
        write_checks(desk, election, [one.id], NewCheck((Matter.HEALTH,), "卫生院", TODAY))
    assert one.standing == Standing.CANDIDATE
    assert one.against == ["selection.screened_by", "selection.consent"]
    with transaction():
        bad = NewCheck((Matter.CONDUCT,), "公安局", TODAY, found=True)
        write_checks(desk, election, [one.id], bad)
    assert (one.standing, one.against[:1]) == (Standing.BARRED, ["selection.screened_by"])
    assert "eligibility.attested" in one.against


def test_when_too_few_pass_further_people_of_the_drawn_order_follow(app: Flask, make: Make):
    _, desk = a_court(make)
    election = listed(desk, residents=12)
    draw = drawn(desk, election, Kind.POOL)
    following = [people_of(draw)[tag] for tag in (draw.record or {})["alternates"]]
    with transaction():
        assert draw_further(desk, election, 1) == 1
    assert following[0] in {one.id for one in at(election, Standing.CANDIDATE)}
    with transaction():
        assert draw_further(desk, election, 9) == 1
    with pytest.raises(Refused, match=r"list_used_up"), transaction():
        draw_further(desk, election, 1)


def test_a_draw_is_annulled_with_a_reason_until_checks_are_written(app: Flask, make: Make):
    _, desk = a_court(make)
    election = listed(desk, residents=10)
    drawn(desk, election, Kind.POOL)
    with transaction():
        annul_election_draw(desk, election, Kind.POOL, "名单有误")
    assert (election.stage, len(at(election, Standing.LISTED))) == (Stage.LISTED, 10)
    again = drawn(desk, election, Kind.POOL)
    assert again.attempt == 2
    screened(desk, election)
    with pytest.raises(Refused, match=r"annulment_late"), transaction():
        annul_election_draw(desk, election, Kind.POOL, "again")
    with transaction():
        freeze_draw(desk, election, Kind.SEATS)
    with pytest.raises(Refused, match=r"list_frozen"), transaction():
        cancel_election(desk, election, "x")
    passed = [at(election, Standing.PASSED)[0].id]
    with pytest.raises(Refused, match=r"list_frozen"), transaction():
        note_answers(desk, election, passed, False, TODAY)


def test_an_objection_that_is_upheld_lets_the_next_take_the_place_on_notice_of_his_own(
    app: Flask, make: Make
):
    _, desk = a_court(make)
    election = on_notice(desk)
    first, following = at(election, Standing.PROPOSED)[0], at(election, Standing.PASSED)[0]
    early = NewObjection(TODAY - timedelta(days=1), "", "x")
    with pytest.raises(Refused, match=r"objection\.late"), transaction():
        receive_objection(desk, election, first, early)
    wednesday = date(2026, 11, 4)
    with on(wednesday), transaction():
        said = NewObjection(wednesday, "王某", "欠债不还")
        row = receive_objection(desk, election, first, said)
    with (
        pytest.raises(Refused, match=r"election\.objections"),
        on(date(2026, 11, 10)),
        transaction(),
    ):
        submit(desk, election, {})
    with on(date(2026, 11, 5)), transaction():
        assert answer_objection(desk, election, row, True, "属实") == following
    assert (first.standing, first.why) == (Standing.BARRED, "属实")
    assert (following.standing, following.noticed) == (Standing.PROPOSED, date(2026, 11, 5))
    assert election.notice_until == date(2026, 11, 12)
    with pytest.raises(Refused, match=r"objection\.answered"), transaction():
        answer_objection(desk, election, db.session.get_one(Objection, row.id), False, "x")


def test_who_becomes_barred_during_the_notice_falls_out(app: Flask, make: Make):
    _, desk = a_court(make)
    election = on_notice(desk)
    gone, following = at(election, Standing.PROPOSED)[1], at(election, Standing.PASSED)[0]
    with on(date(2026, 11, 10)), transaction():
        submit(desk, election, {})
    with on(date(2026, 11, 11)), transaction():
        bar = NewCheck((Matter.CRIMINAL,), "公安局", date(2026, 11, 11), found=True)
        write_checks(desk, election, [gone.id], bar)
    assert (gone.standing, gone.against) == (Standing.BARRED, ["bar.personal"])
    assert following.standing == Standing.PROPOSED
    assert (election.stage, election.submitted) == (Stage.NOTICE, None)


def test_a_list_is_not_submitted_before_the_notice_ends_nor_with_an_expired_check(
    app: Flask, make: Make
):
    _, desk = a_court(make)
    election = on_notice(desk)
    with pytest.raises(Refused, match=r"selection\.public_notice"), on(NOTICE_ENDS), transaction():
        submit(desk, election, {})
    with pytest.raises(Refused, match=r"election\.unfit"), on(date(2027, 7, 1)), transaction():
        submit(desk, election, {})


@pytest.mark.parametrize(
    ("adopted", "since", "number", "key"),
    [
        (NOTICE_ENDS, BEGINS, 2, r"selection\.public_notice"),
        (date(2026, 12, 30), BEGINS, 2, r"election\.act_day"),
        (date(2026, 11, 20), date(2026, 11, 19), 2, r"election\.begins"),
        (date(2026, 11, 20), BEGINS, 0, r"election\.too_many"),
    ],
)
def test_an_act_that_does_not_fit_the_election_appoints_nobody(
    app: Flask, make: Make, adopted: date, since: date, number: int, key: str
):
    _, desk = a_court(make)
    election = on_notice(desk)
    with on(date(2026, 11, 10)), transaction():
        submit(desk, election, {})
    before = db.session.scalar(select(func.count(Person.id)))
    who = [one.uid for one in at(election, Standing.PROPOSED)][:number]
    by = Decision(ORGAN, "9", adopted)
    with pytest.raises(Refused, match=key), on(date(2026, 11, 21)), transaction():
        decide(desk, election, Act(by, since, who), {})
    assert db.session.scalar(select(func.count(Person.id))) == before
    assert election.stage == Stage.SUBMITTED


def test_who_came_into_office_meanwhile_holds_the_act_up_for_all(app: Flask, make: Make):
    court, desk = a_court(make)
    election = on_notice(desk)
    with on(date(2026, 11, 10)), transaction():
        submit(desk, election, {})
    chosen = at(election, Standing.PROPOSED)
    person = make.assessor(court)
    chosen[1].person_id, chosen[1].number_hash = person.id, None
    db.session.commit()
    act = Act(ACT, BEGINS, [one.uid for one in chosen])
    with (
        pytest.raises(Refused, match=r"tenure\.overlap") as refused,
        on(ACT.adopted),
        transaction(),
    ):
        decide(desk, election, act, {})
    assert refused.value.refusals[0].facts == {"name": chosen[1].name}
    assert appointed_of(election) == []


def test_reappointment_asks_for_a_written_reason(app: Flask, make: Make):
    court, desk = a_court(make)
    serves(make, court, name="连任者", since=date(2022, 1, 4), until=date(2027, 1, 3))
    election = called(desk)
    again = {**a_row(6, 姓名="连任者", 身份证号=""), "出生日期": "1980-05-05"}
    rows = [{"出生日期": "", **a_row(n)} for n in range(10, 19)]
    upload(desk, election, a_sheet({"出生日期": "", **again}, *rows))
    drawn(desk, election, Kind.POOL)
    screened(desk, election)
    one = at(election, Standing.CANDIDATE)[0]
    assert one.against == ["identity.number_required", "term.reappointment"]
    reasons = {"identity.number_required": "card renewed", "term.reappointment": "experience"}
    with transaction():
        set_aside(desk, election, one, reasons)
    assert one.standing == Standing.PASSED
