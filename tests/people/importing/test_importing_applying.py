"""Applying: all of it in one transaction, once, and only what the officer saw."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditLine
from app.people.importing import again, applying
from app.people.importing.jobs import apply_rows
from app.people.importing.terms import SMALL
from app.people.models import (
    Act,
    ActLine,
    Identifier,
    Identity,
    ImportRow,
    NameGram,
    Oath,
    OathTenure,
    Person,
    PersonYear,
    Roll,
    RollEntry,
    RollImport,
    Tenure,
)
from app.people.service import annul_act, change_person, enter_act, enter_people
from app.people.service.rows import Said
from app.people.terms import Form, IdKind, Office, RollKind
from app.shared.db import db
from app.shared.jobs.models import Job
from app.shared.jobs.registry import ALONE
from app.shared.jobs.running import run_now
from app.shared.refusals import Refused
from app.shared.transactions import transaction
from tests.builders import Make
from tests.people.importing.sheets import (
    HEADINGS,
    NUMBER,
    ORGAN,
    applied,
    count,
    faults_of,
    number_of,
    outcomes,
    people,
    person,
    previewed,
    xlsx,
)


def test_all_tables_are_filled_and_one_act_has_a_line_each(app: Flask, make: Make):
    court = make.court()
    row = applied(make.desk(court), xlsx(people(12)))
    for table in (Person, Identity, Identifier, Tenure, ActLine, OathTenure, RollEntry, PersonYear):
        assert count(table) == 12, table
    assert (count(Act), count(Oath), count(Roll)) == (1, 1, 1)
    act = db.session.scalars(select(Act)).one()
    assert (act.organ, act.number, act.adopted) == (ORGAN, NUMBER, date(2025, 3, 1))
    assert [line.n for line in act.lines] == list(range(1, 13))
    tenure = db.session.scalars(select(Tenure).order_by(Tenure.id)).first()
    assert tenure is not None
    assert (tenure.since, tenure.until) == (date(2025, 3, 1), date(2030, 2, 28))
    assert tenure.start_line is not None
    assert tenure.start_line.person_id == tenure.person_id
    secrets = {entry.secret for entry in db.session.scalars(select(RollEntry))}
    assert {len(secret) for secret in secrets} == {32}
    assert len(secrets) == 12
    assert count(NameGram) > 12 * 5
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "import:applied")).one()
    assert line.facts["new"] == 12
    assert row.by_name == line.actor_name


def test_a_person_is_kept_as_the_row_says(app: Flask, make: Make):
    applied(make.desk(make.court()), xlsx([person(3)]))
    found = db.session.scalars(select(Person)).one()
    assert (found.phone, found.phone_last4, found.mail) == ("13900000003", "0003", "p3@example.org")
    assert (found.education, found.occupation) == ("bachelor", "教师")
    assert found.birth == date(1980, 1, 4)
    total = db.session.get_one(PersonYear, (found.id, applying.clock.today().year))
    assert (total.cases, total.halves) == (3, 7)


def test_without_an_end_an_assessors_term_has_the_laws_length(app: Flask, make: Make):
    rows = [person(1, 任期止=""), person(2, 任期起="", 任期止="")]
    applied(make.desk(make.court()), xlsx(rows))
    ends = {(t.since, t.until) for t in db.session.scalars(select(Tenure))}
    assert ends == {(date(2025, 3, 1), date(2030, 2, 28))}


def test_special_rolls_and_a_second_roll_for_one_term(app: Flask, make: Make):
    headings = (*HEADINGS, "名册", "形式")
    rows = [
        [*person(1), "", "A"],
        [*person(1), "专业（环境资源）", "A"],
        [*person(2), "未成年人案件", "A"],
    ]
    applied(make.desk(make.court()), xlsx(rows, headings))
    rolls = {(roll.kind, roll.subject) for roll in db.session.scalars(select(Roll))}
    special = (RollKind.SPECIALIST, "环境资源")
    assert rolls == {(RollKind.GENERAL, ""), special, (RollKind.JUVENILE, "")}
    assert (count(Person), count(Tenure), count(RollEntry)) == (2, 2, 3)
    assert {tenure.form for tenure in db.session.scalars(select(Tenure))} == {Form.A}


def test_two_terms_of_one_person_make_one_person(app: Flask, make: Make):
    first = {
        "任期起": "2019-01-01",
        "任期止": "2023-12-31",
        "任命文号": "1号",
        "任命日期": "2019-01-01",
    }
    rows, desk = [person(1, **first, 宣誓日期=""), person(1)], make.desk(make.court())
    row = applied(desk, xlsx(rows))
    assert outcomes(row) == {"new": 2}
    assert (count(Person), count(Tenure), count(Act), count(RollEntry)) == (1, 2, 2, 2)
    open_entries = select(RollEntry).where(RollEntry.until.is_(None))
    assert len(db.session.scalars(open_entries).all()) == 1
    assert outcomes(previewed(desk, xlsx(rows))) == {"same": 2}


def test_lines_are_appended_to_an_act_that_is_there(app: Flask, make: Make):
    desk = make.desk(make.court())
    applied(desk, xlsx(people(2)))
    applied(desk, xlsx(people(3, first=3)))
    act = db.session.scalars(select(Act)).one()
    assert [line.n for line in act.lines] == [1, 2, 3, 4, 5]
    assert count(Oath) == 1


def test_a_row_by_an_annulled_act_is_wrong(app: Flask, make: Make):
    desk = make.desk(make.court())
    with transaction():
        act = enter_act(desk, organ=ORGAN, number=NUMBER, adopted=date(2025, 3, 1))
        annul_act(desk, act, "procedure")
    assert faults_of(previewed(desk, xlsx([person(1)]))) == [["import.act_annulled"]]


def test_changes_keep_what_was_known(app: Flask, make: Make):
    desk = make.desk(make.court())
    applied(desk, xlsx([person(1)]))
    new = person(1, 姓名="钱多多", 学历="硕士", 任期止="2030-01-31", 本年参审案件数="9")
    row = applied(desk, xlsx([new]))
    assert outcomes(row) == {"changed": 1}
    found = db.session.scalars(select(Person)).one()
    assert (found.name, found.education) == ("钱多多", "master")
    names = db.session.execute(select(Identity.name, Identity.superseded_at.is_(None))).all()
    assert {tuple(name) for name in names} == {(person(1)[0], False), ("钱多多", True)}
    tenures = db.session.execute(select(Tenure.until, Tenure.superseded_at.is_(None))).all()
    assert {tuple(t) for t in tenures} == {(date(2030, 2, 28), False), (date(2030, 1, 31), True)}
    grams = set(db.session.scalars(select(NameGram.gram)))
    assert "钱多多" in grams
    assert outcomes(previewed(desk, xlsx([new]))) == {"same": 1}


def test_a_new_term_of_a_known_person(app: Flask, make: Make):
    desk = make.desk(make.court())
    old = {
        "任期起": "2018-01-01",
        "任期止": "2022-12-31",
        "任命日期": "2018-01-01",
        "任命文号": "1号",
    }
    applied(desk, xlsx([person(1, **old, 宣誓日期="")]))
    row = applied(desk, xlsx([person(1)]))
    assert outcomes(row) == {"changed": 1}
    assert (count(Person), count(Tenure), count(OathTenure)) == (1, 2, 1)


def test_wrong_rows_stay_out_and_nothing_else_does(app: Flask, make: Make):
    rows = [*people(4), person(9, 身份证号码="123")]
    row = applied(make.desk(make.court()), xlsx(rows))
    assert outcomes(row) == {"new": 4, "wrong": 1}
    assert count(Person) == 4


def test_nothing_is_applied_twice(app: Flask, make: Make):
    desk = make.desk(make.court())
    row = applied(desk, xlsx(people(3)))
    with pytest.raises(Refused, match=r"import\.applied"), transaction():
        apply_rows(desk, row.id, {})
    assert count(Person) == 3


def test_an_import_with_nothing_new_is_not_applied(app: Flask, make: Make):
    desk = make.desk(make.court())
    applied(desk, xlsx(people(2)))
    row = previewed(desk, xlsx(people(2)))
    with pytest.raises(Refused, match=r"import\.nothing"), transaction():
        apply_rows(desk, row.id, {})


def test_a_soft_rule_needs_one_reason_for_the_whole_import(app: Flask, make: Make):
    desk = make.desk(make.court())
    rows = [person(1, 学历="初中"), person(2, 学历="初中"), person(3)]
    row = previewed(desk, xlsx(rows))
    assert row.counts["warned"] == {"education.minimum": [2, 2]}
    with pytest.raises(Refused, match=r"education\.minimum"), transaction():
        apply_rows(desk, row.id, {})
    with transaction():
        apply_rows(desk, row.id, {"education.minimum": "山区乡镇，群众推选"})
    kept = db.session.get_one(RollImport, row.id)
    assert kept.waivers == {"education.minimum": "山区乡镇，群众推选"}
    assert count(Person) == 3


def test_who_became_double_since_the_preview_is_left_out(app: Flask, make: Make):
    desk = make.desk(make.court())
    row = previewed(desk, xlsx(people(3)))
    with transaction():
        enter_people(desk, [Said(person(2)[0], identifiers=((IdKind.NUMBER, number_of(2)),))])
    with transaction():
        apply_rows(desk, row.id, {})
    row = db.session.get_one(RollImport, row.id)
    assert outcomes(row) == {"new": 2, "wrong": 1}
    assert row.counts["turned"] == 1
    assert faults_of(row)[1][0] == "import.now_known"
    assert count(Person) == 3


def test_a_change_that_the_officer_did_not_see_is_left_out(app: Flask, make: Make):
    desk = make.desk(make.court())
    applied(desk, xlsx(people(2)))
    rows = [person(1, 职业="医生"), person(2, 职业="医生")]
    row = previewed(desk, xlsx(rows))
    with transaction():
        found = db.session.scalars(select(Person).order_by(Person.id)).first()
        assert found is not None
        change_person(desk, found, occupation="律师助理")
    with transaction():
        apply_rows(desk, row.id, {})
    assert outcomes(db.session.get_one(RollImport, row.id)) == {"changed": 1, "wrong": 1}
    jobs = db.session.scalars(select(Person.occupation).order_by(Person.id)).all()
    assert jobs == ["律师助理", "医生"]


def test_a_long_roll_goes_through_the_worker(app: Flask, make: Make):
    desk = make.desk(make.court())
    row = previewed(desk, xlsx(people(SMALL, first=1)))
    assert (row.state, count(ImportRow)) == ("mapped", 0)
    import_id, job_id = row.id, row.job_id
    assert job_id is not None
    db.session.rollback()
    assert run_now(job_id)
    row = db.session.get_one(RollImport, import_id)
    assert (row.state, row.counts["new"] + row.counts["wrong"]) == ("previewed", SMALL)
    with transaction():
        job_id = apply_rows(desk, import_id, {}).job_id
    with pytest.raises(Refused, match=r"import\.running"), transaction():
        apply_rows(desk, import_id, {})
    assert job_id is not None
    assert run_now(job_id)
    row = db.session.get_one(RollImport, import_id)
    assert (row.state, row.job_id) == ("applied", None)
    work = db.session.get_one(Job, job_id)  # others could write while the rows were weighed
    sqlite = db.engine.dialect.name == "sqlite"  # and were told when they could not any more
    assert work.step in ((ALONE,) if sqlite else (again.CHECKING, applying.WRITING))
    assert count(Person) == row.counts["new"]


def test_a_judge_stands_on_no_roll(app: Flask, make: Make):
    headings = ("姓名", "身份证号码", "职务", "法官等级", "任现职时间", "名册")
    rows = [["周文", number_of(1), "审判员", "三级高级法官", "2016-05-01", "普通"]]
    desk = make.desk(make.court())
    applied(desk, xlsx(rows, headings))
    tenure = db.session.scalars(select(Tenure)).one()
    assert (tenure.office, tenure.rank) == (Office.JUDGE, "三级高级法官")
    assert (tenure.since, tenure.until) == (date(2016, 5, 1), None)
    assert count(RollEntry) == 0
    assert outcomes(previewed(desk, xlsx(rows, headings))) == {"same": 1}
