"""What concerns a whole court: posts by an act, an oath of many, a death that is noted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.terms import RoleKind
from app.messages.models import Message
from app.messages.service import tell
from app.messages.terms import MessageState, Notice, Recipient
from app.people.models import Oath, Person, Post
from app.people.queries import tenures_of
from app.people.queries.posts import not_sworn, posts_of
from app.people.service import Decision, annul_line, note_death, set_posts
from app.people.terms import Office
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.telling import reader
from tests.builders import Make
from tests.trials.panels import a_browser

BY = Decision("试验区人大常委会", "试人发〔2026〕1号", date(2026, 1, 5))
SINCE = date(2026, 2, 1)
LATER = date(2026, 7, 1)


def standing(court_id: int, day: date) -> list[tuple[str, int | None, int]]:
    """Return the posts of a court: office, number, taken."""
    return [(one.office.value, one.number, one.taken) for one in posts_of(court_id, day)]


def test_a_number_of_posts_holds_until_the_next_and_falls_with_its_act(app: Flask, make: Make):
    court = make.court()
    desk = make.desk(court)
    make.assessor(court)
    with transaction():
        set_posts(desk, Office.ASSESSOR, 120, SINCE, BY)
    with transaction():
        set_posts(desk, Office.ASSESSOR, 90, LATER, Decision(BY.organ, "二号", LATER))
    today = date(2026, 11, 2)
    assert standing(court.id, today) == [("assessor", 90, 1)]
    assert standing(court.id, LATER - timedelta(days=1))[0][1] == 120
    with pytest.raises(Refused, match=r"posts\.same_day"), transaction():
        set_posts(desk, Office.ASSESSOR, 80, LATER, Decision(BY.organ, "三号", LATER))
    newest = db.session.query(Post).filter_by(number=90).one()
    with transaction():
        annul_line(desk, posts_of(court.id, today)[0].act.lines[0], "no quorum")  # type: ignore[union-attr]
    assert newest.until == LATER - timedelta(days=1)
    assert standing(court.id, today) == [("assessor", 120, 1)]
    with transaction():  # and the day is free for another number
        set_posts(desk, Office.ASSESSOR, 80, LATER, Decision(BY.organ, "三号", LATER))


def test_posts_are_seen_by_readers_and_set_by_the_personnel_office(client: FlaskClient, make: Make):
    court = make.court()
    make.assessor(court)
    make.signed_in(client, make.user(court, RoleKind.PERSONNEL))
    typed = {"office": "assessor", "number": "0", "since": "2026-02-01", "organ": BY.organ}
    typed |= {"act_number": BY.number, "adopted": "2026-01-05", "once": "a"}
    assert client.post("/people/posts", data={**typed, "number": "-1"}).status_code == 422
    for number, said in (("", "Please fill in: Number of posts"), ("many", "Not a valid integer")):
        refused = client.post("/people/posts", data={**typed, "number": number})
        assert refused.status_code == 422
        assert said in refused.text
    assert client.post("/people/posts", data=typed).status_code == 303
    page = client.get("/people/posts").text
    assert "1 too many" in page
    assert BY.number in page
    here = re.findall(r'aria-current="page"><span>([^<]+)', page)
    assert here == ["Posts"]
    people = client.get("/people").text
    assert re.findall(r'class="go"[^>]* aria-current="page"><span>([^<]+)', people) == ["Register"]
    make.signed_in(client, make.user(court, RoleKind.INSPECTOR))
    assert "Set a number by an act" not in client.get("/people/posts").text
    typed |= {"act_number": "四号", "once": "b"}
    client.post("/people/posts", data=typed)
    assert db.session.query(Post).count() == 1


def test_one_oath_of_many_is_recorded_in_one_form(client: FlaskClient, make: Make):
    court = make.court()
    people = [make.assessor(court, sworn=False) for _ in range(3)]
    tenures = [tenures_of(person.id)[0] for person in people]
    elsewhere = tenures_of(make.assessor(make.court(code="XX0009"), sworn=False).id)[0]
    make.signed_in(client, make.user(court, RoleKind.PERSONNEL))
    assert client.get("/people").text.count("/people/oaths") == 1
    page = client.get("/people/oaths").text
    assert all(tenure.uid in page for tenure in tenures)
    assert elsewhere.uid not in page
    typed = {"day": "2026-10-01", "place": "大会堂", "sworn": [one.uid for one in tenures[:2]]}
    assert client.post("/people/oaths", data={**typed, "sworn": []}).status_code == 422
    assert client.post("/people/oaths", data=typed | {"once": "c"}).status_code == 303
    db.session.expire_all()
    assert [one.uid for one in not_sworn(court.id, clock.today())] == [tenures[2].uid]


def test_where_the_rulebook_knows_no_oath_none_is_offered(app: Flask, make: Make):
    court = make.court(book="cn-1953")
    person = make.assessor(court, sworn=False)
    browser = a_browser(app)
    make.signed_in(browser, make.user(court, RoleKind.PERSONNEL))
    for page in ("/people", f"/people/{person.uid}"):
        assert "oath" not in browser.get(page).text.lower()
    said = browser.get("/people/oaths").text
    assert "knows no oath of assessors" in said
    assert '<form method="post" class="sheet"' not in said
    sent = {"sworn": "x", "day": "2026-10-01", "once": "a"}
    assert browser.post("/people/oaths", data=sent).status_code == 200
    assert db.session.query(Oath).count() == 0


def test_who_has_died_is_sent_nothing_and_takes_no_oath(app: Flask, make: Make):
    court = make.court()
    desk, person = make.desk(court), make.assessor(court, sworn=False)
    person.birth, person.birth_year = None, 1980
    waits = Recipient(f"person:{person.id}", person.name, "zh_Hans", "a@example.org")
    other = replace(waits, key="person:0")
    with transaction():
        for one in (waits, other):
            tell([Notice("seat.answer_due", "seat:1", 1, LATER, court.id, one, "t", "t")])
    with pytest.raises(Refused, match=r"person\.died_when"), transaction():
        note_death(desk, person, date(1979, 12, 31), "before the year of his birth")
    assert not_sworn(court.id, clock.today()) != []
    with transaction():
        note_death(desk, person, date(2026, 10, 3), "death certificate")
    assert not_sworn(court.id, clock.today()) == []
    mails = db.session.query(Message).filter_by(channel="mail").order_by(Message.id)
    assert [one.state for one in mails] == [MessageState.DROPPED, MessageState.WAITING]


def test_a_death_is_noted_and_taken_back(app: Flask, make: Make):
    court = make.court()
    desk, person = make.desk(court), make.person()
    person.mail = "a@example.org"
    with transaction():
        note_death(desk, person, date(2026, 10, 3), "death certificate")
    assert (reader(person).mail, reader(person).letter) == ("", False)
    with pytest.raises(Refused, match=r"person\.died_when"), transaction():
        note_death(desk, person, clock.today() + timedelta(days=1), "typed wrongly")
    with transaction():
        note_death(desk, person, None, "another person of this name")
    assert db.session.get_one(Person, person.id).died is None
