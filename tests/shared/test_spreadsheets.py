"""Tables are read from workbooks and CSV as courts have them, and written inertly."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter.utility import xl_cell_to_rowcol

from app.shared.dates import ZERO_1900, ZERO_1904
from app.shared.spreadsheets import Limits, Unreadable, read_table, write_csv, write_table
from app.shared.workbooks import day_zero

HEADINGS = ["姓名", "性别", "身份证号", "出生日期"]


def book(*sheets: list[list], merged: tuple[str, ...] = (), hidden: int = -1) -> bytes:
    """Return an XLSX file with the sheets' cells; `merged` ranges of the first sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for number, rows in enumerate(sheets):
            sheet = workbook.add_worksheet()
            if number == hidden:
                sheet.hide()
            elif number == hidden + 1:
                sheet.activate()
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(r, c, cell, day)  # pyright: ignore[reportArgumentType]
                    elif cell is not None:
                        sheet.write(r, c, cell)
        for span in merged:
            row, column = xl_cell_to_rowcol(span.split(":")[0])
            value = sheets[0][row][column]
            sheet.merge_range(span, value)
    return out.getvalue()


def refused(content: bytes, name: str = "roll.xlsx", **more) -> str:
    """Return the key by which a file is refused; its text has a way out."""
    with pytest.raises(Unreadable) as caught:
        read_table(content, name, **more)
    refusal = caught.value.refusal
    assert refusal.text % dict(refusal.facts)
    assert refusal.way_out
    return refusal.key


def test_a_figure_whose_last_places_are_lost_stays_one():
    rows = [[430102199003071234], [2**53 - 1], [-(2**53)], [110101800101001]]
    table = read_table(book([["证件号"], *rows]), "a.xlsx")
    assert [cell for (cell,) in table.rows] == [
        "4.30102199003071E+17",
        "9007199254740991",
        "-9.00719925474099E+15",
        "110101800101001",
    ]


def test_cells_of_a_workbook_become_text():
    table = read_table(
        book([[*HEADINGS, "件数"], ["张三", "男", "430102", date(1985, 3, 7), 12.0]]), "a.xlsx"
    )
    assert table.headings == (*HEADINGS, "件数")
    assert table.rows == [["张三", "男", "430102", "1985-03-07", "12"]]
    assert (table.numbers, table.encoding, table.sheet) == ([2], "", "Sheet1")
    assert table.day_zero == ZERO_1900


def test_a_time_of_day_stays_with_its_day_and_truth_is_text():
    moment = datetime(2026, 9, 17, 8, 30)  # noqa: DTZ001 (cells have no zone)
    table = read_table(book([["日期", "是否"], [moment, True], [1.5, 430102199003071111]]))
    # The test's own format shows days only, but the cell holds a time.
    assert table.rows[0] == ["2026-09-17 08:30:00", "TRUE"]
    assert table.rows[1][0] == "1.5"


def test_a_title_above_the_headings_is_left_out():
    rows = [
        ["人民陪审员名册"],
        ["填报单位：某法院", None, "日期：2026年"],
        HEADINGS,
        ["李四", "女"],
    ]
    table = read_table(book(rows, merged=("A1:D1",)))
    assert table.headings == tuple(HEADINGS)
    assert table.rows == [["李四", "女", "", ""]]
    assert table.numbers == [4]


def test_headings_of_two_merged_rows_are_joined():
    upper = ["姓名", "任期", None, "任命", None, "电话"]
    lower = [None, "起", "止", "机关", "文号", None]
    rows = [["名册"], upper, lower, ["王五", "2022-05-06", "2027-05-05", "人大", "5号", "138"]]
    merged = ("A1:F1", "A2:A3", "B2:C2", "D2:E2", "F2:F3")
    table = read_table(book(rows, merged=merged))
    expected = ("姓名", "任期 起", "任期 止", "任命 机关", "任命 文号", "电话")
    assert table.headings == expected
    assert [row[0] for row in table.rows] == ["王五"]


