"""A resignation and a removal from the first word to the act, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.terms import Desk, RoleKind
from app.bodies.models import Body
from app.ends.models import EndFile
from app.ends.queries import ending_in, months_ahead
from app.ends.service import (
    Evidence,
    Hearing,
    Opening,
    add_evidence,
    answer,
    call_to_hearing,
    decide,
    hear,
    move,
    open_file,
    withdraw_file,
)
from app.ends.terms import Ground, Stage
from app.messages.models import Message
from app.people.models import Check, Person, RollEntry, Tenure
from app.people.service import Decision
from app.people.terms import CheckKind
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.due import acts as due_acts
from app.trials.models import Seat
from app.trials.terms import SeatState
from tests.builders import Make
from tests.trials.cases import FIRST, NOON, TODAY
from tests.trials.panels import an_invited_panel, held

BY = Decision("试验区人大常委会", "试人免〔2026〕2号", TODAY)


@pytest.fixture(autouse=True)
def _noon(app: Flask) -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


@dataclass
class Place:
    """A court with an assessor, its officer and its president."""

    court: Body
    person: Person
    officer: Desk
    president: Desk

    @property
    def tenure(self) -> Tenure:
        """The assessor's office as it stands."""
        db.session.expire_all()
        rows = select(Tenure).where(Tenure.superseded_at.is_(None))
        return db.session.scalars(rows.where(Tenure.person_id == self.person.id)).one()


@pytest.fixture
def place(make: Make) -> Place:
    """Return a court with one assessor on its roll."""
    court = make.court()
    person = make.assessor(court, make.roll(court))
    officer, president = (make.desk(court, r) for r in (RoleKind.PERSONNEL, RoleKind.PRESIDENT))
    return Place(court, person, officer, president)


def done(verb, *args, **given):
    """Carry a verb out, committed."""
    with transaction():
        return verb(*args, **given)


def refused(verb, *args, **given) -> list[str]:
    """Return the keys of the rules that refuse a verb; nothing is done."""
    with pytest.raises(Refused) as caught, transaction():
        verb(*args, **given)
    return [one.key for one in caught.value.refusals]


def resigned(place: Place, wished: date | None = None) -> EndFile:
    """Enter a resignation."""
    opening = Opening(Ground.GOOD_CAUSE, "迁居外省", wished or TODAY + timedelta(days=10))
    return done(open_file, place.officer, place.tenure, opening)


def removal(place: Place, ground: Ground = Ground.MALPRACTICE) -> EndFile:
    """Open a removal."""
    return done(open_file, place.officer, place.tenure, Opening(ground, "收受当事人财物"))


def proven(place: Place, file: EndFile) -> EndFile:
    """Write a piece of evidence down."""
    new = Evidence("转账记录一份", "区监察委", TODAY)
    done(add_evidence, place.officer, file, new)
    return file


def test_a_resignation_becomes_valid_by_an_act_on_the_presidents_motion(place: Place):
    file = resigned(place)
    assert refused(move, place.officer, file)[0] == "removal.moved_by"
    done(move, place.president, file)
    done(decide, place.officer, file, file.wished, BY)
    assert file.stage == Stage.DECIDED
    assert place.tenure.ended == TODAY + timedelta(days=10)
    entry = db.session.scalars(select(RollEntry)).one()
    assert entry.until == TODAY + timedelta(days=10)
    assert file.act is not None
    assert file.act.number == BY.number
    assert db.session.scalars(select(Check)).all() == []


def test_nobody_resigns_twice_and_a_file_that_is_withdrawn_lets_the_office_go_on(place: Place):
    file = resigned(place)
    assert refused(resigned, place) == ["ends.twice"]
    done(withdraw_file, place.officer, file, "本人收回")
    assert place.tenure.ended is None
    assert refused(move, place.president, file) == ["ends.stage"]
    assert resigned(place).stage == Stage.OPEN


def test_an_office_does_not_end_before_it_began(place: Place):
    before = place.tenure.since - timedelta(days=1)
    assert refused(resigned, place, before) == ["ends.last"]


