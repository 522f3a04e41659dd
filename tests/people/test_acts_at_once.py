"""Two officers write into one act, annul what another ends, forget one tie; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.accounts.terms import Desk
from app.people.models import Act, ActLine, Kinship, Person, RollEntry, Tenure
from app.people.queries import tenures_of
from app.people.service import (
    Appointment,
    Decision,
    acts,
    annul_act,
    annul_line,
    appoint,
    end_tenure,
    end_tenure_by_act,
    enter_act,
    forget_kinship,
    note_kinship,
)
from app.people.service.kinship import end_kinship
from app.people.terms import KinKind
from app.shared.acting import refusal_of
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from tests.builders import Make
from tests.two_at_once import one_then_other

JUNE = date(2026, 6, 30)
BY = Decision("试验区人大常委会", "试人发〔2026〕1号", date(2026, 1, 5))


class Office:
    """A court, its officers' desk, and what they do for its people."""

    def __init__(self, make: Make) -> None:
        self.court = make.court()
        self.roll = make.roll(self.court)
        self.desk: Desk = make.desk(self.court)
        self.people = [make.person().id for _ in range(2)]
        self.roll_id = self.roll.id

    def appoint(self, n: int) -> Callable[[], None]:
        """Return an appointment of one of the people by the act."""

        def act() -> None:
            new = Appointment(BY, date(2026, 2, 1), roll_id=self.roll_id)
            appoint(self.desk, db.session.get_one(Person, self.people[n]), new, WAIVED)

        return act


WAIVED = {"education.minimum": "long experience"}


@pytest.fixture
def office(make: Make) -> Office:
    return Office(make)


def lines() -> list[int]:
    """Return the numbers of the lines of the act, in order."""
    db.session.expire_all()
    return [line.n for line in db.session.query(ActLine).order_by(ActLine.n)]


def the_act(office: Office) -> None:
    """Enter the act, with no line yet."""
    with transaction():
        enter_act(office.desk, organ=BY.organ, number=BY.number, adopted=BY.adopted)


def test_two_who_add_to_one_act_each_get_a_line(app: Flask, office: Office):
    the_act(office)
    assert one_then_other(app, office.appoint(0), office.appoint(1)) == [None, None]
    assert lines() == [1, 2]
    assert db.session.query(Tenure).count() == db.session.query(RollEntry).count() == 2


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_control_without_the_lock_gives_one_number_twice(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(acts, "lock", lambda *_: None)
    the_act(office)
    _, second = one_then_other(app, office.appoint(0), office.appoint(1))
    assert isinstance(second, IntegrityError)
    assert lines() == [1]


def test_two_who_enter_the_same_act_are_told_how_to_go_on(app: Flask, office: Office):
    _, second = one_then_other(app, office.appoint(0), office.appoint(1))
    if db.engine.dialect.name == "sqlite":  # the second finds it there, and adds a line
        assert (second, lines()) == (None, [1, 2])
        return
    assert isinstance(second, IntegrityError)
    refusal = refusal_of(second)
    assert refusal is not None
    assert refusal.key == "act.double"
    with transaction():
        office.appoint(1)()  # the button pressed once more
    assert lines() == [1, 2]


def appointed(office: Office) -> int:
    """Appoint one of the people; return the id of his tenure."""
    with transaction():
        office.appoint(0)()
    return tenures_of(office.people[0])[0].id


def loaded(tenure_id: int) -> Tenure:
    """Return a tenure with its line and act, as a page that was opened before has read them."""
    tenure = db.session.get_one(Tenure, tenure_id)
    assert tenure.start_line is not None
    assert tenure.start_line.act.lines
    return tenure


def fallen(tenure_id: int) -> Tenure:
    """Return a tenure as it stands now."""
    db.session.expire_all()
    return db.session.get_one(Tenure, tenure_id)


def test_a_line_annulled_while_its_tenure_is_ended_takes_what_stands(app: Flask, office: Office):
    tenure_id = appointed(office)

    def end() -> None:
        end_tenure(office.desk, loaded(tenure_id), JUNE, "Resigned")

    def annul() -> None:
        line = loaded(tenure_id).start_line
        assert line is not None
        annul_line(office.desk, line, "no quorum")

    assert one_then_other(app, end, annul) == [None, None]
    tenure = fallen(tenure_id)
    assert tenure.superseded_at is not None
    assert (tenure.ended, tenure.version) == (JUNE, 3)  # appointed, ended, fallen: none is lost


def test_what_is_annulled_already_is_not_annulled_again(app: Flask, office: Office):
    tenure_id = appointed(office)

    def annul(why: str) -> Callable[[], None]:
        def act() -> None:
            line = loaded(tenure_id).start_line
            assert line is not None
            annul_line(office.desk, line, why)

        return act

    def annul_whole() -> bool:
        line = loaded(tenure_id).start_line
        assert line is not None
        return bool(annul_act(office.desk, line.act, "never adopted"))

    one_then_other(app, annul("no quorum"), annul("another reason"))
    assert db.session.query(ActLine).one().annulled_why == "no quorum"
    version = fallen(tenure_id).version
    with transaction():
        assert not annul_whole()  # the act falls; nothing rests on it any more
    assert (fallen(tenure_id).version, db.session.query(Act).one().annulled_why) == (
        version,
        "never adopted",
    )


def test_a_tenure_goes_on_when_the_act_that_ended_it_falls_though_the_page_is_old(
    app: Flask, office: Office
):
    tenure_id = appointed(office)
    removes = Decision(BY.organ, "试人发〔2026〕9号", date(2026, 6, 1))
    with transaction():
        end_tenure_by_act(office.desk, loaded(tenure_id), JUNE, "Removed", removes)
        line_id = db.session.get_one(Tenure, tenure_id).end_line_id
    with transaction():
        annul_line(office.desk, db.session.get_one(ActLine, line_id), "no quorum")
    tenure = fallen(tenure_id)
    assert (tenure.ended, tenure.end_line_id) == (None, None)
    assert [entry.until for entry in db.session.query(RollEntry)] == [None]


def test_a_roll_that_was_entered_again_meanwhile_is_a_refusal(app: Flask, office: Office):
    tenure_id = appointed(office)
    entry = db.session.query(RollEntry).one()
    words = {"roll_id": entry.roll_id, "person_id": entry.person_id, "secret": b"0" * 32}
    with pytest.raises(IntegrityError) as error, transaction() as session:
        session.add(RollEntry(tenure_id=tenure_id, since=JUNE, **words))
    refusal = refusal_of(error.value)
    assert refusal is not None
    assert refusal.key == "roll.double"


@pytest.mark.parametrize("verb", [forget_kinship, end_kinship])
def test_a_tie_that_has_just_been_deleted_is_said_to_be(
    app: Flask, office: Office, verb: Callable[..., Any]
):
    with transaction():
        person = db.session.get_one(Person, office.people[0])
        kin_id = note_kinship(office.desk, person, "卢强", KinKind.SPOUSE).id

    def forget() -> None:
        forget_kinship(office.desk, db.session.get_one(Kinship, kin_id))

    def second() -> None:
        kinship = db.session.get(Kinship, kin_id)
        if kinship is None:  # SQLite's second finds it gone as it begins
            raise Refused(())
        verb(office.desk, kinship, *((JUNE,) if verb is end_kinship else ()))

    first, then = one_then_other(app, forget, second)
    assert first is None
    assert isinstance(then, Refused)
    assert [one.key for one in then.refusals] in ([], ["kinship.gone"])
    assert db.session.query(Kinship).count() == 0
