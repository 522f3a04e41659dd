"""Files as they come: broken, locked, hostile, with titles, totals and further sheets."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from flask import Flask

from app.accounts.terms import RoleKind
from app.bodies.models import Body
from app.people.importing import reading
from app.people.models import ImportRow, RollImport
from app.shared.db import db
from app.shared.files import StoredFile
from tests.builders import Make
from tests.people.importing.screens import shown, upload
from tests.people.importing.sheets import HEADINGS, comma_separated, count, number_of, people, xlsx
from tests.trials.panels import Browser, a_browser, once_of


def encrypted() -> bytes:
    """Return the head of a workbook with a password, as its container begins."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def bomb() -> bytes:
    """Return a workbook that would unpack to a gigabyte."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(1024):
            part.write(bytes(2**20))
    return file.getvalue()


BAD = {
    "broken": (b"PK\x03\x04 this is no workbook", "roll.xlsx", "damaged"),
    "encrypted": (encrypted(), "roll.xlsx", "protected by a password"),
    "empty": (b"", "roll.csv", "There is nothing in the file."),
    "no rows": (xlsx([]), "roll.xlsx", "no rows below them"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "roll.xlsx", "damaged"),
    "wrong encoding": (bytes(range(128, 256)) * 9, "roll.csv", ""),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_read_is_said_on_the_page_and_nothing_is_kept(browser: Browser, what: str):
    content, filename, words = BAD[what]
    answer = upload(browser, content, filename)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'role="alert"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert [count(table) for table in (RollImport, StoredFile, ImportRow)] == [0, 0, 0]


def test_a_workbook_that_would_fill_the_memory_is_refused(browser: Browser):
    answer = upload(browser, bomb())
    assert answer.status_code == 422
    assert "more memory or time than is allowed" in answer.text


def test_two_hundred_megabytes_are_refused_on_the_page(app: Flask, browser: Browser):
    once = once_of(browser.get("/imports").text)
    app.config["MAX_CONTENT_LENGTH"] = 2 * 2**20
    answer = browser.post(
        "/imports",
        data={"once": once, "file": (io.BytesIO(bytes(5 * 2**20)), "roll.xlsx")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 413
    assert "The file has 6 MB; at most 50 MB can be read." in answer.text
    assert count(StoredFile) == 0


@pytest.mark.parametrize("role", [None, *(r for r in RoleKind if r != RoleKind.PERSONNEL)])
def test_a_file_that_is_too_large_opens_no_screen_to_others(
    app: Flask, make: Make, browser: Browser, court: Body, role: RoleKind | None
):
    shown(browser, xlsx(people(1)))
    app.config["MAX_CONTENT_LENGTH"] = 2**20
    other = a_browser(app)
    if role:
        make.signed_in(other, make.user(court, role))
    app.config["WTF_CSRF_ENABLED"] = True  # its token is looked for before the guard asks who
    file = {"file": (io.BytesIO(bytes(2 * 2**20)), "roll.xlsx")}
    answer = other.post("/imports", data=file, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert "at most 50 MB can be read" in answer.text
    assert "roll.xlsx" not in answer.text
    assert "Last imports" not in answer.text


def test_no_file_is_said_at_the_field(browser: Browser):
    once = once_of(browser.get("/imports").text)
    answer = browser.post("/imports", data={"once": once, "office": "assessor"})
    assert answer.status_code == 422
    assert "Please choose a file." in answer.text


def test_merged_headings_and_a_title_above_are_read(browser: Browser):
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, "人民陪审员名册")
        for column, heading in enumerate(("姓名", "身份证号码", "性别")):
            sheet.merge_range(1, column, 2, column, heading)
        sheet.merge_range(1, 3, 1, 4, "任期")
        sheet.write_row(2, 3, ["起", "止"])
        sheet.write_row(3, 0, ["周文", number_of(1), "女", "2025-03-01", "2030-02-28"])
    path = shown(browser, file.getvalue())
    page = browser.get(path).text
    assert "Apply 1 change" in page


def test_formulas_are_read_by_their_values_and_that_is_said(browser: Browser):
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "身份证号码", "任期起", "本年参审案件数"])
        sheet.write_row(1, 0, ["周文", number_of(1), "2025-03-01"])
        sheet.write_formula(1, 3, "=3+4", None, 7)
    page = browser.get(shown(browser, file.getvalue())).text
    assert "Some cells hold formulas" in page


def test_csv_of_excel_in_china(browser: Browser):
    answer = upload(browser, comma_separated(people(3)), "名册.csv")
    assert "Apply 3 changes" in browser.get(answer.location).text


def test_a_file_is_read_and_packed_while_no_transaction_is_open(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    seen = []
    for name in ("read_table", "packed"):
        done = getattr(reading, name)

        def watched(*given: Any, done: Any = done, **more: Any) -> Any:
            seen.append(db.session().in_transaction())
            return done(*given, **more)

        monkeypatch.setattr(reading, name, watched)
    shown(browser, xlsx(people(2)))
    assert seen == [False, False]


def test_totals_and_signatures_become_nobody_and_that_is_said(browser: Browser):
    blank = [""] * (len(HEADINGS) - 2)
    rows = [*people(2), ["合计", "2人", *blank], ["制表人：张三", "", *blank]]
    page = browser.get(shown(browser, xlsx(rows))).text
    assert "totals or signatures and no people: lines 4, 5." in page
    assert "Apply 2 changes" in page


def two_sheets() -> bytes:
    """Return a workbook with a cover and two lists."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet("封面").write_row(0, 0, ["人民陪审员名册", "2026年"])
        for n, name in enumerate(("在任", "离任")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["姓名", "身份证号码", "任期起"])
            sheet.write_row(1, 0, [f"周文{'甲乙'[n]}", number_of(n + 1), "2025-03-01"])
    return file.getvalue()


def test_the_list_is_found_behind_its_cover_and_the_other_sheets_are_named(browser: Browser):
    page = browser.get(shown(browser, two_sheets())).text
    assert "周文甲" in page
    assert "(封面, 在任, 离任); only “在任” was read" in page


def test_a_misspelt_sheet_is_refused_with_a_select_of_those_there_are(browser: Browser):
    answer = upload(browser, two_sheets(), sheet="离任人员")
    assert answer.status_code == 422
    assert "There is no such sheet in the file. It has: 封面, 在任, 离任." in answer.text
    assert '<option value="离任">' in answer.text
    chosen = upload(browser, two_sheets(), sheet="离任")
    assert "周文乙" in browser.get(chosen.location).text
