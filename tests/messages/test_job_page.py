"""The page of a job: how far it is, how to end it, where it leads; its end comes to the inbox."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.accounts.models import User
from app.accounts.terms import Desk, RoleKind
from app.bodies.models import Body
from app.messages.models import Message
from app.shared.db import db
from app.shared.jobs.models import Job
from app.shared.jobs.registry import job
from app.shared.jobs.running import run_now
from app.shared.jobs.service import start
from app.shared.refusals import Refusal, Refused
from app.shared.texts import N_
from app.shared.transactions import transaction
from tests.builders import Make
from tests.messages.conftest import Visits, rows

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@job("test.paged", N_("Counting"))
def paged(job_id: int, arguments: dict[str, Any], progress: Any) -> dict[str, Any]:
    """Do as the arguments say."""
    if "refuse" in arguments:
        raise Refused([Refusal("age.minimum", "Row %(row)s is too young.", {"row": 3})])
    return {"link": "/inbox/"}


def begun(court: Body, user: User, **arguments: Any) -> tuple[int, str]:
    """Return id and public id of a started job."""
    with transaction():
        desk = Desk(user.id, user.name, court.id, frozenset(), "en")
        row = start(desk, "test.paged", arguments)
        return row.id, row.uid


def test_it_looks_again_until_it_is_done_and_then_leads_on(app: Flask, make: Make, visits: Visits):
    court = make.court()
    user = make.user(court, RoleKind.PERSONNEL)
    make.signed_in(visits.client, user)
    job_id, uid = begun(court, user)
    with transaction() as session:
        row = session.get_one(Job, job_id)
        row.done, row.total = 40, 100
    page = visits.get(f"/jobs/{uid}")
    assert page.headers["Refresh"] == "3"
    assert "40 of 100" in page.text
    assert "Refresh" not in visits.get(f"/jobs/{uid}?still=1").headers
    run_now(job_id)
    page = visits.get(f"/jobs/{uid}")
    assert "Refresh" not in page.headers
    assert 'href="/inbox/"' in page.text
    [told] = rows(Message.recipient == f"user:{user.id}")
    assert (told.title, told.link) == ("Done: Counting", f"/jobs/{uid}")


def test_a_refusal_is_shown_in_words(app: Flask, make: Make, visits: Visits):
    court = make.court()
    user = make.user(court, RoleKind.PERSONNEL)
    make.signed_in(visits.client, user)
    job_id, uid = begun(court, user, refuse=True)
    run_now(job_id)
    assert "Row 3 is too young." in visits.get(f"/jobs/{uid}").text
    assert [m.title for m in rows()] == ["Not done: Counting"]


def test_who_started_it_may_end_it_and_nobody_of_another_court_sees_it(
    app: Flask, make: Make, visits: Visits
):
    court = make.court()
    user, colleague = make.user(court, RoleKind.PERSONNEL), make.user(court, RoleKind.CLERK)
    stranger = make.user(make.court(), RoleKind.PERSONNEL)
    job_id, uid = begun(court, user)
    for who, seen, ended in ((stranger, 404, 404), (colleague, 200, 404), (user, 200, 302)):
        make.signed_in(visits.client, who)
        assert visits.get(f"/jobs/{uid}").status_code == seen
        answer = visits.post(f"/jobs/{uid}/cancel")
        assert answer.status_code == ended
    assert "It was cancelled" in visits.get(f"/jobs/{uid}").text
    assert not run_now(job_id)
    db.session.rollback()
