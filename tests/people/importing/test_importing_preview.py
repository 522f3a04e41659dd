"""The preview: what each row would do, and what is wrong with it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.bodies.models import District, LocalRule
from app.people.importing.kept import unpack
from app.people.importing.terms import Given
from app.people.models import ImportRow, Person, RollImport
from app.people.service import Said, enter_people
from app.people.terms import IdKind, Office
from app.shared.db import db
from app.shared.files import StoredFile
from app.shared.transactions import transaction
from tests.builders import Make
from tests.people.importing.sheets import (
    HEADINGS,
    applied,
    comma_separated,
    faults_of,
    number_of,
    outcomes,
    people,
    person,
    previewed,
    xlsx,
)


def test_every_outcome_in_one_file(app: Flask, make: Make):
    desk = make.desk(make.court())
    applied(desk, xlsx(people(3)))
    rows = [
        person(1),  # same
        person(2, 学历="硕士"),  # changed
        person(4),  # new
        person(5, 身份证号码=number_of(5)[:-1] + "0"),  # wrong unless it happens to fit
        person(6, 出生日期="1990-02-30"),
        person(7, 出生日期="1990-02-03"),
        person(8, 任期起="2025-13-01"),
    ]
    row = previewed(desk, xlsx(rows))
    assert outcomes(row) == {"same": 1, "changed": 1, "new": 1, "wrong": 4}
    assert [keys[:1] for keys in faults_of(row)] == [
        [],
        [],
        [],
        ["import.check_digit"],
        ["import.not_a_day"],
        ["import.birth_number"],
        ["import.not_a_day"],
    ]


def test_what_changes_is_shown_old_and_new_with_numbers_masked(app: Flask, make: Make):
    desk = make.desk(make.court())
    applied(desk, xlsx([person(1)]))
    again = person(1, 联系电话="13811112222", 工作单位="试验中学", 任期止="2030-01-31")
    row = previewed(desk, xlsx([again]))
    kept = unpack(
        db.session.scalars(select(ImportRow.cells).where(ImportRow.import_id == row.id)).one()
    )
    assert kept.changes == (
        ("employer", "试验第1中学", "试验中学"),
        ("phone", "139****0001", "138****2222"),
        ("until", "2030-02-28", "2030-01-31"),
    )
    assert kept.number == number_of(1)[:6] + "****" + number_of(1)[-4:]


def test_cells_and_files_are_sealed_in_the_tables(app: Flask, make: Make):
    previewed(make.desk(make.court()), xlsx(people(2)))
    raw = db.session.connection().exec_driver_sql
    for statement in ("SELECT cells FROM import_row", "SELECT packed FROM stored_file"):
        for (box,) in raw(statement).all():
            assert number_of(1).encode() not in bytes(box)
            assert "试验第1中学".encode() not in bytes(box)
    faults = raw("SELECT faults, made FROM import_row").all()
    assert number_of(1) not in str(faults)


def test_csv_in_gb18030_reads_like_a_workbook(app: Flask, make: Make):
    desk = make.desk(make.court())
    row = previewed(desk, comma_separated(people(4)), "名册.csv")
    assert outcomes(row) == {"new": 4}


def test_who_is_too_young_or_from_nowhere_is_wrong(app: Flask, make: Make):
    court = make.court()
    make.add(District(body_id=court.id, name="东街"), District(body_id=court.id, name="西街"))
    young = number_of(3, date(1999, 2, 1))
    born = f"{young[6:10]}-{young[10:12]}-{young[12:14]}"
    rows = [
        person(1, 所在区县="东街"),
        person(2, 所在区县="南街"),
        person(3, 身份证号码=young, 出生日期=born, 所在区县="西街"),
    ]
    row = previewed(make.desk(court), xlsx(rows))
    assert faults_of(row) == [[], ["import.unknown_district"], ["age.minimum"]]
    assert outcomes(row) == {"new": 1, "wrong": 2}


def test_doubles_in_the_file_and_two_terms_of_one_person(app: Flask, make: Make):
    first = {
        "任期起": "2019-01-01",
        "任期止": "2023-12-31",
        "任命文号": "1号",
        "任命日期": "2019-01-01",
    }
    rows = [
        person(1),
        person(1),  # the same once more
        person(2, **first, 宣誓日期=""),
        person(2, 任期起="2025-01-01", 任期止="2029-12-31"),
        person(3, **first, 宣誓日期=""),
        person(3, 任期起="2023-06-01", 任期止="2028-05-31"),  # seven months too early
        person(4, 任命日期="2025-03-02", 宣誓日期=""),  # the act of the others is of 1 March
    ]
    row = previewed(make.desk(make.court()), xlsx(rows))
    keys = [["import.double"], [], [], [], ["import.overlap"], ["import.act_day"]]
    assert faults_of(row) == [[], *keys]


def test_a_second_basic_court_is_wrong(app: Flask, make: Make):
    higher = make.court()
    here, there = make.court(under=higher), make.court(under=higher)
    applied(make.desk(there), xlsx([person(1)]))
    row = previewed(make.desk(here), xlsx([person(1)]))
    assert outcomes(row) == {"wrong": 1}
    assert "roll.one_basic_court" in faults_of(row)[0]
    assert "tenure.overlap" in faults_of(row)[0]


def test_terms_on_record_count_for_the_lifetime_though_the_row_says_none(app: Flask, make: Make):
    desk = make.desk(make.court())
    terms = [("2012-03-01", "2017-02-28"), ("2017-03-01", "2022-02-28")]
    for start, end in terms:
        days = {"任期起": start, "任期止": end, "任命日期": start, "宣誓日期": start}
        number = {"任命文号": start, "出生日期": "1960-01-02", "身份证号码": OLDER}
        applied(desk, xlsx([person(1, **number, **days)]), waived())
    row = previewed(desk, xlsx([person(1, 出生日期="1960-01-02", 身份证号码=OLDER)]))
    assert "term.lifetime" in faults_of(row)[0]


OLDER = number_of(1, date(1960, 1, 1))


def waived() -> dict[str, str]:
    """Return a reason for each soft rule that a second term may meet."""
    return dict.fromkeys(("term.reappointment", "term.lifetime", "education.minimum"), "as elected")


def test_the_day_given_for_all_rows_is_judged_like_one_that_a_row_states(app: Flask, make: Make):
    desk = make.desk(make.court())
    born = date(1999, 1, 1)
    number = number_of(1, born)
    young = {"身份证号码": number, "出生日期": f"{number[6:10]}-{number[10:12]}-{number[12:14]}"}
    blank = {"任期起": "", "任期止": "", "任命日期": "", "宣誓日期": "", "任命文号": ""}
    rows = [person(1, **young, **blank)]
    for since, too_young in ((date(2020, 1, 1), True), (date(2029, 1, 1), False)):
        row = previewed(desk, xlsx(rows), given=Given(Office.ASSESSOR, since))
        assert ("age.minimum" in faults_of(row)[0]) is too_young


def test_rows_may_name_a_court_below_and_no_other(app: Flask, make: Make):
    higher = make.court(name="试验市中级人民法院")
    below, elsewhere = make.court(under=higher), make.court()
    headings = (*HEADINGS, "法院")
    rows = [[*person(1), below.name], [*person(2), below.name_en], [*person(3), elsewhere.name]]
    row = applied(make.desk(higher), xlsx(rows, headings))
    assert outcomes(row) == {"new": 2, "wrong": 1}
    assert faults_of(row)[2] == ["import.unknown_court"]
    found = db.session.execute(select(Person.name, Person.id).order_by(Person.name)).all()
    assert len(found) == 2


def test_a_file_kept_by_another_court_is_neither_shown_nor_changed(app: Flask, make: Make):
    here, there = make.court(), make.court()
    ended = {
        "任期起": "2019-01-01",
        "任期止": "2023-12-31",
        "任命日期": "2019-01-01",
        "宣誓日期": "",
    }
    applied(make.desk(there), xlsx([person(1, **ended)]))
    mine = person(1, 联系电话="13811112222", 职业="医生")
    row = applied(make.desk(here), xlsx([mine, person(1, 姓名="钱多多")]))
    keys = faults_of(row)
    kept = [
        unpack(cells)
        for cells in db.session.scalars(
            select(ImportRow.cells).where(ImportRow.import_id == row.id).order_by(ImportRow.n)
        )
    ]
    assert keys[1] == ["import.number_twice"] or keys[1] == ["import.number_elsewhere"]
    assert {field for field, _, _ in kept[0].changes}.isdisjoint({"phone", "occupation", "name"})
    assert db.session.scalars(select(Person.phone)).one() == "13900000001"


def test_a_name_of_another_courts_file_is_not_given_away(app: Flask, make: Make):
    here, there = make.court(), make.court()
    ended = {
        "任期起": "2019-01-01",
        "任期止": "2023-12-31",
        "任命日期": "2019-01-01",
        "宣誓日期": "",
    }
    applied(make.desk(there), xlsx([person(1, **ended)]))
    row = previewed(make.desk(here), xlsx([person(1, 姓名="钱多多")]))
    assert faults_of(row) == [["import.number_elsewhere"]]
    kept = db.session.scalars(select(ImportRow.cells).where(ImportRow.import_id == row.id)).one()
    assert person(1)[0] not in kept


def test_a_row_without_an_oath_comes_in_with_a_warning(app: Flask, make: Make):
    court = make.court()
    desk = make.desk(court)
    rows = [person(1), person(2, 宣誓日期="")]
    row = applied(desk, xlsx(rows))  # no reason is asked for
    assert outcomes(row) == {"new": 2}
    assert faults_of(row) == [[], ["oath.required"]]
    again = [person(1, 宣誓日期=""), person(2)]
    assert faults_of(previewed(desk, xlsx(again))) == [[], []]  # recorded before; stated now
    old = make.desk(make.court("cn-1953"))
    unsworn = person(3, 宣誓日期="")
    assert faults_of(previewed(old, xlsx([unsworn]))) == [[]]


def test_a_row_of_form_b_says_that_it_needs_its_trial(app: Flask, make: Make):
    desk = make.desk(make.court("cn-1953"))
    rows = [[*person(1), "甲"], [*person(2), "乙"]]
    row = applied(desk, xlsx(rows, (*HEADINGS, "形式")))
    assert outcomes(row) == {"new": 2}
    assert faults_of(row) == [[], ["form_b.tenure_per_case"]]


def test_judges_come_in_by_the_same_way(app: Flask, make: Make):
    headings = ("姓名", "身份证号码", "职务", "法官等级", "任现职时间")
    rows = [
        ["周文", number_of(1), "审判员", "三级高级法官", "2016-05-01"],
        ["吴武", number_of(2), "院长", "一级高级法官", ""],
    ]
    row = previewed(make.desk(make.court()), xlsx(rows, headings))
    assert faults_of(row) == [[], ["import.no_start"]]
    given = Given(Office.JUDGE, date(2020, 1, 1))
    row = applied(make.desk(make.court()), xlsx(rows, headings), given=given)
    assert outcomes(row) == {"new": 2}


def test_ethnicity_is_kept_only_where_the_book_says_so(app: Flask, make: Make):
    headings = (*HEADINGS, "民族")
    content = xlsx([[*person(1), "满族"]], headings)
    row = previewed(make.desk(make.court()), content)
    table = db.session.get_one(StoredFile, row.file_id).content
    assert "满族" not in table.decode()
    assert [note[0] for note in row.notes] == ["import.not_kept"]
    county = make.court(book="cn-1953")
    other = previewed(make.desk(county), content)
    kept_there = "满族" in db.session.get_one(StoredFile, other.file_id).content.decode()
    assert kept_there == bool(_kept(county.id))


def _kept(body_id: int) -> bool:
    from app.bodies.queries import rulebook_of

    return rulebook_of(body_id, date.today()).value("kept.ethnicity")  # noqa: DTZ011


def test_the_same_file_comes_out_same_and_says_when_it_was_applied(app: Flask, make: Make):
    desk = make.desk(make.court())
    content = xlsx(people(5))
    applied(desk, content)
    row = previewed(desk, content)
    assert outcomes(row) == {"same": 5}
    assert [note[0] for note in row.notes] == ["import.same_file"]


def test_people_without_numbers_are_known_by_name_and_birth(app: Flask, make: Make):
    county = make.court(book="cn-1953")
    desk = make.desk(county)
    rows = [person(n, 身份证号码="") for n in (1, 2)]
    first = previewed(desk, xlsx(rows))
    reasons = {key: "旧名册没有证号" for key in first.counts["warned"]}
    row = applied(desk, xlsx(rows), waivers=reasons)
    assert outcomes(row) == {"new": 2}
    assert outcomes(previewed(desk, xlsx(rows))) == {"same": 2}
    with_number = previewed(desk, xlsx([person(1)]))
    kept = db.session.scalars(select(ImportRow.cells).where(ImportRow.import_id == with_number.id))
    assert [change[0] for change in unpack(kept.one()).changes] == ["id_number"]


def test_a_thousand_rows_take_as_few_statements_as_ten(app: Flask, make: Make):
    desk = make.desk(make.court())
    applied(desk, xlsx(people(10)))

    def statements(rows: list[list[str]]) -> int:
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        previewed(desk, xlsx(rows))
        event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    few, many = statements(people(10)), statements(people(400))
    assert many <= few + 2


def test_the_local_book_counts(app: Flask, make: Make):
    court = make.court()
    tomorrow = date.today() + timedelta(days=1)  # noqa: DTZ011
    make.add(LocalRule(body_id=court.id, key="cap.cases", value=10, since=tomorrow))
    row = previewed(make.desk(court), xlsx(people(1)))
    assert (row.rulebook, row.rulebook_version) == ("cn-2018", 1)


def test_an_entered_person_with_the_number_is_not_entered_twice(app: Flask, make: Make):
    desk = make.desk(make.court())
    with transaction():
        said = Said(person(1)[0], identifiers=((IdKind.NUMBER, number_of(1)),))
        enter_people(desk, [said])
    row = applied(desk, xlsx([person(1)]))
    assert outcomes(row) == {"changed": 1}
    assert len(db.session.scalars(select(Person.id)).all()) == 1
    assert db.session.get_one(RollImport, row.id).made["ids"].get("person") is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_whatever_the_encoding(app: Flask, make: Make, encoding: str):
    row = previewed(make.desk(make.court()), comma_separated(people(2), encoding), "a.csv")
    assert outcomes(row) == {"new": 2}
