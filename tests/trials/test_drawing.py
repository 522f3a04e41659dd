"""The draw room's verbs, on both databases: judge, freeze, draw, annul, draw again."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.terms import RoleKind
from app.audit.models import AuditLine
from app.bodies.terms import BodyKind
from app.draws.models import Draw, LeafTree
from app.draws.service import people_of
from app.messages.models import Message
from app.messages.terms import Channel
from app.people.models import Absence
from app.people.terms import AbsenceKind, Half
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from app.sortition.findings import is_sound
from app.sortition.record import verify
from app.sortition.shape import write
from app.trials.models import Case, Panel, Seat
from app.trials.service.cases import change_case
from app.trials.service.drawing import annul_draw, draw_panel, freeze_panel, judge_roll
from app.trials.service.panels import request_panel, withdraw_panel
from app.trials.terms import PanelState, SeatState
from tests.builders import Make
from tests.trials.cases import CASE, FIRST, NOON, PANEL, a_court, a_panel, days

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Hold the clock at noon of the day."""
    with clock.standing_at(NOON):
        yield


def drawn(desk, panel_id: int, contribution: str | None = "407 112") -> Panel:
    """Freeze and draw a panel, each in its own transaction."""
    with transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
    with transaction():
        draw_panel(desk, db.session.get_one(Panel, panel_id), contribution)
    return db.session.get_one(Panel, panel_id)


def test_a_panel_is_drawn_and_its_record_is_sound(app: Flask, make: Make):
    _, desk, people = a_court(make)
    with transaction():
        panel_id = a_panel(desk).id
    panel = drawn(desk, panel_id)
    assert panel.state == PanelState.DRAWN
    seats = [seat for seat in panel.seats if seat.state == SeatState.DRAWN]
    assert [seat.seat_no for seat in seats] == [1, 2]
    line = [seat for seat in panel.seats if seat.state == SeatState.ALTERNATE]
    assert [seat.position for seat in line] == [3, 4, 5, 6]  # twice the seats, in order
    draw = db.session.scalars(select(Draw)).one()
    assert draw.record is not None
    assert is_sound(verify(draw.record, draw.tree.root))
    assert people_of(draw)[draw.record["order"][0]] == seats[0].person_id
    assert {seat.person_id for seat in panel.seats} <= {person.id for person in people}


def test_the_record_verifies_without_the_office(app: Flask, make: Make, tmp_path: Path):
    _, desk, _ = a_court(make)
    with transaction():
        panel_id = a_panel(desk, women=1).id
    drawn(desk, panel_id)
    draw = db.session.scalars(select(Draw)).one()
    assert draw.record is not None
    file = tmp_path / "record.json"
    content = write(draw.record)
    for changed, code in ((content, 0), (content.replace(b'"seats":2', b'"seats":1'), 1)):
        file.write_bytes(changed)
        command = [sys.executable, "docs/verify_draw.py", str(file), "--root", draw.tree.root]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == code, done.stdout + done.stderr


def test_no_name_or_number_stands_in_the_record(app: Flask, make: Make):
    _, desk, people = a_court(make)
    with transaction():
        panel_id = a_panel(desk).id
    drawn(desk, panel_id)
    record = json.dumps(db.session.scalars(select(Draw)).one().record, ensure_ascii=False)
    for person in people:
        assert person.name not in record
        assert person.number not in record
    assert "female" not in record  # a feature is public only where the composition asks for it


def test_who_sits_is_away_on_the_days_and_not_drawn_again(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=4)
    with transaction():
        first = a_panel(desk, 1).id
        second = a_panel(desk, 2).id
        other_day = a_panel(desk, 3, days=days(1)).id
    panel = drawn(desk, first)
    seated = {seat.person_id for seat in panel.seats if seat.state == SeatState.DRAWN}
    held = db.session.scalars(select(Absence)).all()
    assert {(row.person_id, row.day, row.half) for row in held} == {
        (person, FIRST, half) for person in seated for half in Half
    }
    panel = drawn(desk, second)
    again = {seat.person_id for seat in panel.seats if seat.state == SeatState.DRAWN}
    assert not again & seated
    assert len(judge_roll(db.session.get_one(Panel, other_day)).roll.can) == 4


