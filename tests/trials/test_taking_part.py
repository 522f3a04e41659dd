"""Who takes part in a case does not sit in it, and a case is drawn from the roll that fits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app.bodies.terms import BodyKind
from app.people.models import Kinship, Person
from app.people.terms import KinKind, RollKind
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.trials.facts import PartyWords
from app.trials.models import Case, Panel
from app.trials.service.cases import change_case, words_of
from app.trials.service.drawing import freeze_panel, judge_roll
from app.trials.service.panels import request_panel
from app.trials.terms import PartyRole
from tests.builders import Make
from tests.trials.cases import NOON, PANEL, TODAY, a_case, a_court, a_panel


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def test_who_took_part_or_mediated_does_not_sit(app: Flask, make: Make):
    _, desk, people = a_court(make, assessors=7)
    witness, namesake, mediator, interested, kin, counsel, free = people
    namesake.name = witness.name  # the number tells them apart
    make.add(Kinship(person_id=kin.id, kin_name=interested.name, kind=KinKind.SIBLING))
    db.session.commit()

    def part(role: PartyRole, person: Person, number: str = "") -> PartyWords:
        return PartyWords(role, person.name, number=number, day=TODAY - timedelta(days=30))

    parties = (
        part(PartyRole.WITNESS, witness, witness.number),
        part(PartyRole.MEDIATOR, mediator),
        part(PartyRole.INTERESTED, interested),
        part(PartyRole.DEFENDER, counsel),
    )
    with transaction():
        panel = a_panel(desk, case={"parties": parties})
        kept = {one.name: one for one in panel.cases[0].parties}
        assert kept[witness.name].person_id == witness.id
        assert kept[mediator.name].person_id is None
        assert words_of(panel.cases[0]).parties == parties
        roll = judge_roll(panel).roll
        found = {key: [one.person_id for one in them] for key, them in roll.cannot.items()}
        assert found == {
            "recusal.prior_role": [witness.id, counsel.id],
            "recusal.prior_mediation": [mediator.id],
            "recusal.interest": [interested.id, kin.id],
        }
        assert [one.person_id for one in roll.can] == [namesake.id, free.id]


def test_a_register_number_goes_with_its_name(app: Flask, make: Make):
    _, desk, people = a_court(make, assessors=2)
    other = PartyWords(PartyRole.WITNESS, "某人", number=people[0].number)
    nobody = PartyWords(PartyRole.WITNESS, people[0].name, number="PNOBODY")
    for words in (other, nobody):
        with pytest.raises(Refused, match=r"party\.number"), transaction():
            a_case(desk, parties=(words,))


def test_a_special_court_of_1953_draws_from_its_workers_only(app: Flask, make: Make):
    court, desk, _ = a_court(make, assessors=4, kind=BodyKind.SPECIAL, book="cn-1953")
    with pytest.raises(Refused, match=r"roll\.special_court_workers"), transaction():
        a_panel(desk, 1)
    make.assessors(court, make.roll(court, RollKind.WORKERS), 3)
    with transaction():
        panel_id = a_panel(desk, 2, roll_kind="workers").id
    with transaction():
        draw = freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
        assert len(draw.frozen["pool"]) == 3


def test_the_roll_is_judged_once_more_at_the_freeze(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=4)
    with transaction():
        panel = a_panel(desk)
        panel_id, case = panel.id, panel.cases[0]
    with transaction():
        change_case(desk, case, replace(words_of(case), special_knowledge=True))
    with pytest.raises(Refused, match=r"specialist\.seats"), transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel_id), {})


def test_a_reason_given_for_the_roll_counts_at_the_freeze_too(app: Flask, make: Make):
    court, desk, _ = a_court(make, assessors=0)
    make.assessors(court, make.roll(court, RollKind.JUVENILE), 3)
    words = replace(PANEL, roll_kind="juvenile")
    with transaction():
        case_id = a_case(desk).id
    with pytest.raises(Refused, match=r"roll\.juvenile"), transaction():
        request_panel(desk, db.session.get_one(Case, case_id), words, {})
    with transaction():
        case = db.session.get_one(Case, case_id)
        panel_id = request_panel(desk, case, words, {"roll.juvenile": "被害人未成年"}).id
    with transaction():
        assert freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
