"""What lies ahead of an assessor at a school, and what was written down of his service."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.terms import RoleKind
from app.people.models import Person
from app.service.service import NewAppraisal, record_appraisal, withdraw_row
from app.service.terms import Grade
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from tests.builders import Make
from tests.training.schools import (
    NOON,
    a_world,
    an_open_cohort,
    approved,
    nominated,
    seated,
)


def my(client: FlaskClient, make: Make, person: Person, page: str = "/my/") -> str:
    """Open one's own page, signed in."""
    account = db.session.scalar(select(User).where(User.person_id == person.id))
    make.signed_in(client, account or make.user(None, person_id=person.id))
    return client.get(page).text


def test_a_course_stands_among_what_lies_ahead_and_says_how_far_it_is(
    client: FlaskClient, make: Make
):
    with clock.standing_at(NOON):
        world = a_world(make)
        cohort = an_open_cohort(world.officer, seats=2)
        seated(world, cohort, world.people[:1])
        page = my(client, make, world.people[0])
        assert "Courses ahead" in page
        assert "人民陪审员岗前培训" in page
        assert "you have a seat" in page
        other = an_open_cohort(world.officer, cohort.course, number="2026年第4期")
        nominated(world.personnel, other, world.people[1:2])
        assert "your court proposes you" in my(client, make, world.people[1])
        approved(world, other, world.people[2:3])
        assert "the school gives the seats" in my(client, make, world.people[2])
        assert "Courses ahead" not in my(client, make, world.people[3])


def calendar(client: FlaskClient) -> list[date]:
    """Return the days of one's calendar file."""
    content = client.get("/my/calendar.ics").data
    return [event.decoded("DTSTART") for event in Calendar.from_ical(content).walk("VEVENT")]


def test_the_days_of_a_course_are_in_the_calendar_once_there_is_a_seat(
    client: FlaskClient, make: Make
):
    with clock.standing_at(NOON):
        world = a_world(make)
        cohort = an_open_cohort(world.officer)
        seated(world, cohort, world.people[:1])
        my(client, make, world.people[0])
        assert calendar(client) == [session.day for session in cohort.sessions]
        my(client, make, world.people[1])
        assert calendar(client) == []


def test_the_person_sees_what_was_recorded_and_not_what_was_withdrawn(
    client: FlaskClient, make: Make
):
    with clock.standing_at(NOON):
        world = a_world(make)
        person, day = world.people[0], date(2026, 1, 20)
        desk = make.desk(world.court, RoleKind.PERSONNEL)
        new = NewAppraisal(2025, Grade.EXCELLENT, "法院人事处〔2026〕4号", day)
        with transaction():
            row = record_appraisal(desk, person, new)
        page = my(client, make, person, "/my/record")
        assert "Appraisal for 2025" in page
        assert "Excellent" in page
        with transaction():
            withdraw_row(desk, row, "another person's")
        assert "Appraisal for 2025" not in my(client, make, person, "/my/record")
