"""A long list of the register: written by a worker, handed to who asked, then forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from app.accounts.models import RoleGrant
from app.accounts.terms import RoleKind
from app.audit.models import AuditLine
from app.bodies.models import Body
from app.messages.models import Message
from app.people import exporting
from app.people.exporting_jobs import forget_exports
from app.people.models import Tenure
from app.shared import clock, files
from app.shared.db import db
from app.shared.files import StoredFile
from app.shared.jobs import running
from app.shared.jobs.models import Job
from app.shared.jobs.registry import Cancelled
from app.shared.spreadsheets import read_table
from app.shared.transactions import set_mode, transaction
from tests.builders import Make

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
PEOPLE = 12


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Call five lines long, read five at once, keep parts of 700 bytes."""
    monkeypatch.setattr(exporting, "WAITED_FOR", 5)
    monkeypatch.setattr(exporting, "PORTION", 5)
    monkeypatch.setattr(files, "PART", 700)


@pytest.fixture
def court(make: Make) -> Body:
    court = make.court()
    make.assessors(court, make.roll(court), PEOPLE)
    return court


@pytest.fixture
def officer(make: Make, court: Body, client: FlaskClient) -> FlaskClient:
    return make.signed_in(client, make.user(court, RoleKind.PERSONNEL))


def export(client: FlaskClient, query: str = "", **form: str):
    answer = client.post(f"/people/export{query}", data=form)
    db.session.rollback()
    set_mode("write")
    return answer


def the_job() -> Job:
    return db.session.scalars(select(Job).order_by(Job.id.desc())).first()  # type: ignore[return-value]


def run(job: Job) -> Job:
    job_id = job.id
    assert running.run_now(job_id)
    set_mode("write")
    return db.session.get_one(Job, job_id, populate_existing=True)


def again(job_id: int) -> None:
    with transaction():
        db.session.get_one(Job, job_id).state = "waiting"


def run_again(job_id: int) -> str:
    return run(db.session.get_one(Job, job_id)).state


def parts() -> int:
    ours = StoredFile.subject.like("export:%")
    return db.session.scalar(select(func.count(StoredFile.id)).where(ours)) or 0


def test_a_long_list_is_written_by_a_worker_and_comes_to_the_inbox(officer: FlaskClient):
    answer = export(officer)
    job = the_job()
    assert (answer.status_code, answer.location) == (303, f"/jobs/{job.uid}")
    done = run(job)
    assert done.state == "done"
    assert parts() > 1
    told = db.session.scalars(select(Message).where(Message.rule == "job.ended")).one()
    assert "Exporting the register" in told.title
    page = officer.get(told.link).text
    assert done.result["link"] in page
    file = officer.get(done.result["link"])
    assert file.headers["Content-Disposition"] == 'attachment; filename="register-2026-11-21.xlsx"'
    assert file.content_length == len(file.data) == done.result["size"]
    rows = read_table(file.data, "register.xlsx").rows
    in_order = select(Tenure).order_by(Tenure.id)
    names = [tenure.person.name for tenure in db.session.scalars(in_order)]
    assert [row[1] for row in rows] == names


@pytest.mark.parametrize("query", ["", "?sort=-cases", "?sort=until", "?status=all&sort=-name"])
def test_it_is_the_same_list_as_a_short_one(
    officer: FlaskClient, query: str, monkeypatch: pytest.MonkeyPatch
):
    export(officer, query, full="1")
    link = run(the_job()).result["link"]
    long = read_table(officer.get(link).data, "register.xlsx")
    monkeypatch.setattr(exporting, "WAITED_FOR", PEOPLE)
    short = export(officer, query, full="1")
    assert short.status_code == 200
    assert (long.headings, long.rows) == (read_table(short.data, "a.xlsx").headings, long.rows)
    assert len(long.rows) == PEOPLE
    facts = [line.facts for line in db.session.query(AuditLine)]
    assert [fact["full_numbers"] for fact in facts] == [True, True]


def test_it_speaks_the_language_of_who_asked(make: Make, court: Body, client: FlaskClient):
    make.signed_in(client, make.user(court, RoleKind.PERSONNEL, language="zh_Hans"))
    export(client)
    file = client.get(run(the_job()).result["link"])
    assert read_table(file.data, "register.xlsx").headings[1] == "姓名"


def test_who_presses_twice_is_led_to_the_same_work(officer: FlaskClient):
    first, second = export(officer), export(officer)
    assert first.location == second.location
    assert db.session.scalar(select(func.count(Job.id))) == 1
    assert db.session.scalar(select(func.count(AuditLine.id))) == 1
    assert export(officer, "?sort=-name").location != first.location


def test_only_who_asked_gets_the_file(make: Make, court: Body, officer: FlaskClient):
    export(officer)
    link = run(the_job()).result["link"]
    make.signed_in(officer, make.user(court, RoleKind.PERSONNEL))
    assert officer.get(link).status_code == 404
    assert officer.get("/people/exports/nothing").status_code == 404


def test_a_second_run_begins_anew_and_a_cancelled_one_leaves_nothing(
    officer: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    export(officer)
    job = run(the_job())
    job_id, link, number = job.id, job.result["link"], parts()
    whole = read_table(officer.get(link).data, "a.xlsx")
    again(job_id)
    assert (run_again(job_id), parts()) == ("done", number)
    assert read_table(officer.get(link).data, "a.xlsx") == whole

    def cancelled(self: object, done: int, total: int, step: str = "") -> None:
        assert (total, step) == (PEOPLE, "Writing the list")
        raise Cancelled

    monkeypatch.setattr(running.Progress, "__call__", cancelled)
    again(job_id)
    assert (run_again(job_id), parts()) == ("cancelled", 0)
    assert officer.get(link).status_code == 404


def test_full_numbers_are_not_handed_to_who_may_not_see_them_any_more(
    make: Make, court: Body, client: FlaskClient
):
    user = make.user(court, RoleKind.CLERK, RoleKind.PRESIDENT)
    make.signed_in(client, user)
    export(client, full="1")
    link = run(the_job()).result["link"]
    assert client.get(link).status_code == 200
    with transaction():
        clerk = RoleGrant.role == RoleKind.CLERK
        db.session.execute(delete(RoleGrant).where(clerk))
    assert client.get(link).status_code == 404


def test_after_a_week_the_file_is_deleted_and_the_link_says_so(officer: FlaskClient):
    export(officer)
    link = run(the_job()).result["link"]
    for days, left in ((6, True), (8, False)):
        with clock.standing_at(NOW + timedelta(days=days)):
            with transaction():
                forget_exports()
            assert (parts() > 0) is left
    answer = officer.get(link)
    assert answer.location == "/people"
    assert "Export it again" in officer.get("/people").text


def test_reading_a_list_keeps_nobody_from_writing(app: Flask, officer: FlaskClient):
    """A download is read part by part, and ends each reading before the next part is sent."""
    export(officer)
    link = run(the_job()).result["link"]
    answer = officer.get(link, buffered=False)
    pieces = answer.iter_encoded()
    next(pieces)
    with transaction():
        db.session.add(StoredFile(sha256="0", mime="", name="", packed=b""))
    assert sum(len(piece) for piece in pieces) > 0
