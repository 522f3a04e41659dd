"""Courses elsewhere from a spreadsheet: looked at row by row, the good ones brought in at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from app.people.models import Identifier, Tenure
from app.people.terms import IdKind, Office
from app.shared import clock
from app.shared.db import db
from app.shared.refusals import Refused
from app.shared.sealed import keyed_hash
from app.shared.spreadsheets import read_table
from app.shared.transactions import transaction
from app.training.models import OutsideImport, OutsideTraining
from app.training.outside_rows import missing_columns
from app.training.service.bringing_in import bring_in, keep_upload, look_through, wrong_rows
from app.training.service.outside import withdraw_outside
from app.training.service.undoing import undo_import
from app.training.terms import Purpose
from tests.builders import Make
from tests.training.schools import NOON, World, a_world
from tests.training.test_courses import signed_in
from tests.training.test_school_pages import send

HEAD = "人员编号,姓名,培训名称,主办单位,培训类别,开始日期,结束日期,学时,证明材料"
GOOD = "岗前培训班,省法官培训学院,岗前培训,2026.3.2,20260306,２４,证书 118 号"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


@pytest.fixture
def world(app: Flask, make: Make) -> World:
    return a_world(make)


def sheet(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


def kept(world: World, *rows: str):
    with transaction():
        return keep_upload(world.personnel, sheet(*rows), "a.csv")


def test_each_row_is_judged_and_the_good_ones_are_brought_in(world: World, make: Make):
    one, two, three, four = world.people
    elsewhere = a_world(make, 1).people[0]
    rows = (
        f"{one.number},{one.name},{GOOD}",
        f"{one.number},{one.name},{GOOD}",
        f"{two.number},别人,{GOOD}",
        f"{three.number},,{GOOD.replace('２４', '许多')}",
        f"{four.number},,{GOOD.replace('20260306', '昨天')}",
        f"{elsewhere.number},,{GOOD}",
        f"{two.number},,{GOOD.replace('岗前培训,', '没有的类别,')}",
        f"{two.number},,{GOOD.replace('24', '24').replace('证书 118 号', '')}",
    )
    file = kept(world, *rows)
    looked = look_through(world.personnel, file)
    assert [row.line for row, _ in looked.good] == [2]
    assert [(row.line, row.faults[0].key) for row in looked.bad] == [
        (3, "outside.double"),
        (4, "outside.name"),
        (5, "outside.number"),
        (6, "outside.day"),
        (7, "outside.person"),
        (8, "outside.purpose"),
        (9, "outside.evidence"),
    ]
    with transaction():
        made = bring_in(world.personnel, file)
    assert (made.number, made.left_out) == (1, 7)
    left = wrong_rows(made)
    assert left is not None
    sheet_back = read_table(left.content, "a.xlsx")
    assert sheet_back.headings[:3] == ("Reason", "人员编号", "姓名")
    assert sheet_back.rows[3][0] == "“昨天” is not a day with its year."
    assert sheet_back.rows[3][1:3] == [four.number, ""]
    row = db.session.scalars(select(OutsideTraining)).one()
    assert (row.person_id, row.hours, row.purpose) == (one.id, 24, Purpose.PRE_SERVICE)
    again = kept(world, rows[0])
    with pytest.raises(Refused, match=r"outside\.none"), transaction():
        bring_in(world.personnel, again)


def test_a_person_is_found_by_the_id_number(world: World):
    number = "11010519491231002X"
    with transaction():
        row = Identifier(person_id=world.people[0].id, kind=IdKind.NUMBER, number=number)
        row.hash, row.last4 = keyed_hash(number), number[-4:]
        db.session.add(row)
    looked = look_through(world.personnel, kept(world, f"{number},,{GOOD}"))
    assert [person_id for _, person_id in looked.good] == [world.people[0].id]
    looked = look_through(world.personnel, kept(world, f"110105195001010013,,{GOOD}"))
    assert [str(r.facts.get("number", "")) for r in looked.bad[0].faults][-1] != number


def test_a_file_without_a_column_that_is_needed_is_refused_by_name():
    assert missing_columns(["人员编号", "课程", "主办单位", "开始日期", "结束日期", "学时"]) == [
        "证明材料"
    ]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_officer_uploads_looks_and_brings_in(app: Flask, make: Make, world: World):
    personnel, one = signed_in(app, make, world.personnel), world.people[0]
    path = "/training/import"
    wrong = send(personnel, path, file=(BytesIO("姓名,学时\n甲,8\n".encode()), "a.csv"))
    assert wrong.status_code == 422
    assert "培训名称" in wrong.text
    sent = (BytesIO(sheet(f"{one.number},{one.name},{GOOD}", ",,,,,,,,x")), "a.csv")
    led = send(personnel, path, file=sent).location
    assert "1 rows can be brought in, 1 cannot" in personnel.get(led).text
    other = signed_in(app, make, make.desk(world.court))
    assert other.get(led).status_code == 404
    assert send(personnel, led).status_code == 303
    assert personnel.get(led).status_code == 404
    record = f"/people/{one.uid}/training"
    assert GOOD.split(",")[0] in personnel.get(record).text
    page = personnel.get(path).text
    undo = re.search(r"/training/import/done/[\w-]+/undo", page)
    assert undo is not None
    back = personnel.get(undo[0].replace("undo", "wrong-rows"))
    assert back.headers["Content-Disposition"].startswith("attachment")
    assert other.get(undo[0].replace("undo", "wrong-rows")).status_code == 200  # the court's own
    assert send(personnel, path, undo[0]).status_code == 303
    assert "undone" in personnel.get(path).text
    assert GOOD.split(",")[0] not in personnel.get(record).text


def brought_in(world: World) -> OutsideImport:
    one, two = world.people[:2]
    file = kept(world, f"{one.number},,{GOOD}", f"{two.number},,{GOOD}")
    with transaction():
        return bring_in(world.personnel, file)


def undone(world: World, made: OutsideImport) -> None:
    with transaction():
        undo_import(world.personnel, made)


def test_an_import_is_undone_once_and_its_rows_may_come_again(world: World):
    made = brought_in(world)
    undone(world, made)
    assert db.session.scalars(select(OutsideTraining)).all() == []
    with pytest.raises(Refused, match=r"import\.undone"):
        undone(world, made)
    assert brought_in(world).number == 2


def test_an_import_on_which_something_rests_is_not_undone(world: World):
    made = brought_in(world)
    one = db.session.scalars(select(OutsideTraining).order_by(OutsideTraining.id)).first()
    assert one is not None
    with transaction():
        withdraw_outside(world.personnel, one, "证书系伪造")
    with pytest.raises(Refused) as caught:
        undone(world, made)
    (refusal,) = caught.value.refusals
    assert (refusal.key, refusal.facts["name"]) == ("import.rests", world.people[0].name)
    assert db.session.get_one(OutsideImport, made.id).undone_at is None


def test_an_import_is_not_undone_once_somebody_of_it_became_a_judge(world: World):
    made, judge = brought_in(world), world.people[1]
    with transaction():
        row = Tenure(person_id=judge.id, body_id=world.court.id, office=Office.JUDGE)
        row.since = clock.today(world.court.zone)
        db.session.add(row)
    with pytest.raises(Refused) as caught:
        undone(world, made)
    assert [r.facts for r in caught.value.refusals] == [{"count": 1, "name": judge.name}]
