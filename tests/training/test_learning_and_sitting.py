"""Nobody learns and sits on one half day, whoever comes first, also at the same moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.terms import Desk
from app.draws.service import commit_days
from app.people.models import Absence
from app.people.terms import AbsenceKind, Sex
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.training.models import Cohort
from app.training.service.admitting import Given, give_seats_to
from app.training.service.days import take_days
from app.trials.models import Panel, Seat
from app.trials.service.drawing import draw_panel, freeze_panel, judge_roll
from app.trials.terms import SeatState
from tests.builders import Make
from tests.training.schools import (
    FIRST,
    NOON,
    TODAY,
    World,
    a_world,
    an_open_cohort,
    approved,
    seated,
)
from tests.trials.cases import a_panel
from tests.two_at_once import one_then_other


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


class Met:
    """A court that draws a panel of two among eight for the first day of a cohort."""

    def __init__(self, make: Make) -> None:
        self.world: World = a_world(make, 8)
        for n, person in enumerate(self.world.people):
            person.sex = Sex.FEMALE if n % 2 else Sex.MALE
        self.everybody = {person.id for person in self.world.people}
        self.clerk: Desk = make.desk(self.world.court)
        self.cohort_id = an_open_cohort(self.world.officer, seats=8).id
        with transaction():
            commit_days(self.world.court.id, TODAY, 8)
        with transaction():
            self.panel_id = a_panel(self.clerk).id

    @property
    def cohort(self) -> Cohort:
        return db.session.get_one(Cohort, self.cohort_id)

    def freeze(self) -> None:
        freeze_panel(self.clerk, db.session.get_one(Panel, self.panel_id), {})

    def draw(self) -> None:
        draw_panel(self.clerk, db.session.get_one(Panel, self.panel_id), "407 112")

    def approved(self) -> list[str]:
        """Let everybody be nominated and approved; return the public ids."""
        return [row.uid for row in approved(self.world, self.cohort, self.world.people)]

    def give(self, uids: list[str]) -> Given:
        return give_seats_to(self.world.officer, self.cohort, uids, {})

    def drawn(self) -> set[int]:
        """Return who holds a seat of the panel."""
        held = select(Seat.person_id).where(Seat.state == SeatState.DRAWN)
        return set(db.session.scalars(held))

    def learning(self) -> set[int]:
        """Return whose half days the cohort has taken."""
        own = select(Absence.person_id).where(Absence.kind == AbsenceKind.COURSE)
        return set(db.session.scalars(own))


@pytest.fixture
def met(app: Flask, make: Make) -> Met:
    return Met(make)


def test_whoever_is_in_a_course_cannot_be_drawn(met: Met):
    rows = seated(met.world, met.cohort, met.world.people[:5])
    now = judge_roll(db.session.get_one(Panel, met.panel_id))
    can = {person.person_id for person in now.roll.can}
    assert can == {person.id for person in met.world.people[5:]}
    with transaction():
        met.freeze()
    with transaction():
        met.draw()
    assert met.drawn().isdisjoint({row.person_id for row in rows})


def test_whoever_sits_is_passed_over_for_a_seat_and_cannot_be_nominated(met: Met):
    uids = met.approved()
    with transaction():
        met.freeze()
    with transaction():
        met.draw()
    with transaction():
        given = met.give(uids)
    assert {one.row.person_id for one in given.passed_over} == met.drawn()
    assert met.learning() == met.everybody - met.drawn()
    other = an_open_cohort(met.world.officer, met.cohort.course, number="4")
    sits = [person for person in met.world.people if person.id in met.drawn()]
    with pytest.raises(Refused, match=r"cohort\.away"):
        approved(met.world, other, sits)


def test_who_is_called_to_sit_at_the_same_moment_gets_no_seat(app: Flask, met: Met):
    uids = met.approved()
    with transaction():
        met.freeze()
    _, given = one_then_other(app, met.draw, lambda: met.give(uids))
    assert not isinstance(given, Exception), given
    for one in given.passed_over:  # each with the days on which he sits
        assert one.against[0].facts["days"] == FIRST.isoformat()
    assert len(met.drawn()) == 2
    assert met.learning() == met.everybody - met.drawn()


def test_who_gets_a_seat_at_the_same_moment_is_not_called_to_sit(app: Flask, met: Met):
    uids = met.approved()
    with transaction():
        met.freeze()
    _, outcome = one_then_other(app, lambda: met.give(uids), met.draw)
    if isinstance(outcome, Refused):  # the page is shown again with these words
        (refusal,) = outcome.refusals
        assert refusal.key == "absence.twice"
        assert refusal.facts["day"] == FIRST.isoformat()
        assert "once more" in refusal.way_out
    else:
        assert not isinstance(outcome, Exception), outcome
    assert met.learning() == met.everybody
    assert met.drawn().isdisjoint(met.learning())


def test_two_who_give_the_last_seats_give_each_once(app: Flask, met: Met):
    with transaction():
        met.cohort.seats = 4
    uids = met.approved()
    one_then_other(app, lambda: met.give(uids[:4]), lambda: met.give(uids[4:]))
    assert len(met.learning()) == 4


def test_half_days_are_taken_from_all_of_one_person_or_none(met: Met):
    rows = approved(met.world, met.cohort, met.world.people[:2])
    last = met.cohort.sessions[-1]
    with transaction():
        away = {"kind": AbsenceKind.OWN, "day": last.day, "half": last.half}
        db.session.add(Absence(person_id=rows[0].person_id, **away))
    with transaction():
        assert take_days(met.cohort, rows) == {rows[0].id}
    assert met.learning() == {rows[1].person_id}