def test_headings_of_two_rows_without_merging_are_joined():
    text = "姓名,任期,,任命,,电话\n,起,止,机关,文号,\n王五,2022-05-06,2027-05-05,人大,5号,138\n"
    table = read_table(text.encode(), "a.csv")
    assert table.headings == ("姓名", "任期 起", "任期 止", "任命 机关", "任命 文号", "电话")


def test_a_sparse_first_row_is_no_second_line_of_headings():
    text = "姓名,任期,,电话\n,2022-05-06,2027-05-05,\n王五,,,138\n"
    table = read_table(text.encode(), "a.csv")
    assert table.headings == ("姓名", "任期", "", "电话")
    assert table.numbers == [2, 3]


def test_groups_above_full_headings_are_joined():
    rows = [
        ["基本情况", None, None, "任期", None],
        ["姓名", "性别", "出生", "起", "止"],
        ["王五", "男", "1985", "2022-05-06", "2027-05-05"],
    ]
    table = read_table(book(rows, merged=("A1:C1", "D1:E1")))
    assert table.headings == (
        "基本情况 姓名",
        "基本情况 性别",
        "基本情况 出生",
        "任期 起",
        "任期 止",
    )


def test_known_headings_win_over_a_wordy_row():
    rows = [["某某区", "法院", "二〇二六", "年度"], ["姓名", "电话"], ["王五", "138"]]
    table = read_table(book(rows), known={"姓名", "电话"}.__contains__)
    assert table.headings[:2] == ("姓名", "电话")


def test_blank_rows_and_repeated_headings_are_left_out_and_lines_keep_their_numbers():
    rows = [HEADINGS, ["张三"], [None], HEADINGS, ["李四"]]
    table = read_table(book(rows))
    assert [row[0] for row in table.rows] == ["张三", "李四"]
    assert table.numbers == [2, 5]


def test_a_cell_merged_downwards_counts_for_each_row():
    rows = [["法院", "姓名"], ["东区法院", "张三"], [None, "李四"], ["西区法院", "王五"]]
    table = read_table(book(rows, merged=("A2:A3",)))
    assert [row[0] for row in table.rows] == ["东区法院", "东区法院", "西区法院"]


def test_formulas_give_their_last_values_and_a_note():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "件数"])
        sheet.write(1, 0, "张三")
        sheet.write_formula(1, 1, "=1+2", None, 3)
    table = read_table(out.getvalue())
    assert table.rows == [["张三", "3"]]
    assert [note.key for note in table.notes] == ["import.formulas"]


def test_formulas_never_computed_are_blank():
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    workbook.active.append(["姓名", "件数"])
    workbook.active.append(["张三", "=1+2"])
    out = io.BytesIO()
    workbook.save(out)
    table = read_table(out.getvalue())
    assert table.rows == [["张三", ""]]
    assert [note.key for note in table.notes] == ["import.formulas"]


def test_the_first_visible_sheet_with_cells_is_read_unless_one_is_named():
    content = book([["秘密"], ["x"]], [], [["姓名"], ["张三"]], [["姓名"], ["李四"]], hidden=0)
    table = read_table(content)
    assert (table.sheet, table.rows) == ("Sheet3", [["张三"]])
    assert table.sheets == ("Sheet2", "Sheet3", "Sheet4")
    assert [note.key for note in table.notes] == ["import.sheets"]
    assert read_table(content, sheet="Sheet4").rows == [["李四"]]


def test_a_sheet_that_is_not_there_is_refused_and_the_others_are_named():
    content = book([["秘密"], ["x"]], [["姓名"], ["张三"]], [["姓名"], ["李四"]], hidden=0)
    for wanted in ("Sheet1", "sheet2", "名册"):
        with pytest.raises(Unreadable) as caught:
            read_table(content, sheet=wanted)
        assert caught.value.refusal.key == "import.no_sheet"
        assert caught.value.sheets == ("Sheet2", "Sheet3")