def test_two_rolls_frozen_at_once_never_give_one_person_two_seats(app: Flask, make: Make):
    _, desk, _ = a_court(make, assessors=4)
    with transaction():
        ids = [a_panel(desk, n).id for n in (1, 2)]
    for panel_id in ids:
        with transaction():
            freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
    for panel_id in ids:
        with transaction():
            draw_panel(desk, db.session.get_one(Panel, panel_id), None)
    rows = db.session.scalars(select(Seat).where(Seat.state == SeatState.DRAWN)).all()
    assert len(rows) == 4
    assert len({row.person_id for row in rows}) == 4
    for seat in db.session.scalars(select(Seat).where(Seat.state == SeatState.RELEASED)):
        assert seat.reason
    for draw in db.session.scalars(select(Draw)):
        assert is_sound(verify(draw.record, draw.tree.root))


def test_too_few_names_the_rule_that_thins_the_roll(app: Flask, make: Make):
    _, desk, people = a_court(make, assessors=5)
    absences = [
        Absence(person_id=person.id, day=FIRST, half=Half.AM, kind=AbsenceKind.OWN)
        for person in people[:4]
    ]
    make.add(*absences)
    with transaction():
        panel_id = a_panel(desk).id
    with pytest.raises(Refused) as refused, transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
    refusal = refused.value.refusals[0]
    assert refusal.key == "draw.pool_too_small"
    assert (refusal.facts["pool"], refusal.facts["missing"]) == (1, 1)
    assert (refusal.facts["thinned"], refusal.facts["alone"]) == (4, 4)
    assert "other sitting days" in refusal.way_out
    assert db.session.scalar(select(func.count(Draw.id))) == 0


def test_a_draw_without_a_published_root_is_refused(app: Flask, make: Make):
    _, desk, _ = a_court(make)
    with transaction():
        panel_id = a_panel(desk).id
    with clock.standing_at(NOON + timedelta(days=9)):
        with pytest.raises(Refused, match=r"draw\.no_root"), transaction():
            freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
        assert db.session.get_one(Panel, panel_id).state == PanelState.REQUESTED


def test_the_lead_of_seven_days_is_kept(app: Flask, make: Make):
    _, desk, _ = a_court(make)
    with transaction():
        panel_id = a_panel(desk).id
    with clock.standing_at(NOON + timedelta(days=25)), transaction():
        panel = db.session.get_one(Panel, panel_id)
        with pytest.raises(Refused, match=r"draw\.lead"):
            freeze_panel(desk, panel, {"draw.lead": "a reason does not help"})


def test_an_annulled_draw_keeps_its_record_and_the_next_counts_on(app: Flask, make: Make):
    _, desk, _ = a_court(make)
    with transaction():
        panel_id = a_panel(desk).id
    panel = drawn(desk, panel_id)
    name = panel.seats[0].person.name
    with pytest.raises(Refused, match=r"draw\.annulment_names"), transaction():
        annul_draw(desk, db.session.get_one(Panel, panel_id), f"{name}回避")
    with transaction():
        annul_draw(desk, db.session.get_one(Panel, panel_id), "当事人遗漏")
    panel = db.session.get_one(Panel, panel_id)
    assert panel.state == PanelState.REQUESTED
    assert {seat.state for seat in panel.seats} == {SeatState.RELEASED}
    assert db.session.scalar(select(func.count()).select_from(Absence)) == 0
    drawn(desk, panel_id)
    draws = db.session.scalars(select(Draw).order_by(Draw.id)).all()
    assert [draw.attempt for draw in draws] == [1, 2]
    assert [draw.leaf_index for draw in draws] == [0, 1]
    for draw in draws:
        assert is_sound(verify(draw.record, draw.tree.root))


