"""Two officers act on one tenure at the same moment, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts.terms import Desk
from app.people.models import Oath, OathTenure, Pause, RollEntry, Tenure
from app.people.queries import tenures_of
from app.people.service import (
    annul_line,
    end_tenure,
    leave_roll,
    offices,
    pause_tenure,
    record_oath,
    resume_tenure,
)
from app.people.terms import PauseKind
from app.shared.db import db
from app.shared.forms import ActingForm
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from tests.builders import Make
from tests.two_at_once import one_then_other

JUNE, SEPTEMBER = date(2026, 6, 30), date(2026, 9, 30)


class Held:
    """An assessor in office, and two officers who have his page open."""

    def __init__(self, make: Make) -> None:
        court = make.court()
        self.desk: Desk = make.desk(court)
        self.roll = make.roll(court)
        self.person_id = make.assessor(court, self.roll, name="王甲", sworn=False).id
        self.tenure_id = tenures_of(self.person_id)[0].id

    def on(self, verb: Callable[..., Any], *words: Any) -> Callable[[], None]:
        """Return an act on the tenure as it stood when the page was read."""

        def act() -> None:
            tenure = db.session.get_one(Tenure, self.tenure_id)
            assert tenure.version
            verb(self.desk, tenure, *words)

        return act

    def tenure(self) -> Tenure:
        """Return the tenure as it stands."""
        return db.session.get_one(Tenure, self.tenure_id, populate_existing=True)

    def annul(self) -> None:
        """Annul the line of the act that appointed him."""
        line = db.session.get_one(Tenure, self.tenure_id).start_line
        assert line is not None
        annul_line(self.desk, line, "no quorum")


def key_of(outcome: Any) -> str:
    """Return the key of a refusal that an act ended in."""
    assert isinstance(outcome, Refused), outcome
    return outcome.refusals[0].key


@pytest.fixture
def held(make: Make) -> Held:
    return Held(make)


def test_a_tenure_that_has_just_ended_does_not_end_later_again(app: Flask, held: Held):
    _, second = one_then_other(
        app, held.on(end_tenure, JUNE, "Resigned"), held.on(end_tenure, SEPTEMBER, "Moved")
    )
    assert key_of(second) == "tenure.end"
    assert (held.tenure().ended, held.tenure().ended_why) == (JUNE, "Resigned")
    assert len([t for t in db.session.query(Tenure) if t.superseded_at]) == 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_control_that_does_not_read_again_ends_it_later(
    app: Flask, held: Held, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(offices, "locked_tenure", lambda tenure: tenure)
    _, second = one_then_other(
        app, held.on(end_tenure, JUNE, "Resigned"), held.on(end_tenure, SEPTEMBER, "Moved")
    )
    assert second is None
    assert held.tenure().ended == SEPTEMBER


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        (end_tenure, (JUNE, "Resigned")),
        (pause_tenure, (PauseKind.LEAVE, JUNE, None, "Abroad")),
        (record_oath, (date(2026, 1, 20),)),
    ],
)
def test_nothing_is_done_to_a_tenure_whose_act_has_just_been_annulled(
    app: Flask, held: Held, verb: Callable[..., Any], words: tuple[Any, ...]
):
    def act(desk: Desk, tenure: Tenure) -> None:
        verb(desk, [tenure] if verb is record_oath else tenure, *words)

    _, second = one_then_other(app, held.annul, held.on(act))
    assert key_of(second) == "tenure.fallen"
    assert db.session.query(Pause).count() == db.session.query(Oath).count() == 0
    assert db.session.query(OathTenure).count() == 0


def test_a_tenure_that_has_just_ended_is_not_interrupted_after_its_end(app: Flask, held: Held):
    pause = held.on(pause_tenure, PauseKind.LEAVE, SEPTEMBER, None, "Abroad")
    _, second = one_then_other(app, held.on(end_tenure, JUNE, "Resigned"), pause)
    assert key_of(second) == "pause.days"


def test_an_interruption_is_taken_away_once(app: Flask, held: Held):
    with transaction():
        tenure = db.session.get_one(Tenure, held.tenure_id)
        pause = pause_tenure(held.desk, tenure, PauseKind.LEAVE, JUNE, None, "Abroad")
        db.session.flush()
        pause_id = pause.id

    def resume() -> None:
        pause = db.session.get_one(Pause, pause_id)
        assert pause.since == JUNE
        resume_tenure(held.desk, pause, JUNE - timedelta(days=1))

    first, second = one_then_other(app, resume, resume)
    assert first is None
    if db.engine.dialect.name == "postgresql":  # SQLite's second finds it gone as it begins
        assert key_of(second) == "pause.gone"
    assert db.session.query(Pause).count() == 0


def test_who_has_just_left_a_roll_does_not_leave_it_on_another_day(app: Flask, held: Held):
    entry_id = db.session.query(RollEntry).one().id

    def leave(last: date) -> Callable[[], None]:
        def act() -> None:
            entry = db.session.get_one(RollEntry, entry_id)
            assert entry.since
            leave_roll(held.desk, entry, last, "Moved")

        return act

    _, second = one_then_other(app, leave(JUNE), leave(SEPTEMBER))
    assert key_of(second) == "roll.left"
    assert db.session.get_one(RollEntry, entry_id).until == JUNE


def test_of_two_who_save_one_tenures_page_at_once_the_second_is_told(app: Flask, held: Held):
    version = str(held.tenure().version)

    def save(last: date) -> Callable[[], None]:
        def act() -> None:
            tenure = db.session.get_one(Tenure, held.tenure_id)
            assert tenure.since
            with app.test_request_context(method="POST", data={"version": version}):
                form = ActingForm(meta={"csrf": False})
            form.check_version(tenure)
            end_tenure(held.desk, tenure, last, "Resigned")

        return act

    _, second = one_then_other(app, save(SEPTEMBER), save(JUNE))
    assert key_of(second) == "page.stale"
    assert held.tenure().ended == SEPTEMBER
