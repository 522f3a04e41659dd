"""An election is called within the places of the court, and may be cancelled."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.elections.models import Election
from app.elections.queries import elections_page
from app.elections.service.calling import Call, call_election, cancel_election
from app.elections.terms import ElectionForm, Stage
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from tests.builders import Make
from tests.elections.builders import BEGINS, NOON, ORGAN, TODAY, a_court, called


@pytest.fixture(autouse=True)
def _noon():
    with clock.standing_at(NOON):
        yield


def test_elections_of_a_year_are_numbered_and_stand_under_the_book_of_the_day(
    app: Flask, make: Make
):
    court, desk = a_court(make)
    first, second = called(desk), called(desk, 3)
    assert (first.number, second.number) == ("2026-1", "2026-2")
    assert (first.stage, first.rulebook, first.moved) == (Stage.CALLED, "cn-2018", TODAY)
    lines = elections_page(court.id, TODAY)
    assert [one.election.number for one in lines] == ["2026-2", "2026-1"]


@pytest.mark.parametrize(
    ("places", "judges", "seats", "key"),
    [
        (None, 2, 2, r"quota\.fixed_by"),
        (5, 2, 2, r"quota\.judges_multiple"),
        (10, 2, 11, r"election\.vacancies"),
    ],
)
def test_what_article_8_asks_stands_against_a_call(
    app: Flask, make: Make, places: int | None, judges: int, seats: int, key: str
):
    _, desk = a_court(make, places, judges)
    with pytest.raises(Refused, match=key):
        called(desk, seats)
    assert db.session.query(Election).count() == 0


def test_a_form_that_the_book_does_not_know_and_a_day_that_has_passed(app: Flask, make: Make):
    _, desk = a_court(make)
    assembly = Call(ElectionForm.ASSEMBLY, 2, BEGINS, ORGAN)
    with pytest.raises(Refused, match=r"election\.form"), transaction():
        call_election(desk, assembly)
    late = Call(ElectionForm.APPOINTMENT, 2, date(2026, 11, 1), ORGAN)
    with pytest.raises(Refused, match=r"election\.begins"), transaction():
        call_election(desk, late)


def test_an_election_is_cancelled_once(app: Flask, make: Make):
    _, desk = a_court(make)
    election = called(desk)
    with transaction():
        cancel_election(desk, election, "places were cut")
    assert (election.stage, election.why) == (Stage.CANCELLED, "places were cut")
    with pytest.raises(Refused, match=r"election\.stage"), transaction():
        cancel_election(desk, election, "again")


def test_the_officer_calls_an_election_on_its_page(app: Flask, client: FlaskClient, make: Make):
    court, _ = a_court(make)
    make.signed_in(client, make.user(court, *make.desk(court).roles))
    page = client.get("/elections/new").text
    assert "10" in page
    given = {"once": "k", "form": "appointment", "seats": "20", "begins": "2027-01-04",
             "chosen_by": ORGAN}  # fmt: skip
    refused = client.post("/elections/new", data=given)
    assert refused.status_code == 422
    assert "election.vacancies" in refused.text
    done = client.post("/elections/new", data={**given, "seats": "2"})
    assert done.status_code == 303
    assert "Election 2026-1" in client.get(done.location).text
    assert "2026-1" in client.get("/elections").text
