"""The screens: a file in, columns, preview, apply, wrong rows back, undo."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.terms import RoleKind
from app.audit.models import AuditLine
from app.bodies.models import Body
from app.people.importing import jobs
from app.people.importing.terms import SMALL
from app.people.models import Kinship, Person, RollImport
from app.people.service import change_person, note_kinship
from app.people.terms import KinKind
from app.shared.db import db
from app.shared.files import StoredFile
from app.shared.jobs.running import run_now
from app.shared.spreadsheets import read_table
from app.shared.transactions import transaction
from tests.builders import Make
from tests.people.importing.screens import shown, upload
from tests.people.importing.sheets import HEADINGS, count, number_of, people, person, xlsx
from tests.trials.panels import Browser, a_browser, once_of


def test_from_the_file_to_the_register_and_back_in_few_clicks(browser: Browser):
    path = shown(browser, xlsx([*people(5), person(7, 身份证号码="12")]))
    page = browser.get(path)
    assert page.status_code == 200
    assert "Apply 5 changes" in page.text
    assert number_of(1) not in page.text
    assert "The ID number has not 18 places." in page.text
    done = browser.post(f"{path}/apply", data={"once": once_of(page.text)})
    assert done.status_code == 303
    page = browser.get(path)
    assert "5 changes are in the register." in page.text
    assert count(Person) == 5
    done = browser.post(f"{path}/undo", data={"once": once_of(page.text)})
    assert done.status_code == 303
    assert count(Person) == 0
    assert "undone" in browser.get("/imports").text


def test_who_may_be_barred_by_a_calling_is_pointed_out_and_can_be_applied(browser: Browser):
    path = shown(browser, xlsx([person(1), person(2, 工作单位="正义律师事务所")]))
    page = browser.get(path).text
    assert "2 rows can be applied, 0 are wrong" in page
    assert "1 row names an employer or occupation that may bar" in page
    assert "“正义律师事务所” reads like an office or calling" in page
    browser.post(f"{path}/apply", data={"once": once_of(page)})
    assert count(Person) == 2


def test_the_rows_are_listed_by_outcome_and_by_pages(browser: Browser):
    path = shown(browser, xlsx([*people(60), person(61, 身份证号码="12")]))
    first = browser.get(f"{path}?show=new").text
    assert first.count("<tr>") - 1 == 50
    following = re.search(r'href="([^"]+)">Next', first)
    assert following is not None
    second = browser.get(following[1].replace("&amp;", "&")).text
    assert second.count("<tr>") - 1 == 10
    previous = re.search(r'href="([^"]+)">Previous', second)
    assert previous is not None
    again = browser.get(previous[1].replace("&amp;", "&")).text
    assert re.findall(r'class="num" data-label="Line">(\d+)', again) == re.findall(
        r'class="num" data-label="Line">(\d+)', first
    )
    assert browser.get(f"{path}?show=wrong").text.count("<tr>") - 1 == 1
    assert "No row came out so." in browser.get(f"{path}?show=same").text


def test_old_and_new_stand_side_by_side(browser: Browser):
    path = shown(browser, xlsx(people(1)))
    browser.post(f"{path}/apply", data={"once": once_of(browser.get(path).text)})
    path = shown(browser, xlsx([person(1, 学历="硕士", 联系电话="13811112222")]))
    page = browser.get(path).text
    assert "<del>Bachelor</del> → <ins>Master</ins>" in page
    assert "<del>139****0001</del> → <ins>138****2222</ins>" in page
    assert "13811112222" not in page


def test_unknown_headings_are_mapped_by_hand(browser: Browser):
    headings = ["陪审员大名", *HEADINGS[1:]]
    answer = upload(browser, xlsx(people(3), headings))
    assert answer.location.endswith("/columns")
    page = browser.get(answer.location).text
    assert "陪审员大名" in page
    assert number_of(1) not in page
    form = selected(page) | {"once": once_of(page)}
    refused = browser.post(answer.location, data=form)
    assert refused.status_code == 422
    assert "No column holds the name." in refused.text
    form = selected(refused.text) | {"once": once_of(refused.text), "column-0": "name"}
    done = browser.post(answer.location, data=form)
    assert done.status_code == 303
    assert "Apply 3 changes" in browser.get(done.location).text


def selected(page: str) -> dict[str, str]:
    """Return what the selects and hidden fields of a page would send."""
    found = {}
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    version = re.search(r'name="version"[^>]*value="([^"]*)"', page)
    return found | {"version": version[1] if version else ""}


def test_the_columns_can_be_changed_after_the_preview(browser: Browser):
    path = shown(browser, xlsx(people(2)))
    page = browser.get(f"{path}/columns").text
    left_out = f"column-{HEADINGS.index('学历')}"
    form = selected(page) | {"once": once_of(page), left_out: ""}
    done = browser.post(f"{path}/columns", data=form)
    assert done.status_code == 303
    page = browser.get(path).text
    browser.post(f"{path}/apply", data={"once": once_of(page)})
    assert set(db.session.scalars(select(Person.education))) == {""}


def test_a_stale_page_is_noticed(browser: Browser):
    path = shown(browser, xlsx(people(2)))
    old = browser.get(path).text
    page = browser.get(f"{path}/columns").text
    browser.post(f"{path}/columns", data=selected(page) | {"once": once_of(page)})
    form = {"once": once_of(old), "version": selected(old)["version"]}
    answer = browser.post(f"{path}/apply", data=form)
    assert answer.status_code == 422
    assert "Somebody else has changed this" in answer.text
    assert count(Person) == 0
    form = {"once": once_of(answer.text), "version": selected(answer.text)["version"]}
    assert browser.post(f"{path}/apply", data=form).status_code == 303
    assert count(Person) == 2


def test_stale_columns_can_be_sent_once_more(browser: Browser):
    path = shown(browser, xlsx(people(2)))
    old = browser.get(f"{path}/columns").text
    browser.post(f"{path}/columns", data=selected(old) | {"once": once_of(old)})
    again = selected(old) | {"once": once_of(browser.get("/imports").text)}
    answer = browser.post(f"{path}/columns", data=again)
    assert answer.status_code == 422
    assert "Somebody else has changed this" in answer.text
    form = selected(answer.text) | {"once": once_of(answer.text)}
    assert browser.post(f"{path}/columns", data=form).status_code == 303


def test_a_double_click_applies_once(browser: Browser):
    path = shown(browser, xlsx(people(2)))
    form = {"once": once_of(browser.get(path).text)}
    assert [browser.post(f"{path}/apply", data=form).status_code for _ in range(2)] == [303, 303]
    assert "not done twice" in browser.get(path).text
    assert count(Person) == 2


def test_a_warning_asks_for_its_reason_on_the_page(browser: Browser):
    path = shown(browser, xlsx([person(1, 学历="初中"), person(2)]))
    page = browser.get(path).text
    assert 'name="waive:education.minimum"' in page
    refused = browser.post(f"{path}/apply", data={"once": once_of(page)})
    assert refused.status_code == 422
    assert refused.text.count('name="waive:education.minimum"') == 1
    form = {"once": once_of(refused.text), "waive:education.minimum": "village"}
    assert browser.post(f"{path}/apply", data=form).status_code == 303
    assert count(Person) == 2


def test_wrong_rows_come_back_with_reasons_and_can_be_sent_again(browser: Browser):
    wrong = person(3, 身份证号码="12", 住址="=1+1")
    path = shown(browser, xlsx([*people(2), wrong]))
    sheet = browser.get(f"{path}/wrong-rows")
    assert sheet.headers["Content-Disposition"].startswith("attachment")
    assert sheet.headers["Cache-Control"] == "no-store"
    table = read_table(sheet.data)
    assert table.headings == ("Reason", *HEADINGS)
    assert table.rows[0][0].startswith("The ID number has not 18 places. Compare it with the card")
    assert list(table.rows[0][1:]) == wrong
    again = browser.get(shown(browser, sheet.data))
    assert "The ID number has not 18 places." in again.text


def test_the_template_is_recognised_whole(browser: Browser):
    sheet = browser.get("/imports/template").data
    book = zipfile.ZipFile(io.BytesIO(sheet)).read("xl/sharedStrings.xml").decode()
    headings = re.findall(r"<t[^>]*>([^<]+)</t>", book)
    assert "Ethnicity" not in headings
    cells = ["" for _ in headings]
    cells[headings.index("Name")] = "周文"
    cells[headings.index("ID number")] = number_of(1)
    cells[headings.index("Term from")] = "2025-03-01"
    path = shown(browser, xlsx([cells], headings))
    assert "Apply 1 change" in browser.get(path).text


def test_the_chinese_template_is_recognised_whole(browser: Browser):
    with browser.session_transaction() as kept:
        kept["language"] = "zh_Hans"
    sheet = browser.get("/imports/template").data
    book = zipfile.ZipFile(io.BytesIO(sheet)).read("xl/sharedStrings.xml").decode()
    headings = re.findall(r"<t[^>]*>([^<]+)</t>", book)
    assert headings[:4] == ["姓名", "性别", "出生日期", "身份证号"]
    cells = ["" for _ in headings]
    cells[headings.index("姓名")] = "周文"
    assert shown(browser, xlsx([cells], headings)).count("/") == 2


def test_what_rests_on_it_is_named_on_the_page(browser: Browser, make: Make, court: Body):
    path = shown(browser, xlsx(people(2)))
    browser.post(f"{path}/apply", data={"once": once_of(browser.get(path).text)})
    desk = make.desk(court)
    with transaction():
        found = db.session.scalars(select(Person).order_by(Person.id)).first()
        assert found is not None
        change_person(desk, found, occupation="医生")
        name = found.name
    answer = browser.post(f"{path}/undo", data={"once": once_of(browser.get(path).text)})
    assert answer.status_code == 422
    assert f"Persons changed since: 1, the first is {name}." in answer.text
    assert count(Person) == 2


def test_a_large_import_is_undone_by_a_worker_who_names_what_rests_on_it(
    browser: Browser, make: Make, court: Body, monkeypatch: pytest.MonkeyPatch
):
    path = shown(browser, xlsx(people(3)))
    browser.post(f"{path}/apply", data={"once": once_of(browser.get(path).text)})
    monkeypatch.setattr(jobs, "SMALL", 3)
    desk = make.desk(court)
    with transaction():
        found = db.session.scalars(select(Person)).all()[0]
        kin_id = note_kinship(desk, found, "钱大", KinKind.DIRECT_LINE).id
    first = undone_by_a_worker(browser, path)
    assert "Kinships rest on it: 1" in first
    assert "Correct these persons one by one instead." in first
    assert count(Person) == 3
    with transaction():
        db.session.delete(db.session.get_one(Kinship, kin_id))
        db.session.execute(update(Person).values(version=1))
    second = undone_by_a_worker(browser, path)
    assert "Undone:" in second
    assert count(Person) == 0
    lines = db.session.scalars(select(AuditLine).where(AuditLine.act == "import:undone")).all()
    assert [line.facts for line in lines] == [{"new": 3, "changed": 0}]


def undone_by_a_worker(browser: Browser, path: str) -> str:
    """Ask for the undo of an import twice, let a worker run it, return the page."""
    once = [once_of(browser.get(path).text) for _ in range(2)]
    asked = browser.post(f"{path}/undo", data={"once": once[0]}, follow_redirects=True)
    assert "being undone; you may leave this page" in asked.text
    twice = browser.post(f"{path}/undo", data={"once": once[1]})
    assert "This import is being worked on at this moment." in twice.text
    job_id = db.session.scalars(select(RollImport.job_id)).one()
    db.session.rollback()
    assert run_now(job_id or 0)
    return browser.get(path).text


def test_a_long_roll_shows_how_far_it_is_and_can_be_stopped(browser: Browser):
    path = shown(browser, xlsx(people(SMALL)))
    page = browser.get(path).text
    assert 'hx-trigger="every 2s"' in page
    assert "You may leave this page" in page
    assert browser.get(f"{path}/progress").status_code == 200
    stopped = browser.post(f"{path}/cancel", data={"once": once_of(page)})
    assert stopped.status_code == 303
    assert browser.get(f"{path}/progress").headers["HX-Refresh"] == "true"
    page = browser.get(path).text
    assert "The rows are not checked yet." in page
    columns = browser.get(f"{path}/columns").text
    browser.post(f"{path}/columns", data=selected(columns) | {"once": once_of(columns)})
    job_id = db.session.scalars(select(RollImport.job_id)).one()
    db.session.rollback()
    assert run_now(job_id or 0)
    assert "changes" in browser.get(path).text


def test_another_courts_import_is_not_found_and_a_clerk_may_not(
    app: Flask, make: Make, browser: Browser, court: Body
):
    path = shown(browser, xlsx(people(1)))
    other = a_browser(app)
    make.signed_in(other, make.user(make.court(), RoleKind.PERSONNEL))
    for place in (path, f"{path}/columns", f"{path}/wrong-rows", f"{path}/progress"):
        assert other.get(place).status_code == 404
    for place in ("apply", "undo", "cancel"):
        assert other.post(f"{path}/{place}", data={"once": "x"}).status_code == 404
    clerk = a_browser(app)
    make.signed_in(clerk, make.user(court, RoleKind.CLERK))
    assert clerk.get("/imports").status_code == 403
    answer = clerk.post("/imports", data={"file": (io.BytesIO(xlsx(people(1))), "a.xlsx")})
    assert answer.status_code == 403


def test_the_last_imports_are_listed_by_pages(browser: Browser, make: Make, court: Body):
    file = make.add(StoredFile(sha256="0", mime="", name="", packed=b""))
    words = {"body_id": court.id, "file_id": file.id, "by_name": "刘芳", "counts": {}}
    make.add(*(RollImport(filename=f"{n:02}.xlsx", **words) for n in range(25)))
    first = browser.get("/imports").text
    assert "24.xlsx" in first
    assert "04.xlsx" not in first
    following = re.search(r'href="([^"]+)">Next', first)
    assert following is not None
    assert "04.xlsx" in browser.get(following[1].replace("&amp;", "&")).text


def test_the_preview_shows_the_term_that_each_row_enters(browser: Browser, court: Body):
    rows = [
        [*person(1), "专业（环境资源）", ""],
        [*person(2, 任期止=""), "", ""],
        [*person(3, 任期起="1025-03-01"), "", ""],
        [*person(4), "", "院长"],
    ]
    path = shown(browser, xlsx(rows, (*HEADINGS, "名册", "职务")))
    new = told(browser.get(f"{path}?show=new").text)
    assert f"{court.name} Assessor, Specialists (环境资源) 2025-03-01 ～ 2030-02-28" in new
    assert f"{court.name} Assessor, General roll 2025-03-01 ～ 2030-02-28" in new
    assert f"{court.name} President of the court 2025-03-01 ～ 2030-02-28" in new
    wrong = told(browser.get(f"{path}?show=wrong").text)
    assert "“1025-03-01” is not of the years 1900 to" in wrong


def told(page: str) -> str:
    """Return what a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_a_first_day_for_all_rows_of_a_year_that_cannot_be_meant_is_refused(browser: Browser):
    answer = upload(browser, xlsx(people(1)), since="1899-01-01")
    assert answer.status_code == 422
    assert "Check the year: 1900 to" in answer.text
