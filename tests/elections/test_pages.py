"""The pages of a selection: one screen a stage, from the list to the letters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.terms import RoleKind
from app.draws.service import commit_days
from app.elections.models import Candidate, Election, Objection
from app.elections.service.drawing import Kind
from app.elections.terms import Matter, Stage, Standing
from app.people.models import Tenure
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import set_mode, transaction
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
    on_notice,
    screened,
    upload,
)
from tests.trials.panels import Browser, a_browser, once_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


class Officer:
    """A personnel officer who sends the forms of the election's pages."""

    def __init__(self, app: Flask, make: Make) -> None:
        self.court, desk = a_court(make)
        make.roll(self.court)
        with transaction():
            commit_days(self.court.id, TODAY, 20)
        user = make.user(self.court, RoleKind.PERSONNEL)
        self.browser: Browser = make.signed_in(a_browser(app), user)  # type: ignore[assignment]
        self.desk, self.page = desk, ""

    def sends(self, path: str, **given: object) -> str:
        """Open a form, send it, and return where it leads; what is refused is shown."""
        shown = self.browser.get(path)
        assert shown.status_code == 200, path
        sent = self.browser.post(path, data={"once": once_of(shown.text), **given})
        assert sent.status_code in (302, 303), sent.text
        return sent.location

    def presses(self, path: str) -> str:
        """Press a button that acts by itself; return where it leads."""
        sent = self.browser.post(path, data={"once": path})
        assert sent.status_code == 303, sent.text
        return sent.location

    def reads(self, path: str = "") -> str:
        """Return the page of the election, or another."""
        return self.browser.get(path or self.page).text


def the_election() -> Election:
    db.session.rollback()
    set_mode("write")
    return db.session.scalars(select(Election)).one()


def on(day: date):
    return clock.standing_at(NOON + timedelta(days=(day - TODAY).days))


def test_from_the_list_to_the_letters_on_one_page_a_stage(app: Flask, make: Make):
    officer = Officer(app, make)
    call = {"form": "appointment", "seats": "1", "begins": BEGINS.isoformat(), "chosen_by": ORGAN}
    officer.page = page = officer.sends("/elections/new", **call)
    rows = a_sheet(*(a_row(n) for n in range(7)), a_row(8, "提名"))
    officer.sends(f"{page}/list", file=(BytesIO(rows), "list.csv"), source="drawn")
    assert "7 people were put on the list" in officer.reads()
    assert "These rows with their reasons" in officer.reads(f"{page}/list")
    sheet = officer.browser.get(f"{page}/wrong-rows")
    assert (sheet.mimetype or "").endswith("sheet")
    for kind in ("candidates", "seats"):
        if kind == "seats":
            written = {"everybody": "y", "day": TODAY.isoformat()}
            matters = [one.value for one in Matter]
            checks = {"what": "clean", "matters": matters, "source": "公安局"}
            officer.sends(f"{page}/screening", **written, **checks)
            officer.sends(f"{page}/screening", **written, what="agrees")
        officer.sends(f"{page}/draw/{kind}", **({"number": "6"} if kind == "candidates" else {}))
        officer.sends(f"{page}/draw/{kind}/open", how="number", contribution="407 112")
    assert "1 person is proposed" in officer.reads(f"{page}/notice")
    officer.sends(f"{page}/notice", first=TODAY.isoformat())
    assert "5 working days left" in officer.reads()
    notice = officer.presses(f"{page}/papers/notice")
    assert officer.browser.get(notice).data.startswith(b"%PDF")
    with on(date(2026, 11, 10)):
        officer.sends(f"{page}/submit")
        assert officer.browser.get(officer.presses(f"{page}/papers/submission")).status_code == 200
    with on(date(2026, 11, 20)):
        proposed = db.session.scalars(
            select(Candidate.uid).where(Candidate.standing == Standing.PROPOSED)
        ).all()
        act = {"organ": ORGAN, "act_number": "9", "adopted": "2026-11-20", "roll": "1"}
        officer.sends(f"{page}/act", since=BEGINS.isoformat(), appointed=proposed, **act)
        for name in ("letters", "oath-roll"):
            printed = officer.browser.get(officer.presses(f"{page}/papers/{name}"))
            assert printed.data.startswith(b"%PDF")
    election = the_election()
    assert election.stage == Stage.DECIDED
    assert db.session.scalars(select(Tenure.since).where(Tenure.since == BEGINS)).all() == [BEGINS]
    assert "Record the oath" in officer.reads()
    assert officer.browser.get(f"{page}/papers/nothing.pdf").status_code == 404


