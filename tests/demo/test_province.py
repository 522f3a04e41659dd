"""A province of the demonstration: the same every time, and true to its last record and total."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User
from app.bodies.models import Body, RulebookAssignment
from app.demo import commands
from app.demo.officers import log_ins
from app.demo.province.load import load_province
from app.demo.province.plans import PROVINCE
from app.draws.models import Draw
from app.people.models import Absence, Person, Tenure
from app.people.terms import Office
from app.promotion.models import Proposal
from app.promotion.terms import ProposalState
from app.shared import clock
from app.shared.db import Base, db
from app.training.models import Certificate, Cohort, Enrolment
from app.training.terms import EnrolmentState
from app.trials.models import SittingDay
from app.trials.queries.totals import totals_apart
from tests.builders import Make
from tests.conftest import build
from tests.demo.province import SIZE, loaded
from tests.trials.panels import a_browser

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_draw.py"
PAGES = {
    "clerk@example.org": ("/", "/cases", "/people"),
    "personnel.province@example.org": ("/", "/people"),
    "school@example.org": ("/", "/cohorts", "/cohorts?view=over"),
    "officer.1953@example.org": ("/", "/promotion"),
}


@pytest.fixture(scope="module")
def another(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the tables of the same province hold in another database."""
    folder = tmp_path_factory.mktemp("province")
    (folder / "peishen.db").write_bytes(sqlite_template.read_bytes())
    with build(f"sqlite:///{folder / 'peishen.db'}", folder).app_context():
        found = loaded()
        db.session.remove()
        db.engine.dispose()
    return found


def test_a_province_is_the_same_every_time(
    app: Flask, another: dict[str, str], make: Make, tmp_path: Path
):
    found = loaded()
    assert {name for name in found if found[name] != another[name]} == set()
    assert totals_apart() == []
    _is_as_large_as_it_says()
    _nobody_else_signs_in()
    _records_are_true(tmp_path)
    _pages_open(app, make)


def _count(model: type[Base], *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0  # type: ignore[arg-type]


def _is_as_large_as_it_says() -> None:
    assert _count(Body, Body.kind.like("%_court")) == SIZE.courts
    assert _count(RulebookAssignment, RulebookAssignment.rulebook == "cn-1953") >= 1
    held = select(func.count(Tenure.person_id.distinct())).where(Tenure.office == Office.ASSESSOR)
    assert db.session.scalar(held) == SIZE.assessors
    assert _count(Person) >= SIZE.assessors + SIZE.cadres
    assert abs(_count(SittingDay) - SIZE.days) < SIZE.days * 0.03
    assert _count(Cohort) >= SIZE.cohorts - 2
    done = _count(Proposal, Proposal.state == ProposalState.DONE)
    assert done == SIZE.promotions
    passed = _count(Enrolment, Enrolment.state == EnrolmentState.PASSED)
    assert _count(Certificate) == passed > SIZE.cohorts * 3


def _nobody_else_signs_in() -> None:
    addresses = set(db.session.scalars(select(User.email)))
    assert addresses == {address for address, _, _ in log_ins()}


def _records_are_true(folder: Path) -> None:
    draws = db.session.scalars(select(Draw).order_by(Draw.id)).all()
    for draw in [*draws[::60], draws[-1]]:
        file = folder / f"{draw.id}.json"
        file.write_text(_canonical(draw.record or {}), "utf-8")
        argv = [sys.executable, str(SCRIPT), str(file), "--root", draw.tree.root]
        said = subprocess.run(argv, capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stdout


def _canonical(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _pages_open(app: Flask, make: Make) -> None:
    for email, pages in PAGES.items():
        browser = a_browser(app)
        make.signed_in(browser, db.session.scalars(select(User).where(User.email == email)).one())
        for page in pages:
            assert browser.get(page).status_code == 200, (email, page)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_province_wants_an_empty_database(app: Flask, make: Make):
    make.person()
    said = app.test_cli_runner().invoke(args=["demo", "--size", "province"])
    assert said.exit_code == 1
    assert "1 people: a province needs an empty one" in said.output
    assert "flask db upgrade" in said.output
    other = app.test_cli_runner().invoke(args=["demo", "--size", "country"])
    assert other.exit_code == 2
    assert "'small', 'province'" in other.output


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_load_that_is_broken_off_says_what_is_left(app: Flask, make: Make, monkeypatch):
    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(commands.SIZES, "province", broken_off)
    said = app.test_cli_runner().invoke(args=["demo", "--size", "province"])
    assert said.exit_code == 1
    assert "Nothing was written" in said.output

    def half(*_: object) -> None:
        make.court()
        raise KeyboardInterrupt

    monkeypatch.setitem(commands.SIZES, "province", half)
    said = app.test_cli_runner().invoke(args=["demo", "--size", "province"])
    assert "Empty the database" in said.output


@pytest.mark.long
def test_the_whole_province_adds_up(app: Flask):
    load_province(clock.today(), lambda *_: None)
    assert totals_apart() == []
    assert _count(Body, Body.kind.like("%_court")) == PROVINCE.courts
    twice = select(Absence.person_id).group_by(Absence.person_id, Absence.day, Absence.half)
    assert db.session.scalars(twice.having(func.count() > 1)).all() == []
    assert abs(_count(SittingDay) - PROVINCE.days) < PROVINCE.days * 0.01
    assert _count(Cohort) == PROVINCE.cohorts