COVER = [["人民陪审员名册"], ["单位", "东区法院"], ["日期", "2026-09-17"]]


def test_a_workbook_says_from_when_its_days_are_counted():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": True}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "日期"])
        sheet.write_datetime(1, 1, date(1985, 3, 7), day)  # pyright: ignore[reportArgumentType]
    table = read_table(out.getvalue())
    assert (table.day_zero, table.rows) == (ZERO_1904, [["", "1985-03-07"]])
    assert read_table("姓名\n张三\n".encode(), "a.csv").day_zero is None


@pytest.mark.parametrize(("flag", "zero"), [(b"\0\0", ZERO_1900), (b"\1\0", ZERO_1904)])
def test_an_xls_says_so_in_a_record_of_its_own(flag: bytes, zero: date):
    begin = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12)
    other = b"\x3d\x00\x06\x00" + b"\x22\x00\x02\x00\x01\x00"  # looks like the flag
    content = bytes(512) + begin + other + b"\x22\x00\x02\x00" + flag + b"\x0a\x00\x00\x00"
    assert day_zero(content, None) == zero


def test_a_cover_sheet_is_passed_over_for_the_list():
    content = book(COVER, [["名册"], HEADINGS, ["张三", "男", "4301", "1990"]])
    table = read_table(content, known={*HEADINGS, "单位"}.__contains__)
    assert (table.sheet, table.headings) == ("Sheet2", tuple(HEADINGS))
    assert read_table(content, known=HEADINGS.__contains__, sheet="Sheet1").sheet == "Sheet1"


def test_where_no_sheet_has_known_headings_the_first_is_read_and_the_others_are_named():
    content = book([["甲", "乙"]], [["丙", "丁"], ["1", "2"]])
    with pytest.raises(Unreadable) as caught:
        read_table(content, known=HEADINGS.__contains__)
    assert caught.value.refusal.key == "import.no_rows"
    assert caught.value.sheets == ("Sheet1", "Sheet2")


def test_a_list_without_headings_is_refused_in_words():
    rows = [["张三", "男", "430102199003071234", "1990-03-07"], ["李四", "女", "43", "1991"]]
    known = HEADINGS.__contains__
    assert refused(book(rows), known=known) == "import.no_headings"
    assert refused("张三,1990年3月7日\n李四,x\n".encode(), "a.csv", known=known) == (
        "import.no_headings"
    )
    others = read_table(book([["甲", "2026年"], ["张三", "1"]]), known=known)
    assert others.headings == ("甲", "2026年")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_in_each_encoding_and_separator(encoding: str, separator: str):
    rows = [HEADINGS, ["张䶮", "男", "430102199003070000", "1990-03-07"], ["阿·卜", "女", "", ""]]
    content = "\r\n".join(separator.join(row) for row in rows).encode(encoding)
    table = read_table(content, "名册.csv")
    assert table.headings == tuple(HEADINGS)
    assert table.rows == rows[1:]
    assert table.encoding == encoding.removesuffix("-sig")


def test_csv_with_quotes_line_breaks_and_forced_text():
    content = '姓名,住址,身份证号\n张三,"一路,\n2号","=""430102"""\n李四,\'x,\t4301\n'.encode()
    assert read_table(content, "a.csv").rows == [
        ["张三", "一路,\n2号", "430102"],
        ["李四", "x", "4301"],
    ]


@pytest.mark.parametrize("encoding", ["big5", "shift_jis"])
def test_another_encoding_is_refused(encoding: str):
    text = "姓名,性別,住址\n張學友,男,臺北市中正區重慶南路\n劉德華,男,香港九龍彌敦道\n"
    assert refused(text.encode(encoding, "ignore"), "a.csv") == "import.encoding"


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-2", "cp1251"])
def test_a_western_encoding_is_not_taken_for_gb18030(encoding: str):
    words = "name,town\nJosé Peña,Orléans\nÖzil,Zürich\nRenée,Besançon\n"
    words = "имя,город\nИван,Москва\nАнна,Тверь\n" if encoding == "cp1251" else words
    text = words.encode(encoding, "ignore")
    assert refused(text, "a.csv") == "import.encoding"