def test_an_objection_is_written_down_answered_and_lets_the_next_follow(app: Flask, make: Make):
    officer = Officer(app, make)
    election = on_notice(officer.desk, seats=1, residents=6)
    page, uid = f"/elections/{election.uid}", _proposed().uid
    said = {"candidate": uid, "received": TODAY.isoformat(), "text": "欠债不还"}
    officer.sends(f"{page}/objections/new", **said)
    assert "to be answered" in officer.reads(page)
    the_election()
    answer = f"{page}/objections/{db.session.scalars(select(Objection.uid)).one()}"
    officer.sends(answer, upheld="yes", answer="属实")
    assert _proposed().uid != uid
    assert "upheld" in officer.reads(answer)
    assert "Barred" in officer.reads(f"{page}/candidates/{uid}")


def _proposed() -> Candidate:
    the_election()
    where = Candidate.standing == Standing.PROPOSED
    return db.session.scalars(select(Candidate).where(where)).one()


def test_a_soft_rule_passes_by_a_reason_on_the_candidates_page(app: Flask, make: Make):
    officer = Officer(app, make)
    election = called(officer.desk, 1)
    rows = [a_row(n, 文化程度="初中") for n in range(5)]
    upload(officer.desk, election, a_sheet(*rows))
    drawn(officer.desk, election, Kind.POOL)
    screened(officer.desk, election)
    one = at(election, Standing.CANDIDATE)[0]
    page = f"/elections/{election.uid}/candidates/{one.uid}"
    assert "education.minimum" in officer.reads(page)
    refused = officer.browser.post(f"{page}/reasons", data={"once": "k"})
    assert refused.status_code == 422
    officer.sends(f"{page}/reasons", **{"waive:education.minimum": "knows the trade"})
    assert "knows the trade" in officer.reads(page)


def test_who_only_reads_sees_the_stages_and_no_button(app: Flask, client: FlaskClient, make: Make):
    court, desk = a_court(make)
    election = on_notice(desk, seats=1, residents=6)
    make.signed_in(client, make.user(court, RoleKind.PRESIDENT))
    page = client.get(f"/elections/{election.uid}").text
    assert "5 working days left" in page
    assert "Submit the list" not in page
    assert client.post(f"/elections/{election.uid}/submit").status_code == 403


def test_a_file_that_is_too_large_is_told_so(app: Flask, make: Make):
    officer = Officer(app, make)
    app.config["MAX_CONTENT_LENGTH"] = 2000
    election = called(officer.desk, 1)
    sheet = (BytesIO(b"x" * 5000), "list.csv")
    sent = officer.browser.post(f"/elections/{election.uid}/list", data={"file": sheet})
    assert sent.status_code == 413
    assert "at most 50 MB can be read" in sent.text


def test_a_court_of_1953_is_offered_no_selection(app: Flask, client: FlaskClient, make: Make):
    court = make.court("cn-1953")
    make.signed_in(client, make.user(court, RoleKind.PERSONNEL))
    assert "Selection and appointment" not in client.get("/elections/new").text
    given = {"once": "k", "form": "appointment", "seats": "2", "begins": BEGINS.isoformat(),
             "chosen_by": ORGAN}  # fmt: skip
    assert client.post("/elections/new", data=given).status_code == 422
