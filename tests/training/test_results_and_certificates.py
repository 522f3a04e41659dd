"""Results of a whole cohort, certificates with running numbers, and the page that checks them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.messages.models import Message
from app.shared.db import db
from app.shared.files import StoredFile
from app.shared.jobs.models import Job
from app.shared.jobs.running import run_now
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.training.certificate_papers import check_mark, print_certificate, print_later, volumes_of
from app.training.models import Certificate, Cohort, Enrolment
from app.training.result_rules import NoOutcome, Outcome, outcome
from app.training.service.attendance import Mark, Written, write_down
from app.training.service.certificates import issue_all, reissue, revoke
from app.training.service.results import give_results
from app.training.terms import Assessment, CohortState, EnrolmentState, Presence
from tests.builders import Make
from tests.training.schools import NOON, World, a_world, an_open_cohort, seated

AFTER = "2026-12-09T04:00:00Z"
PASSED, FAILED = EnrolmentState.PASSED, EnrolmentState.FAILED


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def world(app: Flask, make: Make) -> World:
    return a_world(make)


def attended(world: World, cohort: Cohort, people: list[Enrolment]) -> None:
    """Write down that all were at all sessions of a cohort, committed."""
    marks = {one.id: Mark(Presence.PRESENT) for one in people}
    for number in range(len(cohort.sessions)):
        with transaction():
            write_down(world.officer, cohort, cohort.sessions[number], Written(marks))


def results(world: World, cohort: Cohort, said: dict[int, str], reason: str = "") -> int:
    with transaction():
        return give_results(world.officer, cohort, said, reason)


def keys_of(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [r.key for r in caught.value.refusals]


@pytest.fixture
def held(world: World) -> Iterator[tuple[Cohort, list[Enrolment]]]:
    """A cohort that was held with three people at all its sessions; it is the day after."""
    cohort = an_open_cohort(world.officer)
    people = seated(world, cohort, world.people[:3])
    with time_machine.travel(AFTER, tick=True):
        attended(world, cohort, people)
        yield cohort, people


def certified(world: World, cohort: Cohort, people: list[Enrolment]) -> list[Certificate]:
    results(world, cohort, dict.fromkeys([one.id for one in people], "passed"))
    with transaction():
        return issue_all(world.officer, cohort)


def test_a_score_passes_from_the_pass_mark_on():
    score = Assessment.SCORE
    assert outcome(score, 60, "６０") == Outcome(PASSED, 60)
    assert outcome(score, 60, "59") == Outcome(FAILED, 59)
    assert outcome(score, 60, " ") is None
    for wrong in ("101", "-1", "sixty", "59.5"):
        with pytest.raises(NoOutcome):
            outcome(score, 60, wrong)
    assert outcome(Assessment.ATTENDANCE, None, "") == Outcome(PASSED)


def test_no_result_before_the_sessions_are_over(world: World):
    cohort = an_open_cohort(world.officer)
    (one,) = seated(world, cohort, world.people[:1])
    with pytest.raises(Refused) as caught:
        results(world, cohort, {one.id: "passed"})
    assert keys_of(caught) == ["result.sessions"]


def test_results_of_a_cohort_in_one_act_and_corrected_for_a_reason(world: World, held):
    cohort, (one, two, three) = held
    assert results(world, cohort, {one.id: "passed", two.id: "failed", three.id: ""}) == 2
    assert cohort.state is CohortState.ADMITTED
    results(world, cohort, {three.id: "passed"})
    assert cohort.state is CohortState.FINISHED
    with pytest.raises(Refused) as caught:
        results(world, cohort, {two.id: "passed"})
    assert keys_of(caught) == ["result.reason"]
    assert results(world, cohort, {one.id: "passed", two.id: "passed"}, "阅卷有误") == 1
    assert two.state is PASSED
    told = select(Message.recipient).where(Message.rule == "enrolment.result").distinct()
    assert len(db.session.scalars(told).all()) == 3


def test_no_result_for_who_is_out_and_none_changed_after_the_certificate(world: World, held):
    cohort, (one, two, three) = held
    with transaction():
        two.state = EnrolmentState.OUT
    with pytest.raises(Refused) as caught:
        results(world, cohort, {one.id: "passed", two.id: "passed"})
    assert keys_of(caught) == ["result.out"]
    assert one.result_at is None
    certified(world, cohort, [one, three])
    with pytest.raises(Refused) as caught:
        results(world, cohort, {one.id: "failed"}, "reason")
    assert keys_of(caught) == ["result.certificate"]


def test_certificates_are_numbered_without_a_gap_and_never_twice(world: World, held):
    cohort, people = held
    with pytest.raises(Refused, match=r"certificate\.results"), transaction():
        issue_all(world.officer, cohort)
    rows = certified(world, cohort, people)
    code = world.school.code
    assert [row.number for row in rows] == [f"{code}-2026-0000{n}" for n in (1, 2, 3)]
    with pytest.raises(Refused, match=r"certificate\.nobody"), transaction():
        issue_all(world.officer, cohort)
    reissue(world.officer, rows[0], "姓名有误")
    db.session.rollback()  # what is not committed takes no number
    with transaction():
        new = reissue(world.officer, rows[1], "姓名有误")
    assert (new.number, new.replaces_id) == (f"{code}-2026-00004", rows[1].id)
    assert rows[1].revoked_why == "姓名有误"
    with pytest.raises(Refused, match=r"certificate\.revoked"), transaction():
        revoke(world.officer, rows[1], "again")


def test_a_certificate_stays_as_it_was_issued(world: World, held):
    cohort, people = held
    one = certified(world, cohort, people)[0]
    before = one.words["name"]
    with transaction():
        one.enrolment.person.name = "另名"
    assert one.words["name"] == before
    with transaction():
        first = print_certificate(world.officer, one).uid
    with transaction():
        assert print_certificate(world.officer, one).uid == first
    assert db.session.get_one(StoredFile, one.file_id).content.startswith(b"%PDF")


def test_a_worker_prints_those_that_stand_again_from_the_beginning(world: World, held):
    cohort, people = held
    rows = certified(world, cohort, people)
    with transaction():
        revoke(world.officer, rows[0], "误发")
    for _ in range(2):
        with transaction():
            work = print_later(world.officer, cohort).id
        run_now(work)
    row = db.session.get_one(Job, work)
    assert (row.state, row.result["printed"]) == ("done", 2)
    (volume,) = volumes_of(cohort)
    assert volume.name == "certificates-1-2.pdf"


def test_anyone_checks_a_certificate_and_reads_a_masked_name(
    client: FlaskClient, world: World, held
):
    cohort, people = held
    one, two, _ = certified(world, cohort, people)
    name = one.words["name"]
    page = client.get(f"/c/{one.number}?k={check_mark(one.number)}").text
    assert "This certificate stands" in page
    assert name not in page
    assert f"{name[0]}*" in page
    assert "stands" not in client.get(f"/c/{one.number}?k=wrong").text.lower().split("<form")[0]
    with transaction():
        reissue(world.officer, two, "姓名有误")
    page = client.get(f"/c/{two.number}?k={check_mark(two.number)}").text
    assert "does not stand any more" in page
    assert "姓名有误" not in page


def test_a_number_that_nobody_gave_out_gets_a_plain_answer_and_tries_are_counted(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
):
    from app.training.routes import certificates

    few = replace(certificates.CHECKS, free=2)
    monkeypatch.setattr(certificates, "CHECKS", few)
    client.application.config["WTF_CSRF_ENABLED"] = False
    statuses = []
    for n in range(3):
        typed = {"number": f"X-2026-{n}", "once": f"key{n}"}
        answer = client.post("/c", data=typed, environ_base={"REMOTE_ADDR": "203.0.113.9"})
        statuses.append(answer.status_code)
    assert statuses == [200, 200, 429]
    typed = {"number": "X-2026-9", "once": "key9"}
    page = client.post("/c", data=typed, environ_base={"REMOTE_ADDR": "203.0.113.10"}).text
    assert "No certificate has the number X-2026-9" in page
