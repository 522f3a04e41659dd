"""The page of a job: how far it is, how to end it, where it leads; its end comes to the inbox."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.accounts.desk import desk as desk_now
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


@job("test.paged", N_("Counting"))
def paged(job_id: int, arguments: dict[str, Any], progress: Any) -> dict[str, Any]:
    """Do as the arguments say."""
    if "refuse" in arguments:
        raise Refused([Refusal("age.minimum", "Row %(row)s is too young.", {"row": 3})])
    return {"link": "/inbox/"}


def begun(court: Body, user: User, verb: str = "test.paged", **arguments: Any) -> tuple[int, str]:
    """Return id and public id of a started job."""
    with transaction():
        desk = Desk(user.id, user.name, court.id, frozenset(), "en")
        row = start(desk, verb, arguments)
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


@job("test.shown", N_("Counting"), seen=lambda row: desk_now().may(RoleKind.PERSONNEL))
def shown(job_id: int, arguments: dict[str, Any], progress: Any) -> dict[str, Any] | None:
    """Refuse, or lead on."""
    return paged(job_id, arguments, progress)


@pytest.mark.parametrize(("verb", "sees"), [("test.paged", "own"), ("test.shown", "officers")])
@pytest.mark.parametrize(("how", "said"), [("refuse", "Row 3 is"), ("lead", 'href="/inbox/"')])
def test_what_a_job_was_about_is_shown_to_who_may_see_that(
    app: Flask, make: Make, visits: Visits, verb: str, sees: str, how: str, said: str
):
    court = make.court()
    user, officer = make.user(court, RoleKind.PERSONNEL), make.user(court, RoleKind.PERSONNEL)
    clerk = make.user(court, RoleKind.CLERK)
    job_id, uid = begun(court, user, verb, **{how: True})
    run_now(job_id)
    for who, whole in ((user, True), (officer, sees == "officers"), (clerk, False)):
        make.signed_in(visits.client, who)
        page = visits.get(f"/jobs/{uid}")
        assert page.status_code == 200
        assert (said in page.text.split("</nav>")[-1]) is whole
        if how == "refuse":
            assert ("shown to those who may see" in page.text) is not whole


def test_what_refused_a_roll_is_for_the_officers_of_that_court(
    app: Flask, make: Make, visits: Visits
):
    above = make.court()
    court = make.court(under=above)
    told = {"refusals": [{"text": "Row 3 is too young.", "facts": {}, "way_out": ""}]}
    row = {"verb": "import.apply", "state": "failed", "fault": "Refused.", "result": told}
    uid = make.add(Job(body_id=court.id, by_id=make.user(court).id, **row)).uid
    for body, role, whole in (
        (court, RoleKind.PERSONNEL, True),
        (court, RoleKind.CLERK, False),
        (court, RoleKind.IT, False),
        (above, RoleKind.PERSONNEL, False),  # at a desk of its own; the roll is another court's
    ):
        make.signed_in(visits.client, make.user(body, role))
        page = visits.get(f"/jobs/{uid}")
        assert page.status_code == 200
        assert ("Row 3 is too young." in page.text) is whole


def test_who_started_it_and_has_lost_the_role_does_not_see_what_it_was_about(
    app: Flask, make: Make, visits: Visits
):
    court = make.court()
    user = make.user(court, RoleKind.CLERK)
    job_id, uid = begun(court, user, "test.shown", refuse=True)
    run_now(job_id)
    make.signed_in(visits.client, user)
    assert "Row 3 is" not in visits.get(f"/jobs/{uid}").text


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
