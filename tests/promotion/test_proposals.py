"""A proposal's way: three people, bound to what they saw, then one act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit.models import AuditLine
from app.people.models import Person, PersonYear
from app.people.queries import tenures_of
from app.people.service import Decision, annul_line, correct_person
from app.people.service.persons import Who
from app.people.terms import Office
from app.promotion.due import messages
from app.promotion.life import lines
from app.promotion.models import Proposal
from app.promotion.papers import print_letter
from app.promotion.proposals import judge_by
from app.promotion.service import (
    NewJudge,
    appoint_judge,
    approve,
    look_anew,
    propose,
    refuse,
    review,
    withdraw,
)
from app.promotion.terms import ProposalState
from app.promotion.today import part
from app.service.models import Appraisal
from app.service.service import NewSanction, record_sanction, withdraw_row
from app.service.terms import SanctionKind
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from tests.builders import Make
from tests.promotion.court import NOW, TODAY, County, candidate, county

BY = Decision("红旗县人民委员会", "红人任〔2026〕9号", TODAY)
ACT = NewJudge(BY, TODAY + timedelta(days=10))


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


def approved(at: County, person: Person, waivers: dict[str, str] | None = None) -> Proposal:
    with transaction():
        row = propose(at.first, person, waivers or {})
        review(at.second, row, "proof seen")
        approve(at.president, row, {})
    return row


def keys(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.key for one in refused.value.refusals]


def test_one_act_ends_one_office_and_begins_the_other(app: Flask, make: Make):
    at = county(make)
    person = candidate(make, at, language="zh_Hans")
    row = approved(at, person)
    with transaction():
        tenure = appoint_judge(at.first, row, ACT)
    judge, assessor = tenures_of(person.id)
    assert (judge.office, judge.since, judge.ended) == (Office.JUDGE, ACT.since, None)
    assert (assessor.office, assessor.ended) == (Office.ASSESSOR, ACT.since - timedelta(days=1))
    assert judge.start_line is not None
    assert judge.start_line.act_id == row.act_id
    assert [line.kind for line in judge.start_line.act.lines] == ["appoints", "removes"]
    assert row.state == ProposalState.DONE
    with transaction():
        letter = print_letter(at.first, row)
        assert print_letter(at.first, row).id == letter.id  # printed once while it stands
    assert letter.content.startswith(b"%PDF")
    acts = db.session.query(AuditLine.act).filter_by(subject_kind="proposal").all()
    assert len(acts) == 4
    with transaction():  # the act falls: he is assessor as before, and may be proposed again
        annul_line(at.first, judge.start_line, "no quorum")
    assert judge_by(row) is None
    with pytest.raises(Refused, match=r"letter\.none"), transaction():
        print_letter(at.first, row)
    assert tenure.superseded_at is not None


def test_nobody_acts_twice_nor_on_his_own_case(app: Flask, make: Make):
    at = county(make)
    person = candidate(make, at)
    with transaction():
        row = propose(at.first, person, {})
    with pytest.raises(Refused, match=r"proposal\.same_person"), transaction():
        review(at.first, row, "")
    with transaction():
        review(at.president, row, "")
    for desk in (at.first, at.president):
        with pytest.raises(Refused, match=r"proposal\.same_person"), transaction():
            approve(desk, row, {})
    with pytest.raises(Refused, match=r"proposal\.state"), transaction():
        appoint_judge(at.first, row, ACT)
    own = db.session.get_one(User, at.second.id)
    own.person_id = person.id
    db.session.commit()
    with pytest.raises(Refused) as refused, transaction():
        approve(at.second, row, {})
    assert keys(refused) == ["proposal.own"]
    with transaction():
        withdraw(at.first, row, "left")
    with pytest.raises(Refused, match=r"proposal\.own"), transaction():
        propose(at.second, person, {})


def test_facts_corrected_meanwhile_stop_it_and_are_looked_at_anew(app: Flask, make: Make):
    at = county(make)
    person = candidate(make, at)
    with transaction():
        row = propose(at.first, person, {})
        review(at.second, row, "")
    year = db.session.get_one(PersonYear, (person.id, 2025))
    year.cases = 11
    db.session.commit()
    with pytest.raises(Refused) as refused, transaction():
        approve(at.president, row, {})
    assert keys(refused) == ["proposal.changed"]
    assert refused.value.refusals[0].facts == {"was": 12, "now": 11}
    assert row.state == ProposalState.REVIEWED
    with transaction():
        look_anew(at.second, row)
    assert (row.state, row.proposed_by, row.reviewed_by) == ("proposed", at.second.id, None)
    with transaction():
        review(at.first, row, "")
        approve(at.president, row, {})
    with transaction():
        who = Who("赵改名", person.sex, person.birth, None, "")
        correct_person(at.first, person, who, "hukou")
        withdraw_row(at.first, db.session.query(Appraisal).one(), "wrong year")
    with pytest.raises(Refused) as refused, transaction():
        appoint_judge(at.first, row, ACT)
    assert [one.text[:8] for one in refused.value.refusals] == ["The name", "The last"]
    assert [t.office for t in tenures_of(person.id)] == [Office.ASSESSOR]  # nothing half done
    with pytest.raises(Refused, match=r"promotion\.appraisal"), transaction():
        look_anew(at.first, row)


def test_a_sanction_meanwhile_freezes_it(app: Flask, make: Make):
    at = county(make)
    person = candidate(make, at)
    with transaction():
        row = propose(at.first, person, {})
        record_sanction(at.first, person, NewSanction(SanctionKind.WARNING, TODAY, "纪检"))
    with pytest.raises(Refused) as refused, transaction():
        review(at.second, row, "")
    assert keys(refused) == ["proposal.changed"]
    with pytest.raises(Refused, match=r"sanction\.stops_promotion"), transaction():
        look_anew(at.first, row)


def test_a_post_is_needed_or_a_reason_and_what_is_approved_takes_one(app: Flask, make: Make):
    at = county(make, posts=1)
    first, second = candidate(make, at), candidate(make, at)
    with transaction():
        waiting = propose(at.first, second, {})
        review(at.second, waiting, "")
    row = approved(at, first)
    with pytest.raises(Refused) as refused, transaction():
        approve(at.president, waiting, {})
    assert keys(refused) == ["deployment.planned"]
    with transaction():
        appoint_judge(at.first, row, ACT)  # its own post is no other's
    with transaction():
        approve(at.president, waiting, {"deployment.planned": "a post is promised for spring"})
    assert waiting.waivers == {"deployment.planned": "a post is promised for spring"}
    with transaction():
        appoint_judge(at.first, waiting, replace(ACT, by=replace(BY, number="十号")))
    assert len([t for t in tenures_of(second.id) if t.office == Office.JUDGE]) == 1


def test_the_same_person_is_not_proposed_twice(app: Flask, make: Make):
    at = county(make)
    person = candidate(make, at)
    with transaction():
        row = propose(at.first, person, {})
    with pytest.raises(Refused, match=r"proposal\.twice"), transaction():
        propose(at.second, person, {})
    words = {"rulebook": "x", "rulebook_version": "1", "office": Office.JUDGE}
    with pytest.raises(IntegrityError):  # whatever the code above forgot
        make.add(Proposal(person_id=person.id, body_id=at.body.id, **words))
    db.session.rollback()
    with transaction():
        refuse(at.president, row, "too young in office")
        propose(at.second, person, {})
    with pytest.raises(Refused, match=r"proposal\.state"), transaction():
        withdraw(at.first, row, "over already")


def test_what_is_lacking_is_refused_or_done_with_a_reason(app: Flask, make: Make):
    at = county(make)
    short, untrained = candidate(make, at, cases=8), candidate(make, at, ready=False)
    with pytest.raises(Refused) as refused, transaction():
        propose(at.first, short, {})
    assert keys(refused) == ["promotion.participations"]
    assert approved(at, short, {"promotion.participations": "chair of a committee"}).waivers
    why = {"recruitment.short_training": "no time", "promotion.appraisal": "none made"}
    with pytest.raises(Refused) as refused, transaction():
        propose(at.first, untrained, why)
    assert keys(refused) == ["recruitment.short_training"]  # the resolution asks for it
    with pytest.raises(Refused, match=r"proposal\.no_assessor"), transaction():
        propose(at.first, make.person(), {})
    today = county(make, book="cn-2018")
    with pytest.raises(Refused, match=r"judge\.from_assessor"), transaction():
        propose(today.first, candidate(make, today), {})


@pytest.mark.parametrize(
    ("adopted", "since", "place"),
    [(TODAY - timedelta(days=1), TODAY, "adopted"), (TODAY, TODAY - timedelta(days=1), "since")],
)
def test_the_act_follows_the_approval_and_the_office_the_act(
    app: Flask, make: Make, adopted: date, since: date, place: str
):
    at = county(make)
    row = approved(at, candidate(make, at))
    with pytest.raises(Refused, match=r"proposal\.act_day") as refused, transaction():
        appoint_judge(at.first, row, NewJudge(replace(BY, adopted=adopted), since))
    assert refused.value.refusals[0].place == place


def test_a_president_is_asked_to_review_only_where_no_officer_can(app: Flask, make: Make):
    at = county(make)
    person = candidate(make, at)
    with app.test_request_context():
        with transaction():
            propose(at.first, person, {})
        assert part(at.president, TODAY).waiting == []  # who reviews cannot approve
        db.session.get_one(User, at.second.id).active = False
        db.session.commit()
        assert [one.verb for one in part(at.president, TODAY).waiting] == ["Review it"]


def test_it_waits_at_the_desk_of_who_has_the_next_step(app: Flask, make: Make):
    at = county(make)
    person = candidate(make, at)
    desks = {"first": at.first, "second": at.second, "president": at.president}

    def waits(day: date = TODAY) -> dict[str, str]:
        parts = {name: part(desk, day).waiting for name, desk in desks.items()}
        return {name: rows[0].verb for name, rows in parts.items() if rows}

    def told(day: date = TODAY) -> set[str]:
        return {one.recipient.key for one in messages(day)}

    users = {name: f"user:{desk.id}" for name, desk in desks.items()}
    with app.test_request_context():
        with transaction():
            row = propose(at.first, person, {})
        assert waits() == {"second": "Review it"}
        assert told() == {users["second"]}
        assert told(TODAY + timedelta(days=7)) == {users["second"]}
        assert told(TODAY + timedelta(days=8)) == set()
        with transaction():
            review(at.second, row, "")
        assert waits() == {"president": "Decide"}
        assert told() == {users["president"]}
        with transaction():
            approve(at.president, row, {})
        assert waits() == {"first": "Enter the act", "second": "Enter the act"}
        assert part(at.first, TODAY + timedelta(days=31)).waiting[0].late
        said = [line.text for line in lines(person.id, at.first)]
        assert said == ["Proposed for judge", "The promotion is approved"]
        with transaction():
            withdraw(at.first, row, "moved away")
        assert waits() == {}
        assert told() == set()
