"""Who dies or leaves office before a course gives up the seat: the clock sees to it."""

from __future__ import annotations

from datetime import date

from app.people.models import Absence
from app.people.queries import tenures_of
from app.people.service import note_death
from app.people.service.appointing import end_tenure_by_act
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from app.training.due_left import acts
from app.training.models import Enrolment
from app.training.terms import EnrolmentState
from tests.builders import Make
from tests.training.schools import FIRST, NOON, TODAY, a_world, an_open_cohort, approved, seated


def the_clock_runs() -> list[str]:
    """Run what is due today; return what came of each."""
    found = []
    for due in list(acts(TODAY)):
        with transaction():
            found.append(due.run())
    db.session.expire_all()
    return found


def test_the_seat_of_who_leaves_office_before_the_first_day_is_free_again(make: Make):
    with clock.standing_at(NOON):
        world = a_world(make)
        cohort = an_open_cohort(world.officer)
        stays, leaves, dies = seated(world, cohort, world.people[:3])
        (waits,) = approved(world, an_open_cohort(world.officer, number="2026年第4期",
                            course=cohort.course), world.people[3:4])  # fmt: skip
        assert the_clock_runs() == []
        for row, last in ((leaves, date(2026, 12, 2)), (waits, TODAY), (stays, FIRST)):
            (tenure,) = tenures_of(row.person_id)
            with transaction():
                end_tenure_by_act(world.personnel, tenure, last, "辞职", None)
        with transaction():
            note_death(world.personnel, dies.person, TODAY, "病故")
        assert the_clock_runs() == ["1", "1", "1"]
        states = {
            row.id: db.session.get_one(Enrolment, row.id).state for row in (leaves, dies, waits)
        }
        assert set(states.values()) == {EnrolmentState.WITHDRAWN}
        assert db.session.get_one(Enrolment, stays.id).state == EnrolmentState.ADMITTED
        away = {row.person_id for row in db.session.query(Absence)}
        assert away == {stays.person_id}
        assert the_clock_runs() == []