TRADITIONAL = "姓名,性別,住址\n張學友,男,臺北市中正區重慶南路\n劉德華,男,香港九龍彌敦道\n"


@pytest.mark.parametrize(
    "text",
    [TRADITIONAL, "name,job\n㐱䶮,teacher\n", "name,job\n叕,clerk\n", "name,job\n𬍛,clerk\n"],
)
def test_gb18030_may_be_traditional_or_rare(text: str):
    table = read_table(text.encode("gb18030"), "a.csv")
    assert (table.encoding, list(table.headings)) == ("gb18030", text.split("\n")[0].split(","))
    assert table.rows[0] == text.split("\n")[1].split(",")


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_utf_32_is_refused_and_not_half_read_as_utf_16(encoding: str):
    assert refused(f"\ufeff{TRADITIONAL}".encode(encoding), "a.csv") == "import.encoding"


def test_text_that_was_already_spoilt_is_refused():
    spoilt = "姓名,电话\n".encode() + "张三".encode("gb18030").decode("utf-8", "replace").encode()
    assert refused(spoilt, "a.csv") == "import.encoding"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "import.empty"),
        (b" \r\n\r\n", "import.empty"),
        ("姓名,性别\n".encode(), "import.no_rows"),
        ("姓名,性别\n,\n , \n".encode(), "import.no_rows"),
        (b"name\0,sex\n\0\1,2\n", "import.broken"),
    ],
)
def test_csv_with_nothing_in_it_is_refused(content: bytes, key: str):
    assert refused(content, "a.csv") == key


def test_workbooks_with_nothing_in_them_are_refused():
    assert refused(book([])) == "import.empty"
    assert refused(book([HEADINGS])) == "import.no_rows"


def test_reasons_come_back_in_the_first_column_and_are_read_again():
    written = write_table(HEADINGS, [["张三", "男", "1", ""]], ["wrong place"], "Reason")
    table = read_table(written)
    assert table.headings == ("Reason", *HEADINGS)
    assert table.rows == [["wrong place", "张三", "男", "1", ""]]


def test_written_workbooks_hold_no_formula_and_no_link_and_a_frozen_heading():
    cells = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "http://example.org", "430102199003071234"]
    sheet = openpyxl.load_workbook(io.BytesIO(write_table(["a"] * 5, [cells]))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == cells
    assert {cell.data_type for cell in sheet[2]} == {"s"}
    assert all(cell.hyperlink is None for cell in sheet[2])
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width >= 8


def test_written_csv_opens_in_excel_and_runs_nothing():
    text = write_csv(["姓名", "=x"], [["=1+1", "-5"], ["@a", "+8613812345678"], ["＝1", "\tx"]])
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig").splitlines() == [
        "姓名,'=x",
        "'=1+1,-5",
        "'@a,+8613812345678",
        "'＝1,'\tx",
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.text("张三李四abc019,;\"'\n =-+@·䶮𬍛", max_size=8), min_size=3, max_size=3),
        min_size=1,
        max_size=6,
    ).filter(lambda rows: all(any(_unguarded(c) for c in row) for row in rows))
)
def test_what_is_written_as_csv_is_read_back(rows: list[list[str]]):
    """But for what guards against formulas, and white space."""
    headings = ["甲", "乙", "丙"]
    table = read_table(
        write_csv(headings, rows), "a.csv", known=headings.__contains__, limits=Limits()
    )
    plain = [[_unguarded(cell) for cell in row] for row in rows]
    assert [[_unguarded(cell) for cell in row] for row in table.rows] == plain


def _unguarded(cell: str) -> str:
    return cell.replace("'", "").replace("=", "").replace('"', "").strip()
