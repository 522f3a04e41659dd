"""What waits on Today, what is told ahead, what a life and the papers say of a cohort."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from app.accounts.terms import Desk
from app.messages.models import Message
from app.messages.terms import Channel, MessageState
from app.people.queries.books import books_on
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.due import messages
from app.training.life import lines
from app.training.papers import print_joining_letters, print_participants
from app.training.service.admitting import refuse_seats
from app.training.today import part
from tests.builders import Make
from tests.training.schools import (
    FIRST,
    NOON,
    TODAY,
    World,
    a_cohort,
    a_course,
    a_world,
    an_open_cohort,
    approved,
    nominated,
    seated,
)

CLOSE = 18  # days from NOON to the last day of nominations


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def world(app: Flask, make: Make) -> World:
    return a_world(make)


def waits(app: Flask, desk: Desk, days: int = 0) -> list[str]:
    """Return what waits at a desk some days later."""
    at = NOON + timedelta(days=days)
    with clock.standing_at(at), app.test_request_context():
        return [one.verb for one in part(desk, clock.today()).waiting]


def test_a_court_finds_what_it_may_nominate_for_and_its_president_what_to_approve(
    app: Flask, world: World
):
    cohort = an_open_cohort(world.officer)
    assert waits(app, world.personnel) == []  # there is time yet
    assert waits(app, world.personnel, CLOSE - 7) == ["Nominate people"]
    nominated(world.personnel, cohort, world.people[:2])
    assert waits(app, world.personnel, CLOSE - 7) == []
    assert waits(app, world.president) == ["Decide"]


def test_a_school_finds_what_to_open_whom_to_seat_and_where_too_few_come(app: Flask, world: World):
    course = a_course(world.officer)
    a_cohort(world.officer, course, number="1")
    assert waits(app, world.officer) == ["Open nominations"]
    cohort = an_open_cohort(world.officer, course, number="2", minimum=2)
    approved(world, cohort, world.people[1:2])
    assert waits(app, world.officer, CLOSE + 1) == ["Open nominations", "Give seats"]
    seated(world, cohort, world.people[:1])
    assert waits(app, world.officer, CLOSE + 1) == ["Open nominations", "Look"]


def test_nominations_that_end_are_recalled_to_courts_that_named_nobody(world: World, make: Make):
    cohort = an_open_cohort(world.officer)
    other = make.court(None, under=world.high)
    desk = make.desk(other)
    for days in range(CLOSE + 1):
        day = TODAY + timedelta(days=days)
        told = [(n.rule, n.recipient.key) for n in messages(day)]
        both = [("cohort.deadline", f"user:{d.id}") for d in (world.personnel, desk)]
        assert told == (both if days in (CLOSE - 7, CLOSE - 2) else []), days
    nominated(world.personnel, cohort, world.people[:1])
    day = TODAY + timedelta(days=CLOSE - 2)
    assert books_on(day).value(world.school.id, "reminder.nomination") == (7, 2)
    assert [n.recipient.key for n in messages(day)] == [f"user:{desk.id}"]
    assert list(messages(day, world.court.id)) == []


def test_whoever_has_a_seat_is_told_before_the_course_begins(world: World):
    seated(world, an_open_cohort(world.officer), world.people[:1])
    told = {
        days: [n.title for n in messages(FIRST - timedelta(days=days)) if "begins" in n.title]
        for days in (8, 7, 1, 0)
    }
    title = "人民陪审员岗前培训"
    assert books_on(FIRST).value(world.school.id, "reminder.cohort") == (7, 1)
    assert told == {
        8: [],
        7: [f"Your course begins in 7 days: {title}"],
        1: [f"Your course begins tomorrow: {title}"],
        0: [],
    }


def test_a_life_tells_of_seats_and_refusals(app: Flask, world: World):
    cohort = an_open_cohort(world.officer)
    yes, no = approved(world, cohort, world.people[:2])
    with transaction():
        refuse_seats(world.officer, cohort, [no.uid], "名额已满")
    with app.test_request_context():
        (said,) = lines(no.person_id, world.personnel)
        (waiting,) = lines(yes.person_id, world.officer)
    assert said.text == "No seat in 人民陪审员岗前培训"
    assert said.note.endswith("名额已满")
    assert said.link == f"/cohorts/{cohort.uid}"
    assert (waiting.text, waiting.link) == ("Nominated for 人民陪审员岗前培训", "")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_letters_and_the_list_are_printed(app: Flask, world: World):
    with transaction():
        world.people[0].mail = None
    cohort = an_open_cohort(world.officer)
    seated(world, cohort, world.people[:2])
    with app.test_request_context(), transaction():
        letters = PdfReader(BytesIO(print_joining_letters(world.officer, cohort, 1).content))
        listed = PdfReader(BytesIO(print_participants(world.officer, cohort).content))
    assert len(letters.pages) == 2
    text = letters.pages[0].extract_text()
    assert world.people[0].name in text
    assert "Morning" in text
    assert all(person.name in listed.pages[0].extract_text() for person in world.people[:2])
    letter = select(Message.state).where(Message.channel == Channel.LETTER)
    assert db.session.scalars(letter).all() == [MessageState.PRINTED]