def test_a_removal_is_proven_heard_moved_and_decided_and_bars_for_good(place: Place):
    file = removal(place)
    day = TODAY + timedelta(days=4)
    hearing = Hearing(TODAY, True, "否认")
    assert refused(call_to_hearing, place.officer, file, day, "201室") == ["ends.evidence"]
    assert refused(hear, place.officer, file, hearing) == ["ends.evidence"]
    assert refused(move, place.president, file) == ["ends.evidence", "ends.hearing"]
    proven(place, file)
    done(call_to_hearing, place.officer, file, day, "201室")
    told = db.session.scalars(select(Message).where(Message.rule == "ends.hearing")).all()
    assert told
    assert {one.recipient for one in told} == {f"person:{place.person.id}"}
    done(answer, place.officer, file, "款项为归还借款")
    with clock.standing_at(NOON + timedelta(days=4)):
        done(hear, place.officer, file, Hearing(day, False, ""))
        done(move, place.president, file)
        late = Decision(BY.organ, BY.number, day)
        assert refused(decide, place.officer, file, day, BY) == ["ends.act_day"]
        assert refused(decide, place.officer, file, day - timedelta(days=1), late) == [
            "ends.before_act"
        ]
        assert place.tenure.ended is None
        done(decide, place.officer, file, day, late)
    assert place.tenure.ended == day
    check = db.session.scalars(select(Check)).one()
    assert (check.kind, check.barred) == (CheckKind.REMOVED, True)


def test_who_stayed_away_untold_is_not_heard(place: Place):
    file = proven(place, removal(place))
    assert refused(hear, place.officer, file, Hearing(TODAY, False, "")) == ["ends.not_told"]
    early = Hearing(TODAY - timedelta(days=1), True, "否认")
    assert refused(hear, place.officer, file, early) == ["ends.heard"]


def test_who_opened_a_file_does_not_move_it_and_nobody_acts_on_his_own(place: Place, make: Make):
    both = make.desk(place.court, RoleKind.PERSONNEL, RoleKind.PRESIDENT)
    opening = Opening(Ground.GOOD_CAUSE, "迁居", TODAY)
    file = done(open_file, both, place.tenure, opening)
    assert refused(move, both, file) == ["ends.same_person"]
    from app.accounts.models import User

    user = db.session.get_one(User, place.president.id)
    user.person_id = place.person.id
    db.session.commit()
    assert refused(move, place.president, file) == ["ends.own"]


def test_the_seat_of_who_resigned_is_opened_and_the_next_in_order_called(make: Make):
    court, desk, panel = an_invited_panel(make)
    seat = held(panel)[1]
    president = make.desk(court, RoleKind.PRESIDENT)
    tenure = db.session.scalars(select(Tenure).where(Tenure.person_id == seat.person_id)).one()
    opening = Opening(Ground.GOOD_CAUSE, "迁居", FIRST - timedelta(days=2))
    file = done(open_file, desk, tenure, opening)
    done(move, president, file)
    done(decide, desk, file, FIRST - timedelta(days=2), BY)
    for due in due_acts(TODAY):
        with transaction():
            due.run()
    db.session.expire_all()
    assert db.session.get_one(Seat, seat.id).state == SeatState.RELEASED
    assert held(panel)[1].person_id != seat.person_id


def test_terms_that_end_are_counted_by_month_and_shown_page_by_page(place: Place, make: Make):
    roll = make.roll(place.court)
    make.assessors(place.court, roll, 3)
    tenures = db.session.scalars(select(Tenure).order_by(Tenure.id)).all()
    days = (date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 5), date(2028, 1, 1))
    for tenure, until in zip(tenures, days, strict=True):
        tenure.until = until
    db.session.commit()
    bodies = [place.court.id]
    months = {one.first: one.number for one in months_ahead(bodies, TODAY)}
    assert len(months) == 12
    assert (months[date(2026, 12, 1)], months[date(2027, 1, 1)]) == (2, 1)
    first, second = ending_in(bodies, date(2026, 12, 1))
    assert (first.until, second.until) == (date(2026, 12, 1), date(2026, 12, 31))
    assert ending_in(bodies, date(2026, 12, 1), (days[1], first.id)) == [second]