def test_a_new_panel_for_the_same_case_goes_on_counting(app: Flask, make: Make):
    _, desk, _ = a_court(make)
    with transaction():
        first = a_panel(desk)
        ids, case_id = [first.id], first.cases[0].id
    for _ in range(2):
        drawn(desk, ids[-1])
        with transaction():
            annul_draw(desk, db.session.get_one(Panel, ids[-1]), "当事人遗漏")
        with transaction():
            withdraw_panel(desk, db.session.get_one(Panel, ids[-1]), "改期")
            again = request_panel(desk, db.session.get_one(Case, case_id), PANEL, {})
            ids.append(again.id)
    drawn(desk, ids[-1])
    draws = db.session.scalars(select(Draw).order_by(Draw.id)).all()
    assert [draw.frozen["attempt"] for draw in draws] == [1, 2, 3]
    assert {draw.frozen["subject"] for draw in draws} == {f"case:{case_id}"}
    assert [draw.drawn_for for draw in draws] == [f"panel:{panel_id}" for panel_id in ids]
    with pytest.raises(Refused, match=r"case\.drawn"), transaction():
        change_case(
            desk, db.session.get_one(Case, case_id), replace(CASE, number="（2026）试刑初9号")
        )


def test_each_annulment_is_told_to_the_president_and_to_the_inspectors_above(
    app: Flask, make: Make
):
    middle = make.court(kind=BodyKind.INTERMEDIATE)
    _, desk, _ = a_court(make, under=middle)
    inspector = make.user(middle, RoleKind.INSPECTOR)
    other = make.user(make.court(), RoleKind.INSPECTOR, RoleKind.PRESIDENT)
    with transaction():
        panel_id = a_panel(desk).id
    drawn(desk, panel_id)
    with transaction():
        annul_draw(desk, db.session.get_one(Panel, panel_id), "当事人遗漏")
    draw = db.session.scalars(select(Draw)).one()
    told = db.session.scalars(
        select(Message).where(Message.rule == "draw.annulled", Message.channel == Channel.INBOX)
    ).all()
    assert {one.recipient for one in told} == {f"user:{desk.id}", f"user:{inspector.id}"}
    assert f"user:{other.id}" not in {one.recipient for one in told}
    assert all("当事人遗漏" in one.text and draw.uid in one.link for one in told)


def test_a_frozen_draw_is_annulled_with_its_secret_closed(app: Flask, make: Make):
    _, desk, _ = a_court(make)
    with transaction():
        panel_id = a_panel(desk).id
    with transaction():
        freeze_panel(desk, db.session.get_one(Panel, panel_id), {})
    with pytest.raises(Refused, match=r"draw\.annulment_reason"), transaction():
        annul_draw(desk, db.session.get_one(Panel, panel_id), " ")
    with transaction():
        annul_draw(desk, db.session.get_one(Panel, panel_id), "开庭取消")
    draw = db.session.scalars(select(Draw)).one()
    assert draw.record is not None
    assert draw.record["leaf"] is None
    assert is_sound(verify(draw.record, draw.tree.root))


def test_what_is_drawn_is_drawn_once(app: Flask, make: Make):
    _, desk, _ = a_court(make)
    with transaction():
        panel_id = a_panel(desk).id
    drawn(desk, panel_id)
    for verb in (lambda p: draw_panel(desk, p, None), lambda p: freeze_panel(desk, p, {})):
        with pytest.raises(Refused), transaction():
            verb(db.session.get_one(Panel, panel_id))
    acts = db.session.scalars(select(AuditLine.act).where(AuditLine.act.startswith("draw:")))
    assert sorted(acts) == ["draw:frozen", "draw:made"]


def test_the_further_tree_stands_before_its_first_use(app: Flask, make: Make):
    _, desk, _ = a_court(make)
    tree = db.session.scalars(select(LeafTree).order_by(LeafTree.day)).first()
    assert tree is not None
    tree.next_index = 255
    db.session.commit()
    with transaction():
        ids = [a_panel(desk, n).id for n in (1, 2)]
    for panel_id in ids:
        drawn(desk, panel_id)
    indexes = db.session.scalars(select(Draw.leaf_index).order_by(Draw.id)).all()
    assert indexes == [255, 256]
    for draw in db.session.scalars(select(Draw)):
        assert is_sound(verify(draw.record, draw.tree.root))
