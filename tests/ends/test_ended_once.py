"""An office ends once and not before its act; if the act falls, so do the file and the bar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.terms import RoleKind
from app.ends.due import acts
from app.ends.models import EndFile
from app.ends.service import Hearing, decide, hear, move
from app.ends.terms import Stage
from app.people.models import Act, Tenure
from app.people.queries import bars_among
from app.people.service import Decision, annul_act, end_tenure_by_act, note_death
from app.people.terms import CheckKind
from app.shared import clock
from app.shared.db import db
from app.shared.transactions import transaction
from tests.builders import Make
from tests.ends.test_files import BY, Place, done, proven, refused, removal, resigned
from tests.training.test_courses import signed_in
from tests.trials.cases import NOON, TODAY

DAY = timedelta(days=1)
OTHER = Decision("试验区人大常委会", "试人免〔2026〕3号", TODAY)


@pytest.fixture(autouse=True)
def noon(app: Flask) -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def court(make: Make) -> Place:
    court = make.court()
    person = make.assessor(court, make.roll(court))
    officer, president = (make.desk(court, r) for r in (RoleKind.PERSONNEL, RoleKind.PRESIDENT))
    return Place(court, person, officer, president)


def moved(court: Place) -> EndFile:
    """Bring a removal to the organ."""
    file = proven(court, removal(court))
    done(hear, court.officer, file, Hearing(TODAY, True, "否认"))
    done(move, court.president, file)
    return file


def the_clock_runs() -> list[str]:
    """Run what is due of ends; return what came of each."""
    with transaction("read"):
        due = list(acts(TODAY))
    found = []
    for one in due:
        with transaction():
            found.append(one.run())
    db.session.expire_all()
    return found


def barred(court: Place) -> bool:
    """Say whether the assessor is barred as one who was removed."""
    bars = bars_among([court.person.id], TODAY).get(court.person.id, ())
    return any(bar.kind == CheckKind.REMOVED for bar in bars)


def test_a_resignation_takes_no_effect_before_its_act(court: Place):
    file = resigned(court)
    done(move, court.president, file)
    assert refused(decide, court.officer, file, TODAY - DAY, BY) == ["ends.before_act"]
    done(decide, court.officer, file, TODAY, BY)
    assert court.tenure.ended == TODAY


def test_whose_office_another_act_ended_is_not_removed_from_it_once_more(court: Place):
    file = moved(court)
    done(end_tenure_by_act, court.officer, court.tenure, TODAY + DAY, "调离", OTHER)
    assert refused(decide, court.officer, file, TODAY + DAY, BY) == ["ends.over"]
    assert not barred(court)
    done(decide, court.officer, file, TODAY, BY)  # a day before the other act
    assert court.tenure.ended == TODAY


def test_nobody_is_removed_who_has_died(court: Place):
    file = moved(court)
    done(note_death, court.officer, court.person, TODAY, "死亡证明")
    assert refused(decide, court.officer, file, TODAY, BY) == ["ends.over"]
    assert (court.tenure.ended, file.stage) == (None, Stage.MOVED)


def test_with_an_annulled_act_the_file_and_the_lasting_bar_fall(
    app: Flask, make: Make, court: Place
):
    file = moved(court)
    done(decide, court.officer, file, TODAY, BY)
    assert barred(court)
    assert the_clock_runs() == []
    act = db.session.scalars(select(Act).where(Act.number == BY.number)).one()
    done(annul_act, court.officer, act, "程序有误")
    assert the_clock_runs() == ["1"]
    assert not barred(court)
    assert (file.stage, court.tenure.ended) == (Stage.ANNULLED, None)
    assert the_clock_runs() == []
    page = signed_in(app, make, court.officer).get(f"/ends/{file.uid}")
    assert "Act annulled, the office goes on" in page.text
    assert removal(court).stage == Stage.OPEN  # it may begin anew
    assert len(db.session.scalars(select(Tenure).where(Tenure.superseded_at.is_(None))).all()) == 1
